"""A member's way through a guided series."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID


class Way(StrEnum):
    """How an enrolment stands."""

    GOING = "going"
    PAUSED = "paused"
    DONE = "done"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """A member's way through one journey; which one is plain, as every name of content, what they answer is sealed.

    `step` is the place of the step that comes next, from 0. `sent` is the place of the last step that came by itself,
    -1 before the first: what has come waits and does not come again. `every` is in days. `last_date` is the local date
    on which a step last came, or was done.
    """

    member_id: UUID
    journey: str
    state: Way = Way.GOING
    step: int = 0
    sent: int = -1
    every: int = 1
    last_date: date | None = None

    def due(self, day: date) -> bool:
        """Tell whether the next step comes on a local date."""
        if self.state is not Way.GOING or self.sent >= self.step:
            return False
        return self.last_date is None or day >= self.last_date + timedelta(days=self.every)
