"""The fake platform of the rehearsals under the contract suite: what a member does goes straight to the core."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.messages import (
    ActionId,
    Answer,
    Buttons,
    Choices,
    Command,
    CommandRef,
    Form,
    Inbound,
    Lookup,
    Menu,
    Message,
    Origin,
    Press,
    Reply,
    Submission,
    Update,
)
from bot.model import AccountRef, Target
from bot.platform import CommandSpec
from bot.rehearsal.platform import NAME, FakePlatform

from .harness import Fault, ScriptedCore

MEMBER, CHANNEL = "sam", "general"


@dataclass
class Seen:
    """What a person sees."""

    text: str
    actions: Sequence[str]


@dataclass
class FakeHarness:
    """The fake platform, and a member."""

    commands: tuple[CommandSpec, ...] = ()
    core: ScriptedCore = field(init=False)
    platform: FakePlatform = field(init=False)

    def __post_init__(self) -> None:
        """Make the platform."""
        self.core = ScriptedCore(commands=self.commands)
        self.platform = FakePlatform(self.core.clock, self._fault)
        self._next: Fault | None = None
        self._public: list[Message] = []

    async def start(self) -> None:
        await self.platform.start()

    async def stop(self) -> None:
        await self.platform.close()

    def direct(self) -> Target:
        return Target(platform=NAME, scope="", kind="direct", account=MEMBER)

    def channel(self) -> Target:
        return Target(platform=NAME, scope="", kind="channel", channel=CHANNEL)

    def fail(self, fault: Fault) -> None:
        self._next = fault

    def _fault(self) -> str | None:
        fault, self._next = self._next, None
        return fault.value if fault else None

    async def posted(self) -> Sequence[Seen]:
        return [_seen(each.message) for each in self.platform.seen] + [_seen(each) for each in self._public]

    async def command(self, name: str, options: Mapping[str, str], *, event: str) -> Seen | str | None:
        return await self._does(Command(origin=self._origin(event), name=name, options=options))

    async def press(self, action: ActionId, values: Sequence[str], *, event: str) -> Seen | str | None:
        return await self._does(Press(origin=self._origin(event), action=action, values=tuple(values)))

    async def submit(self, action: ActionId, fields: Mapping[str, Sequence[str]], *, event: str) -> Seen | str | None:
        given = {name: tuple(values) for name, values in fields.items()}
        return await self._does(Submission(origin=self._origin(event), action=action, fields=given))

    async def complete(self, action: ActionId, query: str, *, event: str) -> Sequence[str]:
        """Type into something that searches, and return the values offered."""
        found = await self.core.handle(Lookup(origin=self._origin(event), action=action, query=query))
        return [each.value for each in found.options] if isinstance(found, Choices) else []

    def _origin(self, event: str) -> Origin:
        account = AccountRef(platform=NAME, scope="", id=MEMBER)
        return Origin(event=f"{NAME}:{event}", account=account, place=self.channel())

    async def _does(self, event: Inbound) -> Seen | str | None:
        answer: Answer | None = await self.core.handle(event)
        match answer:
            case Form():
                return answer.title
            case Reply(private=False):
                self._public.append(answer.message)
            case Reply() | Update():
                return _seen(answer.message)
        return None


def _seen(message: Message) -> Seen:
    texts: list[str] = []
    actions: list[str] = []
    for part in message.parts:
        texts += _texts(part)
        if isinstance(part, Buttons):
            actions += [str(each.action) for each in part.buttons if each.action]
        if isinstance(part, Menu):
            actions.append(str(part.action))
    return Seen("\n".join(texts), actions)


def _texts(part: Any) -> list[str]:
    if isinstance(part, Buttons):
        return [each.label for each in part.buttons]
    if isinstance(part, Menu):
        return [part.placeholder, *(each.label for each in part.options)]
    words = getattr(part, "words", None) or (getattr(part, "text", ""),)
    return ["".join(f"/{each.name}" if isinstance(each, CommandRef) else each for each in words)]
