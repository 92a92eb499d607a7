"""Group commit against a job a member: 1,000 due of 10,000, each delivery durable before it counts as done.

Against APScheduler 3.11 with jobs in memory and an own record in aiosqlite, against its SQLAlchemyJobStore with the
same record, and against a scan of all members with a commit for each that is due. Then: the start with many members.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiosqlite
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from bot.recurrence import Rhythm, next_occurrence, zone
from bot.store import open_store, schedules

from .members import NOON, ZONES, RealSeconds, due_again, opened
from .run import Run, Watch, median, ratio
from .whole_way import core, longest_block

NAME = "group commit"
GOAL_MEMORY, GOAL_STORE, GOAL_SCAN, GOAL_START, GOAL_BLOCK = 2.0, 7.0, 5.0, 100.0, 0.2
STORE_ROUNDS = 5
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL")


class Record:
    """The peer's own record of what was sent: one connection, a commit each."""

    def __init__(self, connection: aiosqlite.Connection, wanted: int) -> None:
        self._connection, self._wanted = connection, wanted
        self._count = 0
        self.all_done = asyncio.Event()

    async def sent(self, number: int) -> None:
        """Write one delivery down, durably."""
        await self._connection.execute("INSERT INTO sent (member, at) VALUES (?, ?)", (number, NOON.isoformat()))
        await self._connection.commit()
        self._count += 1
        if self._count == self._wanted:
            self.all_done.set()


CURRENT: list[Record] = []


async def deliver(number: int) -> None:
    """Be the job of one member; at module level, so that a job store can keep a reference to it."""
    await CURRENT[0].sent(number)


@asynccontextmanager
async def recording(folder: Path, wanted: int) -> AsyncIterator[Record]:
    """Open an empty record."""
    path = _new(folder / "record.db")
    async with aiosqlite.connect(path) as connection:
        for each in PRAGMAS:
            await connection.execute(f"PRAGMA {each}")
        await connection.execute("CREATE TABLE sent (member INTEGER, at TEXT)")
        await connection.commit()
        CURRENT[:] = [Record(connection, wanted)]
        yield CURRENT[0]


def _new(path: Path) -> Path:
    path.unlink(missing_ok=True)
    return path


def _scheduler(store: Path | None) -> AsyncIOScheduler:
    stores = {"default": SQLAlchemyJobStore(url=f"sqlite:///{store}")} if store else {}
    defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    return AsyncIOScheduler(jobstores=stores, job_defaults=defaults, timezone="UTC")


def _add(scheduler: AsyncIOScheduler, members: int, due: int) -> None:
    """Give each member a daily job; the first ones are due now."""
    now = datetime.now(UTC)
    for number in range(members):
        trigger = CronTrigger(hour=12, minute=0, timezone=ZONES[number % len(ZONES)])
        when = now if number < due else now + timedelta(days=1)
        scheduler.add_job(deliver, trigger, args=(number,), id=str(number), next_run_time=when)


async def fired(folder: Path, members: int, due: int, store: Path | None) -> tuple[float, float]:
    """Let a scheduler fire all that is due; return the seconds, and the longest block of the loop."""
    async with recording(folder, due) as record:
        scheduler = _scheduler(store)
        scheduler.start(paused=True)
        _add(scheduler, members, due)
        async with longest_block() as longest:
            with Watch() as watch:
                scheduler.resume()
                await record.all_done.wait()
        scheduler.shutdown(wait=False)
        if store is not None:
            _new(store)
        await asyncio.sleep(0)
    return watch.seconds, longest[0]


async def scanned(folder: Path, path: Path, due: int) -> float:
    """Look at every member and commit each that is due."""
    async with recording(folder, due) as record, aiosqlite.connect(path) as connection:
        with Watch() as watch:
            rows = await connection.execute_fetchall("SELECT id, time_of_day, zone, next_due_at FROM schedules")
            for number, (_, at, where, due_at) in enumerate(rows):
                local = NOON.astimezone(zone(where))
                if at[:5] == local.strftime("%H:%M") and due_at <= NOON.timestamp() * 1_000_000:
                    await record.sent(number)
                else:
                    rhythm = Rhythm(time_of_day=local.time().replace(second=0), days=127, zone=where)
                    next_occurrence(rhythm, NOON)
    return watch.seconds


async def measure(run: Run) -> None:
    """Let all of them take turns."""
    due, members = run.size(1000, 30), run.size(10_000, 150)
    folder = run.folder / f"members-{members}"
    path, blocks = folder / "ajar.db", {"ours": [0.0], "memory": [0.0]}
    async with opened(folder, members, due) as (app, platform, _):
        way = core(app, platform, path)
        await way.go()

        async def ours() -> float:
            async with longest_block() as longest:
                seconds = await way.go()
            blocks["ours"].append(longest[0])
            return seconds

        async def memory() -> float:
            seconds, block = await fired(run.folder, members, due, None)
            blocks["memory"].append(block)
            return seconds

        async def scan() -> float:
            due_again(path)
            return await scanned(run.folder, path, due)

        async def stored() -> float:
            return (await fired(run.folder, members, due, run.folder / "jobs.db"))[0]

        paired = await run.rounds({"ours": ours, "memory": memory, "scan": scan})
        stores = await run.rounds({"ours": ours, "job store": stored}, most=STORE_ROUNDS)
    told = f"{due:,} due of {members:,}, turn by turn"
    run.add(NAME, "1,000 deliveries, all of the way", 1000 * median(paired["ours"]), "ms")
    faster = ratio(paired["memory"], paired["ours"])
    run.add(
        NAME, "faster than APScheduler 3.11 in memory, with record", faster, "times", at_least=GOAL_MEMORY, beside=told
    )
    faster = ratio(stores["job store"], stores["ours"])
    beside = f"{told}, {STORE_ROUNDS} rounds: each takes over 20 s"
    run.add(
        NAME, "faster than its SQLAlchemyJobStore, with record", faster, "times", at_least=GOAL_STORE, beside=beside
    )
    faster = ratio(paired["scan"], paired["ours"])
    run.add(NAME, "faster than a scan of all members", faster, "times", at_least=GOAL_SCAN, beside=told)
    block = ratio(blocks["ours"][1:][: len(blocks["memory"]) - 1], blocks["memory"][1:])
    run.add(NAME, "longest block of the loop, over the memory store's", block, "times", at_most=GOAL_BLOCK, beside=told)
    await _starts(run)


async def _starts(run: Run) -> None:
    members = run.size(100_000, 300)
    folder = run.folder / f"members-{members}"
    async with opened(folder, members, min(members, 1000)):
        pass
    with Watch() as ours:
        store = await open_store(f"sqlite+aiosqlite:///{folder / 'ajar.db'}", clock=RealSeconds(NOON))
        async with store.read() as tx:
            await schedules.next_due(tx)
    await store.close()
    scheduler = _scheduler(None)
    scheduler.start(paused=True)
    with Watch() as theirs:
        _add(scheduler, members, 0)
    scheduler.shutdown(wait=False)
    await asyncio.sleep(0)
    beside = f"opening the store and the first look at what is due; {members:,} jobs in memory; one round"
    run.add(NAME, "start with 100,000 members", 1000 * ours.seconds, "ms", beside=beside)
    run.add(NAME, "faster than adding its jobs", theirs.seconds / ours.seconds, "times", at_least=GOAL_START)
