"""What a member ticks and writes; stored sealed."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class Mood(IntEnum):
    """How are you: five choices, from the lowest up. Not a score; never shown as a number."""

    VERY_LOW = 1
    LOW = 2
    BETWEEN = 3
    GOOD = 4
    VERY_GOOD = 5


class Trigger(StrEnum):
    """What set it off (S4)."""

    PERSON = "person"
    AROUND = "around"
    MIND = "mind"
    UNKNOWN = "unknown"


class Reaction(StrEnum):
    """What the member wanted to do (S3)."""

    CLOSER = "closer"
    AWAY = "away"
    JUDGE = "judge"
    DEFEND = "defend"
    QUIET = "quiet"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    """A member's private entry; stored sealed."""

    mood: Mood
    feelings: tuple[str, ...] = ()
    trigger: Trigger | None = None
    reaction: Reaction | None = None
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reflection:
    """A member's private answer to a prompt; stored sealed."""

    prompt: str
    text: str = field(default="", repr=False)
