"""Group commit against a job a member: 1,000 due of 10,000, each delivery durable before it counts as done.

Against APScheduler 3.11 with jobs in memory and an own record, against its SQLAlchemyJobStore with the same record,
and against a scan of all members with a commit for each that is due (see `peers`). Then: the start with many members.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.store import open_store, schedules

from .bare import Bare
from .core import Way, core
from .fakes import RealSeconds
from .members import NOON, due_again, opened
from .peers import add_jobs, fired, scanned, scheduler
from .run import Run, median, ratio, rounds_of
from .watch import Watch, longest_block

NAME = "group commit"
GOAL_MEMORY, GOAL_STORE, GOAL_SCAN, GOAL_START, GOAL_BLOCK = 2.0, 7.0, 5.0, 100.0, 0.2
OURS, MEMORY, STORE, SCAN = "ours", "APScheduler in memory", "its SQLAlchemyJobStore", "a scan of all members"


async def measure(run: Run) -> None:
    """Let all of them take turns, then start."""
    due, members = run.size(1000, 30), run.size(10_000, 150)
    folder = run.folder / f"members-{members}"
    async with opened(folder, members, due) as (app, platform):
        way = core(app, platform, folder / "ajar.db")
        await way.go()
        bare = Bare(way.path)
        rivals = _Rivals(run.folder, way, bare, members, due)
        contestants = {OURS: rivals.ours, MEMORY: rivals.memory, SCAN: rivals.scan, "bare": rivals.bare}
        seconds = await run.rounds(contestants)
        stored = await run.rounds({OURS: way.go, STORE: rivals.store})
        bare.close()
    _tell(run, seconds, rivals, f"{due:,} due of {members:,}, turn by turn; {rounds_of(seconds)}")
    for name, found, goal in ((MEMORY, seconds, GOAL_MEMORY), (STORE, stored, GOAL_STORE), (SCAN, seconds, GOAL_SCAN)):
        beside = f"{1000 * median(found[name]):,.0f} ms, each durable in an own record; {rounds_of(found)}"
        run.add(NAME, f"faster than {name}", ratio(found[name], found[OURS]), "times", at_least=goal, beside=beside)
    await _starts(run)


class _Rivals:
    """Ours and the others, and for how long each kept the loop to itself."""

    def __init__(self, folder: Path, way: Way, bare: Bare, members: int, due: int) -> None:
        self._folder, self._way, self._bare, self._members, self._due = folder, way, bare, members, due
        self.our_blocks: list[float] = []
        self.their_blocks: list[float] = []

    async def ours(self) -> float:
        async with longest_block() as longest:
            seconds = await self._way.go()
        self.our_blocks.append(longest[0])
        return seconds

    async def memory(self) -> float:
        seconds, block = await fired(self._folder, self._members, self._due)
        self.their_blocks.append(block)
        return seconds

    async def store(self) -> float:
        return (await fired(self._folder, self._members, self._due, self._folder / "jobs.db"))[0]

    async def scan(self) -> float:
        due_again(self._way.path)
        return await scanned(self._folder, self._way.path, self._due)

    async def bare(self) -> float:
        due_again(self._way.path)
        return self._bare.plan() + self._bare.send(shown=False)


def _tell(run: Run, seconds: Mapping[str, Sequence[float]], rivals: _Rivals, told: str) -> None:
    ours = seconds[OURS]
    beside = f"{ratio(seconds['bare'], ours):.2f} of the speed of bare sqlite3; {told}"
    run.add(NAME, "ours: planned, sent and durable", 1000 * median(ours), "ms", beside=beside)
    block = ratio(rivals.our_blocks, rivals.their_blocks)
    beside = f"{1000 * median(rivals.our_blocks):.1f} of {1000 * median(rivals.their_blocks):.1f} ms"
    run.add(NAME, "longest block of the loop over the memory store's", block, "", at_most=GOAL_BLOCK, beside=beside)


async def _starts(run: Run) -> None:
    members = run.size(100_000, 300)
    folder = run.folder / f"members-{members}"
    async with opened(folder, members, min(members, 1000)):
        run.tell(f"{members:,} members are there")
    seconds = await run.rounds({OURS: lambda: _ours(folder), MEMORY: lambda: _theirs(members)})
    faster = ratio(seconds[MEMORY], seconds[OURS])
    beside = (
        f"{1000 * median(seconds[OURS]):,.0f} ms to open the store and look at what is due, "
        f"{median(seconds[MEMORY]):,.1f} s to add {members:,} jobs in memory; {rounds_of(seconds)}"
    )
    run.add(NAME, "start faster than adding its jobs", faster, "times", at_least=GOAL_START, beside=beside)


async def _ours(folder: Path) -> float:
    with Watch() as watch:
        store = await open_store(f"sqlite+aiosqlite:///{folder / 'ajar.db'}", clock=RealSeconds(NOON))
        await store.ready()
        async with store.read() as tx:
            await schedules.due(tx, NOON, ["daily_prompt"])
    await store.close()
    return watch.seconds


async def _theirs(members: int) -> float:
    one = scheduler()
    with Watch() as watch:
        one.start(paused=True)
        add_jobs(one, members, 0)
    one.shutdown(wait=False)
    await asyncio.sleep(0)
    return watch.seconds
