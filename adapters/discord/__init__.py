"""Discord, through discord.py. The package is `adapters.discord`; `import discord` is the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .settings import Settings

if TYPE_CHECKING:
    from aiohttp import BaseConnector

    from bot.clock import Clock
    from bot.platform import Core, Platform, Shelf

__all__ = ["Settings", "connect"]


def connect(
    settings: Settings, core: Core, shelf: Shelf, clock: Clock, *, connector: BaseConnector | None = None
) -> Platform:
    """Return Discord as a platform; it opens nothing before its `start`.

    `connector` replaces the way to Discord's servers: a stand-in's resolver and certificate, in tests.
    """
    from .platform import Discord  # the library takes a while to load

    return Discord(settings, core, shelf, clock, connector=connector)
