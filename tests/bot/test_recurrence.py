"""Wall-clock truth over all zones of the tz database, 1990 to 2050, clock changes met far more often than by chance."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.recurrence import (
    EVERY_DAY,
    GRACE,
    Occurrence,
    Occurrences,
    Quiet,
    Rhythm,
    UnknownZone,
    evening,
    fresh_until,
    in_quiet,
    instant,
    local_date,
    next_occurrence,
    parse_date,
    parse_time,
    spread,
    zone,
)

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
BERLIN, APIA = "Europe/Berlin", "Pacific/Apia"
ZONES = sorted(set(files("tzdata").joinpath("zones").read_text("utf-8").split()) - {"Factory"})

many = settings(max_examples=150, deadline=None, derandomize=True, database=None)
times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
quiets = st.builds(Quiet, start=times, end=times)


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """Return an instant, in UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def rhythm(time_of_day: time, zone_name: str = BERLIN, days: int = EVERY_DAY) -> Rhythm:
    """Return a rhythm, said shortly."""
    return Rhythm(time_of_day=time_of_day, days=days, zone=zone_name)


@cache
def changes(zone_name: str) -> tuple[datetime, ...]:
    """Find the instants at which a zone's offset changes, without the code under test."""
    tz, found, moment = zone(zone_name), [], at(1990, 1, 1)
    while moment < at(2050, 1, 1):
        later = moment + 9 * DAY
        if moment.astimezone(tz).utcoffset() != later.astimezone(tz).utcoffset():
            low, high = moment, later
            while high - low > MINUTE:
                middle = low + (high - low) // 2 // MINUTE * MINUTE
                same = middle.astimezone(tz).utcoffset() == moment.astimezone(tz).utcoffset()
                low, high = (middle, high) if same else (low, middle)
            found.append(high)
        moment = later
    return tuple(found)


@st.composite
def moments(draw: st.DrawFn) -> tuple[str, datetime]:
    """Draw a zone and an instant, three times in four within a day and a half of a change of its clock."""
    zone_name = draw(st.sampled_from(ZONES))
    near = changes(zone_name)
    close = draw(st.integers(0, 3)) > 0
    if near and close:
        return zone_name, draw(st.sampled_from(near)) + draw(st.integers(-2160, 2160)) * MINUTE
    return zone_name, at(1990, 1, 1) + draw(st.integers(0, 60 * 365 * 1440)) * MINUTE


def first_that_exists(day: date, time_of_day: time, zone_name: str) -> datetime | None:
    """Find what `instant` should say by looking at the clock every minute."""
    tz, wanted = zone(zone_name), datetime.combine(day, time_of_day)
    seen, moment = False, wanted.replace(tzinfo=UTC) - 15 * HOUR
    while (wall := moment.astimezone(tz).replace(tzinfo=None)) < wanted:
        seen, moment = seen or wall.date() == day, moment + MINUTE
    return moment if seen or wall.date() == day else None


@many
@given(moments(), times)
def test_a_slot_is_the_first_instant_that_shows_at_least_its_time(where: tuple[str, datetime], t: time) -> None:
    zone_name, moment = where
    day = local_date(moment, zone_name)
    assert instant(day, t, zone_name) == first_that_exists(day, t, zone_name)


@many
@given(moments(), st.integers(-180, 180))
def test_slots_close_to_a_clock_change_are_right_too(where: tuple[str, datetime], minutes: int) -> None:
    zone_name, moment = where
    changed = min(changes(zone_name), key=lambda change: abs(change - moment), default=moment)
    wall = changed.astimezone(zone(zone_name)).replace(tzinfo=None) + minutes * MINUTE
    expected = first_that_exists(wall.date(), wall.time(), zone_name)
    assert instant(wall.date(), wall.time(), zone_name) == expected


@many
@given(moments(), times, st.integers(1, EVERY_DAY))
def test_one_slot_per_local_date_later_and_never_early(where: tuple[str, datetime], t: time, days: int) -> None:
    zone_name, after = where
    served: date | None = None
    for _ in range(8):
        found = next_occurrence(rhythm(t, zone_name, days), after, served)
        assert found is not None
        assert found.due_at > after
        assert served is None or found.local_date > served
        assert days >> found.local_date.weekday() & 1
        shown = found.due_at.astimezone(zone(zone_name)).replace(tzinfo=None)
        assert shown >= datetime.combine(found.local_date, t)
        after, served = found.due_at, found.local_date


@many
@given(moments(), times)
def test_no_date_is_passed_over_that_exists(where: tuple[str, datetime], t: time) -> None:
    zone_name, after = where
    first = next_occurrence(rhythm(t, zone_name), after)
    assert first is not None
    second = next_occurrence(rhythm(t, zone_name), first.due_at)
    assert second is not None
    between = [first.local_date + n * DAY for n in range(1, (second.local_date - first.local_date).days)]
    assert all(instant(day, t, zone_name) is None for day in between)


