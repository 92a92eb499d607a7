"""The next local occurrence of a daily hour: ours, ours again within a batch, and what others take for the same."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger
from dateutil import rrule, tz
from whenever import Instant, ZonedDateTime

from bot.recurrence import Occurrences, Rhythm, next_occurrence

from .members import NOON, ZONES
from .run import Run, Watch, median, ratio

NAME = "next occurrence"
GOAL_EACH, GOAL_CACHED = 10.0, 1.0

Member = tuple[str, time]


async def measure(run: Run) -> None:
    """Let each compute the next noon, morning or evening of the same members."""
    rng = random.Random(1)
    count = run.size(10_000, 50)
    members = [(rng.choice(ZONES), time(rng.randrange(24), rng.choice((0, 15, 30, 45)))) for _ in range(count)]
    few = members[: max(1, count // 20)]
    rhythms = [Rhythm(time_of_day=at, days=127, zone=where) for where, at in members]
    triggers = [CronTrigger(hour=at.hour, minute=at.minute, timezone=where) for where, at in few]
    batch = Occurrences(NOON)
    for where, at in members:
        batch.next(where, at, 127)

    ways: dict[str, tuple[int, Callable[[], object]]] = {
        "ours": (count, lambda: [next_occurrence(each, NOON) for each in rhythms]),
        "ours, in a batch": (count, lambda: [batch.next(where, at, 127) for where, at in members]),
        "ZoneInfo(name) per call": (len(few), lambda: [_by_name(each) for each in few]),
        "CronTrigger": (len(few), lambda: [each.get_next_fire_time(None, NOON) for each in triggers]),
        "dateutil": (len(few), lambda: [_by_dateutil(each) for each in few]),
        "whenever": (len(few), lambda: [_by_whenever(each) for each in few]),
    }

    def contestant(work: Callable[[], object]) -> Callable[[], object]:
        async def once() -> float:
            with Watch() as watch:
                work()
            return watch.seconds

        return once

    seconds = await run.rounds({name: contestant(work) for name, (_, work) in ways.items()})  # type: ignore[misc]
    each = {name: [1_000_000 * one / ways[name][0] for one in found] for name, found in seconds.items()}
    run.add(NAME, "ours, a member", median(each["ours"]), "us", at_most=GOAL_EACH, beside=f"{len(ZONES)} zones held")
    cached = median(each["ours, in a batch"])
    run.add(NAME, "ours, zone and hour known in the batch", cached, "us", at_most=GOAL_CACHED)
    for name in list(ways)[2:]:
        run.add(NAME, f"{name}", median(each[name]), "us", beside=f"{ratio(each[name], each['ours']):.1f} times ours")


def _by_name(member: Member) -> datetime:
    where, at = member
    ZoneInfo.clear_cache()
    return datetime.combine(NOON.date() + timedelta(days=1), at, ZoneInfo(where))


def _by_dateutil(member: Member) -> Any:
    where, at = member
    local = NOON.astimezone(tz.gettz(where))
    daily = rrule.rrule(rrule.DAILY, dtstart=local.replace(hour=at.hour, minute=at.minute, tzinfo=None), count=3)
    return daily.after(local.replace(tzinfo=None))


def _by_whenever(member: Member) -> ZonedDateTime:
    where, at = member
    local = Instant(NOON).to_tz(where)
    chosen = local.replace(hour=at.hour, minute=at.minute, disambiguation="compatible")
    return chosen if chosen > local else chosen.add(days=1, disambiguation="compatible")
