"""`ajar run`: the app with its platforms, until the machine asks it to stop."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal

from bot.app import Role, build
from bot.settings import Settings

logger = logging.getLogger(__name__)


def stop_on_signals() -> asyncio.Event:
    """Return an event that SIGINT or SIGTERM sets."""
    stop = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    return stop


async def run(settings: Settings, role: Role = Role.ALL) -> int:
    """Serve the platforms named in the settings, in a role; return the exit status. Raises OperatorError in one line.

    Several processes share a database, and the master key with it; each gets the same settings and a role.
    """
    app = await build(settings)
    try:
        for name in settings.adapters:
            app.connect(name)
        names = ", ".join(settings.adapters)
        gc.freeze()  # what is loaded by now stays for good, so that no collection looks through it again
        await app.run(
            role=role,
            stop=stop_on_signals(),
            serving=lambda port: logger.info("serving %s; health on http://%s:%s/healthz", names, settings.host, port),
        )
    finally:
        await app.close()
    return 0
