"""What lanes work with, and what they take at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from bot.clock import Clock
from bot.messages import Message
from bot.model import Delivery, Priority
from bot.platform import Platform, Skip
from bot.store import Lease, Store

from .recorder import Recorder

Write: TypeAlias = Callable[[Delivery], Awaitable[Message | Skip]]
"""Writes a delivery's message at sending."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What every lane works with."""

    store: Store
    clock: Clock
    platforms: Mapping[str, Platform]
    write: Mapping[str, Write]
    recorder: Recorder
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one commit took: the lease, what is doubtful, what was claimed, and which of it has been started (`at`)."""

    lease: Lease
    doubtful: Sequence[Delivery]
    claimed: Sequence[Delivery]
    started: frozenset[UUID]
    at: datetime


def is_held(delivery: Delivery, held: frozenset[str]) -> bool:
    """Return whether a hold that began after the claim stops a delivery; answers to a member's own act go on."""
    if delivery.priority is Priority.ANSWER:
        return False
    community = delivery.community_id.hex if delivery.community_id else ""
    return not held.isdisjoint({"all", f"kind:{delivery.kind}", f"community:{community}"})


def chunks(items: Sequence[Delivery], size: int) -> list[Sequence[Delivery]]:
    """Cut a batch into a second's worth each."""
    return [items[start : start + size] for start in range(0, len(items), size)]
