"""One simulated process of several: it can be put to sleep, crash at any call, and must then touch nothing any more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextvars import ContextVar, copy_context
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from .loop import BORN

T = TypeVar("T")

MANY = 500
"""Tasks of a process that are remembered before those that ended are forgotten."""


@dataclass(slots=True)
class Act:
    """Something one process does, from outside: a tick, or the answer to an event; with every look at the clock."""

    name: str
    number: int = 0
    readings: list[datetime] = field(default_factory=list)


ACT: ContextVar[Act | None] = ContextVar("ACT", default=None)
"""What is being done, for whoever notes what was committed."""


class WallClock:
    """What the machines' clocks show: right at first, then as wrong as they are set."""

    def __init__(self, start: datetime) -> None:
        """Show `start` when the loop begins."""
        self.start = start.astimezone(UTC)
        self.steps: list[tuple[float, timedelta]] = [(0.0, timedelta(0))]
        self.latest = self.start

    def now(self) -> datetime:
        """Return what the clocks show; `latest` remembers the most they ever showed."""
        shown = self.true() + self.steps[-1][1]
        self.latest = max(self.latest, shown)
        return shown

    def true(self) -> datetime:
        """Return the right time, by which the platforms go."""
        return self.start + timedelta(seconds=asyncio.get_running_loop().time())

    def shown_at(self, seconds: float) -> datetime:
        """Return what the clocks showed at a second of the loop."""
        offset = next(each for at, each in reversed(self.steps) if at <= seconds)
        return self.start + timedelta(seconds=seconds) + offset

    def step(self, seconds: float) -> None:
        """Set the clocks forward or back."""
        self.now()
        now = asyncio.get_running_loop().time()
        self.steps.append((now, self.steps[-1][1] + timedelta(seconds=seconds)))
        self.now()


class RightClock:
    """A platform's own clock."""

    def __init__(self, wall: WallClock) -> None:
        """Go by the same start."""
        self._wall = wall

    def now(self) -> datetime:
        """Return the right time."""
        return self._wall.true()

    def monotonic(self) -> float:
        """Return the loop's seconds."""
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        """Let virtual time pass."""
        await asyncio.sleep(seconds)


class Process:
    """A process from its start to its crash or end; also the `Clock` of everything in it."""

    def __init__(self, name: str, wall: WallClock) -> None:
        """Begin awake."""
        self.name, self._wall = name, wall
        self.dead = asyncio.Event()
        self.stir = asyncio.Event()
        self._closers: list[Callable[[], None]] = []
        self._asleep_until = 0.0
        self._calls_left: int | None = None
        self._tasks: list[asyncio.Task[Any]] = []

    # --- the clock ---------------------------------------------------------------------------------------------------

    def now(self) -> datetime:
        """Return what the machine's clock shows, and note that it was looked at."""
        shown = self._wall.now()
        act = ACT.get()
        if act is not None:
            act.readings.append(shown)
        return shown

    @property
    def shown(self) -> datetime:
        """What the machine's clock shows, looked at from outside."""
        return self._wall.now()

    def monotonic(self) -> float:
        """Return the loop's seconds."""
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        """Let virtual time pass, and longer while the process is asleep."""
        await asyncio.sleep(max(0.0, seconds))
        await self.gate()

    # --- life and death ----------------------------------------------------------------------------------------------

    @property
    def awake(self) -> bool:
        """Whether it does anything at all."""
        return not self.dead.is_set() and self.monotonic() >= self._asleep_until

    def spawn(self, work: Coroutine[Any, Any, T], act: Act | None = None) -> asyncio.Task[T]:
        """Begin something that is this process's own and ends with it."""
        context = copy_context()
        context.run(BORN.set, self._born)
        context.run(ACT.set, act)
        task = asyncio.get_running_loop().create_task(work, context=context)
        self._born(task)
        return task

    def _born(self, task: asyncio.Task[Any]) -> None:
        if len(self._tasks) > MANY:
            self._tasks = [each for each in self._tasks if not each.done()]
        self._tasks.append(task)

    async def gate(self) -> None:
        """Stand at every call: the dead go no further, the sleeping wait, and who is to crash does it here."""
        if self.dead.is_set():
            raise asyncio.CancelledError
        if self._calls_left is not None:
            self._calls_left -= 1
            if self._calls_left <= 0:
                self.crash()
                raise asyncio.CancelledError
        while (longer := self._asleep_until - self.monotonic()) > 0:  # noqa: ASYNC110  it may be told to sleep longer
            await asyncio.sleep(longer)
        if self.dead.is_set():
            raise asyncio.CancelledError

    def fall_asleep(self, seconds: float) -> None:
        """Do nothing for so long, then go on as if nothing had been."""
        self._asleep_until = max(self._asleep_until, self.monotonic() + seconds)

    def crash_after(self, calls: int) -> None:
        """Crash at one of the next calls."""
        self._calls_left = calls

    def on_death(self, close: Callable[[], None]) -> None:
        """Have something let go of in a crash, as the operating system would."""
        self._closers.append(close)

    def crash(self) -> None:
        """Be gone at once: nothing is finished, what was not committed is lost."""
        if self.dead.is_set():
            return
        self.dead.set()
        for close in self._closers:
            close()
        here = asyncio.current_task()
        for task in self._tasks:
            if task is not here:  # who stands at the gate is told there
                task.cancel()

    async def buried(self) -> None:
        """Return once everything of it has ended; what it began while it fell may finish, since it reaches nothing."""
        self.crash()
        while alive := [task for task in self._tasks if not task.done()]:
            _, left = await asyncio.wait(alive, timeout=1)
            for task in left:
                task.cancel()
        for task in self._tasks:
            if not task.cancelled():
                task.exception()  # looked at, so that nobody complains about it
        self._tasks.clear()
