"""One lane at work: claim under a lease, start a second's worth, send at the lane's pace, settle each, reconcile doubt.

A lane is the stream of one bot token or workspace. It belongs to one courier at a time through a lease row, so its
pace can be kept in memory and is still exact across machines.
"""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from bot.errors import AjarError, Refused, SendError, Unreachable, Unreadable, Wait
from bot.log import describe
from bot.messages import Message
from bot.model import Delivery, Receipt, State
from bot.platform import Platform, Skip
from bot.store import Lease, Outcome, Tx, deliveries, holds, lanes

from .means import Batch, Means, chunks, is_held
from .recorder import UNREACHABLE

logger = logging.getLogger(__name__)

LEASE_SECONDS = 120.0
SEND_SECONDS = 20.0
LOOK_AGAIN_SECONDS = 3.0
MOST_ATTEMPTS = 5
CLAIM = 500
IN_FLIGHT_SECONDS = 4


class Lane:
    """The work of one lane, from acquiring its lease to giving it back."""

    def __init__(self, name: str, platform: Platform, means: Means) -> None:
        """Prepare to work; `name` is the lane's, which is its lease's too."""
        self._name, self._platform, self._means = name, platform, means
        self._pace = platform.limits.pace
        self._in_flight = asyncio.Semaphore(max(1, math.ceil(self._pace * IN_FLIGHT_SECONDS)))
        self._paused_until: datetime | None = None
        self._next_second = 0.0
        self._second = max(1, math.floor(self._pace))
        self._stopping = False

    def stop(self) -> None:
        """Start nothing more; what is in flight is still settled."""
        self._stopping = True

    async def work(self) -> None:
        """Send everything that is free now; nothing when the lane belongs to another courier."""
        async with asyncio.TaskGroup() as group:
            while await self._round(group):
                continue
        if self._paused_until is not None and self._paused():
            async with self._means.store.begin() as tx:
                await lanes.pause(tx, self._name, self._paused_until)

    async def _round(self, group: asyncio.TaskGroup) -> bool:
        """Take once and see to all of it; return whether there may be more to do now."""
        await self._own_second()
        batch = None if self._stopping else await self._take()
        if batch is None:
            return False
        for delivery in batch.doubtful:
            await self._reconcile(delivery, batch.lease)
        await self._send(batch, group)
        more = bool(batch.doubtful) or len(batch.claimed) == CLAIM
        return more and not self._paused()

    async def _own_second(self) -> None:
        """Wait until the lane's pace allows the next second's worth."""
        clock = self._means.clock
        await clock.sleep(max(0.0, self._next_second - clock.monotonic()))

    def _paused(self) -> bool:
        return self._paused_until is not None and self._means.clock.now() < self._paused_until

    async def _take(self) -> Batch | None:
        """In one commit: keep the lane, take what is doubtful and what is free, and start the first second's worth."""
        means, now = self._means, self._means.clock.now()
        owner, until = means.owner, now + timedelta(seconds=LEASE_SECONDS)
        async with means.store.begin() as tx:
            lease = await lanes.acquire(tx, self._name, owner, now, LEASE_SECONDS)
            if lease is None:
                return None
            self._paused_until = max(filter(None, (lease.paused_until, self._paused_until)), default=None)
            if self._paused():
                return None
            doubtful = await deliveries.unsure(
                tx, lane=self._name, owner=owner, fence=lease.fence, now=now, lease_until=until
            )
            if doubtful:  # looking up takes its time, during which nothing may stand as started that is not on its way
                return Batch(lease=lease, doubtful=doubtful, claimed=(), started=frozenset(), at=now)
            claimed, started = await self._claim(tx, lease, now, until)
        return Batch(lease=lease, doubtful=(), claimed=claimed, started=started, at=now)

    async def _claim(
        self, tx: Tx, lease: Lease, now: datetime, until: datetime
    ) -> tuple[tuple[Delivery, ...], frozenset[UUID]]:
        """Claim what is free and start the first second's worth of it."""
        owner, held = self._means.owner, await holds.held(tx)
        claimed = await deliveries.claim(
            tx,
            lane=self._name,
            owner=owner,
            now=now,
            lease_until=until,
            fence=lease.fence,
            held=held,
            limit=CLAIM,
        )
        first = [each.id for each in claimed[: self._second]]
        if not first:
            return claimed, frozenset()
        return claimed, await deliveries.start(tx, first, owner=owner, fence=lease.fence, now=now)

    async def _send(self, batch: Batch, group: asyncio.TaskGroup) -> None:
        """Let the first second's worth go, then start and send the rest at the lane's pace."""
        for number, chunk in enumerate(chunks(batch.claimed, self._second)):
            started, at = batch.started, batch.at
            if number:
                await self._own_second()
                if self._paused() or self._stopping:
                    await self._give_back(batch.claimed[number * self._second :], batch.lease)
                    return
                started, at = await self._start(chunk, batch.lease)
            self._next_second = self._means.clock.monotonic() + len(chunk) / self._pace
            for delivery in chunk:
                if delivery.id in started:
                    await self._in_flight.acquire()
                    begun = replace(delivery, state=State.STARTED, started_at=at, attempts=delivery.attempts + 1)
                    group.create_task(self._carry(begun, batch.lease))

    async def _give_back(self, rest: Sequence[Delivery], lease: Lease) -> None:
        """Let claims run out when the lane may go on, instead of with their lease."""
        until = max(filter(None, (self._paused_until, self._means.clock.now())))
        async with self._means.store.begin() as tx:
            await deliveries.renew(tx, [each.id for each in rest], self._means.owner, lease.fence, until)

    async def _start(self, chunk: Sequence[Delivery], lease: Lease) -> tuple[frozenset[UUID], datetime]:
        """Mark one second's worth as about to be sent, in one commit, if the lane is still ours."""
        means, now = self._means, self._means.clock.now()
        until = now + timedelta(seconds=LEASE_SECONDS)
        async with means.store.begin() as tx:
            if not await lanes.renew(tx, self._name, means.owner, lease.fence, until):
                return frozenset(), now
            held = await holds.held(tx)
            ids = [each.id for each in chunk if not is_held(each, held)]
            started = await deliveries.start(tx, ids, owner=means.owner, fence=lease.fence, now=now, lease_until=until)
        return started, now

    async def _carry(self, delivery: Delivery, lease: Lease) -> None:
        """Send one and write down what became of it; what cannot be written is found again by its lease running out."""
        try:
            outcome = await self._attempt(delivery, lease)
            await self._means.recorder.record(delivery, outcome)
        except AjarError as error:
            logger.warning("a %s could not be settled: %s", delivery.kind, describe(error))
        finally:
            self._in_flight.release()

    async def _attempt(self, delivery: Delivery, lease: Lease) -> Outcome:
        try:
            message = await self._means.write[delivery.kind](delivery)
        except AjarError:
            raise
        except Exception:
            logger.exception("a %s could not be written", delivery.kind)
            return self._outcome(delivery, lease, State.FAILED, "not_written")
        if isinstance(message, Skip):
            return self._outcome(delivery, lease, State.SKIPPED, message.reason)
        try:
            async with asyncio.timeout(SEND_SECONDS):
                receipt = await self._post(delivery, message)
        except SendError as error:
            return self._refused(delivery, lease, error)
        except TimeoutError:
            return self._unsure(delivery, lease, "timeout")
        except Exception:
            logger.exception("a %s met an unknown error", delivery.kind)
            return self._unsure(delivery, lease, "unknown")
        if receipt is None:
            return self._outcome(delivery, lease, State.SKIPPED, "nothing_to_revise")
        return self._outcome(delivery, lease, State.SENT, None, receipt)

    async def _post(self, delivery: Delivery, message: Message) -> Receipt | None:
        if delivery.revises is None:
            return await self._platform.send(delivery.target, message, delivery.key)
        async with self._means.store.read() as tx:
            earlier = await deliveries.get(tx, delivery.revises)
        if earlier is None or earlier.receipt is None:
            return None
        await self._platform.revise(delivery.target, earlier.receipt, message)
        return earlier.receipt

    def _refused(self, delivery: Delivery, lease: Lease, error: SendError) -> Outcome:
        if isinstance(error, Wait):
            free_at = self._means.clock.now() + timedelta(seconds=error.seconds)
            if error.lane:
                self._paused_until = max(free_at, self._paused_until or free_at)
            return self._outcome(delivery, lease, State.WAITING, error.reason, free_at=free_at)
        if isinstance(error, Unreachable):
            return self._outcome(delivery, lease, State.FAILED, UNREACHABLE)
        if isinstance(error, Refused):
            return self._outcome(delivery, lease, State.FAILED, error.reason)
        return self._unsure(delivery, lease, error.reason)

    def _unsure(self, delivery: Delivery, lease: Lease, reason: str) -> Outcome:
        free_at = self._means.clock.now() + timedelta(seconds=LOOK_AGAIN_SECONDS)
        return self._outcome(delivery, lease, State.UNSURE, reason, free_at=free_at)

    def _outcome(
        self,
        delivery: Delivery,
        lease: Lease,
        state: State,
        reason: str | None,
        receipt: Receipt | None = None,
        free_at: datetime | None = None,
    ) -> Outcome:
        return Outcome(
            id=delivery.id,
            owner=self._means.owner,
            fence=lease.fence,
            state=state,
            reason=reason,
            receipt=receipt,
            free_at=free_at,
        )

    async def _reconcile(self, delivery: Delivery, lease: Lease) -> None:
        """Look up on the platform what nobody knows the outcome of, before it is sent again."""
        if self._paused() or self._stopping:
            free_at = max(filter(None, (self._paused_until, self._means.clock.now())))
            outcome = self._outcome(delivery, lease, State.UNSURE, delivery.reason, free_at=free_at)
        else:
            outcome = await self._look_up(delivery, lease)
        await self._means.recorder.record(delivery, outcome)

    async def _look_up(self, delivery: Delivery, lease: Lease) -> Outcome:
        """Adopt what is there; what certainly is not may be sent again, while it is fresh and not tried too often."""
        if delivery.revises is not None:  # may be repeated without harm, so there is nothing to look for
            return self._outcome(delivery, lease, State.WAITING, "again", free_at=self._means.clock.now())
        try:
            receipt = await self._find(delivery)
        except Unreadable:
            return self._outcome(delivery, lease, State.SKIPPED, "unreadable")
        except Refused as error:
            return self._outcome(delivery, lease, State.SKIPPED, f"unreadable_{error.reason}")
        except (SendError, TimeoutError) as error:
            return self._look_later(delivery, lease, error)
        except Exception:
            logger.exception("a %s could not be looked up", delivery.kind)
            return self._unsure(delivery, lease, "unknown")
        if receipt is not None:
            return self._outcome(delivery, lease, State.SENT, "found", receipt)
        return self._absent(delivery, lease)

    def _absent(self, delivery: Delivery, lease: Lease) -> Outcome:
        """Decide on what certainly is not there."""
        if delivery.attempts >= MOST_ATTEMPTS:
            return self._outcome(delivery, lease, State.FAILED, "too_many_attempts")
        if delivery.expires_at <= self._means.clock.now():
            return self._outcome(delivery, lease, State.SKIPPED, "late")
        return self._outcome(delivery, lease, State.WAITING, "not_there", free_at=self._means.clock.now())

    def _look_later(self, delivery: Delivery, lease: Lease, error: SendError | TimeoutError) -> Outcome:
        if isinstance(error, Wait):
            free_at = self._means.clock.now() + timedelta(seconds=error.seconds)
            self._paused_until = max(free_at, self._paused_until or free_at)
            return self._outcome(delivery, lease, State.UNSURE, error.reason, free_at=free_at)
        return self._unsure(delivery, lease, "lookup_failed")

    async def _find(self, delivery: Delivery) -> Receipt | None:
        """Read twice with a pause between, since a message that was accepted may show a moment later."""
        since = delivery.started_at or delivery.due_at
        for pause in (0.0, LOOK_AGAIN_SECONDS):
            await self._means.clock.sleep(pause)
            async with asyncio.timeout(SEND_SECONDS):
                receipt = await self._platform.find(delivery.target, delivery.key, since)
            if receipt is not None:
                return receipt
        return None
