"""The playground for tests: the real adapter behind a real server on a free port, and a shelf in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession, web

from adapters.playground.platform import Playground
from adapters.playground.room import NAME, SCOPE, Post
from adapters.playground.settings import BOT, Settings
from bot.clock import Clock, MovableClock
from bot.errors import Gone, SendError, Unreachable, Unsure, Wait
from bot.messages import ActionId
from bot.model import Target
from bot.platform import CommandSpec
from tests.adapters.harness import DictShelf, Fault, ScriptedCore, Shown

HOST = "127.0.0.1"

FAULTS: Mapping[Fault, tuple[SendError, bool]] = {
    Fault.REPLY_LOST: (Unsure("connection_lost"), True),
    Fault.NEVER_ARRIVED: (Unsure("connection_lost"), False),
    Fault.SERVER_ERROR: (Unsure("500"), False),
    Fault.RATE_LIMITED: (Wait("429", seconds=7), False),
    Fault.CLOSED_DIRECT: (Unreachable("closed"), False),
    Fault.NO_CHANNEL: (Gone("no_channel"), False),
}
"""What each fault raises, and whether the message stands there all the same."""


class Fence:
    """The obstacle of the next send."""

    def __init__(self) -> None:
        self.next: Fault | None = None

    def before(self, target: Target) -> None:
        self._raise(posted=False)

    def after(self, target: Target) -> None:
        self._raise(posted=True)

    def _raise(self, *, posted: bool) -> None:
        if self.next is not None and FAULTS[self.next][1] == posted:
            error, self.next = FAULTS[self.next][0], None
            raise error


@dataclass
class Seen:
    """One message as a person sees it."""

    text: str
    actions: Sequence[str]


@dataclass
class PlaygroundHarness:
    """One running playground with a scripted core, in which Sam does what a member does."""

    commands: tuple[CommandSpec, ...] = ()
    settings: Settings = field(default_factory=Settings)
    shelf: DictShelf = field(default_factory=DictShelf)
    clock: Clock = field(default_factory=MovableClock)
    core: ScriptedCore = field(default_factory=lambda: ScriptedCore(commands=()))
    platform: Playground = field(init=False)
    you: str = "sam"
    place: str = "general"

    def __post_init__(self) -> None:
        self.fence = Fence()
        if self.commands:
            self.core.commands = self.commands
        self.core.clock = self.clock
        self.prepare()

    def prepare(self) -> None:
        """Make the platform anew, as a restart does."""
        self.platform = Playground(self.settings, self.core, self.shelf, self.clock, obstacle=self.fence)

    async def start(self) -> None:
        app = web.Application()
        app.add_routes(self.platform.routes)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self.platform.start()
        self._running = asyncio.create_task(self.platform.run())
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, 0)
        await site.start()
        self.port: int = self._runner.addresses[0][1]
        self.address = f"http://{HOST}:{self.port}"
        self.client = ClientSession(self.address)

    async def stop(self) -> None:
        await self.client.close()
        self._running.cancel()
        await asyncio.gather(self._running, return_exceptions=True)
        await self.platform.close()
        await self._runner.cleanup()

    def direct(self) -> Target:
        return Target(platform=NAME, scope=SCOPE, kind="direct", account=self.you)

    def channel(self) -> Target:
        return Target(platform=NAME, scope=SCOPE, kind="channel", channel="general")

    def fail(self, fault: Fault) -> None:
        self.fence.next = fault

    async def posted(self) -> Sequence[Shown]:
        return [_seen(each) for each in self.platform.room.posts.values() if each.author == BOT and not each.viewer]

    async def command(self, name: str, options: Mapping[str, str], *, event: str) -> Shown | str | None:
        return await self.gesture({"kind": "command", "name": name, "options": dict(options), "event": event})

    async def press(self, action: ActionId, values: Sequence[str], *, event: str) -> Shown | str | None:
        posts = self.platform.room.posts.values()
        bearing = (each for each in posts if str(action) in _seen(each).actions)
        post = next(bearing, None)
        body = {"kind": "press", "action": str(action), "values": list(values), "event": event}
        if post is not None:
            body |= {"message": post.id, "place": post.place}
        return await self.gesture(body)

    async def submit(self, action: ActionId, fields: Mapping[str, Sequence[str]], *, event: str) -> Shown | str | None:
        given = {name: list(values) for name, values in fields.items()}
        return await self.gesture({"kind": "submit", "action": str(action), "fields": given, "event": event})

    async def ask(self, body: Mapping[str, Any], path: str = "gesture") -> Any:
        """Post to the page's own address and return its JSON."""
        whole = {"you": self.you, "place": self.place, "event": "e"} | dict(body)
        async with self.client.post(f"/playground/{path}", json=whole) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def state(self, you: str, **more: str) -> Any:
        """Return what a person sees."""
        async with self.client.get("/playground/state", params={"you": you, **more}) as response:
            return await response.json()

    async def gesture(self, body: Mapping[str, Any]) -> Shown | str | None:
        """Do something as the person, and return what only they see of it."""
        answer = await self.ask(body)
        match answer["kind"]:
            case "form":
                return str(answer["form"]["title"])
            case "invalid":
                return _read(answer["message"])
            case "post":
                post = self.platform.room.posts[answer["post"]]
                return _seen(post) if post.viewer == self.you else None
        return None


def _seen(post: Post) -> Seen:
    return _read(post.body)


def _read(body: Mapping[str, Any]) -> Seen:
    texts = [body["title"] or ""]
    actions: list[str] = []
    for part in body["parts"]:
        texts.append(part.get("text") or part.get("alt") or part.get("placeholder") or "")
        texts.append(
            "".join(each if isinstance(each, str) else f"/{each['command']}" for each in part.get("words", ()))
        )
        texts += [each["label"] for each in part.get("buttons", ())]
        actions += [each["action"] for each in part.get("buttons", ()) if each["action"]]
        actions += [part["action"]] if part.get("action") else []
    return Seen(text="\n".join(each for each in texts if each), actions=actions)
