"""What falls due, worked out by walking along the wall clock minute by minute: slow, plain, and not the product's way.

So the recurrence does not vouch for itself. Only the zones' data is shared, and handed in.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
QUIET_FROM, QUIET_TO = time(22), time(7)
FRESH, GRACE = timedelta(hours=3), timedelta(minutes=30)
FARTHEST = 40
"""Days ahead that are walked before it is certain that nothing comes."""


def quiet(wall: time) -> bool:
    """Return whether a wall clock shows a time in which nothing unasked is sent."""
    return wall >= QUIET_FROM or wall < QUIET_TO


@lru_cache(maxsize=50_000)
def slot(day: date, hour: time, zone: ZoneInfo) -> datetime | None:
    """Return the first minute in which the wall clock shows `day` at `hour` or later; None if there is no such day."""
    wanted = datetime.combine(day, hour)
    moment = wanted.replace(tzinfo=UTC) - timedelta(hours=15)
    near = wanted.replace(tzinfo=UTC) - (moment.astimezone(zone).utcoffset() or DAY * 0) - timedelta(hours=4)
    if near > moment and near.astimezone(zone).replace(tzinfo=None) < wanted:
        moment = near
    while moment.astimezone(zone).replace(tzinfo=None) < wanted:
        moment += MINUTE
    dates = [each.astimezone(zone).date() for each in (moment, moment - MINUTE)]
    return moment if day in dates else None


def slots_after(
    zone: ZoneInfo, hour: time, days: int, after: datetime, served: date | None = None
) -> Iterator[tuple[date, datetime]]:
    """Give the slots after an instant, of local dates after `served`, each with its date."""
    first = after.astimezone(zone).date() - DAY
    if served is not None:
        first = max(first, served + DAY)
    for number in range(FARTHEST):
        day = first + DAY * number
        if not days >> day.weekday() & 1:
            continue
        due = slot(day, hour, zone)
        if due is not None and due > after:
            yield day, due


def slots_between(zone: ZoneInfo, hour: time, days: int, start: datetime, end: datetime) -> list[tuple[date, datetime]]:
    """Return the slots after `start`, up to `end`."""
    found = []
    for day, due in slots_after(zone, hour, days, start):
        if due > end:
            break
        found.append((day, due))
    return found


def fresh_until(due: datetime, zone: ZoneInfo) -> datetime:
    """Return when a prompt is too late: after three hours, or once quiet hours begin; within them, half an hour."""
    if quiet(due.astimezone(zone).time()):
        return due + GRACE
    moment = due
    while moment < due + FRESH and not quiet(moment.astimezone(zone).time()):
        moment = min(moment.replace(second=0, microsecond=0) + MINUTE, due + FRESH)
    return moment
