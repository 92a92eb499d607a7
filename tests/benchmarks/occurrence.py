"""The next local occurrence of a daily hour: ours, ours again within a batch, and what others take for the same.

All of them are first seen to find the same instants.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger
from dateutil import rrule, tz
from whenever import Instant

from bot.recurrence import Occurrences, Rhythm, next_occurrence

from .members import NOON, ZONES
from .run import Contestant, Run, median, ratio, rounds_of
from .watch import Watch

NAME = "next occurrence"
GOAL_EACH, GOAL_CACHED = 10.0, 1.0
AFTER = NOON + timedelta(seconds=1)
DAY = timedelta(days=1)
EVERY_DAY = 127
PEERS_DO_ONE_IN = 10
OURS, CACHED = "ours, a member", "ours, zone and hour known in the batch"


@dataclass(frozen=True)
class Way:
    """Computes what comes next for `count` members. `instants` does it in a way that can be compared."""

    count: int
    work: Callable[[], Sequence[object]]

    async def once(self) -> float:
        """Return the seconds a member took."""
        with Watch() as watch:
            self.work()
        return watch.seconds / self.count


async def measure(run: Run) -> None:
    """Let each compute the next noon, morning or evening of the same members."""
    ways = _ways(run.size(10_000, 100))
    _agree(ways)
    contestants: dict[str, Contestant] = {name: way.once for name, way in ways.items()}
    seconds = await run.rounds(contestants)
    found = {name: [1_000_000 * each for each in one] for name, one in seconds.items()}
    told = f"{len(ZONES)} zones, held; {rounds_of(found)}"
    run.add(NAME, OURS, median(found[OURS]), "us", at_most=GOAL_EACH, beside=told)
    run.add(NAME, CACHED, median(found[CACHED]), "us", at_most=GOAL_CACHED)
    for name in list(ways)[2:]:
        run.add(NAME, name, median(found[name]), "us", beside=f"{ratio(found[name], found[OURS]):.1f} times ours")


def _ways(count: int) -> dict[str, Way]:
    rng = random.Random(1)
    members = [(rng.choice(ZONES), time(rng.randrange(24), rng.choice((0, 15, 30, 45)))) for _ in range(count)]
    few = members[: count // PEERS_DO_ONE_IN]
    rhythms = [Rhythm(time_of_day=at, days=EVERY_DAY, zone=where) for where, at in members]
    triggers = [CronTrigger(hour=at.hour, minute=at.minute, timezone=where) for where, at in few]
    batch = Occurrences(AFTER)
    return {
        OURS: Way(count, lambda: [found.due_at for each in rhythms if (found := next_occurrence(each, AFTER))]),
        CACHED: Way(count, lambda: [batch.next(where, at, EVERY_DAY) for where, at in members]),
        "zoneinfo, ZoneInfo(name) per call": Way(len(few), lambda: [_by_name(*each) for each in few]),
        "APScheduler's CronTrigger": Way(len(few), lambda: [each.get_next_fire_time(None, AFTER) for each in triggers]),
        "dateutil's rrule": Way(len(few), lambda: [_by_dateutil(*each) for each in few]),
        "whenever, made for speed in Rust": Way(len(few), lambda: [_by_whenever(*each) for each in few]),
    }


def _agree(ways: dict[str, Way]) -> None:
    """Raise when one finds another instant than ours; the first call also fills caches."""
    ours = ways[OURS].work()
    for name, way in ways.items():
        found = [getattr(each, "due_at", each) for each in way.work()]
        if found != list(ours[: len(found)]):
            raise RuntimeError(f"{name} finds other instants")


def _by_name(where: str, at: time) -> datetime:
    there = ZoneInfo(where)
    local = datetime.combine(AFTER.astimezone(there).date(), at, there)
    due = local.astimezone(UTC)
    return due if due > AFTER else (local + DAY).astimezone(UTC)


def _by_dateutil(where: str, at: time) -> datetime:
    there = tz.gettz(where)
    today = AFTER.astimezone(there).replace(tzinfo=None)
    daily = rrule.rrule(rrule.DAILY, dtstart=datetime.combine(today.date(), at), count=3)
    found: datetime = daily.after(today)
    return found.replace(tzinfo=there).astimezone(UTC)


def _by_whenever(where: str, at: time) -> datetime:
    local = Instant(AFTER).to_tz(where)
    chosen = local.replace(hour=at.hour, minute=at.minute, second=0, nanosecond=0, disambiguation="compatible")
    later = chosen if chosen > local else chosen.add(days=1, disambiguation="compatible")
    return later.to_instant().to_stdlib()