@many
@given(moments(), st.lists(st.tuples(st.sampled_from(ZONES), times, st.integers(0, 40)), min_size=2, max_size=6))
def test_changes_of_zone_and_hour_never_give_a_local_date_twice(
    where: tuple[str, datetime], changed: list[tuple[str, time, int]]
) -> None:
    _, now = where
    served: list[date] = []
    for zone_name, t, hours in changed:
        found = next_occurrence(rhythm(t, zone_name), now, served[-1] if served else None)
        assert found is not None
        if found.due_at <= now + hours * HOUR:
            served.append(found.local_date)
        now += hours * HOUR
    assert served == sorted(set(served))


def test_a_time_in_a_gap_moves_to_the_first_that_exists() -> None:
    assert instant(date(2026, 3, 29), time(2, 30), BERLIN) == at(2026, 3, 29, 1, 0)


def test_a_time_in_a_gap_across_midnight_stays_with_its_date() -> None:
    # Toronto went from 23:30 on 30 March 1919 to 00:30 on the 31st.
    found = next_occurrence(rhythm(time(23, 45), "America/Toronto"), at(1919, 3, 31, 4, 0))
    assert found == Occurrence(local_date=date(1919, 3, 30), due_at=at(1919, 3, 31, 4, 30))


def test_the_repeated_hour_counts_once() -> None:
    first = next_occurrence(rhythm(time(2, 30)), at(2026, 10, 24, 12))
    assert first == Occurrence(local_date=date(2026, 10, 25), due_at=at(2026, 10, 25, 0, 30))
    again = next_occurrence(rhythm(time(2, 30)), first.due_at)
    assert again is not None
    assert again.local_date == date(2026, 10, 26)


def test_a_time_read_in_the_second_of_two_equal_hours_means_the_first() -> None:
    assert instant(date(2026, 10, 25), time(2, 30, fold=1), BERLIN) == at(2026, 10, 25, 0, 30)


@pytest.mark.parametrize(
    ("zone_name", "missing"),
    [(APIA, date(2011, 12, 30)), ("Pacific/Kwajalein", date(1993, 8, 21)), ("Pacific/Kiritimati", date(1994, 12, 31))],
)
def test_a_date_that_a_zone_leaves_out_is_passed_over(zone_name: str, missing: date) -> None:
    for t in (time(0), time(8), time(23, 59)):
        assert instant(missing, t, zone_name) is None
        before = instant(missing - DAY, t, zone_name)
        assert before is not None
        found = next_occurrence(rhythm(t, zone_name), before)
        assert found is not None
        assert (found.local_date, found.due_at) == (missing + DAY, before + DAY)


def test_a_weekly_slot_on_a_left_out_date_waits_for_the_next_week() -> None:
    friday = next_occurrence(rhythm(time(8), APIA, 1 << 4), at(2011, 12, 24))
    assert friday is not None
    assert friday.local_date == date(2012, 1, 6)


def test_the_end_of_the_calendar_has_no_next_slot() -> None:
    assert next_occurrence(rhythm(time(8)), at(2026, 1, 1), date.max) is None


def test_a_batch_gives_the_same_answers_as_one_by_one() -> None:
    now, served = at(2026, 3, 28, 12), date(2026, 3, 28)
    batch = Occurrences(now)
    for zone_name in (BERLIN, APIA, "Asia/Kathmandu"):
        expected = next_occurrence(rhythm(time(2, 30), zone_name), now, served)
        first = batch.next(zone_name, time(2, 30), EVERY_DAY, served)
        assert first == expected
        assert batch.next(zone_name, time(2, 30), EVERY_DAY, served) is first


@pytest.mark.parametrize("name", ["Mars/X", "", "localtime", "posix/Europe/Berlin", "../etc", "Factory", "x" * 999])
def test_an_unknown_zone_is_refused(name: str) -> None:
    with pytest.raises(UnknownZone):
        rhythm(time(8), name)


@pytest.mark.parametrize("days", [0, -1, 128])
def test_days_that_can_never_come_are_refused(days: int) -> None:
    with pytest.raises(ValueError, match="bit mask"):
        rhythm(time(8), BERLIN, days)


@pytest.mark.parametrize("t", [time(8, 0, 1), time(8, tzinfo=UTC)])
def test_a_time_that_is_no_plain_minute_is_refused(t: time) -> None:
    with pytest.raises(ValueError, match="whole minute"):
        rhythm(t)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a time zone"):
        next_occurrence(rhythm(time(8)), datetime(2026, 1, 1))


def test_zones_are_held() -> None:
    assert zone(BERLIN) is zone(BERLIN)


# Quiet hours and lateness


