"""How long a piece of work takes, and for how long it lets nobody else run."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Self

BEAT_SECONDS = 0.001


class Watch:
    """Measures how long a block takes: `with Watch() as watch: ...`, then `watch.seconds`; `cpu` is of all threads."""

    seconds = 0.0
    cpu = 0.0

    def __enter__(self) -> Self:
        self._cpu_began, self._began = time.process_time(), time.perf_counter()
        return self

    def __exit__(self, *error: object) -> None:
        self.seconds = time.perf_counter() - self._began
        self.cpu = time.process_time() - self._cpu_began


@asynccontextmanager
async def longest_block() -> AsyncIterator[list[float]]:
    """Measure the longest time for which nobody else could run, in seconds: a task that only wants to run, waits."""
    longest = [0.0]

    async def beat() -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(BEAT_SECONDS)
            longest[0] = max(longest[0], time.perf_counter() - before - BEAT_SECONDS)

    task = asyncio.create_task(beat())
    await asyncio.sleep(0)
    try:
        yield longest
        await asyncio.sleep(2 * BEAT_SECONDS)  # so that a block at the very end counts
    finally:
        task.cancel()
