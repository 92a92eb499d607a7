"""Zone rules change: governments move clocks, and a new `tzdata` brings it. Slots computed by older rules follow.

The database notes by which rules its slots were computed (`marks`). A process with newer rules goes through all
appointments once: a slot still ahead moves to where its wall-clock time now lies, one that has just slipped behind is
due at once. `last_date` guards each local date, so none is served twice; what is planned already stays as it is.

While a process with older rules works on beside it (a rolling deploy), it computes slots by those. It changes nothing
else, but opens the mark again (`<version> since <instant>`) each time it looks, and some hours after the last such sign
the newer ones go through everything once more. Nobody returns to older rules.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from typing import TypeAlias

from bot.clock import Clock
from bot.model import Schedule
from bot.planner import served
from bot.recurrence import Rhythm, UnknownZone, nearest, next_occurrence, zone
from bot.store import Store, marks, slots

logger = logging.getLogger(__name__)

MARK = "zone_rules"
PAGE = 250
HOURS_HELD = 1 << 16
"""How many different hours, of zone, days and date, one walk remembers: most members share theirs with many."""

SETTLING = timedelta(hours=2)
"""How long after the last sign of older rules all is gone through again; whoever calls `follow` does so hourly."""

OLD = timedelta(days=365)
"""The age at which zone data is reported; rules change several times a year."""

_SINCE = " since "


@cache
def version() -> str:
    """Return the version of this process's rules, as IANA names it (`2025b`); the data itself tells."""
    with files("tzdata").joinpath("zoneinfo", "tzdata.zi").open(encoding="utf-8") as rules:
        return rules.readline().split()[-1]


@cache
def dated() -> datetime:
    """Return an instant before which the data cannot have been published.

    A version names no more than its year. But each release brings along the newest bulletin on leap seconds, which
    comes every January and July, with its date; so this is seldom more than half a year before the truth.
    """
    year = datetime(int(version()[:4]), 1, 1, tzinfo=UTC)
    lines = files("tzdata").joinpath("zoneinfo", "leapseconds").read_text("utf-8").splitlines()
    told = [int(line.split()[1]) for line in lines if line.startswith("#updated ")]
    return max([year, *(datetime.fromtimestamp(each, UTC) for each in told)])


def age(now: datetime) -> timedelta:
    """Return how old the data is at most, so that none older than a year goes unreported; see `dated`."""
    return now - dated()


def report(now: datetime) -> None:
    """Say in one line that the data may be older than a year, if it may."""
    if age(now) > OLD:
        logger.warning("zone data %s may be over a year old (%s days at most): update tzdata", version(), age(now).days)


Find: TypeAlias = Callable[[Rhythm, datetime, date | None, datetime], datetime | None]


def _slot(rhythm: Rhythm, was: datetime, served: date | None, now: datetime) -> datetime | None:
    meant = nearest(rhythm, was, served)
    ahead = next_occurrence(rhythm, now, served)
    return min((each.due_at for each in (meant, ahead) if each), default=None)


def due(schedule: Schedule, now: datetime, find: Find = _slot) -> datetime | None:
    """Return where the slot of an appointment lies by this process's rules; None when there is none any more.

    That is the same local date's, even just behind `now`; or a sooner one, if the rules put that ahead again.
    """
    if schedule.next_due_at is None:
        return None
    rhythm = Rhythm(time_of_day=schedule.time_of_day, days=schedule.days, zone=schedule.zone)
    return find(rhythm, schedule.next_due_at, served(schedule), now)


def _known(schedule: Schedule) -> bool:
    """Say whether this process knows a zone at all; one of a newer version does, and sees to it."""
    try:
        zone(schedule.zone)
    except UnknownZone:
        return False
    return True


async def follow(store: Store, clock: Clock, mine: str | None = None) -> int:
    """Move all slots to this process's rules if they are newer; return how many moved. Raises StoreUnavailable.

    To be called at start and every hour. Stopped midway, it begins again and finds less to do; several at once do no
    harm. `mine` replaces this process's version.
    """
    mine = mine or version()
    async with store.read() as tx:
        noted = await marks.get(tx, MARK)
    noted_version, _, since = (noted or "").partition(_SINCE)
    if noted and _order(mine) < _order(noted_version):
        logger.warning("zone rules %s are older than the database's %s: slots stay", mine, noted_version)
        await _note(store, noted, f"{noted_version}{_SINCE}{clock.now().isoformat()}")
        return 0
    again = noted_version == mine
    if again and (not since or clock.now() - datetime.fromisoformat(since) < SETTLING):
        return 0
    moved = await _walk(store, clock)
    await _note(store, noted, mine if again else f"{mine}{_SINCE}{clock.now().isoformat()}")
    logger.info("zone rules %s: %s slots moved", mine, moved)
    return moved


def _order(named: str) -> tuple[int, str]:
    """Order versions: 2025b, 2025z, 2025za, 2026a."""
    return int(named[:4]), f"{len(named)}{named}"


async def _note(store: Store, noted: str | None, value: str) -> None:
    """Write the mark, unless another process has in the meantime; then it has been seen to."""
    async with store.begin() as tx:
        await marks.swap(tx, MARK, noted, value)


async def _walk(store: Store, clock: Clock) -> int:
    """Go through all appointments, a page at a time, writing only where a slot moves."""
    last, total, now = slots.FIRST, 0, clock.now()
    find = lru_cache(maxsize=HOURS_HELD)(_slot)
    while True:
        async with store.read() as tx:
            page = await slots.page(tx, last, PAGE)
        if not page:
            return total
        moved = [(each, to) for each in page if _known(each) and (to := due(each, now, find)) != each.next_due_at]
        if moved:
            async with store.begin() as tx:
                await slots.move(tx, moved)
        last, total = page[-1].id, total + len(moved)
