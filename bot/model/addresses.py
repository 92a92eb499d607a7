"""Who and where, as the platforms know them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

OPENING = "opening"
"""Ends the name of a lane in which DMs are opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRef:
    """A person's account as a platform names it: `scope` is the workspace on Slack and empty on Discord."""

    platform: str
    scope: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityRef:
    """A Discord server, a Slack workspace, or the playground's sample community."""

    platform: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a message goes.

    `kind` is `direct` (then `account` is the person's platform id, and `channel` the DM's id once it has been opened),
    `channel` (a channel, or an existing thread) or `forum`. `thread` asks for a thread of its own on the message;
    a forum always gives one.
    """

    platform: str
    scope: str
    kind: Literal["direct", "channel", "forum"]
    channel: str | None = None
    account: str | None = None
    thread: bool = False

    @property
    def lane(self) -> str:
        """The stream of one bot token or workspace, paced as one; DMs still to be opened have their own."""
        if self.kind == "direct" and self.channel is None:
            return f"{self.platform}:{self.scope}:{OPENING}"
        return f"{self.platform}:{self.scope}" if self.scope else self.platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Proof that a message was posted: its channel, its id there, and the thread it opened, if any."""

    channel: str
    message: str
    thread: str | None = None
