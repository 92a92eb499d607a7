"""What nobody knows the outcome of: looked up on the platform before anything is sent again."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from uuid import UUID

from bot.errors import Refused, SendError, Unreadable, Wait
from bot.model import Delivery, Receipt, State
from bot.platform import Platform
from bot.store import Outcome

from .means import Means
from .pace import Pace, Pause

logger = logging.getLogger(__name__)

LOOK_AGAIN = timedelta(seconds=3)
SHOWN_BY_THEN = timedelta(seconds=30)
"""After so long whatever was accepted shows, and one look is enough."""

ABSENT_FOR = timedelta(minutes=2)
"""How long a look that found nothing counts. What was accepted may still arrive after it, and a platform that knows a
repetition by its key knows it for some minutes (Discord: five), so a later repetition is preceded by another look."""

MOST_LOOKED_UP = 20
MOST_ATTEMPTS = 5
GIVEN_UP = timedelta(days=1)
"""How long it is tried to find out what became of a delivery."""

SOONEST, LATEST = timedelta(seconds=3), timedelta(minutes=10)
"""A look-up that failed is tried again after as long as the doubt has lasted, within these bounds."""


class Doubt:
    """The look-ups of one lane, at a pace of their own."""

    def __init__(self, platform: Platform, means: Means, pause: Pause, pace: Pace) -> None:
        """Work with the lane's platform and the pause it has to keep."""
        self._platform, self._means, self._pause, self._pace = platform, means, pause, pace
        self._one_by_one = asyncio.Lock()
        self._looking: set[UUID] = set()
        self._first_absent: dict[UUID, datetime] = {}
        self._last_absent: dict[UUID, datetime] = {}

    @property
    def most(self) -> int:
        """How many can be looked up, twice each, while they are held."""
        return max(1, min(MOST_LOOKED_UP, int(self._pace.most * self._means.lease_seconds / 8)))

    def rises_again(self, delivery: Delivery) -> bool:
        """Tell whether an earlier attempt may have arrived since it was looked for, or who looked is gone."""
        if not delivery.attempts or delivery.revises is not None:
            return False
        looked = self._last_absent.get(delivery.id)
        return looked is None or self._means.clock.now() - looked > ABSENT_FOR

    async def reconcile(self, delivery: Delivery) -> None:
        """Find out what became of a delivery, and write it down; nothing while that is being done already.

        Looking may take longer than the lease. As long as the lane is ours, what is taken once more is only held on to.
        """
        if delivery.id in self._looking:
            return
        self._looking.add(delivery.id)
        try:
            outcome = await self._decided(delivery)
            if outcome.state is not State.UNSURE:
                self._first_absent.pop(delivery.id, None)
            await self._means.recorder.record(delivery, outcome)
        finally:
            self._looking.discard(delivery.id)

    async def _decided(self, delivery: Delivery) -> Outcome:
        """Adopt what is there; what certainly is not may be sent again, while it is fresh and not tried too often."""
        means = self._means
        if delivery.revises is not None or delivery.started_at is None:
            # a revision may be repeated without harm; what an older version claimed was never begun
            return means.again(delivery, "again", 0)
        try:
            receipt = await self._find(delivery)
        except Unreadable:
            return means.outcome(delivery, State.SKIPPED, "unreadable")
        except Refused as error:
            return means.outcome(delivery, State.SKIPPED, f"unreadable_{error.reason}")
        except Wait as error:
            return self._held_off(delivery, error)
        except (SendError, TimeoutError):
            return self._later(delivery, "lookup_failed")
        except Exception:
            logger.exception("a %s could not be looked up", delivery.kind)
            return self._later(delivery, "lookup_broke")
        if receipt is not None:
            return means.outcome(delivery, State.SENT, "found", receipt)
        return self._absent(delivery)

    async def _find(self, delivery: Delivery) -> Receipt | None:
        """Read twice with a pause between, since a message that was just accepted may show a moment later.

        The first look is remembered: where one may look once a minute, the second comes much later.
        """
        since = delivery.started_at or delivery.due_at
        while True:
            await self._own_turn()
            async with asyncio.timeout(self._means.call_seconds):
                receipt = await self._platform.find(delivery.target, delivery.key, since)
            now = self._means.clock.now()
            looked = now - self._first_absent.setdefault(delivery.id, now)
            if receipt is not None or looked >= LOOK_AGAIN or now - since >= SHOWN_BY_THEN:
                return receipt
            await self._means.clock.sleep(LOOK_AGAIN.total_seconds())

    async def _own_turn(self) -> None:
        async with self._one_by_one:
            await self._pace.wait()
            self._pace.spend(1)

    def _absent(self, delivery: Delivery) -> Outcome:
        """Decide on what certainly is not there."""
        if delivery.attempts >= MOST_ATTEMPTS:
            return self._means.outcome(delivery, State.FAILED, "too_many_attempts")
        if delivery.expires_at <= self._means.clock.now():
            return self._means.outcome(delivery, State.SKIPPED, "late")
        self._remember(delivery)
        return self._means.again(delivery, "not_there", 0)

    def _remember(self, delivery: Delivery) -> None:
        now = self._means.clock.now()
        kept = {key: looked for key, looked in self._last_absent.items() if now - looked <= ABSENT_FOR}
        self._last_absent = kept | {delivery.id: now}

    def _held_off(self, delivery: Delivery, error: Wait) -> Outcome:
        free_at = self._means.clock.now() + timedelta(seconds=error.seconds)
        if error.lane:
            self._pause.extend(free_at)
        return self._still_unsure(delivery, error.reason, free_at)

    def _later(self, delivery: Delivery, reason: str) -> Outcome:
        now = self._means.clock.now()
        lasted = now - (delivery.started_at or delivery.due_at)
        return self._still_unsure(delivery, reason, now + min(max(lasted, SOONEST), LATEST))

    def _still_unsure(self, delivery: Delivery, reason: str, free_at: datetime) -> Outcome:
        if self._means.clock.now() - (delivery.started_at or delivery.due_at) > GIVEN_UP:
            return self._means.outcome(delivery, State.SKIPPED, f"never_known_{reason}")
        return self._means.outcome(delivery, State.UNSURE, reason, free_at=free_at)
