"""What members gain by practices being chosen by what helped them, beside chance; and the CPU time of a picture.

Each simulated member has a share of help for each category (Beta(1, 1)) and for each practice around it (Beta with a
strength of 8), says each time truthfully whether it helped, and is asked sixty times.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from statistics import mean
from time import process_time

from bot.features.tip.choice import choose
from bot.helped import HELPED, NOT_NOW, known
from bot.library import load
from bot.pictures import charts

from .run import Run, median

NAME = "practices and pictures"
TIMES = 60
STRENGTH = 8.0
MOST_MILLISECONDS = 100.0
LAST = date(2026, 11, 23)


async def measure(run: Run) -> None:
    """Let the same members be served by both, and draw each picture."""
    tips = load(Path("content")).voice("en").tips
    fits = {tip.id: tip.category for tip in tips.values()}
    members = run.size(200, 4)
    helped = {learned: [_life(fits, seed, learned=learned) for seed in range(members)] for learned in (True, False)}
    ours, chance = (mean(helped[each]) for each in (True, False))
    told = (
        f"{members} members, {TIMES} practices each; their later half {ours:.2f} by what helped, {chance:.2f} by chance"
    )
    run.add(NAME, "practices that helped, as a multiple of chance", ours / chance, at_least=1.15, beside=told)
    for name, seconds in _drawn(run.size(9, 1)).items():
        run.add(NAME, f"a picture: {name}", seconds * 1000, "ms of CPU", at_most=MOST_MILLISECONDS)


def _life(fits: Mapping[str, str], seed: int, *, learned: bool) -> float:
    """Return the share of practices that helped in the later half of one member's life with us."""
    drawn = random.Random(seed)
    shares = {category: drawn.betavariate(1, 1) for category in sorted(set(fits.values()))}
    own = {
        tip: drawn.betavariate(STRENGTH * shares[its] + 0.1, STRENGTH * (1 - shares[its]) + 0.1)
        for tip, its in fits.items()
    }
    told: list[tuple[str, str]] = []
    shown: list[str] = []
    for number in range(TIMES):
        tip = choose(fits, known(told), shown, f"{seed}:{number}", learned=learned).tip
        told.append((tip, HELPED if drawn.random() < own[tip] else NOT_NOW))
        shown = [each for each in shown if each != tip] + [tip]
    return mean(outcome == HELPED for _, outcome in told[TIMES // 2 :])


def _drawn(times: int) -> dict[str, float]:
    drawn = random.Random(7)
    days = [LAST - timedelta(days=each) for each in range(371)]
    moods = {day: drawn.uniform(1, 5) for day in days if drawn.random() < 0.7}
    weeks = {day: mood for day, mood in moods.items() if (LAST - day).days < 42}
    names = ["Very low", "Low", "In between", "Good", "Very good"]
    bars = [
        charts.Bar(label=f"A practice with a name, number {n}", length=9 - n, filled=7 - n, end=f"{n}")
        for n in range(6)
    ]
    first = LAST - timedelta(days=41)
    dates, months = {first: "Oct 13"}, {day: f"{day:%b}" for day in days if day.day == 1}
    pictures: dict[str, Callable[[], bytes]] = {
        "the last weeks": lambda: charts.moods(charts.DARK, weeks, first, LAST, names, dates),
        "a year in colors": lambda: charts.year(charts.DARK, moods, LAST, (names[0], names[-1]), months),
        "bars": lambda: charts.bars(charts.DARK, bars),
    }
    found = {}
    for name, draw in pictures.items():
        seconds = []
        for _ in range(times):
            start = process_time()
            draw()
            seconds.append(process_time() - start)
        found[name] = median(seconds)
    return found
