"""`ajar run` in a process of its own; where AJAR_LOOPBACK names a port, discord.com is there."""

from __future__ import annotations

import os
import sys
from typing import Any

import aiohttp

from bot import cli
from bot.app import App
from tests.adapters.discord.certificates import Resolver

connect = App.connect


def to_loopback(self: App, name: str, **more: Any) -> Any:
    """Connect Discord to the loopback, whose certificate is its own."""
    if name == "discord":
        more["connector"] = aiohttp.TCPConnector(resolver=Resolver(int(os.environ["AJAR_LOOPBACK"])), ssl=False)
    return connect(self, name, **more)


if __name__ == "__main__":
    App.connect = to_loopback  # type: ignore[method-assign]
    sys.exit(cli.main(sys.argv[1:]))
