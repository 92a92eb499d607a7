"""Counting over a sliding time, held against counting the plain way."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.window import Growing, Window

SECONDS = 600
STEPS = st.lists(st.floats(min_value=0, max_value=300, allow_nan=False), max_size=200)


@given(steps=STEPS, later=st.floats(min_value=0, max_value=1500))
def test_no_moment_of_the_window_is_left_out_and_at_most_a_second_is_too_much(steps: list[float], later: float) -> None:
    window, at, moments = Window(SECONDS), 0.0, []
    for step in steps:
        at += step
        window.add(at)
        moments.append(at)
        assert _within(moments, at, SECONDS) <= window.count(at) <= _within(moments, at, SECONDS + 1)
    now = at + later
    assert _within(moments, now, SECONDS) <= window.count(now) <= _within(moments, now, SECONDS + 1)


@given(steps=STEPS, below=st.integers(min_value=1, max_value=50))
def test_it_clears_when_it_says_and_not_before(steps: list[float], below: int) -> None:
    window, at = Window(SECONDS), 0.0
    for step in steps:
        at += step
        window.add(at)
    seconds = window.clears(at, below)
    assert 0 <= seconds <= SECONDS + 1
    if seconds > 1e-6:
        assert window.count(at + seconds - 1e-6) >= below
    assert window.count(math.nextafter(at + seconds, math.inf)) < below


def test_what_is_kept_is_bounded_by_the_seconds() -> None:
    window = Window(SECONDS)
    for number in range(100_000):
        window.add(number / 50)
    assert len(window._counts) <= SECONDS + 1
    assert SECONDS * 50 <= window.count(2000) <= (SECONDS + 1) * 50


def test_a_silence_doubles_while_it_is_not_enough_and_begins_anew_after_calm() -> None:
    growing, waits, now = Growing(first=60, most=600), [], 0.0
    for _ in range(6):
        waits.append(growing.seconds(now))
        assert growing.seconds(now + 10) == waits[-1] - 10  # the same silence, for who asks meanwhile
        now += waits[-1]
    assert waits == [60, 120, 240, 480, 600, 600]
    assert growing.seconds(now + 600) == 60


def _within(moments: list[float], now: float, seconds: float) -> int:
    return sum(1 for each in moments if each > now - seconds)
