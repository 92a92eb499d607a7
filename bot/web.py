"""The one web server: health, metrics, and the routes that adapters bring."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from aiohttp import web

from bot.errors import SettingsError
from bot.metrics import Metrics

PROMETHEUS = "text/plain; version=0.0.4"
LARGEST_BODY = 1024 * 1024
GRACE_SECONDS = 3.0


class Server:
    """An aiohttp server on one address; `ready` decides what `/healthz` answers (200 or 503)."""

    def __init__(
        self, *, host: str, port: int, routes: Iterable[web.RouteDef], ready: Callable[[], bool], metrics: Metrics
    ) -> None:
        """Prepare the server; nothing listens before `start`."""
        self._host, self._port = host, port
        self._ready, self._metrics = ready, metrics
        app = web.Application(client_max_size=LARGEST_BODY)
        app.add_routes([web.get("/healthz", self._health), web.get("/metrics", self._show_metrics), *routes])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=GRACE_SECONDS)

    async def start(self) -> int:
        """Listen, and return the port. Raises SettingsError when the address cannot be had."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port)
        try:
            await site.start()
        except OSError as error:
            await self._runner.cleanup()
            raise SettingsError(f"AJAR_PORT: cannot listen on {self._host}:{self._port} ({error.strerror})") from None
        return int(self._runner.addresses[0][1])

    async def close(self) -> None:
        """Stop listening and let go of open connections, within a few seconds."""
        await self._runner.cleanup()

    async def _health(self, request: web.Request) -> web.Response:
        ready = self._ready()
        return web.json_response({"ready": ready}, status=200 if ready else 503)

    async def _show_metrics(self, request: web.Request) -> web.Response:
        return web.Response(body=self._metrics.text(), headers={"Content-Type": PROMETHEUS})
