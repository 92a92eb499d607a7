"""Slots of every zone of the tz database, 1990 to 2050, beside what its own bytes say; see `wall_clock`."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Schedule
from bot.planner import next_due
from bot.recurrence import EVERY_DAY, Occurrences, Rhythm, instant, nearest, next_occurrence, zone
from tests.bot.store.nouns import schedule
from tests.bot.wall_clock import DAY, FIRST, HOUR, LAST, MINUTE, ZONES, instant_at, seconds, spans

EXAMPLES = int(os.environ.get("AJAR_EXAMPLES", "120"))
"""How many cases each property is tried on; a soak sets more."""

Served = list[tuple[date, datetime]]

many = settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None)
times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
masks = st.one_of(st.just(EVERY_DAY), st.integers(1, EVERY_DAY))
JUMPY = ("Antarctica/Casey", "America/Nuuk", "Pacific/Apia", "Pacific/Kwajalein", "America/St_Johns", "Asia/Pyongyang")


@cache
def distinct() -> tuple[str, ...]:
    """Return one name of each clock there is: many names are only aliases."""
    named = {files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes(): name for name in ZONES}
    return tuple(named.values())


@st.composite
def moments(draw: st.DrawFn) -> tuple[str, datetime]:
    """Draw a zone, often an unruly one, and an instant, mostly within two days of a change of its clock."""
    zone_name = draw(st.one_of(st.sampled_from(ZONES), st.sampled_from(JUMPY)))
    near, close = spans(zone_name).changes(), draw(st.integers(0, 3)) > 0
    if near and close:
        return zone_name, instant_at(draw(st.sampled_from(near)) + draw(st.integers(-2 * 86400, 2 * 86400)))
    first, last = seconds(datetime(FIRST, 1, 1)), seconds(datetime(LAST, 12, 31))
    return zone_name, instant_at(draw(st.integers(first, last)))


def today(zone_name: str, moment: datetime) -> date:
    """Return the date on the wall, by the bytes."""
    return instant_at(spans(zone_name).shown(seconds(moment))).date()


def slots(each: Schedule, start: datetime, end: datetime) -> list[tuple[date, datetime]]:
    """List the slots after `start` up to `end` that its days and its pause allow, whatever was served."""
    day, last, found = today(each.zone, start) - 2 * DAY, today(each.zone, end) + 2 * DAY, []
    while day <= last:
        due = spans(each.zone).first(day, each.time_of_day)
        allowed = each.days >> day.weekday() & 1 and (each.paused_until is None or day >= each.paused_until)
        if due and allowed and start < due <= end:
            found.append((day, due))
        day += DAY
    return found


@pytest.mark.parametrize("part", range(4))
def test_zoneinfo_shows_what_the_bytes_say_on_both_sides_of_every_change(part: int) -> None:
    for zone_name in ZONES[part::4]:
        shown, tz = spans(zone_name), zone(zone_name)
        changes = shown.changes()
        halfway = [(a + b) // 2 for a, b in pairwise(changes)]
        for second in (*changes, *(each - 1 for each in changes), *halfway):
            wall = instant_at(second).astimezone(tz)
            assert seconds(wall.replace(tzinfo=None)) == shown.shown(second), (zone_name, wall)


@pytest.mark.parametrize("part", range(4))
def test_every_slot_around_every_change_of_every_clock_is_right(part: int) -> None:
    for zone_name in distinct()[part::4]:
        shown = spans(zone_name)
        edges = {edge // 60 * 60 for at in shown.changes() for edge in (shown.shown(at - 1) + 1, shown.shown(at))}
        for edge in edges:
            for minutes in (-61, -1, 0, 30):
                wall = instant_at(edge + minutes * 60)
                day, t = wall.date(), wall.time()
                assert instant(day, t, zone_name) == shown.first(day, t), (zone_name, wall)


def test_rules_that_reach_past_the_last_listed_change_hold_up_to_2050() -> None:
    ruled = [name for name in distinct() if spans(name).changes() and spans(name).changes()[-1] > 2_500_000_000]
    assert len(ruled) > 50
    assert {"America/Nuuk", "Asia/Gaza", "Europe/Dublin"} <= {n for n in ZONES if spans(n) in map(spans, ruled)}


@many
@given(moments(), times, masks)
def test_a_chain_of_slots_is_every_allowed_date_once(where: tuple[str, datetime], t: time, days: int) -> None:
    zone_name, start = where
    each, end = schedule(zone=zone_name, time_of_day=t, days=days), start + 15 * DAY
    rhythm, found, after = Rhythm(time_of_day=t, days=days, zone=zone_name), [], start
    while (coming := next_occurrence(rhythm, after)) and coming.due_at <= end:
        found.append((coming.local_date, coming.due_at))
        after = coming.due_at
    assert found == slots(each, start, end)


asked = st.tuples(moments(), times, masks, st.none() | st.integers(-3, 20))


@many
@given(moments(), st.lists(asked, min_size=1, max_size=6))
def test_a_batch_answers_as_one_by_one_however_often_it_is_asked(
    where: tuple[str, datetime], wanted: list[tuple[tuple[str, datetime], time, int, int | None]]
) -> None:
    _, after = where
    batch = Occurrences(after)
    for (zone_name, _), t, days, back in [*wanted, *wanted]:
        served = None if back is None else after.date() + back * DAY
        alone = next_occurrence(Rhythm(time_of_day=t, days=days, zone=zone_name), after, served)
        assert batch.next(zone_name, t, days, served) == alone


@many
@given(moments(), times, masks, st.none() | st.integers(-400, 9), st.none() | st.integers(-9, 40))
def test_what_falls_due_next_is_the_first_slot_after_what_was_served_and_the_pause(
    where: tuple[str, datetime], t: time, days: int, served: int | None, pause: int | None
) -> None:
    zone_name, after = where
    day = today(zone_name, after)
    each = schedule(
        zone=zone_name,
        time_of_day=t,
        days=days,
        last_date=None if served is None else day + served * DAY,
        paused_until=None if pause is None else day + pause * DAY,
    )
    ahead = [due for date_, due in slots(each, after, after + 60 * DAY) if not each.last_date or date_ > each.last_date]
    assert next_due(each, after) == ahead[0]


@many
@given(moments(), times, masks)
def test_a_slot_is_its_own_nearest_and_keeps_its_date(where: tuple[str, datetime], t: time, days: int) -> None:
    zone_name, after = where
    rhythm = Rhythm(time_of_day=t, days=days, zone=zone_name)
    coming = next_occurrence(rhythm, after)
    assert coming is not None
    assert nearest(rhythm, coming.due_at) == coming
    assert nearest(rhythm, coming.due_at, coming.local_date - DAY) == coming
    other = nearest(rhythm, coming.due_at, coming.local_date)
    assert other is None or other.local_date > coming.local_date


change = st.fixed_dictionaries(
    {},
    optional={
        "zone": st.one_of(st.sampled_from(ZONES), st.sampled_from(JUMPY)),
        "time_of_day": times,
        "days": masks,
        "pause": st.integers(0, 9),
    },
)


def served_until(each: Schedule, end: datetime, found: list[tuple[date, datetime]]) -> Schedule:
    """Serve what falls due, as the planner does: the slot's own date is noted, and the next is computed from it."""
    while each.next_due_at and each.next_due_at <= end:
        rhythm = Rhythm(time_of_day=each.time_of_day, days=each.days, zone=each.zone)
        slot = nearest(rhythm, each.next_due_at, each.last_date)
        assert slot is not None
        assert slot.due_at == each.next_due_at
        found.append((slot.local_date, slot.due_at))
        each = replace(each, last_date=slot.local_date)
        each = replace(each, next_due_at=next_due(each, slot.due_at))
    return each


