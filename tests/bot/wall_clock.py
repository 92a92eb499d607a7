"""What a zone's clock showed, read from the bytes of the tz database without `zoneinfo` or any code of ours.

A zone is a list of spans, each with the second at which it begins (UTC, since 1970) and its offset in seconds. They
come from the transitions that a TZif file lists (RFC 9636) and, after the last, from the POSIX rule in its footer.
"""

from __future__ import annotations

import calendar
import re
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files

ZONES = sorted(set(files("tzdata").joinpath("zones").read_text("utf-8").split()) - {"Factory"})
FIRST, LAST = 1990, 2050
"""The years, both included, for which our promise holds."""

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_BEFORE_ALL = -(1 << 62)
_NAME = r"(?:[A-Za-z]+|<[^>]+>)"
_FOOTER = re.compile(rf"{_NAME}([-+]?[\d:]+)(?:{_NAME}([-+]?[\d:]+)?,M(.+),M(.+))?")


def seconds(moment: datetime) -> int:
    """Return whole seconds since 1970; a wall-clock time is counted as if it were UTC."""
    return calendar.timegm(moment.timetuple())


def instant_at(second: int) -> datetime:
    """Return an aware instant."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=second)


def day_shown(shown: int) -> date:
    """Return the date of a wall-clock time in seconds."""
    return date(1970, 1, 1) + timedelta(days=shown // 86400)


@dataclass(frozen=True)
class Spans:
    """A zone's clock: when each span begins, and what it adds to UTC."""

    begins: tuple[int, ...]
    offsets: tuple[int, ...]

    def shown(self, second: int) -> int:
        """Return what the wall shows."""
        return second + self.offsets[bisect_right(self.begins, second) - 1]

    def first(self, day: date, time_of_day: time) -> datetime | None:
        """Return the first instant that shows at least this time; None where the date is left out."""
        wanted = seconds(datetime.combine(day, time_of_day))
        at = max(0, bisect_right(self.begins, wanted - 2 * 86400) - 1)
        while True:
            found = max(self.begins[at], wanted - self.offsets[at])
            if at + 1 == len(self.begins) or found < self.begins[at + 1]:
                break
            at += 1
        seen = day in (day_shown(self.shown(found)), day_shown(self.shown(found - 1)))
        return instant_at(found) if seen else None

    def changes(self) -> tuple[int, ...]:
        """Return the seconds at which a new span begins, within the years of our promise."""
        low, high = seconds(datetime(FIRST, 1, 1)), seconds(datetime(LAST + 1, 1, 1))
        return tuple(each for each in self.begins if low <= each < high)


@cache
def spans(zone_name: str) -> Spans:
    """Read a zone of the pinned database."""
    return read(files("tzdata").joinpath("zoneinfo", *zone_name.split("/")).read_bytes())


def read(content: bytes) -> Spans:
    """Read the 64-bit part of a TZif file and its footer."""
    counts = struct.unpack(">6l", content[20:44])
    skipped = 44 + _size(counts, 4)
    counts = struct.unpack(">6l", content[skipped + 20 : skipped + 44])
    body, times, types = skipped + 44, counts[3], counts[4]
    moments = struct.unpack(f">{times}q", content[body : body + 8 * times])
    kinds = content[body + 8 * times : body + 9 * times]
    table = body + 9 * times
    offsets = [struct.unpack(">l", content[table + 6 * n : table + 6 * n + 4])[0] for n in range(types)]
    listed = [(_BEFORE_ALL, offsets[0]), *((at, offsets[kind]) for at, kind in zip(moments, kinds, strict=True))]
    rule = content[body + _size(counts, 8) :].decode().strip()
    ruled = [each for each in _ruled(rule) if each[0] > listed[-1][0]]
    begins, added = zip(*listed, *ruled, strict=True)
    return Spans(begins=begins, offsets=added)


def _size(counts: tuple[int, ...], width: int) -> int:
    is_ut, is_std, leaps, times, types, names = counts
    return times * (width + 1) + types * 6 + names + leaps * (width + 4) + is_std + is_ut


def _ruled(rule: str) -> Iterator[tuple[int, int]]:
    """Work a POSIX rule out, year by year: `CET-1CEST,M3.5.0,M10.5.0/3`."""
    found = _FOOTER.fullmatch(rule)
    assert found is not None, rule
    standard = -_hours(found[1])
    if found[3] is None:
        return
    summer = -_hours(found[2]) if found[2] else standard + 3600
    for year in range(FIRST, LAST + 3):
        begins, ends = _nth(year, found[3]) - standard, _nth(year, found[4]) - summer
        yield from sorted([(begins, summer), (ends, standard)])


def _hours(text: str) -> int:
    """Read `-3:30:15` as seconds."""
    sign = -1 if text.startswith("-") else 1
    return sign * sum(int(part) * unit for part, unit in zip(text.lstrip("+-").split(":"), (3600, 60, 1), strict=False))


def _nth(year: int, rule: str) -> int:
    """Return the wall-clock second of `<month>.<week>.<weekday>/<hours>`; week 5 is the last of the month."""
    day_rule, _, hours = rule.partition("/")
    month, week, weekday = map(int, day_rule.split("."))
    days = [day for day in calendar.Calendar().itermonthdates(year, month) if day.month == month]
    fitting = [day for day in days if day.isoweekday() % 7 == weekday]
    day = fitting[-1] if week == 5 else fitting[week - 1]
    return seconds(datetime.combine(day, time())) + _hours(hours or "2")


def made(*listed: tuple[int, int]) -> bytes:
    """Return a TZif file of spans of our own: what `read` reads, the first beginning before all."""
    begins = [begin for begin, _ in listed[1:]]
    types = b"".join(struct.pack(">lBB", offset, 0, 0) for _, offset in listed)
    body = struct.pack(f">{len(begins)}q", *begins) + bytes(range(1, len(listed))) + types + b"-00\0"
    old = struct.pack(">4sc15x6l", b"TZif", b"2", 0, 0, 0, 0, 1, 4) + struct.pack(">lBB", 0, 0, 0) + b"-00\0"
    new = struct.pack(">4sc15x6l", b"TZif", b"2", 0, 0, 0, len(begins), len(listed), 4)
    sign, rest = ("-" if listed[-1][1] >= 0 else "+"), abs(listed[-1][1]) // 60
    return old + new + body + f"\n<-00>{sign}{rest // 60}:{rest % 60:02}\n".encode()
