"""The playground: a chat client in the browser, for trying Ajar, rehearsing with it, and previewing its words.

It stands on this machine alone: the page is served to loopback, nothing is loaded from elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .settings import Settings

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.platform import Core, Platform, Shelf

    from .platform import Obstacle

__all__ = ["Settings", "connect"]


def connect(
    settings: Settings, core: Core, shelf: Shelf, clock: Clock, *, obstacle: Obstacle | None = None
) -> Platform:
    """Return the playground as a platform; `obstacle` lets tests stand in the way of a send."""
    from .platform import Playground  # the page and its routes are not needed where only the settings are read

    return Playground(settings, core, shelf, clock, obstacle=obstacle)
