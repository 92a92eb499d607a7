"""The hour that comes twice in autumn: how often a daily job at half past one fires, minute by minute, in London."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from apscheduler.triggers.cron import CronTrigger

from bot.recurrence import Rhythm, next_occurrence

from .run import Run

NAME = "the repeated autumn hour"
LONDON = "Europe/London"
DAY_BEFORE = datetime(2026, 10, 24, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


async def measure(run: Run) -> None:
    """Step through the night as APScheduler's own loop does: the next fire time after the last one."""
    run.add(
        NAME, "times APScheduler 3.11 fires on 25 October 2026", len(_theirs()), "", beside="its own next fire times"
    )
    run.add(NAME, "times ours does", len(_ours()), "", at_most=1, at_least=None)


def _theirs() -> list[datetime]:
    trigger = CronTrigger(hour=1, minute=30, timezone=LONDON)
    found, before, now = [], None, DAY_BEFORE
    while (fires := trigger.get_next_fire_time(before, now)) and fires < DAY_BEFORE + DAY:
        found.append(fires)
        before = fires
        now = fires.astimezone(UTC) + timedelta(minutes=1)
    return found


def _ours() -> list[datetime]:
    rhythm = Rhythm(time_of_day=time(1, 30), days=127, zone=LONDON)
    found, now = [], DAY_BEFORE
    while (slot := next_occurrence(rhythm, now)) and slot.due_at < DAY_BEFORE + DAY:
        found.append(slot.due_at)
        now = slot.due_at
    return found
