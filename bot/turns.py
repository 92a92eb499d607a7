"""When a prompt may go and whose turn it is: a lane shared fairly, a minute spread so that nobody notices.

Fair shares are start-time fair queueing (Goyal, Vin and Cheng, 1996): each community's waiting prompts stand one step
of the lane apart, beginning at the turn that the lane has come to. So whoever has few goes between those of whoever
has many, and a server of 50,000 delays one of 50 by no more than another one of 50 would.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from bot.model import Delivery, Priority
from bot.recurrence import spread

STEP = timedelta(milliseconds=20)
"""How far apart the turns of one community stand. Only their order counts, since a lane never waits for a turn."""


class Turns:
    """Gives prompts their moment and their turn. `seconds`, below 60, is how much of a minute they are spread over."""

    def __init__(self, seconds: int) -> None:
        """Begin with no community waiting; what earlier processes planned shows in `reached`."""
        self._seconds = seconds
        self._last: dict[tuple[str, UUID | None], datetime] = {}

    def given(
        self, planned: Sequence[Delivery], reached: Mapping[str, datetime], now: datetime
    ) -> dict[UUID, tuple[datetime, datetime]]:
        """Return, by id, when each prompt may go, and its turn; `reached` is the first turn that waits in each lane."""
        self._forget(reached, now)
        return {each.id: self._placed(each, reached) for each in planned if each.priority is Priority.PROMPT}

    def _placed(self, delivery: Delivery, reached: Mapping[str, datetime]) -> tuple[datetime, datetime]:
        free_at = self._moment(delivery)
        lane = delivery.target.lane
        turn = min(free_at, reached.get(lane, free_at))
        queue = (lane, delivery.community_id)
        last = self._last.get(queue)
        if last is not None:
            turn = max(turn, last + STEP)
        self._last[queue] = turn
        return free_at, turn

    def _moment(self, delivery: Delivery) -> datetime:
        """Delay by a stable part of a minute, always the same for a member, and never near the end of freshness."""
        jitter = spread(delivery.recipient, self._seconds)
        return delivery.due_at + min(jitter, (delivery.expires_at - delivery.due_at) / 2)

    def _forget(self, reached: Mapping[str, datetime], now: datetime) -> None:
        """Drop the communities whose last turn the lane has passed: they begin anew."""
        passed = [queue for queue, last in self._last.items() if last < min(now, reached.get(queue[0], now))]
        for queue in passed:
            del self._last[queue]
