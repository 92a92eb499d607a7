"""A new tz database moves slots: each local date is served once, none twice and none lost, whatever changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, time, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

from hypothesis import assume, given
from hypothesis import strategies as st

from bot import recurrence
from bot.model import Schedule
from bot.planner import next_due
from bot.recurrence import zone
from bot.zone_rules import due
from tests.bot.store.nouns import schedule
from tests.bot.test_wall_clock import Served, many, masks, served_until, times
from tests.bot.wall_clock import DAY, HOUR, ZONES, Spans, instant_at, made, read, seconds, spans
from tests.conftest import NOON as NOW

HOME = "Test/Home"
EAST, WEST = made((0, 7200)), made((0, 3600))
"""Two hours ahead of UTC, and one."""


@contextmanager
def rules(content: bytes | str) -> Iterator[None]:
    """Let the zone called `HOME` have these rules, or those of another zone."""
    tz = zone(content) if isinstance(content, str) else ZoneInfo.from_file(BytesIO(content), key=HOME)
    recurrence._held[HOME] = tz
    try:
        yield
    finally:
        del recurrence._held[HOME]


def slots(shown: Spans, each: Schedule, first: date) -> Served:
    """List the slots of two weeks, by the bytes."""
    days = [first + n * DAY for n in range(15) if each.days >> (first + n * DAY).weekday() & 1]
    found = [(day, shown.first(day, each.time_of_day)) for day in days]
    return [(day, at) for day, at in found if at]


def lived(before: bytes | str, after: bytes | str, each: Schedule, late: timedelta) -> tuple[Served, Served]:
    """Serve by the rules before, until `late` before NOW, then follow at NOW and serve on; return both parts."""
    earlier: Served = []
    later: Served = []
    with rules(before):
        each = replace(each, next_due_at=next_due(each, NOW - 3 * DAY))
        each = served_until(each, NOW - late, earlier)
    with rules(after):
        each = replace(each, next_due_at=due(each, NOW))
        served_until(each, NOW + 4 * DAY, later)
    return earlier, later


@st.composite
def clocks(draw: st.DrawFn, base: int) -> bytes:
    """Draw a zone that changes its clock up to three times around NOW, staying within 2.5 hours of `base`."""
    offsets = st.integers(-10, 10).map(lambda quarters: base + quarters * 900)
    moments = draw(st.lists(st.integers(-5 * 96, 5 * 96), max_size=3, unique=True).map(sorted))
    changes = [(seconds(NOW) + quarter * 900, draw(offsets)) for quarter in moments]
    return made((0, draw(offsets)), *changes)


@st.composite
def changed_rules(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """Draw what a zone's rules were and are."""
    base = draw(st.integers(-38, 46)) * 900
    return draw(clocks(base)), draw(clocks(base))


hours = st.one_of(times, st.sampled_from([time(0), time(0, 15), time(23, 45)]))  # where rules change the date too
lates = st.one_of(st.just(timedelta()), st.integers(1, 40 * 60).map(lambda minutes: timedelta(minutes=minutes)))


@many
@given(changed_rules(), hours, masks, lates)
def test_however_rules_change_between_two_slots_each_date_is_served_once(
    changed: tuple[bytes, bytes], t: time, days: int, late: timedelta
) -> None:
    each = schedule(zone=HOME, time_of_day=t, days=days)
    was, now = (slots(read(content), each, (NOW - 4 * DAY).date()) for content in changed)
    earlier, later = lived(*changed, each, late)
    assert earlier == [(day, at) for day, at in was if NOW - 3 * DAY < at <= NOW - late]
    waited_for = next(day for day, at in was if at > NOW - late and at > NOW - 3 * DAY)
    last = max((day for day, _ in earlier), default=date.min)
    owed = [(day, at) for day, at in now if day > last and (day >= waited_for or at > NOW)]
    assert later == [(day, at) for day, at in owed if at <= NOW + 4 * DAY]


@many
@given(st.sampled_from(ZONES), st.sampled_from(ZONES), hours, masks, lates)
def test_even_over_the_date_line_no_date_is_served_twice_and_none_ahead_is_lost(
    before: str, after: str, t: time, days: int, late: timedelta
) -> None:
    assume(spans(before) != spans(after))
    each = schedule(zone=HOME, time_of_day=t, days=days)
    earlier, later = lived(before, after, each, late)
    dates = [day for day, _ in earlier + later]
    assert dates == sorted(set(dates))
    last = max((day for day, _ in earlier), default=date.min)
    ahead = [(day, at) for day, at in slots(spans(after), each, (NOW - 2 * DAY).date()) if at > NOW and day > last]
    assert [slot for slot in later if slot[1] > NOW] == [slot for slot in ahead if slot[1] <= NOW + 4 * DAY]
    assert all(spans(after).first(day, t) == at for day, at in later)


def test_made_zones_are_read_alike_by_zoneinfo() -> None:
    content = made((0, -3600), (seconds(NOW), 20700), (seconds(NOW) + 86400, -12600))
    with rules(content):
        for second in range(seconds(NOW) - 7200, seconds(NOW) + 3 * 86400, 1800):
            wall = instant_at(second).astimezone(zone(HOME)).replace(tzinfo=None)
            assert seconds(wall) == read(content).shown(second)


def test_an_hour_past_midnight_that_was_slept_through_keeps_its_date_when_rules_push_it_before() -> None:
    each = schedule(zone=HOME, time_of_day=time(0, 15))
    earlier, later = lived(EAST, WEST, each, 20 * HOUR)
    assert [day.day for day, _ in earlier] == [28, 1]
    assert [day.day for day, _ in later] == [2, 3, 4, 5, 6]
    assert later[0] == (NOW.date(), NOW - 12 * HOUR - 45 * timedelta(minutes=1))
