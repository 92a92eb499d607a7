"""How late prompts are when many fall due in the same local minute, beside the floor that the platform's pace sets.

On a virtual clock with Discord's pace: the seconds that pass are those of the platform, not of this machine.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from datetime import timedelta

from bot.messages import Message
from bot.model import Receipt, Target
from bot.rehearsal.platform import LIMITS

from .members import NOON, Instantly, RealSeconds, due_again, opened
from .run import Run

NAME = "lateness"
DISCORD_PACE = 36.0


class Passing(RealSeconds):
    """Moves on by what is slept."""

    def monotonic(self) -> float:
        return (self.now() - NOON).total_seconds()

    async def sleep(self, seconds: float) -> None:
        self.advance(timedelta(seconds=max(0.0, seconds)))
        await asyncio.sleep(0)


class Paced(Instantly):
    """Takes messages at Discord's pace and notes how late each was."""

    limits = replace(LIMITS, pace=DISCORD_PACE, opening_pace=1.0, lookup_pace=1.0)

    def __init__(self, clock: RealSeconds) -> None:
        super().__init__(clock)
        self.late: list[float] = []

    async def send(self, target: Target, message: Message, key: str) -> Receipt:
        self.late.append((self._clock.now() - NOON).total_seconds())
        return await super().send(target, message, key)


async def measure(run: Run) -> None:
    """Let 3,000 and 100,000 be due at once."""
    for members in (run.size(3_000, 80), run.size(100_000, 160)):
        began = time.perf_counter()
        late = sorted(await _late(run, members))
        floor = members / DISCORD_PACE
        run.tell(f"{members:,} due at once: {time.perf_counter() - began:.0f} s")
        beside = f"the pace allows the last after {floor:,.0f} s; one round"
        run.add(NAME, f"p50 of {members:,} in one minute", late[len(late) // 2], "s", beside=beside)
        run.add(
            NAME, f"p99 of {members:,} in one minute", late[int(len(late) * 0.99)], "s", at_most=max(61.0, floor * 1.05)
        )


async def _late(run: Run, members: int) -> list[float]:
    folder = run.folder / f"at-once-{members}"
    async with opened(folder, members, members) as (app, platform, _):
        pass
    clock = Passing(NOON)
    from bot.app import build
    from bot.settings import load

    told = load(adapters=(), data_dir=folder, database_url="", master_key=None, master_key_file=None, spread_seconds=50)
    app = await build(told, clock)
    paced = app.platforms[platform.name] = Paced(clock)
    try:
        due_again(folder / "ajar.db")
        await app.planner.tick()
        while len(paced.late) < members:
            await app.outbox.drain()
            clock.advance(timedelta(seconds=1))
    finally:
        await app.close()
    return paced.late
