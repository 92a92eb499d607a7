"""Every benchmark still runs, with small numbers; what it measures is no matter here."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

import pytest

from tests.conftest import Postgres

from .__main__ import NAMES
from .run import Figure, Run, table, write

ELSEWHERE = ("postgresql",)


@pytest.mark.parametrize("name", [each for each in NAMES if each not in ELSEWHERE])
async def test_a_benchmark_runs_and_names_what_it_measured(name: str, tmp_path: Path) -> None:
    run = Run(folder=tmp_path, quick=True)
    await import_module(f"tests.benchmarks.{name}").measure(run)
    assert run.figures
    assert all(each.name and each.value >= 0 for each in run.figures)


async def test_couriers_on_postgresql_claim_nothing_twice(tmp_path: Path, postgres: Postgres) -> None:
    run = Run(folder=tmp_path, quick=True)
    await import_module("tests.benchmarks.postgresql").measure(run)
    assert {each.name: each.value for each in run.figures}["double claims"] == 0


def test_a_goal_is_met_missed_or_not_set() -> None:
    def figure(**goal: float) -> Figure:
        return Figure(benchmark="some", name="a figure", value=2.0, unit="ms", **goal)  # type: ignore[arg-type]

    assert [each.met for each in (figure(at_most=2), figure(at_most=1), figure(at_least=3), figure())] == [
        True,
        False,
        False,
        None,
    ]


def test_what_was_measured_is_shown_and_kept(tmp_path: Path) -> None:
    figures = [Figure(benchmark="some", name="a figure", value=2.0, unit="ms", at_most=1, beside="another")]
    shown = table(figures)
    assert "MISSED" in shown
    assert "beside another" in shown
    assert max(map(len, shown.splitlines())) <= 100
    write(figures, tmp_path / "build" / "bench.json")
    assert json.loads((tmp_path / "build" / "bench.json").read_text())[0]["met"] is False
