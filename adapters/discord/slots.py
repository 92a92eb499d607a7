"""Turns at identifying: one every five seconds for each of the few slots that Discord gives a bot, over all processes.

A shard belongs to the slot `number % max_concurrency`. A turn is a lock on the shelf, held for its five seconds; where
the process dies, the lock runs out by itself. The waiting is for a network, so it is real time and not the `Clock`'s.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict

from bot.errors import StoreUnavailable
from bot.platform import Shelf

log = logging.getLogger(__name__)

SLOT_SECONDS = 5.0
LOOK_SECONDS = 0.5


class Slots:
    """Gives this process its turns. `concurrency` is how many slots there are, as Discord says."""

    def __init__(self, shelf: Shelf, *, seconds: float = SLOT_SECONDS, look: float = LOOK_SECONDS) -> None:
        """Share the turns with every process that has the same shelf."""
        self._shelf, self._seconds, self._look = shelf, seconds, look
        self._holding: set[asyncio.Task[None]] = set()
        self._queues: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.concurrency = 1

    async def take(self, number: int) -> None:
        """Wait for the turn of a shard, and keep it for its time."""
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        task = asyncio.create_task(self._hold(f"identify:{number % self.concurrency}", mine))
        self._holding.add(task)
        task.add_done_callback(self._holding.discard)
        try:
            await mine
        except asyncio.CancelledError:
            task.cancel()
            raise

    async def close(self) -> None:
        """Give every turn back."""
        holding = list(self._holding)
        for each in holding:
            each.cancel()
        await asyncio.gather(*holding, return_exceptions=True)

    async def _hold(self, key: str, mine: asyncio.Future[None]) -> None:
        async with self._queues[key]:  # so that of many shards that wait here only one asks the database
            while not mine.done():
                await self._held(key, mine)
                await asyncio.sleep(0 if mine.done() else self._look)

    async def _held(self, key: str, mine: asyncio.Future[None]) -> None:
        """Try once; with the turn taken, return when its time is over."""
        try:
            async with self._shelf.lock(key, self._seconds) as ours:
                if ours and not mine.done():
                    mine.set_result(None)
                    await asyncio.sleep(self._seconds)
        except StoreUnavailable as error:
            log.info("discord: a turn to identify waits for the database (%s)", error)
