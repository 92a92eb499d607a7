"""`ajar run`: the app with its platforms, until the machine asks it to stop."""

from __future__ import annotations

import asyncio
import logging
import signal

from bot.app import build
from bot.settings import Settings

logger = logging.getLogger(__name__)


def stop_on_signals() -> asyncio.Event:
    """Return an event that SIGINT or SIGTERM sets."""
    stop = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    return stop


async def run(settings: Settings) -> int:
    """Serve the platforms named in the settings; return the exit status. Raises OperatorError in one line."""
    app = await build(settings)
    try:
        for name in settings.adapters:
            app.connect(name)
        names = ", ".join(settings.adapters)
        await app.run(
            stop=stop_on_signals(),
            serving=lambda port: logger.info("serving %s; health on http://%s:%s/healthz", names, settings.host, port),
        )
    finally:
        await app.close()
    return 0
