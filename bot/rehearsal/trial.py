"""One seed from its world to its verdict: what tests, `make soak` and `ajar rehearse --faults` run."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.app import App

from . import stand
from .judge import Finding, Judge, Verdict
from .loop import TimeStandsStill, run
from .simulation import Simulation
from .world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What came of one seed: the verdict, the log line by line, and how often which trouble struck."""

    world: World
    verdict: Verdict
    log: tuple[str, ...]
    struck: dict[str, int]

    @property
    def passed(self) -> bool:
        """Whether nothing was found."""
        return not self.verdict.findings


def tried(world: World, changed: Callable[[App], None] = lambda _: None) -> Trial:
    """Let a world be lived through and judge it; `changed` may break each app on purpose, to see the judge notice."""
    with tempfile.TemporaryDirectory(prefix="ajar-simulation-") as folder:
        settings = stand.settings(Path(folder), spread_seconds=world.spread_seconds, lease_seconds=world.lease_seconds)
        with stand.seeded_ids(world.seed), stand.own_zones():
            simulation = Simulation(world, settings, changed)
            left = simulation.left
            with left.journal.listening():
                verdict = _lived(simulation)
    struck = dict(sorted(left.weather.struck.items()))
    return Trial(world=world, verdict=verdict, log=tuple(left.journal.lines), struck=struck)


def _lived(simulation: Simulation) -> Verdict:
    try:
        return Judge(run(simulation.live())).verdict()
    except TimeStandsStill as error:
        return Verdict(findings=(Finding(kind="stuck", what=str(error)),), due=0, sent=0, skipped=0, guessed=0)
