"""`ajar run`: the app with its platforms, until the machine asks it to stop."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal

from bot.app import Role, build
from bot.settings import Settings

logger = logging.getLogger(__name__)

COLLECTED_AFTER = 50_000, 10, 20
"""Objects more than before the youngest are looked through; of how many such rounds one takes the older ones too."""


def stop_on_signals() -> asyncio.Event:
    """Return an event that SIGINT or SIGTERM sets."""
    stop = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    return stop


def keep_what_is_loaded() -> None:
    """Let no collection of garbage look again through what is loaded by now and stays, and let fewer be made.

    A full one stopped everything for a tenth of a second, and all of them cost a fifth of the time of a busy process.
    """
    gc.freeze()
    gc.set_threshold(*COLLECTED_AFTER)


async def run(settings: Settings, role: Role = Role.ALL) -> int:
    """Serve the platforms named in the settings, in a role; return the exit status. Raises OperatorError in one line.

    Several processes share a database, and the master key with it; each gets the same settings and a role.
    """
    app = await build(settings)
    try:
        for name in settings.adapters:
            app.connect(name)
        names = ", ".join(settings.adapters)
        keep_what_is_loaded()
        await app.run(
            role=role,
            stop=stop_on_signals(),
            serving=lambda port: logger.info("serving %s; health on http://%s:%s/healthz", names, settings.host, port),
        )
    finally:
        await app.close()
    return 0
