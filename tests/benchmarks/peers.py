"""What others would take instead: a job a member in APScheduler 3.11 with an own record, and a scan of all members.

The record is what they would have to keep to know what was sent: a row a delivery, written with aiosqlite in a commit
of its own. Their coroutines share one connection, so one commit often carries many rows, and still each waits until
its own is durable.
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

from bot.recurrence import EVERY_DAY, Rhythm, next_occurrence, zone

from .members import NOON, ZONES, micros
from .watch import Watch, longest_block

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL")


class Record:
    """What was sent, durably; `all_done` when that is as much as wanted."""

    def __init__(self, connection: aiosqlite.Connection, wanted: int) -> None:
        self._connection, self._wanted = connection, wanted
        self._count = 0
        self.all_done = asyncio.Event()

    async def sent(self, number: int) -> None:
        """Write one delivery down."""
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
async def recording(path: Path, wanted: int) -> AsyncIterator[Record]:
    """Open an empty record."""
    _forget(path)
    async with aiosqlite.connect(path) as connection:
        for each in PRAGMAS:
            await connection.execute(f"PRAGMA {each}")
        await connection.execute("CREATE TABLE sent (member INTEGER, at TEXT)")
        await connection.commit()
        CURRENT[:] = [Record(connection, wanted)]
        yield CURRENT[0]


def _forget(path: Path) -> None:
    path.unlink(missing_ok=True)


def scheduler(store: Path | None = None) -> AsyncIOScheduler:
    """Return one whose jobs are in memory, or in a database at `store`."""
    stores = {"default": SQLAlchemyJobStore(url=f"sqlite:///{store}")} if store else {}
    defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    return AsyncIOScheduler(jobstores=stores, job_defaults=defaults, timezone="UTC")


def add_jobs(to: AsyncIOScheduler, members: int, due: int) -> None:
    """Give each member a daily job; `due` of them, spread over all, are due now."""
    now, step = datetime.now(UTC), max(1, members // max(1, due))
    for number in range(members):
        trigger = CronTrigger(hour=12, minute=0, timezone=ZONES[number % len(ZONES)])
        is_due = number % step == 0 and number // step < due
        when = now if is_due else now + timedelta(days=1)
        to.add_job(deliver, trigger, args=(number,), id=str(number), next_run_time=when)


async def fired(folder: Path, members: int, due: int, store: Path | None = None) -> tuple[float, float]:
    """Let a scheduler fire all that is due; return the seconds, and the longest block of the loop."""
    async with recording(folder / "record.db", due) as record:
        one = scheduler(store)
        one.start(paused=True)
        add_jobs(one, members, due)
        await asyncio.sleep(0)
        async with longest_block() as longest:
            with Watch() as watch:
                one.resume()
                await record.all_done.wait()
        one.shutdown(wait=False)
        await asyncio.sleep(0)
        if store is not None:
            _forget(store)
    return watch.seconds, longest[0]


async def scanned(folder: Path, path: Path, due: int) -> float:
    """Look at every member, say when each comes next, and commit each that is due; return the seconds."""
    async with recording(folder / "record.db", due) as record, aiosqlite.connect(path) as connection:
        with Watch() as watch:
            rows = await connection.execute_fetchall("SELECT id, time_of_day, zone, next_due_at FROM schedules")
            for number, (_, at, where, due_at) in enumerate(rows):
                local = NOON.astimezone(zone(where))
                if at[:5] == local.strftime("%H:%M") and due_at <= micros(NOON):
                    await record.sent(number)
                    rhythm = Rhythm(time_of_day=local.time().replace(second=0), days=EVERY_DAY, zone=where)
                    next_occurrence(rhythm, NOON)
    return watch.seconds
