"""What is named in messages: what a button means, and commands within text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

ACTION_VERSION = "v1"
PARTS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionId:
    """What a button, menu, form or lookup means, written into the platform's identifier so that it survives restarts.

    `ref` is opaque to the adapters: a record's id or a content id, never words of a member. Written as
    `v1:<feature>:<action>:<ref>`, at most 100 characters (Discord's limit for a custom_id).
    """

    feature: str
    action: str
    ref: str = ""

    def __str__(self) -> str:
        """Write it as an identifier."""
        return f"{ACTION_VERSION}:{self.feature}:{self.action}:{self.ref}"

    @classmethod
    def parse(cls, text: str) -> ActionId | None:
        """Read an identifier; None when it is not one of ours (another version, forged, cut short)."""
        parts = text.split(":", PARTS - 1)
        if len(parts) != PARTS or parts[0] != ACTION_VERSION or not parts[1] or not parts[2]:
            return None
        return cls(feature=parts[1], action=parts[2], ref=parts[3])


@dataclass(frozen=True, slots=True)
class CommandRef:
    """A command named in text, such as `checkin` or `topic post`; the renderer writes it as its platform does."""

    name: str


Words: TypeAlias = tuple[str | CommandRef, ...]
"""Text in which commands may be named."""
