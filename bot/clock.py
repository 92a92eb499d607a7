"""Time as a port: everything that needs the hour is handed a `Clock`."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What the hour is, and a way to let time pass."""

    def now(self) -> datetime:
        """Return the instant, aware and in UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never run backwards, for pacing and deadlines."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Let `seconds` pass."""
        ...


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        """Return the machine's instant, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return the machine's monotonic seconds."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Let real seconds pass."""
        await asyncio.sleep(seconds)


class MovableClock:
    """The machine's time plus an offset that can be moved forward; the playground's clock."""

    def __init__(self, offset: timedelta = timedelta(0)) -> None:
        """Start `offset` ahead of the machine's time."""
        self.offset = offset

    def now(self) -> datetime:
        """Return the moved instant, in UTC."""
        return datetime.now(UTC) + self.offset

    def monotonic(self) -> float:
        """Return monotonic seconds that include the moves."""
        return time.monotonic() + self.offset.total_seconds()

    def advance(self, delta: timedelta) -> None:
        """Move forward by `delta`; a negative one is refused with ValueError, since time never runs back."""
        if delta < timedelta(0):
            raise ValueError("a clock only moves forward")
        self.offset += delta

    async def sleep(self, seconds: float) -> None:
        """Let real seconds pass."""
        await asyncio.sleep(seconds)


class FrozenClock:
    """A clock that stands still until it is moved, and for which sleeping is moving; for tests and rehearsals."""

    def __init__(self, now: datetime) -> None:
        """Stand at `now`, which has to be aware."""
        if now.tzinfo is None:
            raise ValueError("a clock needs an aware instant")
        self._now = now.astimezone(UTC)
        self._start = self._now

    def now(self) -> datetime:
        """Return the instant at which it stands, in UTC."""
        return self._now

    def monotonic(self) -> float:
        """Return the seconds it was moved since it was made."""
        return (self._now - self._start).total_seconds()

    def advance(self, delta: timedelta) -> None:
        """Move forward by `delta`; a negative one is refused with ValueError."""
        if delta < timedelta(0):
            raise ValueError("a clock only moves forward")
        self._now += delta

    def move_to(self, instant: datetime) -> None:
        """Move forward to `instant`; an earlier one is refused with ValueError."""
        self.advance(instant - self._now)

    async def sleep(self, seconds: float) -> None:
        """Move forward by `seconds` and let other tasks run once."""
        self.advance(timedelta(seconds=max(0.0, seconds)))
        await asyncio.sleep(0)
