"""Socket Mode with a watch over it: a connection that stays down is replaced, with a new address.

The SDK reconnects by itself, but keeps trying a one-time address that was refused once (measured: one ticket, ten
tries), and has been seen to go quiet. So a client that is not connected for `PATIENCE` seconds is closed, within
bounds, and another takes its place. The waiting here is for a network, so it is real time and not the `Clock`'s.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp

from .api import Api, library_logger
from .errors import translated

log = logging.getLogger(__name__)

CLOSE_SECONDS = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long is waited for what, in seconds."""

    look: float = 1.0  # between two looks at the connection
    down: float = 10.0  # until a connection that is down is replaced
    longest: float = 60.0  # between two replacements
    ping: float = 5.0  # between two pings


class Line:
    """The line to Slack: holds one connection at a time until cancelled."""

    def __init__(self, app: AsyncApp, api: Api, token: str, patience: Patience) -> None:
        """Feed `app` with what arrives for the app-level `token`."""
        self._app, self._api, self._token = app, api, token
        self._patience = patience
        self._address: str | None = None

    async def ask(self) -> None:
        """Try the token, and keep the one-time address it gives for the first connection. Raises SendErrors."""
        with translated(direct=False, lane=False):
            answer = await self._api.web.apps_connections_open(app_token=self._token)
        self._address = str(answer["url"])

    async def hold(self, drain: Callable[[], Awaitable[None]]) -> None:
        """Stay connected; when cancelled, let `drain` finish before the line goes down, since answers need it."""
        pause = self._patience.look
        while True:
            handler = self._handler()
            try:
                lasted = await self._watch(handler)
            except asyncio.CancelledError:
                await drain()
                raise
            finally:
                await _close(handler)
            pause = self._patience.look if lasted else min(2 * pause, self._patience.longest)
            log.warning("slack: the line was down and is being replaced")
            await asyncio.sleep(pause)

    def _handler(self) -> AsyncSocketModeHandler:
        logger = library_logger("slack_sdk")
        handler = AsyncSocketModeHandler(
            self._app, self._token, logger=logger, web_client=self._api.web, ping_interval=self._patience.ping
        )
        handler.client.wss_uri, self._address = self._address, None
        return handler

    async def _watch(self, handler: AsyncSocketModeHandler) -> bool:
        """Return once the connection has been down for too long; whether it ever stood."""
        try:
            async with asyncio.timeout(self._patience.down):
                await handler.client.connect()  # type: ignore[no-untyped-call]
        except TimeoutError:
            return False
        down = 0.0
        while down < self._patience.down:
            await asyncio.sleep(self._patience.look)
            down = 0.0 if await handler.client.is_connected() else down + self._patience.look
        return True


async def _close(handler: AsyncSocketModeHandler) -> None:
    """Close within bounds, since closing a broken connection can hang; then let go of what it left behind."""
    client = handler.client
    with suppress(Exception):  # a connection that is given up may fail in any way
        async with asyncio.timeout(CLOSE_SECONDS):
            await client.close()  # type: ignore[no-untyped-call]
    for task in (client.message_processor, client.message_receiver, client.current_session_monitor):
        if task is not None:
            task.cancel()
    await client.aiohttp_client_session.close()
