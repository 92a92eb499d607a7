"""Quiet hours, freshness and the evening, in every zone, beside what the bytes of the tz database say."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.recurrence import GRACE, Quiet, evening, fresh_until, in_quiet
from tests.bot.test_wall_clock import many, moments, times, today
from tests.bot.wall_clock import HOUR, MINUTE, instant_at, seconds, spans

SECOND = timedelta(seconds=1)
quiets = st.one_of(
    st.builds(Quiet, start=times, end=times),
    st.builds(
        Quiet, start=st.sampled_from([time(20), time(22), time(23, 59)]), end=st.sampled_from([time(0), time(7)])
    ),
)


def quiet_at(zone_name: str, moment: datetime, quiet: Quiet) -> bool:
    """Say whether the wall shows a quiet time, in minutes since midnight."""
    minute = spans(zone_name).shown(seconds(moment)) % 86400 // 60
    start, end = (each.hour * 60 + each.minute for each in (quiet.start, quiet.end))
    return (minute - start) % 1440 < (end - start) % 1440


@many
@given(moments(), quiets)
def test_quiet_is_what_the_wall_shows(where: tuple[str, datetime], quiet: Quiet) -> None:
    zone_name, moment = where
    assert in_quiet(moment, zone_name, quiet) == quiet_at(zone_name, moment, quiet)


@many
@given(moments(), quiets, st.integers(1, 40 * 60), st.integers(0, 10**6 - 1))
def test_from_due_until_no_longer_fresh_no_second_is_quiet(
    where: tuple[str, datetime], quiet: Quiet, minutes: int, micro: int
) -> None:
    zone_name, due = where[0], where[1].replace(microsecond=micro)
    end, latest = fresh_until(due, zone_name, minutes * MINUTE, quiet), due + minutes * MINUTE
    if quiet_at(zone_name, due, quiet):
        assert end == due + min(minutes * MINUTE, GRACE)
        return
    whole = due.replace(second=0, microsecond=0) + MINUTE
    looked = [due, *(whole + n * MINUTE for n in range(minutes + 1) if whole + n * MINUTE < latest)]
    assert end == next((each for each in looked if quiet_at(zone_name, each, quiet)), latest)


@many
@given(moments(), times, quiets)
def test_this_evening_is_the_first_time_it_shows_today_or_is_not_offered(
    where: tuple[str, datetime], at: time, quiet: Quiet
) -> None:
    zone_name, now = where
    moment = spans(zone_name).first(today(zone_name, now), at)
    kept = moment and moment - now >= 30 * MINUTE and not quiet_at(zone_name, moment, quiet)
    assert evening(now, zone_name, at, quiet) == (moment if kept else None)


def test_quiet_hours_that_a_gap_swallows_whole_do_not_end_what_is_fresh() -> None:
    # Berlin, 29 March 2026: 2:00 becomes 3:00, and no clock shows 2:15 to 2:45.
    quiet, due = Quiet(start=time(2, 15), end=time(2, 45)), datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    assert fresh_until(due, "Europe/Berlin", 3 * HOUR, quiet) == due + 3 * HOUR


def test_a_gap_into_the_middle_of_quiet_hours_ends_what_is_fresh() -> None:
    # Nuuk, 28 March 2026: 23:00 becomes midnight, and the quiet hours from 23:30 begin at once.
    quiet, due = Quiet(start=time(23, 30), end=time(7)), datetime(2026, 3, 29, 0, 0, tzinfo=UTC)
    assert fresh_until(due, "America/Nuuk", 3 * HOUR, quiet) == due + HOUR


def test_quiet_hours_over_a_midnight_whose_date_is_left_out_hold() -> None:
    # Apia went from the end of 29 December 2011 straight to the 31st.
    due = instant_at(seconds(datetime(2011, 12, 30, 7)))  # 21:00 on the 29th
    assert fresh_until(due, "Pacific/Apia", 20 * HOUR, Quiet()) == due + HOUR
    inside = [in_quiet(due + n * HOUR, "Pacific/Apia", Quiet()) for n in (1, 2, 3, 4, 9, 10)]
    assert inside == [True, True, True, True, True, False]


def test_the_second_of_two_midnights_is_as_quiet_as_the_first() -> None:
    # St John's set its clock back at 0:01, to 23:01 of the day before.
    quiet = Quiet(start=time(0), end=time(7))
    at = datetime(2010, 11, 7, 2, 29, tzinfo=UTC)  # 23:59
    shown = [in_quiet(at + n * MINUTE, "America/St_Johns", quiet) for n in (0, 1, 2, 60, 61)]
    assert shown == [False, True, False, False, True]
    assert fresh_until(at, "America/St_Johns", 3 * HOUR, quiet) == at + MINUTE
    later = at + 5 * MINUTE
    assert fresh_until(later, "America/St_Johns", 3 * HOUR, quiet) == at + 61 * MINUTE
