"""Deliveries: intended posts, their states, and how they are named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum, StrEnum
from hashlib import blake2b
from uuid import UUID

from .addresses import Receipt, Target

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


class State(StrEnum):
    """The states of a delivery; see ARCHITECTURE, "Delivery states"."""

    WAITING = "waiting"
    STARTED = "started"
    UNSURE = "unsure"
    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


FINAL = frozenset({State.SENT, State.FAILED, State.SKIPPED, State.CANCELLED})
"""States that a delivery never leaves."""


class Priority(IntEnum):
    """What goes first when a lane is full: the lower, the sooner."""

    ANSWER = 0
    TOPIC = 1
    PROMPT = 2


def delivery_id(kind: str, recipient: str, occasion: str, due_at: datetime) -> UUID:
    """Return the id of a delivery: the same for the same key and hour, wherever and whenever it is planned.

    So a platform knows a message again that was planned anew from a restored backup. The hour stands in front (a UUID
    of version 8, RFC 9562), so that what is due together lies together in the database's index.
    """
    told = int.from_bytes(blake2b(f"{kind} {recipient} {occasion}".encode(), digest_size=10).digest(), "big")
    whole = ((due_at - _EPOCH) // _MILLISECOND & 0xFFFFFFFFFFFF) << 80 | told
    return UUID(int=whole & ~(0xF000 << 64) & ~(0xC000 << 48) | 0x8000 << 64 | 0x8000 << 48)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One intended post, unique by (`kind`, `recipient`, `occasion`).

    `recipient` is `member:<hex>`, `community:<hex>` or `topic:<hex>`; `occasion` a local date, `after:<delivery>`, or
    what else makes it one of a kind. `content` names a library entry or a record, never its words. `revises` is the
    earlier delivery whose message this one replaces instead of posting. `due_at` is its hour, `expires_at` when it is
    too late for it. `free_at` is when it may be sent (None: at its hour), `turn` its place among those of one lane and
    priority that wait (None: by when it may be sent). `attempts` counts those whose outcome was in doubt. `receipt` is
    there once it was sent.
    """

    id: UUID
    kind: str
    recipient: str
    occasion: str
    target: Target
    due_at: datetime
    expires_at: datetime
    priority: Priority = Priority.PROMPT
    member_id: UUID | None = None
    community_id: UUID | None = None
    content: str = ""
    revises: UUID | None = None
    free_at: datetime | None = None
    turn: datetime | None = None
    state: State = State.WAITING
    attempts: int = 0
    started_at: datetime | None = None
    reason: str | None = None
    receipt: Receipt | None = None
    fence: int = 0

    @property
    def key(self) -> str:
        """The marker a platform message carries, so that it can be found again: 32 hexadecimal digits."""
        return self.id.hex
