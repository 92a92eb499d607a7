"""A rhythm that bends: with no sign of life questions come less often, then one last, then none until there is one.

It follows from two dates alone, the last sign of life and today, so there is nothing to keep and nothing to lose; and
nobody's silence is counted anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from bot import agenda
from bot.model import Schedule
from bot.recurrence import local_date
from bot.store.accounts import Way

LAST = "last"
OPENINGS = ("third", "weekly", LAST, agenda.BACK)
"""What may be said above a question: that fewer come from now on, that it is the last for now, that they are back."""

STAGES = ((1, 7, ""), (3, 4, "third"), (7, 4, "weekly"), (14, 1, LAST))
"""Days between two questions, how many come so, and what is said above the first of them."""

A_DAY = timedelta(days=1)
MARK = "~"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a delivery brings: a question by its name, and what is said above it."""

    prompt: str
    opening: str = ""

    def __str__(self) -> str:
        """Write it as the content of a delivery."""
        return f"{self.prompt}{MARK}{self.opening}" if self.opening else self.prompt

    @classmethod
    def parse(cls, content: str) -> Asked:
        """Read what `__str__` wrote."""
        prompt, _, opening = content.partition(MARK)
        return cls(prompt, opening if opening in OPENINGS else "")


def opening(schedule: Schedule, way: Way) -> str | None:
    """Return what is said above the question of a slot, mostly nothing; None when it bends away and none comes.

    Dates on which the member rested by their own choice are no silence.
    """
    if schedule.last_date is None:
        return ""
    since = local_date(way.seen_at, way.zone)
    if schedule.paused_until is not None:
        since = max(since, min(schedule.paused_until, schedule.last_date))
    found = bent(schedule.days, since, schedule.last_date)
    return schedule.detail if found == "" and schedule.detail == agenda.BACK else found


@lru_cache(maxsize=4096)
def bent(days: int, since: date, today: date) -> str | None:
    """Return what is said above the question of `today` for one who was last here on `since`; None when none comes.

    `days` is the bit mask of the member's days, Monday first.
    """
    if today <= since:
        return ""
    for day, said in _questions(days, since):
        if day >= today:
            return said if day == today else None
    return None


def _questions(days: int, since: date) -> Iterator[tuple[date, str]]:
    """Yield the dates on which questions come while there is no sign of life, with what is said above each."""
    day = since
    for gap, times, said in STAGES:
        for number in range(times):
            day += gap * A_DAY
            while not days >> day.weekday() & 1:
                day += A_DAY
            yield day, "" if number else said
