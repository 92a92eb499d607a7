"""The HTTP API of the loopback Discord, version 10, as far as a bot like ours goes."""

from __future__ import annotations

import asyncio
import json
import re
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from .checks import complaints_about_request
from .faults import DiscordError, Fault, answer, refusal
from .gateway import Gateway
from .world import EPHEMERAL, ME, TOKEN, Interaction, Json, Posted, World, user

PREFIX = "/api/v10"
MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
NO_CONTENT = None
PATIENCE = 5.0


@dataclass
class Call:
    """One request: its operation, as `POST /channels/{}/messages` with the ids left out, and what it brought."""

    operation: str
    path: str
    body: Any
    query: Mapping[str, str]
    authorization: str


@dataclass
class Api:
    """Answers requests out of a world, and keeps them."""

    world: World
    gateway: Gateway
    calls: list[Call] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    faults: dict[str, deque[Fault]] = field(default_factory=dict)
    came: asyncio.Condition = field(default_factory=asyncio.Condition)

    def fail(self, operation: str, fault: Fault) -> None:
        """Let the next request of an operation meet `fault`."""
        self.faults.setdefault(operation, deque()).append(fault)

    def made(self, operation: str) -> list[Call]:
        """Return the requests of an operation."""
        return [each for each in self.calls if each.operation == operation]

    async def seen(self, operation: str) -> None:
        """Wait for the first request of an operation."""
        async with self.came, asyncio.timeout(PATIENCE):
            await self.came.wait_for(lambda: self.made(operation))

    async def respond(self, request: web.Request) -> web.StreamResponse:
        """Judge and keep a request, and answer it."""
        path = request.path.removeprefix(PREFIX)
        call = Call(
            operation=f"{request.method} {_nameless(path)}",
            path=path,
            body=await _body(request),
            query=request.query,
            authorization=request.headers.get("Authorization", ""),
        )
        self.calls.append(call)
        async with self.came:
            self.came.notify_all()
        self.complaints += complaints_about_request(request.method, path, call.body)
        if not self._allowed(call):
            return refusal(DiscordError(401, 0, "401: Unauthorized"))
        return await self._answer(request, call)

    def _allowed(self, call: Call) -> bool:
        known = call.path.startswith(("/interactions/", "/webhooks/"))
        return known or call.authorization == f"Bot {TOKEN}"

    async def _answer(self, request: web.Request, call: Call) -> web.StreamResponse:
        def done() -> Any:
            return self._carry_out(call)

        waiting = self.faults.get(call.operation)
        try:
            if waiting:
                return await waiting.popleft()(request, done)
            found = done()
        except DiscordError as error:
            return refusal(error)
        return answer(found, 204 if found is NO_CONTENT else 200)

    def _carry_out(self, call: Call) -> Any:
        for pattern, handler in self._routes().items():
            match = re.fullmatch(pattern, f"{call.operation.split()[0]} {call.path}")
            if match:
                return handler(call, *match.groups())
        self.complaints.append(f"{call.operation}: unknown to the loopback")
        raise DiscordError(404, 0, "404: Not Found")

    def _routes(self) -> Mapping[str, Callable[..., Any]]:
        world, channel, token = self.world, r"/channels/(\d+)", r"/webhooks/\d+/([^/]+)"
        return {
            "GET /users/@me": lambda call: user(ME),
            "GET /oauth2/applications/@me": lambda call: application(),
            "GET /gateway": lambda call: {"url": "wss://gateway.discord.gg"},
            "GET /gateway/bot": lambda call: self.gateway.advice(),
            r"GET /applications/\d+/commands": lambda call: world.commands,
            r"PUT /applications/\d+/commands": self._commands,
            "POST /users/@me/channels": lambda call: world.open_direct(str(call.body["recipient_id"])),
            f"GET {channel}": lambda call, number: world.channel(number),
            f"POST {channel}/messages": lambda call, number: _with_nonce(world.post(number, call.body), call.body),
            f"GET {channel}/messages": lambda call, number: world.history(number, call.query),
            rf"GET {channel}/messages/(\d+)": lambda call, _, number: world.message(number).json(),
            rf"PATCH {channel}/messages/(\d+)": lambda call, _, number: revised(world.message(number), call.body),
            rf"DELETE {channel}/messages/(\d+)": lambda call, _, number: self._deleted(world.message(number)),
            rf"POST {channel}/messages/(\d+)/threads": lambda call, parent, number: world.open_thread(
                parent, number, call.body["name"]
            ),
            f"POST {channel}/threads": lambda call, number: world.open_post(number, call.body),
            f"GET {channel}/threads/archived/public": lambda call, number: self._threads(archived=True),
            r"GET /guilds/(\d+)": lambda call, number: world.guild(),
            r"GET /guilds/(\d+)/threads/active": lambda call, number: self._threads(archived=False),
            r"GET /guilds/(\d+)/members/(\d+)": lambda call, _, person: world.member(person),
            r"POST /interactions/(\d+)/([^/]+)/callback": self._callback,
            f"POST {token}": self._follow_up,
            f"GET {token}/messages/@original": lambda call, name: self._original(name).json(),
            f"PATCH {token}/messages/@original": self._edit_original,
            f"DELETE {token}/messages/@original": self._delete_original,
        }

    def _commands(self, call: Call) -> list[Json]:
        more = {"application_id": ME, "version": "1"}
        self.world.commands = [{**each, "id": self.world.snowflake(), **more} for each in call.body]
        return self.world.commands

    def _threads(self, *, archived: bool) -> Json:
        found = [each for each in self.world.threads.values() if each["thread_metadata"]["archived"] is archived]
        return {"threads": found, "members": [], "has_more": False}

    # --- interactions ------------------------------------------------------------------------------------------------

    def _interaction(self, token: str) -> Interaction:
        if token not in self.world.interactions:
            raise DiscordError(404, 10062, "Unknown interaction")
        return self.world.interactions[token]

    def _callback(self, call: Call, number: str, token: str) -> Any:
        interaction = self._interaction(token)
        if interaction.first is not None:
            raise DiscordError(400, 40060, "Interaction has already been acknowledged.")
        interaction.first = call.body
        kind, given = call.body["type"], call.body.get("data") or {}
        if kind == MESSAGE:
            interaction.original = self._say(interaction, given)
        elif kind == UPDATE and interaction.message is not None:
            revised(interaction.message, given)
        elif kind == MODAL:
            interaction.form = given
        elif kind == CHOICES:
            interaction.choices = given["choices"]
        if kind in (DEFERRED_UPDATE, UPDATE):
            interaction.original = interaction.message
        return _callback_answer(interaction, kind) if call.query.get("with_response") in ("1", "true") else NO_CONTENT

    def _say(self, interaction: Interaction, body: Json, *, private: bool | None = None) -> Posted:
        hidden = bool(body.get("flags", 0) & EPHEMERAL) if private is None else private
        posted = Posted(interaction.channel, self.world.snowflake(), body, hidden)
        self.world.messages.append(posted)
        interaction.said.append(posted)
        return posted

    def _follow_up(self, call: Call, token: str) -> Json:
        interaction = self._interaction(token)
        if interaction.first is None:
            raise DiscordError(404, 10015, "Unknown Webhook")
        return self._say(interaction, call.body).json()

    def _original(self, token: str) -> Posted:
        original = self._interaction(token).original
        if original is None:
            raise DiscordError(404, 10008, "Unknown Message")
        return original

    def _edit_original(self, call: Call, token: str) -> Json:
        interaction = self._interaction(token)
        first = interaction.first or {}
        if interaction.original is None and first.get("type") == DEFERRED:
            private = bool((first.get("data") or {}).get("flags", 0) & EPHEMERAL)
            interaction.original = self._say(interaction, call.body, private=private)
            return interaction.original.json()
        return revised(self._original(token), call.body)

    def _delete_original(self, call: Call, token: str) -> None:
        interaction = self._interaction(token)
        if interaction.original is not None:
            self._deleted(interaction.original)
            interaction.original = None
        elif (interaction.first or {}).get("type") != DEFERRED:
            raise DiscordError(404, 10008, "Unknown Message")

    def _deleted(self, posted: Posted) -> None:
        self.world.messages.remove(posted)


