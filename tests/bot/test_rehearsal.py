from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.cli import main
from bot.recurrence import zone
from bot.rehearsal import CLOCK_CHANGE, ZONES, Person, rehearse, slots_of


async def test_a_rehearsal_keeps_the_promise_and_repeats_itself() -> None:
    first = await rehearse(days=3, members=20, seed=7)
    again = await rehearse(days=3, members=20, seed=7)
    assert first.kept_the_promise
    assert (first.lost, first.twice, first.early, first.outside_quiet_hours) == (0, 0, 0, 0)
    assert first.due == first.sent + first.skipped
    assert first.sent >= 50
    alike = [
        {name: value for name, value in each.as_dict().items() if name != "wall_seconds"} for each in (first, again)
    ]
    assert alike[0] == alike[1]


async def test_a_rehearsal_with_faults_counts_them_and_repeats_itself() -> None:
    first = await rehearse(days=2, members=6, seed=3, faults=True)
    again = await rehearse(days=2, members=6, seed=3, faults=True)
    told = first.as_dict()
    assert first.kept_the_promise, told["findings"]
    assert told["faults"] and all(number > 0 for number in told["faults"].values())
    assert told["due"] > 0 and told["sent"] > 0
    assert {**told, "wall_seconds": 0} == {**again.as_dict(), "wall_seconds": 0}


async def test_without_faults_nothing_is_told_of_them() -> None:
    counts = await rehearse(days=1, members=3, seed=1)
    assert not {"faults", "findings"} & set(counts.as_dict())


async def test_the_whole_month_is_spread_over_thirty_zones_and_crosses_a_clock_change() -> None:
    counts = await rehearse(days=1, members=40, seed=1)
    assert counts.zones >= 30
    assert len(set(ZONES)) == len(ZONES)
    assert CLOCK_CHANGE.tzinfo is UTC


def test_the_command_prints_the_counts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rehearse", "--days", "2", "--members", "5", "--seed", "7", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    wanted = {
        "due",
        "sent",
        "lost",
        "twice",
        "early",
        "late_p99_seconds",
        "outside_quiet_hours",
        "skipped",
        "wall_seconds",
    }
    assert wanted <= set(told)
    assert told["lost"] == told["twice"] == told["early"] == told["outside_quiet_hours"] == 0


def test_a_missing_hour_is_served_at_the_first_minute_after_it() -> None:
    start = datetime(2026, 3, 28, 12, tzinfo=UTC)
    slots = slots_of(Person("x", "Europe/Berlin", time(2, 30)), zone("Europe/Berlin"), start, start + timedelta(days=1))
    assert list(slots.values()) == [datetime(2026, 3, 29, 1, 0, tzinfo=UTC)]
