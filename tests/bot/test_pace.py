"""A lane's pace and its pauses, on a clock for which sleeping is moving."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import FrozenClock
from bot.outbox.pace import Pace, Pause
from tests.conftest import NOON

from .store.nouns import at

# --- pace ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("per_second", "most"), [(0.1, 1), (0.99, 1), (1, 1), (1.7, 1), (40, 40), (1e6, 1_000_000)])
def test_a_handful_is_a_seconds_worth_and_at_least_one(per_second: float, most: int) -> None:
    assert Pace(FrozenClock(NOON), per_second).most == most


async def test_the_first_handful_goes_at_once_and_the_next_when_it_is_paid_for(clock: FrozenClock) -> None:
    pace = Pace(clock, 4)
    await pace.wait()
    assert clock.monotonic() == 0
    pace.spend(4)
    await pace.wait()
    assert clock.monotonic() == 1
    pace.spend(1)
    await pace.wait()
    assert clock.monotonic() == 1.25


async def test_a_slow_pace_waits_for_longer_than_a_second(clock: FrozenClock) -> None:
    pace = Pace(clock, 0.1)
    pace.spend(1)
    await pace.wait()
    assert clock.monotonic() == 10


async def test_what_was_not_used_is_not_saved_up(clock: FrozenClock) -> None:
    pace = Pace(clock, 4)
    pace.spend(4)
    await clock.sleep(3600)
    pace.spend(4)
    assert pace.ahead == 1


@given(st.floats(0.2, 200), st.lists(st.tuples(st.floats(0, 3), st.floats(0, 1)), min_size=1, max_size=40))
async def test_over_any_time_no_more_goes_than_the_pace_and_one_handful(
    per_second: float, asked: list[tuple[float, float]]
) -> None:
    clock = FrozenClock(NOON)
    pace = Pace(clock, per_second)
    went: list[tuple[float, int]] = []
    for idle, part in asked:
        await clock.sleep(idle)
        await pace.wait()
        calls = max(1, round(part * pace.most))
        went.append((clock.monotonic(), calls))
        pace.spend(calls)
    for index, (began, _) in enumerate(went):
        for later, (ended, _) in enumerate(went[index:], index):
            sent = sum(calls for _, calls in went[index : later + 1])
            assert sent <= (ended - began) * per_second + pace.most + 0.01


# --- pause ---------------------------------------------------------------------------------------------------------


def stands(pause: Pause) -> tuple[bool, datetime | None]:
    return pause.on, pause.until


def test_a_pause_lasts_until_the_longest_word_and_no_longer(clock: FrozenClock) -> None:
    pause = Pause(clock, lambda: None)
    assert stands(pause) == (False, None)
    for seconds in (7, 3):
        pause.extend(at(seconds=seconds))
    assert stands(pause) == (True, at(seconds=7))
    clock.move_to(at(seconds=7, microseconds=-1))
    assert stands(pause) == (True, at(seconds=7))
    clock.move_to(at(seconds=7))
    assert stands(pause) == (False, at(seconds=7))


def test_others_are_told_of_a_longer_word_of_the_platforms_and_of_no_other(clock: FrozenClock) -> None:
    told: list[datetime | None] = []
    pause = Pause(clock, lambda: told.append(pause.until))
    pause.extend(at(seconds=7))
    pause.extend(at(seconds=3))
    assert told == [at(seconds=7)]
    assert (pause.adopt(None), pause.adopt(at(seconds=5)), pause.adopt(at(seconds=9))) == (False, False, True)
    assert (told, pause.until) == ([at(seconds=7)], at(seconds=9)), "what another process was told is known already"
