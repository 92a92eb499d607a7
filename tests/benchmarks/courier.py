"""One courier of the PostgreSQL benchmark: it waits for the word, sends until nothing is left, and says what."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence

from sqlalchemy import text

from bot.clock import SystemClock
from bot.messages import Message, Text
from bot.metrics import Metrics
from bot.model import Delivery, Receipt, Target
from bot.outbox import Outbox
from bot.rehearsal.platform import NAME
from bot.store import open_store

from .members import Instantly

LEFT = text("SELECT count(*) FROM deliveries WHERE settled_at IS NULL")


class Keeping(Instantly):
    """Remembers what it was given."""

    def __init__(self, clock: SystemClock) -> None:
        super().__init__(clock)  # type: ignore[arg-type]
        self.keys: list[str] = []

    async def send(self, target: Target, message: Message, key: str) -> Receipt:
        """Take it."""
        self.keys.append(key)
        return await super().send(target, message, key)


async def write(batch: Sequence[Delivery]) -> Sequence[Message]:
    """Write the same for everyone."""
    return [Message(parts=(Text(words=("hello",)),), summary="hello") for _ in batch]


async def main(url: str, owner: str) -> None:
    """Work until nothing is left."""
    clock = SystemClock()
    store = await open_store(url, clock=clock)
    platform = Keeping(clock)
    outbox = Outbox(
        store=store,
        clock=clock,
        platforms={NAME: platform},
        write={"tip": write},
        settled={},
        metrics=Metrics(),
        owner=owner,
    )
    async with store.read() as tx:
        await tx.execute(LEFT)
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    running = asyncio.create_task(outbox.run())
    left = 1
    while left:
        outbox.wake()
        await asyncio.sleep(0.05)
        async with store.read() as tx:
            left = (await tx.execute(LEFT)).scalar() or 0
    await outbox.close()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await store.close()
    print(" ".join(platform.keys), flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
