"""The real adapter with the real slack-bolt and slack-sdk, over Socket Mode or HTTP, against the loopback Slack."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

import aiohttp
from aiohttp import web
from pydantic import SecretStr

from adapters.slack.platform import Slack
from adapters.slack.settings import Settings
from adapters.slack.socket_mode import Patience
from bot.messages import ActionId, Answer
from bot.model import Target
from bot.platform import CommandSpec, OptionSpec, Platform
from tests.adapters.harness import DictShelf, Fault, ScriptedCore

from . import faults
from .checks import complaints_about_message, complaints_about_option, complaints_about_view
from .loopback import APP_TOKEN, BOT_TOKEN, CHANNEL, TEAM, Loopback
from .payloads import MEMBER, Payloads

SECRET = "loopback-signing-secret"
QUICK = Patience(look=0.01, down=0.2, longest=0.05, ping=5.0)

FAULTS: Mapping[Fault, faults.Fault] = {
    Fault.REPLY_LOST: faults.reply_lost,
    Fault.NEVER_ARRIVED: faults.never_arrived,
    Fault.SERVER_ERROR: faults.server_error,
    Fault.RATE_LIMITED: faults.rate_limited,
    Fault.CLOSED_DIRECT: faults.says("user_not_found"),
    Fault.NO_CHANNEL: faults.says("channel_not_found"),
}


def spec(name: str, *options: OptionSpec, subcommands: tuple[CommandSpec, ...] = ()) -> CommandSpec:
    """Return a command with a summary."""
    return CommandSpec(name=name, summary={"en": f"Summary of {name}"}, options=options, subcommands=subcommands)


COMMANDS = (
    spec("start"),
    spec("today"),
    spec("checkin"),
    spec("tip", OptionSpec(name="category", summary={"en": "Which kind"})),
    spec(
        "topic",
        subcommands=(
            spec(
                "post",
                OptionSpec(name="channel", summary={"en": "Where"}, kind="channel"),
                OptionSpec(name="topic", summary={"en": "Which"}),
            ),
            spec("list"),
        ),
    ),
    spec("help"),
    spec("help-now"),
)


@dataclass
class Seen:
    """What a person sees."""

    text: str
    actions: Sequence[str]


@dataclass
class Reception:
    """How the adapter took a request: an HTTP status and its answer."""

    status: int
    body: dict[str, Any]


class SlackHarness(Payloads):
    """One running adapter with its loopback Slack."""

    def __init__(self, mode: Literal["socket", "http"] = "socket", slack: Loopback | None = None) -> None:
        """Prepare; `mode` is how events come in, `slack` a loopback that another harness has started."""
        self.mode = mode
        self.line = -1
        self.slack = slack or Loopback()
        self.slack.add_user(MEMBER)
        self.core = ScriptedCore(commands=COMMANDS)
        self.shelf = DictShelf()
        self.platform: Platform
        self._tasks: list[asyncio.Task[None]] = []
        self._runner: web.AppRunner | None = None
        self._address = ""

    def settings(self) -> Settings:
        """Return the settings for the mode."""
        return Settings(
            bot_token=SecretStr(BOT_TOKEN),
            app_token=SecretStr(APP_TOKEN) if self.mode == "socket" else None,
            signing_secret=SecretStr(SECRET) if self.mode == "http" else None,
            api_url=self.slack.api_url,
        )

    async def start(self) -> None:
        """Start the loopback Slack and the adapter, and wait until events can come in."""
        await self.slack.start()
        await self.connect()

    async def connect(self) -> None:
        """Start the adapter, and wait until events can come in."""
        self.slack.connected.clear()
        self.platform = Slack(self.settings(), self.core, self.shelf, self.core.clock, patience=QUICK)
        await self.platform.start()
        running = asyncio.create_task(self.platform.run())
        self._tasks.append(running)
        if self.mode == "http":
            app = web.Application()
            app.add_routes(self.platform.routes)
            self._runner = web.AppRunner(app, access_log=None)
            await self._runner.setup()
            await web.TCPSite(self._runner, "127.0.0.1", 0).start()
            self._address = f"http://127.0.0.1:{self._runner.addresses[0][1]}/slack/events"
        else:
            connected = asyncio.create_task(self.slack.connected.wait())
            await asyncio.wait({running, connected}, timeout=5, return_when=asyncio.FIRST_COMPLETED)
            if not connected.done():
                connected.cancel()
                self._tasks.remove(running)
                await running  # says why

    async def stop(self) -> None:
        """Stop both. Fails where a request was made that Slack would have refused."""
        await self.disconnect()
        await self.slack.stop()
        assert self.slack.complaints == []

    async def disconnect(self) -> None:
        """Stop the adapter, and leave the loopback Slack as it is."""
        await self.halt()
        await self.platform.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def halt(self) -> None:
        """Stop receiving."""
        for task in self._tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    def direct(self) -> Target:
        """Return a person's DM that has not been opened yet."""
        return Target(platform="slack", scope=TEAM, kind="direct", account=MEMBER)

    def channel(self) -> Target:
        """Return a channel the bot may write in."""
        return Target(platform="slack", scope=TEAM, kind="channel", channel=CHANNEL)

    def fail(self, fault: Fault) -> None:
        """Let the next send meet `fault`."""
        self.slack.fail("chat.postMessage", FAULTS[fault])

    async def posted(self) -> Sequence[Seen]:
        """Return every message of the bot, oldest first."""
        return [_seen(each.body["blocks"]) for each in self.slack.posted if "seed" not in each.body]

    async def command(self, name: str, options: Mapping[str, str], *, event: str) -> Seen | str | None:
        """Give a slash command in a channel."""
        return await self._seen_after("slash_commands", self.slash(name, " ".join(options.values()), event=event))

    async def press(self, action: ActionId, values: Sequence[str], *, event: str) -> Seen | str | None:
        """Press a button on a message of ours in the member's DM."""
        return await self._seen_after("interactive", self.pressing(action, values, event=event))

    async def submit(self, action: ActionId, fields: Mapping[str, Sequence[str]], *, event: str) -> Seen | str | None:
        """Send a form that was opened before."""
        took = await self.deliver("interactive", self.submitting(action, fields, view_id=f"V-{event}"))
        if took.body.get("response_action") == "errors":
            return Seen(" ".join(took.body["errors"].values()), [])
        return _modal(took.body["view"]) if "view" in took.body else None

    async def deliver(self, kind: str, body: Mapping[str, Any], *, secret: str = SECRET) -> Reception:
        """Send a body as Slack does, and return how it was taken."""
        if self.mode == "socket":
            took = Reception(200, await self.slack.envelope(kind, body, line=self.line))
        else:
            took = await self._post(kind, body, secret)
        self.slack.complaints += _judged(took.body)
        return took

    def answering(self, answer: Answer | None) -> None:
        """Let the core answer everything with `answer`."""
        self.core.answer = lambda event: answer

    async def _post(self, kind: str, body: Mapping[str, Any], secret: str) -> Reception:
        content = {"events_api": "application/json"}.get(kind, "application/x-www-form-urlencoded")
        if kind == "events_api":
            text = json.dumps(body)
        else:
            text = urlencode(body if kind == "slash_commands" else {"payload": json.dumps(body)})
        stamp = str(int(time.time()))
        digest = hmac.new(secret.encode(), f"v0:{stamp}:{text}".encode(), hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": content,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={digest}",
        }
        async with (
            aiohttp.ClientSession() as session,
            session.post(self._address, data=text, headers=headers) as answer,
        ):
            said = await answer.text()
            return Reception(answer.status, json.loads(said) if said.startswith("{") else {})

    async def _seen_after(self, kind: str, body: Mapping[str, Any]) -> Seen | str | None:
        slack = self.slack
        before = len(slack.private), len(slack.opened), sum(each.revisions for each in slack.posted)
        await self.deliver(kind, body)
        if len(slack.private) > before[0]:
            return _seen(slack.private[-1].get("blocks") or [{"text": slack.private[-1]["text"]}])
        if len(slack.opened) > before[1]:
            return _modal(slack.opened[-1])
        if sum(each.revisions for each in slack.posted) > before[2]:
            return _seen(slack.message(body["container"]["message_ts"]).body["blocks"])
        return None


