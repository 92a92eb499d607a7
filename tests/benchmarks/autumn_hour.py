"""The hour that comes twice in autumn: how often a daily prompt at half past one goes out in London that night.

APScheduler's own loop and our planner are both stepped through the night, minute by minute, on a clock that is moved.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, tzinfo

from apscheduler.executors.base import BaseExecutor
from apscheduler.job import Job
from apscheduler.schedulers import base
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from bot.app import App, build
from bot.clock import FrozenClock
from bot.messages import Message
from bot.model import Receipt, Target
from bot.planner import next_due
from bot.store import schedules

from .core import KIND
from .fakes import PLATFORM, Instantly
from .members import filled, settings
from .run import Run

NAME = "the repeated autumn hour"
LONDON, HALF_PAST_ONE = "Europe/London", time(1, 30)
MIDNIGHT = datetime(2026, 10, 24, 23, 0, tzinfo=UTC)
MINUTE, NIGHT = timedelta(minutes=1), timedelta(hours=5)


async def measure(run: Run) -> None:
    """Step both through the night."""
    theirs, ours = await _theirs(), await _ours(run)
    run.add(NAME, "times APScheduler 3.11 fires a daily local job", len(theirs), beside=f"stepped, {_at(theirs)}")
    run.add(NAME, "times our prompt goes out", len(ours), at_most=1, beside=f"planned and sent, {_at(ours)}")


def _at(moments: list[datetime]) -> str:
    return f"at {' and '.join(f'{each:%H:%MZ}' for each in moments)} on 25 October 2026"


class _Noting(BaseExecutor):  # type: ignore[misc]
    """Notes for when it was told to run a job, and runs none."""

    def __init__(self) -> None:
        super().__init__()
        self.fired: list[datetime] = []

    def _do_submit_job(self, job: Job, run_times: list[datetime]) -> None:
        self.fired += [each.astimezone(UTC) for each in run_times]


class _Hearing(Instantly):
    """Notes when something was sent."""

    def __init__(self, clock: FrozenClock) -> None:
        super().__init__()
        self._clock = clock
        self.heard: list[datetime] = []

    async def send(self, target: Target, message: Message, key: str) -> Receipt:
        self.heard.append(self._clock.now())
        return await super().send(target, message, key)


@contextmanager
def _moved(clock: FrozenClock) -> Iterator[None]:
    """Let the scheduler's loop read our clock."""
    before = base.datetime

    class Moved(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return clock.now().astimezone(tz)

    base.datetime = Moved
    try:
        yield
    finally:
        base.datetime = before


async def _theirs() -> list[datetime]:
    clock, noting = FrozenClock(MIDNIGHT), _Noting()
    with _moved(clock):
        scheduler = AsyncIOScheduler(executors={"default": noting}, timezone=LONDON)
        scheduler.start()
        trigger = CronTrigger(hour=HALF_PAST_ONE.hour, minute=HALF_PAST_ONE.minute, timezone=LONDON)
        scheduler.add_job(print, trigger, misfire_grace_time=None, max_instances=9)
        while clock.now() < MIDNIGHT + NIGHT:
            clock.advance(MINUTE)
            scheduler._process_jobs()
        scheduler.shutdown(wait=False)
        await asyncio.sleep(0)
    return noting.fired


async def _ours(run: Run) -> list[datetime]:
    folder, clock = run.folder / "autumn", FrozenClock(MIDNIGHT)
    app = await build(settings(folder), clock)
    platform = app.platforms[PLATFORM] = _Hearing(clock)
    try:
        await filled(app, folder, 1, 1, zones=(LONDON,))
        await _half_past_one(app)
        while clock.now() < MIDNIGHT + NIGHT:
            clock.advance(MINUTE)
            await app.tick()
    finally:
        await app.close()
    return platform.heard


async def _half_past_one(app: App) -> None:
    """Let the one member be written to at half past one, for the first time that night."""
    async with app.ctx.store.begin() as tx:
        (schedule,) = await schedules.due(tx, MIDNIGHT, [KIND])
        wanted = replace(schedule, time_of_day=HALF_PAST_ONE, last_date=None)
        await schedules.put(tx, replace(wanted, next_due_at=next_due(wanted, MIDNIGHT)))
