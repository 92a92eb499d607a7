"""A run of benchmarks: contestants take turns within a round, figures are medians and say what they stand beside."""

from __future__ import annotations

import gc
import json
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self

ROUNDS = 9
WIDTH = 100

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
    """What one call of `make bench` measures. `quick` only sees whether everything still runs."""

    folder: Path
    quick: bool = False
    figures: list[Figure] = field(default_factory=list)

    def size(self, full: int, quick: int) -> int:
        """Return how much is done."""
        return quick if self.quick else full

    def tell(self, said: str) -> None:
        """Say on standard error how far it is."""
        print(f"  {said}", file=sys.stderr, flush=True)

    def add(self, benchmark: str, name: str, value: float, unit: str, **more: float | str | None) -> None:
        """Keep a figure."""
        figure = Figure(benchmark=benchmark, name=name, value=value, unit=unit, **more)  # type: ignore[arg-type]
        self.figures.append(figure)

    async def rounds(self, contestants: Mapping[str, Contestant], most: int = ROUNDS) -> dict[str, list[float]]:
        """Let contestants take turns, each round in another order; return the seconds of each."""
        seconds: dict[str, list[float]] = {name: [] for name in contestants}
        names = list(contestants)
        for number in range(self.size(most, 1)):
            turn = number % len(names)
            for name in names[turn:] + names[:turn]:
                gc.collect()
                seconds[name].append(await contestants[name]())
            said = ", ".join(f"{name} {1000 * each[-1]:.0f} ms" for name, each in seconds.items())
            self.tell(f"round {number + 1}: {said}")
        return seconds


def ratio(of: Sequence[float], to: Sequence[float]) -> float:
    """Return the median of the ratios within each round."""
    return statistics.median(a / b for a, b in zip(of, to, strict=True))


def median(seconds: Sequence[float]) -> float:
    """Return the median."""
    return statistics.median(seconds)


class Watch:
    """Measures how long a block takes: `with Watch() as watch: ...`, then `watch.seconds`."""

    seconds = 0.0

    def __enter__(self) -> Self:
        self._began = time.perf_counter()
        return self

    def __exit__(self, *error: object) -> None:
        self.seconds = time.perf_counter() - self._began


def table(figures: Sequence[Figure]) -> str:
    """Write the figures as a table of a hundred columns."""
    lines, last = [], ""
    for each in figures:
        if each.benchmark != last:
            lines += ["", each.benchmark, "-" * WIDTH]
            last = each.benchmark
        goal = f"<= {each.at_most:g}" if each.at_most is not None else ""
        goal = f">= {each.at_least:g}" if each.at_least is not None else goal
        met = {True: "met", False: "MISSED", None: ""}[each.met]
        lines.append(f"{each.name[:58]:58} {each.value:>11,.3g} {each.unit:8} {goal:>9} {met:>8}")
        if each.beside:
            lines.append(f"    beside {each.beside}"[:WIDTH])
    return "\n".join(lines)


def write(figures: Sequence[Figure], path: Path) -> None:
    """Keep the figures as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(each) | {"met": each.met} for each in figures], indent=1) + "\n")
