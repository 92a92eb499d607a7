"""An event loop on which no time is ever waited for: it jumps to the next timer, so that weeks pass in seconds.

`asyncio.sleep`, `asyncio.timeout` and whatever else waits by the loop's clock become virtual. One thread, no sockets
that matter: what happens next is decided by the loop's own order alone, so a seed replays exactly.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from contextvars import ContextVar
from itertools import count
from typing import Any, TypeVar

T = TypeVar("T")

MOST_AT_ONE_INSTANT = 200_000
"""Turns of the loop without time passing after which it is certain that something spins."""

RESOLUTION = 1e-6
"""Timers this near are due, in seconds. A float of half a year cannot tell the loop's own nanosecond any more."""

Register = Callable[["asyncio.Task[Any]"], None]

BORN: ContextVar[Register | None] = ContextVar("BORN", default=None)
"""Is told of every task that begins in a context: whose tasks they are."""


class TimeStandsStill(RuntimeError):
    """Nothing will ever happen again, or the same for ever without time passing: a deadlock or a busy loop."""


class _Selector(selectors.SelectSelector):
    """Instead of waiting, lets the time pass."""

    def __init__(self, passed: Callable[[float], None]) -> None:
        super().__init__()
        self._passed, self._turns = passed, 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise TimeStandsStill("everything waits and no timer is set")
        if timeout > 0:
            self._turns = 0
            self._passed(timeout)
            return []
        self._turns += 1
        if self._turns > MOST_AT_ONE_INSTANT:
            raise TimeStandsStill("something spins without letting time pass")
        return []


class _Task(asyncio.Task[T]):
    """A task whose place in a set depends on when it was made and not on where it lies in memory."""

    def __init__(self, coro: Coroutine[Any, Any, T], *, number: int, **more: Any) -> None:
        self._number = number
        super().__init__(coro, **more)

    def __hash__(self) -> int:
        return self._number


class VirtualLoop(asyncio.SelectorEventLoop):
    """The loop; `time()` begins at nought."""

    def __init__(self) -> None:
        self._now, self._numbers = 0.0, count()
        super().__init__(_Selector(self._pass))
        self._clock_resolution = RESOLUTION
        self.set_task_factory(self._made)

    def time(self) -> float:
        """Return the virtual seconds since the loop was made."""
        return self._now

    def _pass(self, seconds: float) -> None:
        self._now += seconds

    def _made(self, loop: asyncio.AbstractEventLoop, coro: Any, **more: Any) -> asyncio.Task[Any]:
        task: asyncio.Task[Any] = _Task(coro, number=next(self._numbers), loop=loop, **more)
        register = BORN.get()
        if register is not None:
            register(task)
        return task


def run(main: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end on a virtual loop of its own."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main)
