"""The answer to danger goes out beside what the member was doing, and waits for it only so long.

What is being handled is never broken off: where it takes longer, the answer goes alone with the member's words handed
back, and the handling comes to its end behind it, once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from bot.feature import Caller
from bot.features.safety.beneath import Beneath
from bot.features.safety.screening import Hit, Screening
from bot.messages import Answer, Command, Inbound, Invalid, Reply, Submission, Typed

logger = logging.getLogger(__name__)

CLOSE_SECONDS = 5.0


@dataclass(slots=True, kw_only=True)
class Handling:
    """One event on its way: who asks, once that is known, and whether danger is answered already."""

    answered: bool = False
    caller: Caller | None = None


def given(event: Inbound) -> tuple[str, ...]:
    """Return the free texts of an event that are no field of a form's own words.

    Other fields of a form may be typed where a platform has no picker; what has no space in it is an identifier.
    """
    if isinstance(event, Typed):
        return (event.text,)
    if isinstance(event, Command):
        return tuple(event.options.values())
    if isinstance(event, Submission):
        return tuple(text for texts in event.fields.values() for text in texts if len(text.split()) > 1)
    return ()


class Beside:
    """Runs handlings beside answers, and keeps those that take longer until they are done."""

    def __init__(self, screening: Screening, deadline: float) -> None:
        """Let `screening` answer; wait `deadline` seconds for a handling."""
        self._screening, self._deadline = screening, deadline
        self._running: set[asyncio.Task[Any]] = set()

    async def answered(
        self,
        event: Inbound,
        hit: Hit,
        handling: Handling,
        words: tuple[str, ...],
        work: Coroutine[Any, Any, Answer | None],
    ) -> Reply:
        """Answer a hit, with what `work` answers beneath it where that comes in time."""
        task = self._keep(work)
        done, _ = await asyncio.wait({task}, timeout=self._deadline)
        late = task not in done
        if late:
            task.add_done_callback(_ended)
        answer = None if late else _result(task)
        self._keep(self._screening.count(hit))
        return self._screening.answer(event, hit, handling.caller, Beneath(answer=answer, words=words))

    def instead(self, event: Inbound, hit: Hit, handling: Handling, words: tuple[str, ...]) -> Reply:
        """Answer a hit in place of what would have been shown to others, with the words handed back."""
        self._keep(self._screening.count(hit))
        return self._screening.answer(event, hit, handling.caller, Beneath(answer=None, words=words, kept_back=True))

    def _keep(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    async def close(self) -> None:
        """Let everything come to its end, for a short while."""
        if self._running:
            await asyncio.wait(self._running, timeout=CLOSE_SECONDS)


def _result(task: asyncio.Task[Answer | None]) -> Answer | None:
    """Return what was answered; whatever a member did is answered, so only the end of the process is none."""
    return None if task.cancelled() or task.exception() else task.result()


def _ended(task: asyncio.Task[Answer | None]) -> None:
    """Say what became of a handling that nobody waits for any more; its words were handed back meanwhile."""
    answer = _result(task)
    kept = answer is not None and not isinstance(answer, Invalid)
    logger.warning("what took longer than its answer was %s", "done in the end" if kept else "not done")
