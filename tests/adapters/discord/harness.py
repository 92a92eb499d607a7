"""The real adapter with the real discord.py against the loopback Discord, reached through the public `connector=`."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from pydantic import SecretStr

from adapters.discord import Settings, connect
from bot.app import App
from bot.messages import ActionId, Answer
from bot.model import Target
from bot.platform import CommandSpec, OptionSpec, Platform, Shelf
from tests.adapters.harness import DictShelf, Fault, ScriptedCore

from . import faults
from .checks import TEXT_DISPLAY, walk
from .loopback import Loopback
from .payloads import Payloads
from .world import CHANNEL, MEMBER, TOKEN, Interaction, Json, Posted, World

PATIENCE = 5.0
POST = "POST /channels/{}/messages"
FORUM_POST = "POST /channels/{}/threads"
HANDLING = "discord.py: on_"
"""How discord.py names the tasks in which events are handled."""

FAULTS: Mapping[Fault, faults.Fault] = {
    Fault.REPLY_LOST: faults.reply_lost,
    Fault.NEVER_ARRIVED: faults.never_arrived,
    Fault.SERVER_ERROR: faults.server_error,
    Fault.RATE_LIMITED: faults.rate_limited,
    Fault.CLOSED_DIRECT: faults.says(403, 50007),
    Fault.NO_CHANNEL: faults.says(404, 10003),
}

FIND = ActionId(feature="topic", action="find")


def spec(name: str, *options: OptionSpec, subcommands: tuple[CommandSpec, ...] = (), **more: bool) -> CommandSpec:
    """Return a command with a summary in two languages."""
    summary = {"en": f"Summary of {name}", "es": f"Resumen de {name}"}
    return CommandSpec(name=name, summary=summary, options=options, subcommands=subcommands, **more)


COMMANDS = (
    spec("today"),
    spec("checkin"),
    spec("tip", OptionSpec(name="category", summary={"en": "Which kind"})),
    spec(
        "topic",
        subcommands=(
            spec(
                "post",
                OptionSpec(name="channel", summary={"en": "Where"}, kind="channel"),
                OptionSpec(name="topic", summary={"en": "Which"}, lookup=FIND),
            ),
            spec("list"),
        ),
        moderator=True,
        direct=False,
    ),
    spec("help"),
)


@dataclass
class Seen:
    """What a person sees."""

    text: str
    actions: Sequence[str]


def quick(platform: Any) -> None:
    """Let turns at identifying be over at once."""
    platform._slots._seconds, platform._slots._look = 0.01, 0.001


@dataclass
class Line:
    """A platform that receives from the loopback Discord until it is cut."""

    discord: Loopback
    platform: Platform
    task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start, and wait until events can come in."""
        await self.platform.start()
        self.task = asyncio.create_task(self.platform.run())
        connected = asyncio.create_task(self.discord.gateway.connected.wait())
        await asyncio.wait({self.task, connected}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        if not connected.done():
            connected.cancel()
            ended, self.task = self.task, None
            await asyncio.wait_for(ended, PATIENCE)  # says why

    async def stop(self) -> None:
        """Stop receiving, and close."""
        if self.task is not None:
            self.task.cancel()
            with suppress(asyncio.CancelledError):
                await self.task
        await self.platform.close()
        self.discord.gateway.connected.clear()


@dataclass
class DiscordHarness(Payloads):
    """One running adapter with its loopback Discord, under the scripted core or under `app`."""

    core: ScriptedCore = field(default_factory=lambda: ScriptedCore(commands=COMMANDS))
    app: App | None = None
    shelf: Shelf = field(default_factory=DictShelf)
    world: World = field(default_factory=World)
    token: str = TOKEN

    def __post_init__(self) -> None:
        """Prepare a server."""
        self.discord = Loopback(self.world)
        self.commands = self.app.commands if self.app else self.core.commands
        self.platform: Platform
        self._line: Line | None = None

    async def start(self) -> None:
        """Start the loopback Discord and the adapter, and wait until events can come in."""
        await self.discord.start()
        await self.connect()

    async def connect(self) -> None:
        """Start the adapter anew, as after a restart."""
        await self.prepare().start()

    def prepare(self) -> Line:
        """Put the adapter together without starting it."""
        way = self.discord.connector()
        if self.app is not None:
            self.platform = self.app.connect("discord", connector=way)
        else:
            settings = Settings(token=SecretStr(self.token))
            self.platform = connect(settings, self.core, self.shelf, self.core.clock, connector=way)
        self._line = Line(self.discord, self.platform)
        return self._line

    async def disconnect(self) -> None:
        """Stop the adapter, and leave the loopback Discord as it is."""
        if self._line is not None:
            await self._line.stop()
            self._line = None

    async def stop(self) -> None:
        """Stop both. Fails where a request was made that Discord would have refused."""
        await self.disconnect()
        await self.discord.stop()
        assert self.discord.api.complaints == []

    def direct(self) -> Target:
        """Return a person's DM that has not been opened yet."""
        return Target(platform="discord", scope="", kind="direct", account=MEMBER)

    def channel(self) -> Target:
        """Return a channel the bot may write in."""
        return Target(platform="discord", scope="", kind="channel", channel=CHANNEL)

    def fail(self, fault: Fault) -> None:
        """Let the next message meet `fault`."""
        self.discord.api.fail(POST, FAULTS[fault])

    async def posted(self) -> Sequence[Seen]:
        """Return every message of the bot that all in its place can see, oldest first."""
        return [seen(each) for each in self.world.messages if not each.private and "seed" not in each.body]

    def answering(self, answer: Answer | None) -> None:
        """Let the core answer everything with `answer`."""
        self.core.answer = lambda event: answer

    async def command(self, name: str, options: Mapping[str, str], *, event: str) -> Seen | str | None:
        """Give a slash command in a channel."""
        return await self.shown(self.commanding(name, options, event=event))

    async def press(self, action: ActionId, values: Sequence[str], *, event: str) -> Seen | str | None:
        """Press a button on a message of ours that has it, or on one in the member's DM."""
        return await self.shown(self.pressing(action, values, event=event, message=self.bearing(action)))

    async def submit(self, action: ActionId, fields: Mapping[str, Sequence[str]], *, event: str) -> Seen | str | None:
        """Send a form that was opened before."""
        return await self.shown(self.submitting(action, fields, event=event))

    async def complete(self, name: str, option: str, typed: str, *, event: str) -> list[Json]:
        """Type into an option and return what is offered."""
        await self.deliver("INTERACTION_CREATE", self.completing(name, option, typed, event=event))
        return self.world.interactions[event].choices or []

    def bearing(self, action: ActionId | str) -> Posted:
        """Return the message with this button; where there is none, one appears in the member's DM."""
        found = next((each for each in self.world.messages[::-1] if str(action) in seen(each).actions), None)
        if found is None:
            button = {"type": 2, "style": 2, "label": "Press", "custom_id": str(action)}
            body = {"seed": True, "flags": 1 << 15, "components": [{"type": 1, "components": [button]}]}
            found = self.world.post(self.world.open_direct(MEMBER)["id"], body)
        return found

    async def shown(self, body: Json) -> Seen | str | None:
        """Deliver an interaction and return what the one who did it sees of it."""
        record = self.world.interactions[body["token"]]
        said, revisions = len(record.said), record.message.revisions if record.message else 0
        form, record.form = record.form, None
        await self.deliver("INTERACTION_CREATE", body)
        if len(record.said) > said:
            return seen(*record.said[said:])
        if title := _title(record):
            return title
        record.form = form
        if record.message is not None and record.message.revisions > revisions:
            return seen(record.message)
        return None

    async def deliver(self, name: str, body: Json) -> None:
        """Send an event, and wait until the adapter is through with it."""
        await self.discord.gateway.dispatch(name, body)
        await self.idle()

    async def idle(self) -> None:
        """Wait until no event is being handled."""
        while busy := [each for each in asyncio.all_tasks() if each.get_name().startswith(HANDLING)]:
            _, late = await asyncio.wait(busy, timeout=PATIENCE)
            assert not late, f"still busy: {late}"


def _title(record: Interaction) -> str:
    return str(record.form["title"]) if record.form else ""


def seen(*messages: Posted) -> Seen:
    """Return what a person sees of messages."""
    parts = [part for each in messages for part in walk(each.body.get("components") or [])]
    texts = [line for each in parts for line in _words(each)]
    return Seen("\n".join(texts), [each["custom_id"] for each in parts if "custom_id" in each])


def _words(part: Mapping[str, Any]) -> list[str]:
    if part["type"] == TEXT_DISPLAY:
        return [unescaped(part["content"])]
    options = [each["label"] for each in part.get("options") or ()]
    return [each for each in (part.get("label"), part.get("placeholder"), *options) if each]


def unescaped(text: str) -> str:
    """Return text as Discord shows it: without backslashes, invisible marks, and the signs of quotes and headings."""
    lines = (re.sub(r"^(?:> |-# |#{1,3} )", "", line) for line in text.split("\n"))
    shown = re.sub(r"</([^:>]+):\d+>", r"/\1", "\n".join(lines))
    return re.sub(r"\\([^\w\s])", r"\1", shown).replace("\u200b", "")


@asynccontextmanager
async def running(**more: Any) -> AsyncIterator[DiscordHarness]:
    """Run an adapter for the length of a block."""
    harness = DiscordHarness(**more)
    try:
        await harness.start()
        yield harness
    finally:
        await harness.stop()