@many
@given(moments(), times, st.lists(st.tuples(st.integers(1, 3 * 86400), change), max_size=6))
def test_whatever_a_member_changes_when_each_date_is_served_once_and_none_lost(
    where: tuple[str, datetime], t: time, changes: list[tuple[int, dict[str, Any]]]
) -> None:
    zone_name, now = where
    each = schedule(zone=zone_name, time_of_day=t)
    each = replace(each, next_due_at=next_due(each, now))
    found: list[tuple[date, datetime]] = []
    expected: list[tuple[date, datetime]] = []
    for wait, changed in [*changes, (3 * 86400, {})]:
        end = now + wait * timedelta(seconds=1)
        last = max((day for day, _ in expected), default=date.min)
        expected += [slot for slot in slots(each, now, end) if slot[0] > last]
        each, now = served_until(each, end, found), end
        each = replace(each, **{name: value for name, value in changed.items() if name != "pause"})
        if "pause" in changed:
            each = replace(each, paused_until=today(each.zone, now) + changed["pause"] * DAY)
        each = replace(each, next_due_at=next_due(each, now))
    dates = [day for day, _ in found]
    assert dates == sorted(set(dates))
    assert found == expected


def test_a_member_who_flies_back_across_the_date_line_gets_one_date_once() -> None:
    each = schedule(zone="Pacific/Kiritimati", time_of_day=time(8), last_date=date(2026, 3, 3))
    there = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)  # just served, on the morning of the 3rd
    honolulu = replace(each, zone="Pacific/Honolulu")  # where it is the same morning, and the 2nd
    assert next_due(honolulu, there) == datetime(2026, 3, 4, 18, 0, tzinfo=UTC)


def test_a_slot_pushed_over_midnight_keeps_its_date_and_takes_nobody_elses() -> None:
    # Nuuk goes from 23:00 on Saturday to 0:00 on Sunday; so did Dhaka in 2009, and Pyongyang from 23:30 in 2018.
    rhythm = Rhythm(time_of_day=time(23, 30), days=EVERY_DAY, zone="America/Nuuk")
    midnight = datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    saturday = nearest(rhythm, midnight)
    assert saturday is not None
    assert (saturday.local_date, saturday.due_at) == (date(2026, 3, 28), midnight)
    sunday = next_occurrence(rhythm, midnight, saturday.local_date)
    assert sunday is not None
    assert (sunday.local_date, sunday.due_at) == (date(2026, 3, 29), midnight + 23 * HOUR + 30 * MINUTE)


def test_where_a_footers_rules_take_over_no_hour_is_taken_for_a_repeated_one() -> None:
    # Nuuk's list ends with the night in 2023 in which it stayed on UTC-2. `zoneinfo` applies the yearly rule to its
    # last wall-clock hour, as if the clock had then been set back from UTC-1, and answers an hour early.
    assert instant(date(2023, 10, 28), time(23, 30), "America/Nuuk") == datetime(2023, 10, 29, 1, 30, tzinfo=UTC)
