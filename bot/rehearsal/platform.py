"""A platform without a network: it keeps what each person really saw, and fails as it is told to.

It passes the same contract suite as the adapters. It knows a message again only as the real ones do; see `Memory`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.clock import Clock
from bot.errors import Gone, Refused, Unreachable, Unreadable, Unsure, Wait
from bot.messages import Attachment, Message
from bot.model import AccountRef, CommunityRef, Receipt, Target
from bot.platform import Limits

if TYPE_CHECKING:
    from aiohttp import web

NAME = "rehearsal"
WAIT_SECONDS = 7.0

NONCE_WINDOW = timedelta(minutes=5)
"""For how long Discord knows a nonce again ("the past few minutes", it says)."""

LIMITS = Limits(
    message_text=4000,
    message_parts=40,
    text=3000,
    heading=150,
    title=100,
    button_label=75,
    buttons_per_row=5,
    menu_options=25,
    option_label=75,
    option_hint=75,
    placeholder=100,
    form_title=24,
    form_parts=5,
    field_label=45,
    field_hint=100,
    field_text=3000,
    submit=24,
    action_id=100,
    pace=40.0,
    opening_pace=40.0,
    lookup_pace=40.0,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One message as it stands on the platform: where, when it came, and under which mark."""

    place: str
    message_id: str
    at: datetime
    key: str
    message: Message
    thread: bool


class Memory(StrEnum):
    """What a platform lets us know about what it has already."""

    NONCE = "nonce"
    """As Discord: the same key within a few minutes is the same message, and the history can be read."""
    HISTORY = "history"
    """As Slack: the history can be read."""
    BLIND = "blind"
    """Neither; so whoever is in doubt can only guess."""


class FakePlatform:
    """A `Platform` in memory. `fault` is asked before every send for what goes wrong with it, if anything."""

    routes: tuple[web.RouteDef, ...] = ()

    def __init__(
        self,
        clock: Clock,
        fault: Callable[[], str | None] = lambda: None,
        *,
        name: str = NAME,
        memory: Memory = Memory.HISTORY,
        pace: float = LIMITS.pace,
    ) -> None:
        """Begin with nothing posted."""
        self._clock, self._fault = clock, fault
        self.name, self.memory = name, memory
        self.limits = replace(LIMITS, pace=pace, opening_pace=pace)
        self.seen: list[Seen] = []
        self.files: dict[str, tuple[str, Attachment] | None] = {}

    async def start(self) -> None:
        """Nothing to open."""

    async def run(self) -> None:
        """Receive nothing until cancelled."""
        await asyncio.Event().wait()

    async def close(self) -> None:
        """Nothing to let go of."""

    async def send(self, target: Target, message: Message, key: str) -> Receipt:
        """Post, or fail as told."""
        fault = self._fault()
        _refuse(fault)
        receipt = self.arrive(target, message, key)
        if fault == "reply_lost":
            raise Unsure("reset")
        return receipt

    def arrive(self, target: Target, message: Message, key: str) -> Receipt:
        """Take a message in, unless it is known to be here already."""
        place, now = target.channel or f"D-{target.account}", self._clock.now()
        for each in reversed(self.seen) if self.memory is Memory.NONCE else ():
            if each.key == key and now - each.at < NONCE_WINDOW:
                return _receipt(each)
        thread = target.thread or target.kind == "forum"
        number = f"{len(self.seen) + 1:08d}"
        self.seen.append(Seen(place=place, message_id=number, at=now, key=key, message=message, thread=thread))
        return _receipt(self.seen[-1])

    async def find(self, target: Target, key: str, since: datetime) -> Receipt | None:
        """Look through everything posted, back from the newest and by no clock, so that none can hide it."""
        if self.memory is Memory.BLIND:
            raise Unreadable("no_history")
        found = (each for each in self.seen if each.key == key)
        return next(map(_receipt, found), None)

    async def revise(self, target: Target, receipt: Receipt, message: Message) -> None:
        """Replace a message."""
        for index, each in enumerate(self.seen):
            if (each.place, each.message_id) == (receipt.channel, receipt.message):
                self.seen[index] = replace(each, message=message)
                return
        raise Refused("unknown_message")

    async def upload(self, target: Target, attachment: Attachment, known: Callable[[str], Awaitable[None]]) -> None:
        """Lay a file into a DM, or fail as told."""
        name = f"F{len(self.files) + 1:08d}"
        await known(name)
        _refuse(self._fault())
        self.files[name] = (target.account or "", attachment)

    async def delete(self, scope: str, file: str) -> bool:
        """Delete a file, or fail as told."""
        _refuse(self._fault())
        found = self.files.get(file)
        self.files[file] = None
        return found is not None

    async def manages(self, account: AccountRef, community: CommunityRef) -> bool:
        """Everyone whose id begins with `mod` manages."""
        return account.id.startswith("mod")


def _receipt(seen: Seen) -> Receipt:
    return Receipt(channel=seen.place, message=seen.message_id, thread=seen.message_id if seen.thread else None)


def _refuse(fault: str | None) -> None:
    if fault in ("never_arrived", "server_error"):
        raise Unsure(fault)
    if fault == "rate_limited":
        raise Wait("rate_limited", seconds=WAIT_SECONDS)
    if fault == "closed_direct":
        raise Unreachable("closed_direct")
    if fault == "no_channel":
        raise Gone("no_channel")
