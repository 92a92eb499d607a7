"""A run of benchmarks: contestants take turns within a round, figures are medians and say what they stand beside."""

from __future__ import annotations

import cProfile
import gc
import json
import os
import platform
import pstats
import sqlite3
import statistics
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from textwrap import wrap
from typing import Any

from .watch import Watch

ROUNDS, FEWER_ROUNDS = 9, 5
LONG_SECONDS = 20.0
"""A round that takes longer is repeated less often; the table says how often."""

WIDTH = 100
INDENT = 4
PROFILED = 5
PROFILE_LINES = 40
PEERS = ("APScheduler", "SQLAlchemy", "aiosqlite", "asyncpg", "procrastinate", "whenever", "python-dateutil")

Contestant = Callable[[], Awaitable[float]]
"""Does its work once and returns the seconds it took."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured figure. `beside` says what it was compared with; `goal` is met at most, or at least, so much."""

    benchmark: str
    name: str
    value: float
    unit: str
    beside: str = ""
    at_most: float | None = None
    at_least: float | None = None

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None without one."""
        if self.at_most is not None:
            return self.value <= self.at_most
        return None if self.at_least is None else self.value >= self.at_least


@dataclass
class Run:
    """What one call of `make bench` measures. `quick` only sees whether everything still runs, and sets no goals."""

    folder: Path
    quick: bool = False
    profile: bool = False
    figures: list[Figure] = field(default_factory=list)

    def size(self, full: int, quick: int) -> int:
        """Return how much is done."""
        return quick if self.quick else full

    def tell(self, said: str) -> None:
        """Say on standard error how far it is."""
        print(f"  {said}", file=sys.stderr, flush=True)

    def add(
        self,
        benchmark: str,
        name: str,
        value: float,
        unit: str = "",
        *,
        beside: str = "",
        at_most: float | None = None,
        at_least: float | None = None,
    ) -> None:
        """Keep a figure."""
        if self.quick:
            at_most = at_least = None
        self.figures.append(
            Figure(
                benchmark=benchmark,
                name=name,
                value=value,
                unit=unit,
                beside=beside,
                at_most=at_most,
                at_least=at_least,
            )
        )

    async def rounds(self, contestants: Mapping[str, Contestant]) -> dict[str, list[float]]:
        """Let contestants take turns, each round beginning with another; return the seconds of each."""
        seconds: dict[str, list[float]] = {name: [] for name in contestants}
        names, wanted = list(contestants), self.size(ROUNDS, 1)
        number = 0
        while number < wanted:
            turn = number % len(names)
            with Watch() as watch:
                for name in names[turn:] + names[:turn]:
                    gc.collect()
                    seconds[name].append(await contestants[name]())
            number += 1
            if watch.seconds > LONG_SECONDS:
                wanted = min(wanted, FEWER_ROUNDS)
            said = ", ".join(f"{name} {1000 * each[-1]:.4g} ms" for name, each in seconds.items())
            self.tell(f"round {number} of {wanted}: {said}")
        return seconds

    async def profiled(self, name: str, prepare: Callable[[], None], work: Callable[[], Awaitable[object]]) -> None:
        """With `--profile`, show where the event loop's thread spends its own time at work, the longest first."""
        if not self.profile:
            return
        profile = cProfile.Profile()
        for _ in range(PROFILED):
            prepare()
            profile.enable()
            await work()
            profile.disable()
        self.tell(f"profile of {name}, {PROFILED} times:")
        pstats.Stats(profile, stream=sys.stderr).sort_stats("tottime").print_stats(PROFILE_LINES)


def ratio(of: Sequence[float], to: Sequence[float]) -> float:
    """Return the median of the ratios within each round."""
    return statistics.median(a / b for a, b in zip(of, to, strict=True))


def median(seconds: Sequence[float]) -> float:
    """Return the median."""
    return statistics.median(seconds)


def rounds_of(seconds: Mapping[str, Sequence[float]]) -> str:
    """Say of how many rounds the medians are."""
    count = min(map(len, seconds.values()))
    why = f", since one takes over {LONG_SECONDS:.0f} s" if count == FEWER_ROUNDS else ""
    return f"{count} rounds{why}"


def table(figures: Sequence[Figure]) -> str:
    """Write the figures as a table of a hundred columns."""
    lines, last = [], ""
    for each in figures:
        if each.benchmark != last:
            lines += ["", f"{each.benchmark:72} {'goal':>17} {'met?':>8}", "-" * WIDTH]
            last = each.benchmark
        goal = f"at most {each.at_most:g}" if each.at_most is not None else ""
        goal = f"at least {each.at_least:g}" if each.at_least is not None else goal
        met = {True: "met", False: "MISSED", None: ""}[each.met]
        lines.append(f"{each.name[:56]:56} {_written(each.value):>9} {each.unit:6} {goal:>16} {met:>8}".rstrip())
        lines += wrap(each.beside, WIDTH, initial_indent=" " * INDENT, subsequent_indent=" " * INDENT)
    return "\n".join(lines)


def _written(value: float) -> str:
    """Write three digits that count, and never an exponent."""
    digits = next((digits for digits, least in enumerate((100, 10, 1)) if abs(value) >= least), 3)
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.{digits}f}"


def write(run: Run, path: Path) -> None:
    """Keep figures, and the machine and versions they are of, as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    figures = [asdict(each) | {"met": each.met} for each in run.figures]
    kept = {"quick": run.quick, "machine": machine(), "figures": figures}
    path.write_text(json.dumps(kept, indent=1) + "\n")


def machine() -> dict[str, Any]:
    """Return what the figures depend on, and nothing that would name the machine."""
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "sqlite": sqlite3.sqlite_version,
        "versions": {name: version(name) for name in PEERS},
    }
