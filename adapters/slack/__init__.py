"""Slack, through slack-bolt and slack-sdk. `connect` makes the platform, `manifest` describes the app to Slack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .manifest import manifest
from .settings import Settings

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.platform import Core, Platform, Shelf

    from .socket_mode import Patience

__all__ = ["Settings", "connect", "manifest"]


def connect(
    settings: Settings, core: Core, shelf: Shelf, clock: Clock, *, patience: Patience | None = None
) -> Platform:
    """Return Slack as a platform; it opens nothing before its `start`. `patience` shortens the waiting in tests."""
    from .platform import Slack  # the libraries take a while to load, and `ajar manifest` needs none of them

    return Slack(settings, core, shelf, clock, patience=patience)
