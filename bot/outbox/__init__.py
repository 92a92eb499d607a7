"""Waiting deliveries on their way out: every lane with work is worked, one lane never waiting for another."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Mapping
from hashlib import blake2b

from bot.clock import Clock
from bot.errors import AjarError, StoreUnavailable
from bot.log import describe
from bot.metrics import Metrics
from bot.platform import Platform
from bot.store import Store, deliveries, holds, lanes

from .lane import Lane
from .means import LEASE_SECONDS, Means, WriteBatch
from .recorder import Recorder, SettledBatch

__all__ = ["Outbox", "Recorder", "SettledBatch", "WriteBatch"]

logger = logging.getLogger(__name__)

IDLE_SECONDS = 1.0
"""How often waiting work is looked for when nobody says that there is some."""

DRAIN_SECONDS = 4.0
"""How long a graceful stop waits for what is in flight."""


def share(found: Mapping[str, str | None], owner: str, couriers: int) -> list[str]:
    """Return the lanes that a courier works on: those it has, and of those that nobody has its fair share.

    Beyond its share it takes an eighth of what is still free, so that none waits for a courier that is stuck. Each
    courier begins elsewhere, so that they seldom want the same.
    """
    mine = [name for name, holder in found.items() if holder == owner]
    free = [name for name, holder in found.items() if holder is None]
    room = max(0, math.ceil(len(found) / max(1, couriers)) - len(mine))
    free.sort(key=lambda name: blake2b(f"{owner} {name}".encode(), digest_size=8).digest())
    return mine + free[: room + math.ceil(max(0, len(free) - room) / 8)]


class Outbox:
    """Sends what waits. `write` and `settled` say, by kind of delivery, how it is written and who is told."""

    def __init__(
        self,
        *,
        store: Store,
        clock: Clock,
        platforms: Mapping[str, Platform],
        write: Mapping[str, WriteBatch],
        settled: Mapping[str, SettledBatch],
        metrics: Metrics,
        owner: str,
        lease_seconds: float = LEASE_SECONDS,
    ) -> None:
        """Prepare; `owner` names this process in leases and has to be unique among processes."""
        self._means = Means(
            store=store,
            clock=clock,
            platforms=platforms,
            write=write,
            recorder=Recorder(
                store=store, clock=clock, settled=settled, metrics=metrics, patience_seconds=lease_seconds
            ),
            owner=owner,
            lease_seconds=lease_seconds,
        )
        self._metrics = metrics
        self._lanes: dict[str, Lane] = {}
        self._work: dict[str, asyncio.Task[bool]] = {}
        self._awake = asyncio.Event()
        self._present_until = -math.inf
        self._closing = False

    def wake(self) -> None:
        """Say that there may be something to send now."""
        self._awake.set()

    async def drain(self) -> None:
        """Send everything that is free now and return when it has been settled. Raises StoreUnavailable.

        A lane that met trouble is left for a later time.
        """
        began = self._means.clock.now()
        while working := await self._begin():
            worked = await asyncio.gather(*working)
            await asyncio.gather(*(each.landed() for each in self._lanes.values()))
            if not any(worked) or self._means.clock.now() == began:
                return  # nothing more is free before time has passed
            began = self._means.clock.now()

    async def run(self) -> None:
        """Send what becomes free until cancelled, riding out a store that is out of reach."""
        while not self._closing:
            self._awake.clear()
            try:
                await self._be_present()
                await self._begin()
            except StoreUnavailable as error:
                logger.warning("the outbox waits: %s", describe(error))
            try:
                async with asyncio.timeout(IDLE_SECONDS):
                    await self._awake.wait()
            except TimeoutError:
                continue

    async def close(self) -> None:
        """Claim nothing more, settle what is in flight within `DRAIN_SECONDS`, and give the lanes back."""
        self._closing = True
        for lane in self._lanes.values():
            lane.stop()
        try:
            async with asyncio.timeout(DRAIN_SECONDS):
                await asyncio.gather(*self._work.values(), return_exceptions=True)
                await asyncio.gather(*(lane.landed() for lane in self._lanes.values()))
        except TimeoutError:
            late = [*self._work.values(), *(task for lane in self._lanes.values() for task in lane.flying)]
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        try:
            async with self._means.store.begin() as tx:
                await lanes.release(tx, self._means.owner)
                await deliveries.let_go(tx, self._means.owner, self._means.clock.now())
        except StoreUnavailable as error:
            logger.warning("leases run out by themselves: %s", describe(error))

    async def _begin(self) -> list[asyncio.Task[bool]]:
        """Skip what is too late, then start work on every lane that has some; return what was started."""
        now = self._means.clock.now()
        async with self._means.store.read() as tx:
            late = await deliveries.expired(tx, now)
            found = await deliveries.lanes(tx, now, await holds.held(tx))
            couriers = await lanes.couriers(tx, now)
        if late:
            await self._expire()
        ours = {name: owner for name, owner in found.items() if name.split(":", 1)[0] in self._means.platforms}
        started = []
        for name in share(ours, self._means.owner, couriers):
            if self._closing or not self._idle(name):
                continue
            lane = self._lane(name, self._means.platforms[name.split(":", 1)[0]])
            self._work[name] = asyncio.create_task(self._guarded(lane, alone=couriers <= 1))
            started.append(self._work[name])
        return started

    async def _be_present(self) -> None:
        """Let the other couriers know that there is one more to share the lanes with."""
        now = self._means.clock.monotonic()
        if now < self._present_until:
            return
        async with self._means.store.begin() as tx:
            await lanes.present(tx, self._means.owner, self._means.clock.now(), self._means.lease_seconds)
        self._present_until = now + self._means.lease_seconds / 3

    async def _expire(self) -> None:
        async with self._means.store.begin() as tx:
            skipped = await deliveries.expire(tx, self._means.clock.now())
        for kind, count in skipped.items():
            self._metrics.deliveries.labels(kind, "skipped").inc(count)

    def _idle(self, name: str) -> bool:
        task = self._work.get(name)
        return task is None or task.done()

    def _lane(self, name: str, platform: Platform) -> Lane:
        if name not in self._lanes:
            self._lanes[name] = Lane(name, platform, self._means)
        return self._lanes[name]

    async def _guarded(self, lane: Lane, *, alone: bool) -> bool:
        """Keep one lane's trouble from the others; return whether it worked and came through without any."""
        try:
            worked = await lane.work()
            if not alone:
                await lane.give_back()
            return worked
        except AjarError as error:
            logger.warning("a lane stopped for now: %s", describe(error))
        except Exception:
            logger.exception("a lane stopped for now")
        return False
