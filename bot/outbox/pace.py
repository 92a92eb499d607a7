"""A lane's pace, kept in memory: exact across machines, because a lane belongs to one courier at a time."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime

from bot.clock import Clock


class Pace:
    """So many calls a second and no more; they go in handfuls of `most`, a second's worth or at least one."""

    def __init__(self, clock: Clock, per_second: float) -> None:
        """Allow the first handful at once."""
        self._clock, self._per_second = clock, per_second
        self._next = -math.inf
        self.most = max(1, math.floor(per_second))

    @property
    def ahead(self) -> float:
        """Return in how many seconds the next handful may go."""
        return max(0.0, self._next - self._clock.monotonic())

    async def wait(self) -> None:
        """Wait until the next handful may go."""
        await self._clock.sleep(self.ahead)

    def spend(self, calls: int) -> None:
        """Note that a handful went."""
        self._next = max(self._next, self._clock.monotonic()) + calls / self._per_second


class Pause:
    """The platform's word that a lane has to keep still for a while. The longest counts."""

    def __init__(self, clock: Clock, told: Callable[[], None]) -> None:
        """Begin without one; `told` is called when the platform says another word."""
        self._clock, self._told = clock, told
        self.until: datetime | None = None

    @property
    def on(self) -> bool:
        """Whether the lane has to keep still now."""
        return self.until is not None and self._clock.now() < self.until

    def extend(self, until: datetime) -> None:
        """Keep still until then at least, by the platform's word just now."""
        if self.adopt(until):
            self._told()

    def adopt(self, until: datetime | None) -> bool:
        """Keep still until then at least, by the platform's word to another process; return whether that is longer."""
        if until is None or (self.until is not None and until <= self.until):
            return False
        self.until = until
        return True
