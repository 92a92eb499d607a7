"""Wall-clock maths: when a member's chosen hour comes next, when it is too late for it, and what a typed time means.

Pure functions of plain arguments; nothing here knows what time it is. Instants are aware UTC datetimes, wall-clock
times are naive, zones are IANA names. The rules, where a zone's clock is changed:

- a time that does not exist that day (a gap) moves to the first instant that does exist;
- a time that exists twice (a fold) counts once, the first time;
- a date that a zone leaves out altogether (Samoa, 2011-12-30) has no instant and is passed over.

Zone rules come from the pinned `tzdata` package rather than from the machine, so that every process, and a replay on
another machine, computes the same instants.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from zoneinfo import ZoneInfo

EVERY_DAY = 0b1111111
"""All seven days of the week; Monday is the lowest bit."""

GRACE = timedelta(minutes=30)
"""How late a delivery may be that falls into quiet hours by the member's own choice."""

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_DAYS_AHEAD = 22  # a weekly slot that has passed today, then one that the zone leaves out, then the next
_SEARCH = timedelta(days=2)  # quiet hours that exist at all begin within two days, a clock change included


class UnknownZone(ValueError):
    """The name is not a time zone of the tz database."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """When a member wants to be written to: a wall-clock minute, on some days of the week, in a zone.

    `days` is a bit mask, Monday the lowest bit, Sunday the highest (1 to 127). Raises `ValueError`.
    """

    time_of_day: time
    days: int
    zone: str

    def __post_init__(self) -> None:
        """Refuse what could never fall due."""
        if self.time_of_day.replace(hour=0, minute=0) != time():
            raise ValueError(f"time of day must be a whole minute without a zone, not {self.time_of_day}")
        if not 1 <= self.days <= EVERY_DAY:
            raise ValueError(f"days must be a bit mask from 1 to {EVERY_DAY}, not {self.days}")
        zone(self.zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One slot of a rhythm: the local date it serves, and the UTC instant at which it falls due."""

    local_date: date
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Hours in which nothing unasked is sent, from `start` until just before `end`; none when equal."""

    start: time = time(22)
    end: time = time(7)

    def contains(self, local: time) -> bool:
        """Say whether this naive wall-clock time is quiet."""
        if self.start <= self.end:
            return self.start <= local < self.end
        return local >= self.start or local < self.end


NIGHT = Quiet()
"""The quiet hours of whoever chose no others."""


_held: dict[str, ZoneInfo] = {}  # for ever: the standard library keeps eight, and reading one costs a file


def zone(name: str) -> ZoneInfo:
    """Return a zone by its exact IANA name, old names included. Raises `UnknownZone`."""
    if name not in _held:
        if name not in _names():
            raise UnknownZone(f"no such time zone: {name[:64]!r}")
        with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as rules:
            _held[name] = ZoneInfo.from_file(rules, key=name)
    return _held[name]


@cache
def _names() -> frozenset[str]:
    return frozenset(files("tzdata").joinpath("zones").read_text("utf-8").split()) - {"Factory"}  # nobody's zone


def local_date(now: datetime, zone_name: str) -> date:
    """Return the date on the wall at this instant."""
    return _local(now, zone(zone_name)).date()


def _local(moment: datetime, tz: tzinfo) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return moment.astimezone(tz)


def instant(day: date, time_of_day: time, zone_name: str) -> datetime | None:
    """Return the UTC instant of a wall-clock time, by the rules above; None when the zone leaves the date out.

    Raises `OverflowError` at either end of the calendar.
    """
    tz = zone(zone_name)
    if time_of_day.fold:  # a time read off a clock in the second of two equal hours
        time_of_day = time_of_day.replace(fold=0)
    wall = datetime.combine(day, time_of_day, tz)
    due = wall.astimezone(UTC)
    # Both sides bear the same zone, so this compares what the wall shows; the way back differs in a gap.
    if due.astimezone(tz) == wall:
        return due
    other = wall.replace(fold=1).astimezone(UTC)
    if other.astimezone(tz) == wall:  # zoneinfo sees a fold that its own list denies (Nuuk, 2023-10-28, 23:30)
        return other
    change = _change(other, due, tz)
    eve = (change - _SECOND).astimezone(tz).date()
    left_out = eve < day < change.astimezone(tz).date()
    return None if left_out else change


def _change(start: datetime, end: datetime, tz: tzinfo) -> datetime:
    """Find the second after `start` and up to `end` at which the zone's offset changes; the two must differ."""
    old = start.astimezone(tz).utcoffset()
    low, high = 0, -((start - end) // _SECOND)
    while high - low > 1:
        middle = (low + high) // 2
        same = (start + middle * _SECOND).astimezone(tz).utcoffset() == old
        low, high = (middle, high) if same else (low, middle)
    return start + high * _SECOND


def next_occurrence(rhythm: Rhythm, after: datetime, not_on_or_before: date | None = None) -> Occurrence | None:
    """Return the first slot strictly after `after`, on a local date later than `not_on_or_before`.

    Pass the last local date already served, and no date is ever served twice, whatever the member changes. None only
    at the end of the calendar. About 4 microseconds.
    """
    day = _local(after, zone(rhythm.zone)).date()
    try:
        if not_on_or_before is not None and not_on_or_before >= day:
            day = not_on_or_before + _DAY
        for _ in range(_DAYS_AHEAD):
            if rhythm.days >> day.weekday() & 1:
                due = instant(day, rhythm.time_of_day, rhythm.zone)
                if due is not None and due > after:
                    return Occurrence(local_date=day, due_at=due)
            day += _DAY
    except OverflowError:
        pass
    return None


def nearest(rhythm: Rhythm, due_at: datetime, not_on_or_before: date | None = None) -> Occurrence | None:
    """Return the slot that `due_at` was meant for, though the zone's rules may have changed; None when a day off."""
    today, last = local_date(due_at, rhythm.zone), not_on_or_before or date.min
    days = [day for day in (today, today - _DAY, today + _DAY) if day > last and rhythm.days >> day.weekday() & 1]
    slots = [(day, instant(day, rhythm.time_of_day, rhythm.zone)) for day in days]
    found = [Occurrence(local_date=day, due_at=due) for day, due in slots if due]
    return min(found, key=lambda each: abs(each.due_at - due_at), default=None)


class Occurrences:
    """Next occurrences after one instant, for a batch: who shares zone, hour, days and date is computed once."""

    def __init__(self, after: datetime) -> None:
        """Hold the instant that every answer is after; keep it for one batch, not for longer."""
        self._after = after
        self._known: dict[tuple[str, time, int, date | None], Occurrence | None] = {}

    def next(self, zone_name: str, time_of_day: time, days: int, served: date | None = None) -> Occurrence | None:
        """Do as `next_occurrence`, from plain values; `served` is its last argument. A hit costs 0.3 microseconds."""
        key = (zone_name, time_of_day, days, served)
        try:
            return self._known[key]
        except KeyError:
            rhythm = Rhythm(time_of_day=time_of_day, days=days, zone=zone_name)
            found = self._known[key] = next_occurrence(rhythm, self._after, served)
            return found


def in_quiet(moment: datetime, zone_name: str, quiet: Quiet) -> bool:
    """Say whether this instant is within the quiet hours of somebody in that zone."""
    return quiet.contains(_local(moment, zone(zone_name)).time())


def fresh_until(due_at: datetime, zone_name: str, limit: timedelta, quiet: Quiet) -> datetime:
    """Return the instant from which a delivery is too late: after `limit`, or when quiet hours begin, if sooner.

    What falls due within quiet hours, by the member's own choice, has `GRACE`. The instant itself is already too late.
    """
    tz = zone(zone_name)
    if quiet.contains(_local(due_at, tz).time()):
        return due_at + min(limit, GRACE)
    end = due_at + limit
    return _quiet_begins(due_at, min(end, due_at + _SEARCH), tz, quiet) or end


def _quiet_begins(start: datetime, end: datetime, tz: tzinfo, quiet: Quiet) -> datetime | None:
    """Walk from one clock change to the next: each may set the clock into quiet hours, or skip their beginning."""
    if quiet.start == quiet.end:
        return None
    while start < end:
        now = start.astimezone(tz)
        begins = start + (datetime.combine(now, quiet.start) - now.replace(tzinfo=None)) % _DAY
        steady = now.utcoffset() == end.astimezone(tz).utcoffset()
        change = end if steady else _change(start.replace(microsecond=0), end, tz)
        if begins < change:
            return begins
        if not steady and quiet.contains(change.astimezone(tz).time()):
            return change
        start = change
    return None


def evening(now: datetime, zone_name: str, at: time = time(19), quiet: Quiet = NIGHT) -> datetime | None:
    """Return this evening's instant, for *Later*; None when it is past, less than half an hour away, or quiet."""
    moment = instant(local_date(now, zone_name), at, zone_name)
    if moment is None or moment - now < timedelta(minutes=30) or in_quiet(moment, zone_name, quiet):
        return None
    return moment


def spread(key: str, seconds: int) -> timedelta:
    """Return a delay from nothing up to just under `seconds`, to the millisecond, always the same for one key."""
    number = int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big")
    return timedelta(milliseconds=number % max(1, seconds * 1000))


_TIME = re.compile(r"(?P<hour>\d{1,2})\s*(?:[:.h]?\s*(?P<minute>\d{2})|(?P<h>h))?\s*(?:(?P<half>[ap])\.?\s*m\.?)?")
_DATE = re.compile(r"(\d{1,2})([./])\s*(\d{1,2})(?:\2\s*(\d{2}|\d{4})|\.)?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def parse_time(text: str) -> time | None:
    """Read a time of day: `18:30`, `18.30`, `1830`, `18h30`, `18h`, `6:30 pm`, `6 p. m.`; None when not understood.

    A bare hour counts only from 13 to 23, because `7` may be meant for the morning or the evening.
    """
    if (found := _TIME.fullmatch(_plain(text))) is None:
        return None
    hour, half = int(found["hour"]), found["half"]
    bare = not (found["minute"] or found["h"] or half)
    if (bare and hour <= 12) or (half == "a" and hour > 12):
        return None
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    minute = int(found["minute"] or 0)
    return time(hour, minute) if hour <= 23 and minute <= 59 else None


def parse_date(text: str, today: date) -> date | None:
    """Read a date; None when it is not understood, does not exist, or could be read in two ways.

    `2026-12-24`; with dots the day first (`24.12.2026`, `24.12.26`, or `24.12.` for the next from `today` on); with
    slashes only when one number is above 12 or both are the same (`24/12/2026`, `12/24/2026`, never `05/12/2026`).
    """
    plain = _plain(text)
    if iso := _ISO.fullmatch(plain):
        return _date(int(iso[1]), int(iso[2]), int(iso[3]))
    if (found := _DATE.fullmatch(plain)) is None:
        return None
    day, month = int(found[1]), int(found[3])
    if found[2] == "/":
        if found[4] is None or (day != month and max(day, month) <= 12):
            return None
        day, month = (month, day) if month > 12 else (day, month)
    if found[4] is not None:
        return _date(int(found[4]) + (today.year // 100 * 100 if len(found[4]) == 2 else 0), month, day)
    # Nine years hold a 29 February even around 2100.
    coming = (_date(today.year + ahead, month, day) for ahead in range(9))
    return next((near for near in coming if near is not None and near >= today), None)


def _date(year: int, month: int, day: int) -> date | None:
    with suppress(ValueError):
        return date(year, month, day)
    return None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()
