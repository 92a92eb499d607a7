"""What the one contract suite (`test_contract.py`) needs of every adapter and of the fake platform.

Each adapter's tests bring a `harness.py` with a class that fulfils `Harness`: the real adapter with its real client
library, talking to a loopback stand-in of the platform.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from bot.clock import Clock, SystemClock
from bot.messages import ActionId, Answer, Inbound
from bot.model import Target
from bot.platform import CommandSpec, Platform


class Fault(StrEnum):
    """What the stand-in does to the next send."""

    REPLY_LOST = "reply_lost"  # accepts the message, then drops the connection
    NEVER_ARRIVED = "never_arrived"  # drops the connection without accepting
    SERVER_ERROR = "server_error"  # answers 5xx without accepting
    RATE_LIMITED = "rate_limited"  # refuses with a wait of 7 seconds
    CLOSED_DIRECT = "closed_direct"  # this person cannot be written to
    NO_CHANNEL = "no_channel"  # the channel is no more


@dataclass
class ScriptedCore:
    """A `Core` that records events and answers as told."""

    commands: tuple[CommandSpec, ...]
    answer: Callable[[Inbound], Answer | None] = lambda event: None
    events: list[Inbound] = field(default_factory=list)
    clock: Clock = field(default_factory=SystemClock)
    ticks: int = 0

    async def handle(self, event: Inbound) -> Answer | None:
        """Record the event and answer it."""
        self.events.append(event)
        return self.answer(event)

    async def tick(self) -> None:
        """Count."""
        self.ticks += 1

    def say(self, locale: str, key: str, **values: str | int) -> str:
        """Return the key itself."""
        return key


class DictShelf:
    """A shelf in memory, which keeps what JSON keeps."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    async def get(self, scope: str, key: str) -> Mapping[str, Any] | None:
        text = self.kept.get((scope, key))
        return json.loads(text) if text is not None else None

    async def put(self, scope: str, key: str, value: Mapping[str, Any]) -> None:
        self.kept[scope, key] = json.dumps(value)

    async def delete(self, scope: str, key: str) -> None:
        self.kept.pop((scope, key), None)

    @asynccontextmanager
    async def lock(self, key: str, seconds: float) -> AsyncIterator[bool]:
        yield True


class Shown(Protocol):
    """What a person sees of one message: all of its text, and the identifiers of its buttons and menus."""

    text: str
    actions: Sequence[str]


class Harness(Protocol):
    """One running adapter with its stand-in."""

    platform: Platform
    core: ScriptedCore

    async def start(self) -> None:
        """Start the stand-in and the adapter, receiving events."""
        ...

    async def stop(self) -> None:
        """Stop both."""
        ...

    def direct(self) -> Target:
        """Return a person's DM that has not been opened yet."""
        ...

    def channel(self) -> Target:
        """Return a channel the bot may write in."""
        ...

    def fail(self, fault: Fault) -> None:
        """Let the next send meet `fault`."""
        ...

    async def posted(self) -> Sequence[Shown]:
        """Return every message of the bot that stands in a DM or channel, oldest first."""
        ...

    async def command(self, name: str, options: Mapping[str, str], *, event: str) -> Shown | str | None:
        """Let a member give a command; `event` makes repeated calls one platform event.

        Return what only that member sees in answer, the title of the form that opened, or None.
        """
        ...

    async def press(self, action: ActionId, values: Sequence[str], *, event: str) -> Shown | str | None:
        """Let a member press a button on a message of ours; returns as `command` does."""
        ...

    async def submit(self, action: ActionId, fields: Mapping[str, Sequence[str]], *, event: str) -> Shown | str | None:
        """Let a member send a form; returns as `command` does."""
        ...
