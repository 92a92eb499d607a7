"""What follows from a member's check-ins: a mood for each day, and what came together how often. Never a cause."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import mean

from bot.model import CheckIn

ENOUGH = 8
"""Only from so many check-ins is told what goes with what."""

TOGETHER = 3
"""What came together less often is not told."""

PAIRS = 6
WEEKS = 6
A_YEAR = 371


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two things that were ticked together, and how often."""

    one: str
    other: str
    times: int


def daily(told: Sequence[tuple[date, CheckIn]]) -> Mapping[date, float]:
    """Return the mood of each day on which there was a check-in: their mean, where there were several."""
    days: dict[date, list[int]] = defaultdict(list)
    for day, checkin in told:
        days[day].append(checkin.mood.value)
    return {day: mean(moods) for day, moods in days.items()}


def since(told: Mapping[date, float], today: date, days: int) -> dict[date, float]:
    """Return the moods of the last days."""
    first = today - timedelta(days=days - 1)
    return {day: mood for day, mood in told.items() if first <= day <= today}


def together(told: Sequence[CheckIn]) -> tuple[Pair, ...]:
    """Return what came together most: trigger with reaction, and either with a feeling; nothing before it is enough.

    Names are `trigger-person`, `reaction-away`, `feeling-sad`.
    """
    if len(told) < ENOUGH:
        return ()
    counts: Counter[tuple[str, str]] = Counter()
    for each in told:
        codes = [f"trigger-{each.trigger}"] if each.trigger else []
        codes += [f"reaction-{each.reaction}"] if each.reaction else []
        counts.update([(codes[0], codes[1])] if len(codes) > 1 else [])
        counts.update((code, f"feeling-{feeling}") for code in codes for feeling in dict.fromkeys(each.feelings))
    found = [Pair(one=one, other=other, times=times) for (one, other), times in counts.items() if times >= TOGETHER]
    return tuple(sorted(found, key=lambda pair: (-pair.times, pair.one, pair.other))[:PAIRS])
