"""One courier of the PostgreSQL benchmark: it waits for the word, plans and sends until told to stop, and says what."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable

from bot.messages import Message
from bot.model import Receipt, Target
from bot.planner import Planner
from bot.store import lanes, open_store

from .core import bare_bones
from .fakes import Instantly, RealSeconds
from .members import NOON

LANES = 16
TICK_SECONDS = 0.1
PRESENT_SECONDS = 60.0


class Keeping(Instantly):
    """Remembers what it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[str] = []

    async def send(self, target: Target, message: Message, key: str) -> Receipt:
        """Take it."""
        self.keys.append(key)
        return await super().send(target, message, key)


async def main(url: str, owner: str) -> None:
    """Join the couriers, wait for a line, and work until the next."""
    clock, platform = RealSeconds(NOON), Keeping()
    store = await open_store(url, clock=clock)
    planner, outbox = bare_bones(store, clock, platform, owner, LANES)
    async with store.begin() as tx:
        await lanes.present(tx, owner, clock.now(), PRESENT_SECONDS)
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    stop = asyncio.create_task(asyncio.to_thread(sys.stdin.readline))
    working = asyncio.gather(outbox.run(), _plan(planner, outbox.wake))
    await stop
    await outbox.close()
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    await store.close()
    print(" ".join(platform.keys), flush=True)


async def _plan(planner: Planner, wake: Callable[[], None]) -> None:
    while True:
        await planner.tick()
        wake()
        await asyncio.sleep(TICK_SECONDS)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
