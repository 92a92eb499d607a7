"""What lanes work with, and what one has taken."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from bot.clock import Clock
from bot.messages import Message
from bot.model import Delivery, Receipt, State
from bot.platform import Platform, Skip
from bot.store import Outcome, Store

from .recorder import Recorder

WriteBatch: TypeAlias = Callable[[Sequence[Delivery]], Awaitable[Sequence[Message | Skip]]]
"""Writes the messages of a batch of deliveries at sending, in their order."""

LEASE_SECONDS = 120.0
SEND_SECONDS = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What every lane works with. `lease_seconds` is how long it and what it takes are held."""

    store: Store
    clock: Clock
    platforms: Mapping[str, Platform]
    write: Mapping[str, WriteBatch]
    recorder: Recorder
    owner: str
    lease_seconds: float = LEASE_SECONDS

    @property
    def call_seconds(self) -> float:
        """Return after how long a call to a platform is given up: well before the lease runs out."""
        return min(SEND_SECONDS, self.lease_seconds / 2)

    def outcome(
        self,
        delivery: Delivery,
        state: State,
        reason: str | None = None,
        receipt: Receipt | None = None,
        free_at: datetime | None = None,
    ) -> Outcome:
        """Say what became of a delivery that this process took."""
        return Outcome(
            id=delivery.id,
            owner=self.owner,
            fence=delivery.fence,
            state=state,
            reason=reason,
            receipt=receipt,
            free_at=free_at,
        )

    def again(self, delivery: Delivery, reason: str, seconds: float) -> Outcome:
        """Say that a delivery was certainly not sent and is to be tried again in a while."""
        free_at = self.clock.now() + timedelta(seconds=seconds)
        return self.outcome(delivery, State.WAITING, reason, free_at=free_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What one commit took: what goes out now, what has to be looked up, and until when both are held."""

    started: Sequence[Delivery]
    doubtful: Sequence[Delivery]
    until: datetime