@asynccontextmanager
async def running(mode: Literal["socket", "http"]) -> AsyncIterator[SlackHarness]:
    """Run an adapter for the length of a block."""
    harness = SlackHarness(mode)
    try:
        await harness.start()
        yield harness
    finally:
        await harness.stop()


def _modal(view: Mapping[str, Any]) -> Seen | str:
    """Return the title of a form, or what an answer in a modal says."""
    return str(view["title"]["text"]) if "submit" in view else _seen(view["blocks"])


def _seen(blocks: Sequence[Mapping[str, Any]]) -> Seen:
    texts: list[str] = []
    actions: list[str] = []
    _walk(blocks, texts, actions)
    return Seen("\n".join(texts), actions)


def _walk(value: object, texts: list[str], actions: list[str]) -> None:
    if isinstance(value, Mapping):
        if isinstance(value.get("text"), str):
            texts.append(value["text"].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
        if "action_id" in value:
            actions.append(str(value["action_id"]))
        for each in value.values():
            _walk(each, texts, actions)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for each in value:
            _walk(each, texts, actions)


def _judged(body: Mapping[str, Any]) -> list[str]:
    said = complaints_about_view(body["view"]) if "view" in body else []
    said += complaints_about_message(body) if "blocks" in body else []
    return said + [each for option in body.get("options", ()) for each in complaints_about_option(option)]
