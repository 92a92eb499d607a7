"""What follows from check-ins: days keep their gaps, and what goes with what needs enough of them."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.features.progress.noticed import ENOUGH, PAIRS, TOGETHER, daily, since, together
from bot.model import CheckIn, Mood, Reaction, Trigger

TODAY = date(2026, 10, 1)

check_ins = st.builds(
    CheckIn,
    mood=st.sampled_from(Mood),
    feelings=st.lists(st.sampled_from(["sad", "calm"]), unique=True).map(tuple),
    trigger=st.none() | st.sampled_from(Trigger),
    reaction=st.none() | st.sampled_from(Reaction),
)


@given(st.lists(st.tuples(st.integers(0, 60).map(lambda days: TODAY - timedelta(days=days)), check_ins), max_size=40))
def test_a_day_without_a_check_in_is_no_day_of_the_line(told: list[tuple[date, CheckIn]]) -> None:
    moods = daily(told)
    assert set(moods) == {day for day, _ in told}
    assert all(min(Mood) <= mood <= max(Mood) for mood in moods.values())
    assert set(since(moods, TODAY, 10)) == {day for day, _ in told if TODAY - day < timedelta(days=10)}


@given(st.lists(check_ins, max_size=40))
def test_only_what_came_together_often_enough_is_told(told: list[CheckIn]) -> None:
    pairs = together(told)
    assert len(pairs) <= PAIRS
    assert not pairs or len(told) >= ENOUGH
    for pair in pairs:
        assert TOGETHER <= pair.times <= len(told)


def test_a_feeling_ticked_twice_counts_once() -> None:
    twice = CheckIn(mood=Mood.LOW, feelings=("sad", "sad"), trigger=Trigger.MIND)
    assert [pair.times for pair in together([twice] * ENOUGH)] == [ENOUGH]
