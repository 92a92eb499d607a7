"""After questions without a sign of life fewer come, then one last, then none; nobody's silence is counted."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.features.daily_prompt.bending import LAST, Asked, bent

EVERY_DAY = 0b1111111
SEEN = date(2026, 1, 5)

masks = st.integers(1, EVERY_DAY)
dates = st.dates(date(2000, 1, 1), date(2050, 1, 1))


def questions(days: int, since: date, over: int = 400) -> list[tuple[int, str]]:
    """Return how many days after the last sign of life a question comes, and what is said above it."""
    weekdays = [each for each in range(over) if days >> (since + timedelta(days=each)).weekday() & 1]
    found = ((each, bent(days, since, since + timedelta(days=each))) for each in weekdays)
    return [(each, said) for each, said in found if said is not None]


def test_it_eases_from_daily_to_every_third_day_to_weekly_to_one_last_question() -> None:
    told = questions(EVERY_DAY, SEEN)
    assert [day for day, _ in told] == [*range(8), 10, 13, 16, 19, 26, 33, 40, 47, 61]
    assert {day: said for day, said in told if said} == {10: "third", 26: "weekly", 61: LAST}


def test_a_sign_of_life_brings_every_day_back() -> None:
    days = [SEEN + timedelta(days=each) for each in range(90)]
    assert all(bent(EVERY_DAY, before, after) == "" for before, after in pairwise(days))


@given(masks, dates)
def test_questions_come_on_the_members_days_ever_further_apart_and_end(days: int, since: date) -> None:
    told = questions(days, since)
    asked = [day for day, _ in told if day > 0]
    assert len(asked) == 16
    assert told[-1][1] == LAST
    assert [said for _, said in told if said] == ["third", "weekly", LAST]
    gaps = [after - before for before, after in pairwise(asked)]
    assert all(gap >= 3 for gap in gaps[7:])
    assert all(gap >= 7 for gap in gaps[11:])


@given(st.from_regex(r"[a-z-]{1,40}", fullmatch=True), st.sampled_from(["", "third", "weekly", "last", "back"]))
def test_what_a_delivery_brings_is_read_as_it_was_written(prompt: str, opening: str) -> None:
    assert Asked.parse(str(Asked(prompt, opening))) == Asked(prompt, opening)


def test_what_nobody_wrote_is_a_question_without_an_opening() -> None:
    assert Asked.parse("a~forged") == Asked("a", "")