@many
@given(quiets, times)
def test_quiet_hours_and_their_opposite_share_no_minute(quiet: Quiet, t: time) -> None:
    opposite = Quiet(start=quiet.end, end=quiet.start)
    both = {quiet.contains(t), opposite.contains(t)}
    assert both == ({False} if quiet.start == quiet.end else {True, False})


def test_quiet_hours_cross_midnight() -> None:
    shown = [time(21, 59), time(22), time(0), time(6, 59), time(7)]
    assert [Quiet().contains(t) for t in shown] == [False, True, True, True, False]


@many
@given(moments(), quiets, st.integers(1, 1800))
def test_a_delivery_stays_fresh_up_to_its_limit_or_the_first_quiet_minute(
    where: tuple[str, datetime], quiet: Quiet, minutes: int
) -> None:
    zone_name, due = where
    end = fresh_until(due, zone_name, minutes * MINUTE, quiet)
    if in_quiet(due, zone_name, quiet):
        assert end == due + min(minutes * MINUTE, GRACE)
        return
    expected = due
    while expected < due + minutes * MINUTE and not in_quiet(expected, zone_name, quiet):
        expected += MINUTE
    assert end == expected


def test_freshness_sees_the_clock_being_set_back_into_quiet_hours() -> None:
    quiet = Quiet(start=time(22), end=time(2, 30))
    assert fresh_until(at(2026, 10, 25, 0, 45), BERLIN, 6 * HOUR, quiet) == at(2026, 10, 25, 1, 0)


def test_long_limits_without_quiet_hours_hold() -> None:
    none = Quiet(start=time(1), end=time(1))
    assert fresh_until(at(2026, 1, 1), BERLIN, 400 * DAY, none) == at(2026, 1, 1) + 400 * DAY


def test_this_evening_is_offered_only_while_it_lies_ahead() -> None:
    seven = at(2026, 11, 23, 18, 0)
    assert evening(at(2026, 11, 23, 9), BERLIN) == seven
    assert evening(seven - 30 * MINUTE, BERLIN) == seven
    assert evening(seven - 29 * MINUTE, BERLIN) is None
    assert evening(seven + HOUR, BERLIN) is None
    assert evening(at(2026, 11, 23, 9), BERLIN, time(22, 30)) is None


@many
@given(st.uuids().map(str), st.integers(1, 3600))
def test_a_spread_is_stable_and_within_its_bound(key: str, seconds: int) -> None:
    assert timedelta() <= spread(key, seconds) < timedelta(seconds=seconds)
    assert spread(key, seconds) == spread(key, seconds)
    assert spread(key, 0) == timedelta()


def test_a_spread_uses_its_whole_range() -> None:
    drawn = [spread(str(n), 60).total_seconds() for n in range(2000)]
    assert min(drawn) < 1
    assert max(drawn) > 59
    assert 28 < sum(drawn) / len(drawn) < 32
    assert spread("ajar", 60) == timedelta(seconds=57.006)  # in every process and release


# What a member types


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((text, time(18, 30)) for text in ("18:30", "18.30", "1830", " 18h30 ", "6:30 pm", "6.30PM", "6:30 p. m.")),
        *((text, time(18)) for text in ("18", "18h", "6pm", "6 p.m.", "18:00 pm", "１８：００")),
        *((text, time(7, 5)) for text in ("7:05", "07:05", "705", "0705", "7:05am", "7h05")),
        *((text, time(0)) for text in ("0:00", "12 am", "0h", "0000")),
        *((text, time(12)) for text in ("12pm", "12:00")),
        *(
            (text, None)
            for text in ("", "7", "12", "24:00", "18:60", "13 am", "soon", "18:3", "1:2:3", "-7", "18:30 x")
        ),
    ],
)
def test_times_are_read_as_people_write_them(text: str, expected: time | None) -> None:
    assert parse_time(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((text, date(2026, 12, 24)) for text in ("2026-12-24", "24.12.2026", "24. 12. 2026", "24/12/2026")),
        *((text, date(2026, 12, 24)) for text in ("12/24/2026", "24.12.", "24.12", "24.12.26", " 24/12/26 ")),
        ("3.1.", date(2027, 1, 3)),
        ("29.2.", date(2028, 2, 29)),
        ("05.12.2026", date(2026, 12, 5)),
        ("05/05/2027", date(2027, 5, 5)),
        *(
            (text, None)
            for text in ("05/12/2026", "24/12", "31.2.2027", "30.2.", "2026-13-01", "24/12.2026", "soon", "")
        ),
    ],
)
def test_dates_are_read_only_when_they_mean_one_day(text: str, expected: date | None) -> None:
    assert parse_date(text, date(2026, 11, 23)) == expected


@many
@given(st.text("0123456789:./-hamp ٣½²", max_size=12))
def test_no_text_breaks_the_readers(text: str) -> None:
    parse_time(text)
    parse_date(text, date(2026, 11, 23))
