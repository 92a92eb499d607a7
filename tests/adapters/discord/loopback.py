"""A Discord of our own on a loopback port: HTTP API and gateway behind one certificate, with faults on demand."""

from __future__ import annotations

import aiohttp
from aiohttp import web

from .api import PREFIX, Api
from .certificates import HOST, connector, server_context
from .gateway import Gateway
from .world import World


class Loopback:
    """The stand-in: a world, and the two ways into it."""

    def __init__(self, world: World | None = None) -> None:
        """Begin with an empty world, or with one that outlived a server."""
        self.world = world or World()
        self.gateway = Gateway(self.world)
        self.api = Api(self.world, self.gateway)
        self.port = 0
        app = web.Application()
        app.router.add_route("*", f"{PREFIX}/{{rest:.*}}", self.api.respond)
        app.router.add_get("/", self.gateway.serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)

    async def start(self) -> None:
        """Listen on a free port."""
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, 0, ssl_context=server_context()).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Stop listening."""
        await self.gateway.close()
        await self._runner.cleanup()

    def connector(self) -> aiohttp.TCPConnector:
        """Return a way to here."""
        return connector(self.port)
