"""Waiting deliveries on their way out: every lane with work is worked, one lane never waiting for another."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping

from bot.clock import Clock
from bot.errors import AjarError, StoreUnavailable
from bot.log import describe
from bot.metrics import Metrics
from bot.platform import Platform
from bot.store import Store, deliveries, holds, lanes

from .lane import Lane
from .means import Means, Write
from .recorder import Recorder, SettledBatch

__all__ = ["Outbox", "Recorder", "SettledBatch", "Write"]

logger = logging.getLogger(__name__)

IDLE_SECONDS = 1.0
"""How often waiting work is looked for when nobody says that there is some."""

DRAIN_SECONDS = 4.0
"""How long a graceful stop waits for what is in flight."""


class Outbox:
    """Sends what waits. `write` and `settled` say, by kind of delivery, how it is written and who is told."""

    def __init__(
        self,
        *,
        store: Store,
        clock: Clock,
        platforms: Mapping[str, Platform],
        write: Mapping[str, Write],
        settled: Mapping[str, SettledBatch],
        metrics: Metrics,
        owner: str,
    ) -> None:
        """Prepare; `owner` names this process in leases and has to be unique among processes."""
        recorder = Recorder(store=store, clock=clock, settled=settled, metrics=metrics)
        self._means = Means(store=store, clock=clock, platforms=platforms, write=write, recorder=recorder, owner=owner)
        self._metrics = metrics
        self._lanes: dict[str, Lane] = {}
        self._work: dict[str, asyncio.Task[bool]] = {}
        self._awake = asyncio.Event()
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
            if not any(await asyncio.gather(*working)) or self._means.clock.now() == began:
                return  # nothing more is free before time has passed
            began = self._means.clock.now()

    async def run(self) -> None:
        """Send what becomes free until cancelled, riding out a store that is out of reach."""
        while not self._closing:
            self._awake.clear()
            try:
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
        working = [task for task in self._work.values() if not task.done()]
        if working:
            _, late = await asyncio.wait(working, timeout=DRAIN_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        try:
            async with self._means.store.begin() as tx:
                await lanes.release(tx, self._means.owner)
        except StoreUnavailable as error:
            logger.warning("leases run out by themselves: %s", describe(error))

    async def _begin(self) -> list[asyncio.Task[bool]]:
        """Skip what is too late, then start work on every lane that has some; return what was started."""
        store, now = self._means.store, self._means.clock.now()
        async with store.begin() as tx:
            for kind, count in (await deliveries.expire(tx, now)).items():
                self._metrics.deliveries.labels(kind, "skipped").inc(count)
            names = await deliveries.lanes(tx, now, owner=self._means.owner, held=await holds.held(tx))
        started = []
        for name in names:
            lane = self._lane(name)
            if lane is None or self._closing or not self._idle(name):
                continue
            self._work[name] = asyncio.create_task(self._guarded(lane))
            started.append(self._work[name])
        return started

    def _idle(self, name: str) -> bool:
        task = self._work.get(name)
        return task is None or task.done()

    def _lane(self, name: str) -> Lane | None:
        platform = self._means.platforms.get(name.split(":", 1)[0])
        if platform is None:
            return None
        if name not in self._lanes:
            self._lanes[name] = Lane(name, platform, self._means)
        return self._lanes[name]

    async def _guarded(self, lane: Lane) -> bool:
        """Keep one lane's trouble from the others; return whether it came through without any."""
        through = False
        try:
            await lane.work()
            through = True
        except* AjarError as errors:
            logger.warning("a lane stopped for now: %s", describe(errors.exceptions[0]))
        except* Exception:
            logger.exception("a lane stopped for now")
        return through