def revised(posted: Posted, body: Json) -> Json:
    """Replace a message and return it."""
    posted.body = {**posted.body, **body}
    posted.revisions += 1
    return posted.json()


def application() -> Json:
    """Return the bot's application."""
    return {
        "id": ME,
        "name": "Ajar",
        "icon": None,
        "description": "",
        "summary": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "owner": user(ME),
        "team": None,
        "flags": 0,
    }


def _callback_answer(interaction: Interaction, kind: int) -> Json:
    said: Json = {"interaction": {"id": interaction.id, "type": 2}}
    if interaction.original is not None and kind in (MESSAGE, UPDATE):
        said["interaction"]["response_message_id"] = interaction.original.id
        said["resource"] = {"type": kind, "message": interaction.original.json()}
    return said


def _with_nonce(posted: Posted, body: Json) -> Json:
    return {**posted.json(), "nonce": body.get("nonce")}


def _nameless(path: str) -> str:
    path = re.sub(r"/\d{15,}", "/{}", path)
    return re.sub(r"^(/interactions/\{\}|/webhooks/\{\})/[^/]+", r"\1/{}", path)


async def _body(request: web.Request) -> Any:
    if request.content_type == "multipart/form-data":
        form = await request.post()
        return json.loads(str(form["payload_json"]))
    return await request.json() if request.can_read_body else None
