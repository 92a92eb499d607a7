"""The real adapter with the real slack-bolt and slack-sdk, over Socket Mode or HTTP, against the loopback Slack."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlencode

import aiohttp
from aiohttp import web
from pydantic import SecretStr

from adapters.slack.commands import DIRECT, MAIN
from adapters.slack.platform import Slack
from adapters.slack.settings import Settings
from adapters.slack.socket_mode import Patience
from bot.messages import ActionId, Answer
from bot.model import Target
from bot.platform import CommandSpec, OptionSpec, Platform
from tests.adapters.harness import Fault, ScriptedCore

from . import loopback as slack
from .checks import complaints_about_message, complaints_about_option, complaints_about_view
from .loopback import APP_TOKEN, BOT, BOT_TOKEN, CHANNEL, TEAM, Loopback

SECRET = "loopback-signing-secret"
MEMBER = "UNOOR"
QUICK = Patience(look=0.01, down=0.2, longest=0.05, ping=5.0)

FAULTS: Mapping[Fault, slack.Fault] = {
    Fault.REPLY_LOST: slack.reply_lost,
    Fault.NEVER_ARRIVED: slack.never_arrived,
    Fault.SERVER_ERROR: slack.server_error,
    Fault.RATE_LIMITED: slack.rate_limited,
    Fault.CLOSED_DIRECT: slack.says("user_not_found"),
    Fault.NO_CHANNEL: slack.says("channel_not_found"),
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
class DictShelf:
    """A shelf in memory."""

    kept: dict[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)

    async def get(self, scope: str, key: str) -> Mapping[str, Any] | None:
        """Return the object."""
        return self.kept.get((scope, key))

    async def put(self, scope: str, key: str, value: Mapping[str, Any]) -> None:
        """Keep the object."""
        self.kept[scope, key] = value

    async def delete(self, scope: str, key: str) -> None:
        """Remove the object."""
        self.kept.pop((scope, key), None)

    def lock(self, key: str, seconds: float) -> AbstractAsyncContextManager[bool]:
        """Always hold."""

        @asynccontextmanager
        async def held() -> AsyncIterator[bool]:
            yield True

        return held()


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


class SlackHarness:
    """One running adapter with its loopback Slack."""

    def __init__(self, mode: Literal["socket", "http"] = "socket") -> None:
        """Prepare; `mode` is how events come in."""
        self.mode = mode
        self.slack = Loopback()
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
        self.platform = Slack(self.settings(), self.core, self.shelf, self.core.clock, patience=QUICK)
        await self.platform.start()
        self._tasks.append(asyncio.create_task(self.platform.run()))
        if self.mode == "http":
            app = web.Application()
            app.add_routes(self.platform.routes)
            self._runner = web.AppRunner(app, access_log=None)
            await self._runner.setup()
            await web.TCPSite(self._runner, "127.0.0.1", 0).start()
            self._address = f"http://127.0.0.1:{self._runner.addresses[0][1]}/slack/events"
        else:
            await asyncio.wait_for(self.slack.connected.wait(), 5)

    async def stop(self) -> None:
        """Stop both. Fails where a request was made that Slack would have refused."""
        await self.halt()
        await self.platform.close()
        if self._runner is not None:
            await self._runner.cleanup()
        await self.slack.stop()
        assert self.slack.complaints == []

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

    # --- what Slack sends --------------------------------------------------------------------------------------------

    def slash(self, name: str, text: str = "", *, event: str = "t1", channel: str = CHANNEL) -> dict[str, Any]:
        """Return the body of a slash command."""
        own = name in DIRECT
        return {
            "command": f"/{name if own else MAIN}",
            "text": text if own else f"{name} {text}".strip(),
            "team_id": TEAM,
            "user_id": MEMBER,
            "channel_id": channel,
            "trigger_id": event,
            "response_url": self.slack.response_url(event),
        }

    def pressing(
        self, action: ActionId | str, values: Sequence[str] = (), *, event: str = "t1", **body: Any
    ) -> dict[str, Any]:
        """Return the body of a press, on a message in the DM where nothing else is said."""
        chosen = [{"value": value} for value in values]
        element: dict[str, Any] = {"type": "button", "action_id": str(action)}
        if len(chosen) == 1:
            element |= {"type": "static_select", "selected_option": chosen[0]}
        elif chosen:
            element |= {"type": "multi_static_select", "selected_options": chosen}
        return {"actions": [element], **self._interaction("block_actions", event), **(body or self._in_message(event))}

    def submitting(
        self, action: ActionId, fields: Mapping[str, Sequence[str]], *, view_id: str, **view: Any
    ) -> dict[str, Any]:
        """Return the body of a form that is sent."""
        values = {name: {"value": _given(given)} for name, given in fields.items()}
        shown = {
            "id": view_id,
            "type": "modal",
            "hash": "1.abc",
            "callback_id": str(action),
            "private_metadata": json.dumps({"draft": "d1", "channel": CHANNEL}),
            "blocks": [{"type": "input", "block_id": name} for name in fields],
            "state": {"values": values},
        }
        return {"view": shown | view, **self._interaction("view_submission", f"t-{view_id}")}

    def event(self, kind: str, *, event_id: str = "Ev1", **event: Any) -> dict[str, Any]:
        """Return the body of an event."""
        return {
            "type": "event_callback",
            "team_id": TEAM,
            "event_id": event_id,
            "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True}],
            "event": {"type": kind, "user": MEMBER, **event},
        }

    async def deliver(self, kind: str, body: Mapping[str, Any], *, secret: str = SECRET) -> Reception:
        """Send a body as Slack does, and return how it was taken."""
        if self.mode == "socket":
            took = Reception(200, await self.slack.envelope(kind, body))
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

    def _interaction(self, kind: str, event: str) -> dict[str, Any]:
        return {"type": kind, "team": {"id": TEAM}, "user": {"id": MEMBER, "team_id": TEAM}, "trigger_id": event}

    def _in_message(self, event: str) -> dict[str, Any]:
        channel = self.slack.direct(MEMBER)
        seed = slack.Posted(channel, self.slack.next_ts(), {"seed": True, "blocks": []})
        self.slack.posted.append(seed)
        return {
            "channel": {"id": channel},
            "container": {"type": "message", "message_ts": seed.ts, "channel_id": channel, "is_ephemeral": False},
            "response_url": self.slack.response_url(event),
        }


@asynccontextmanager
async def running(mode: Literal["socket", "http"]) -> AsyncIterator[SlackHarness]:
    """Run an adapter for the length of a block."""
    harness = SlackHarness(mode)
    try:
        await harness.start()
        yield harness
    finally:
        await harness.stop()


def _given(values: Sequence[str]) -> dict[str, Any]:
    if len(values) == 1:
        return {"type": "plain_text_input", "value": values[0]}
    return {"type": "checkboxes", "selected_options": [{"value": value} for value in values]}


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
