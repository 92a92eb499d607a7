"""Moving the clock: an hour, to the next morning, a week; tick by tick, so that each day's question comes at its hour.

One long leap would find everything in between too late to be sent. So the clock stops at every full hour on the way,
which is where almost every appointment lies, and the app ticks there.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.clock import Clock, FrozenClock, MovableClock

MORNING = time(8, 0)
HOUR = timedelta(hours=1)


def movable(clock: Clock) -> MovableClock | FrozenClock | None:
    """Return the clock if it can be moved."""
    return clock if isinstance(clock, MovableClock | FrozenClock) else None


def destination(move: str, now: datetime, zone: str) -> datetime | None:
    """Return where a move leads; None for a move that there is not."""
    if move == "hour":
        return now + HOUR
    if move == "week":
        return now + timedelta(weeks=1)
    return next_morning(now, zone) if move == "morning" else None


def next_morning(now: datetime, zone: str) -> datetime:
    """Return the first morning after `now` in a zone."""
    local = now.astimezone(ZoneInfo(zone))
    day = local.date() if local.time() < MORNING else local.date() + timedelta(days=1)
    return datetime.combine(day, MORNING, ZoneInfo(zone)).astimezone(now.tzinfo)


async def travel(clock: MovableClock | FrozenClock, tick: Callable[[], Awaitable[None]], until: datetime) -> None:
    """Let the clock reach `until`, stopping at each full hour to tick. Raises what `tick` raises."""
    while (now := clock.now()) < until:
        clock.advance(min(_next_hour(now), until) - now)
        await tick()


def _next_hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0) + HOUR
