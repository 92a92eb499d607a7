"""One lane at work: take a second's worth, send it at the lane's pace, settle each; look up what is in doubt beside it.

A lane is the stream of one bot token or workspace. It belongs to one courier at a time through a lease row, so its
pace can be kept in memory and is still exact across machines.
"""

from __future__ import annotations

import asyncio
import logging
import math
from collections import defaultdict
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.errors import AjarError, Refused, SendError, StoreUnavailable, Unreachable, Wait
from bot.log import describe
from bot.messages import Message
from bot.model import OPENING, Delivery, Receipt, State
from bot.platform import Platform, Skip
from bot.store import Outcome, deliveries, holds, lanes

from .doubt import SOONEST, Doubt
from .means import Means, Taken
from .pace import Pace, Pause
from .recorder import UNREACHABLE

logger = logging.getLogger(__name__)

TAKEN_AT_ONCE = 500
FEW = 4
IN_FLIGHT_SECONDS = 4
STORE_AGAIN_SECONDS = 5.0
KIND_AGAIN_SECONDS = 60.0

SMOOTHED = 100.0
"""Messages a second up to which each waits for its moment; a platform without limits gets them as they come."""


def _at_once(per_second: float) -> int:
    """Return how many are taken at once: a quarter of a second's worth, so that a crash leaves little in doubt.

    A few at least, or a slow lane's takes would be many, but never more than a second's worth.
    """
    second = max(1, math.floor(min(per_second, TAKEN_AT_ONCE)))
    return second if per_second > SMOOTHED else min(second, max(FEW, second // 4))


class Lane:
    """The work of one lane; it lives as long as its process."""

    def __init__(self, name: str, platform: Platform, means: Means) -> None:
        """Prepare to work; `name` is the lane's, which is its lease's too."""
        self._name, self._platform, self._means = name, platform, means
        limits = platform.limits
        per_second = limits.opening_pace if name.endswith(f":{OPENING}") else limits.pace
        self._pace = Pace(means.clock, per_second)
        self._pause = Pause(means.clock, lambda: self._fly(self._keep_pause()))
        self._doubt = Doubt(platform, means, self._pause, Pace(means.clock, limits.lookup_pace))
        self._most = _at_once(per_second)
        self._room = asyncio.Semaphore(max(1, math.ceil(min(per_second, TAKEN_AT_ONCE) * IN_FLIGHT_SECONDS)))
        self._flying: set[asyncio.Task[None]] = set()
        self._fence = 0
        self._gap = 1 / per_second if per_second <= SMOOTHED else 0.0
        self._stopping = False

    def stop(self) -> None:
        """Start nothing more; what is in flight is still settled."""
        self._stopping = True

    async def work(self) -> bool:
        """Start everything that is free now, at the lane's pace; return whether there was anything."""
        worked, more = False, True
        while more and (taken := await self._take()):
            worked, more = True, len(taken.started) == self._most
            for delivery in taken.doubtful:
                self._fly(self._doubt.reconcile(delivery))
            await self._send(taken)
        return worked

    async def give_back(self) -> None:
        """Let another courier have the lane; what is in flight is still ours to settle."""
        if not self._fence or self._pause.on:
            return
        now, ahead = self._means.clock.now(), self._pace.ahead
        async with self._means.store.begin() as tx:
            await lanes.give_back(tx, self._name, self._means.owner, self._fence, now + timedelta(seconds=ahead))
        self._fence = 0

    @property
    def flying(self) -> frozenset[asyncio.Task[None]]:
        """What is in flight now."""
        return frozenset(self._flying)

    async def landed(self) -> None:
        """Return when nothing is in flight any more."""
        while self._flying:
            await asyncio.wait(self._flying)

    def _fly(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(self._guarded(work))
        self._flying.add(task)
        task.add_done_callback(self._flying.discard)

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        """Keep one delivery's trouble from the others; what cannot be written is found again by its lease's end."""
        try:
            await work
        except AjarError as error:
            logger.warning("a delivery could not be settled: %s", describe(error))
        except Exception:
            logger.exception("a delivery could not be settled")

    async def _keep_pause(self) -> None:
        """Write the platform's word down, for whoever has the lane next."""
        if self._pause.until is not None:
            async with self._means.store.begin() as tx:
                await lanes.pause(tx, self._name, self._pause.until)

    async def _take(self) -> Taken | None:
        """In one commit: keep the lane, take what is in doubt, and start the next second's worth; None without any."""
        await self._pace.wait()
        if self._stopping:
            return None
        means, now = self._means, self._means.clock.now()
        async with means.store.begin() as tx:
            lease = await lanes.acquire(tx, self._name, means.owner, now, means.lease_seconds)
            if lease is None:
                return None
            self._fence = lease.fence
            self._pause.adopt(lease.paused_until)
            if self._pause.on:
                return None
            until = now + timedelta(seconds=means.lease_seconds)
            mine: dict[str, Any] = {
                "lane": self._name, "owner": means.owner, "fence": lease.fence, "now": now, "lease_until": until,
            }  # fmt: skip
            doubtful = await deliveries.unsure(tx, **mine, limit=self._doubt.most)
            started = await deliveries.take(tx, **mine, held=await holds.held(tx), limit=self._most)
        return Taken(started=started, doubtful=doubtful, until=until) if started or doubtful else None

    async def _send(self, taken: Taken) -> None:
        """Write a second's worth and let it go."""
        self._pace.spend(len(taken.started))
        last = taken.until - timedelta(seconds=self._means.call_seconds)
        by_kind: dict[str, list[Delivery]] = defaultdict(list)
        gap = 0.0
        for delivery in taken.started:
            by_kind[delivery.kind].append(delivery)
        for kind, each in by_kind.items():
            for delivery, written in zip(each, await self._written(kind, each), strict=True):
                await self._room.acquire()
                await self._means.clock.sleep(gap)
                self._fly(self._carry(delivery, written, last))
                gap = self._gap  # a second's worth in one instant could meet the next within one of the platform's

    async def _written(self, kind: str, batch: Sequence[Delivery]) -> Sequence[Message | Outcome]:
        """Write the messages of one kind; where that fails, each by itself, so that one holds up no other."""
        means = self._means
        if kind not in means.write:  # planned by a newer version, whose process will send it
            return [means.again(each, "unknown_kind", KIND_AGAIN_SECONDS) for each in batch]
        try:
            written = tuple(zip(batch, await means.write[kind](batch), strict=True))
        except StoreUnavailable:
            return [means.again(each, "store_unavailable", STORE_AGAIN_SECONDS) for each in batch]
        except Exception:
            if len(batch) > 1:
                return [(await self._written(kind, [each]))[0] for each in batch]
            logger.exception("a %s could not be written", kind)
            return [means.outcome(each, State.FAILED, "not_written") for each in batch]
        return [
            means.outcome(each, State.SKIPPED, message.reason) if isinstance(message, Skip) else message
            for each, message in written
        ]

    async def _carry(self, delivery: Delivery, written: Message | Outcome, last: datetime) -> None:
        """Send one, by the `last` moment for it, and write down what became of it."""
        try:
            outcome = written if isinstance(written, Outcome) else await self._attempt(delivery, written, last)
            await self._means.recorder.record(delivery, outcome)
        finally:
            self._room.release()

    def _too_late(self, delivery: Delivery, last: datetime) -> Outcome | None:
        """Refuse what may not be sent any more: a process that slept, or waited for room, may no longer hold it."""
        now = self._means.clock.now()
        if now >= delivery.expires_at:
            return self._means.outcome(delivery, State.SKIPPED, "late")
        if self._pause.on or self._stopping or now >= last:
            free_at = self._pause.until if self._pause.on else None
            return self._means.outcome(delivery, State.WAITING, "held_up", free_at=free_at)
        return None

    async def _attempt(self, delivery: Delivery, message: Message, last: datetime) -> Outcome:
        means = self._means
        if (too_late := self._too_late(delivery, last)) is not None:
            return too_late
        if self._doubt.rises_again(delivery):
            return replace(
                means.outcome(delivery, State.UNSURE, "looked_long_ago", free_at=means.clock.now()), attempted=False
            )
        try:
            async with asyncio.timeout(means.call_seconds):
                receipt = await self._post(delivery, message)
        except SendError as error:
            return self._refused(delivery, error)
        except StoreUnavailable:  # nothing was sent: only a revision reads first, and it may be repeated
            return means.again(delivery, "store_unavailable", STORE_AGAIN_SECONDS)
        except TimeoutError:
            return self._unsure(delivery, "timeout")
        except Exception:
            logger.exception("a %s met an unknown error", delivery.kind)
            return self._unsure(delivery, "unknown")
        if receipt is None:
            return means.outcome(delivery, State.SKIPPED, "nothing_to_revise")
        return means.outcome(delivery, State.SENT, None, receipt)

    async def _post(self, delivery: Delivery, message: Message) -> Receipt | None:
        if delivery.revises is None:
            return await self._platform.send(delivery.target, message, delivery.key)
        async with self._means.store.read() as tx:
            earlier = await deliveries.get(tx, delivery.revises)
        if earlier is None or earlier.receipt is None:
            return None
        await self._platform.revise(delivery.target, earlier.receipt, message)
        return earlier.receipt

    def _refused(self, delivery: Delivery, error: SendError) -> Outcome:
        means = self._means
        if isinstance(error, Wait):
            free_at = means.clock.now() + timedelta(seconds=error.seconds)
            if error.lane:
                self._pause.extend(free_at)
            return means.outcome(delivery, State.WAITING, error.reason, free_at=free_at)
        if isinstance(error, Unreachable):
            return means.outcome(delivery, State.FAILED, UNREACHABLE)
        if isinstance(error, Refused):
            return means.outcome(delivery, State.FAILED, error.reason)
        return self._unsure(delivery, error.reason)

    def _unsure(self, delivery: Delivery, reason: str) -> Outcome:
        return self._means.outcome(delivery, State.UNSURE, reason, free_at=self._means.clock.now() + SOONEST)
