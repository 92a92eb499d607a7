"""A Slack of our own on a loopback port: the Web API, Socket Mode and response URLs, with faults on demand."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from .checks import complaints_about_call, complaints_about_message
from .faults import Answer, Fault, Slow
from .files import Files, SlackError

TEAM, BOT, BOT_ID = "T1", "UBOT", "B1"
BOT_TOKEN, APP_TOKEN = "xoxb-loopback", "xapp-loopback"
CHANNEL = "C1"
PATIENCE = 5.0


@dataclass
class Posted:
    """A message that stands in a channel or DM."""

    channel: str
    ts: str
    body: dict[str, Any]
    revisions: int = 0


@dataclass
class Loopback:
    """The stand-in and everything that stands in it."""

    users: dict[str, dict[str, Any]] = field(default_factory=dict)
    posted: list[Posted] = field(default_factory=list)
    private: list[dict[str, Any]] = field(default_factory=list)
    views: dict[str, dict[str, Any]] = field(default_factory=dict)
    opened: list[dict[str, Any]] = field(default_factory=list)
    homes: dict[str, dict[str, Any]] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    faults: dict[str, deque[Fault]] = field(default_factory=dict)
    slow: dict[str, Slow] = field(default_factory=dict)
    tickets: list[str] = field(default_factory=list)
    refuse_tickets: int = 0
    port: int = 0
    addresses: list[str] = field(default_factory=list)
    scopes: str = "chat:write,commands,im:history,im:write,users:read"
    files: Files = field(default_factory=Files)

    def __post_init__(self) -> None:
        """Prepare counters and the server."""
        self._count = itertools.count(1)
        self._methods: Mapping[str, Callable[[Mapping[str, Any]], Answer]] = {
            "auth.test": self._auth_test,
            "apps.connections.open": self._address,
            "users.info": self._user,
            "conversations.open": self._open_direct,
            "conversations.history": self._history,
            "chat.postMessage": self._post_message,
            "chat.update": self._update_message,
            "files.getUploadURLExternal": lambda given: self.files.reserve(
                given, f"http://127.0.0.1:{self.port}/upload"
            ),
            "files.completeUploadExternal": self.files.show,
            "files.delete": self.files.delete,
            "views.open": self._open_view,
            "views.push": self._open_view,
            "views.update": self._update_view,
            "views.publish": self._publish,
        }
        self._sockets: list[web.WebSocketResponse] = []
        self._line: asyncio.Transport | None = None
        self._awaited: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self.connected = asyncio.Event()
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._call)
        app.router.add_get("/socket/{ticket}", self._socket)
        app.router.add_post("/respond/{name}", self._respond)
        app.router.add_post("/upload/{name}", self.files.take)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)

    @property
    def api_url(self) -> str:
        """The Web API's address."""
        return f"http://127.0.0.1:{self.port}/api/"

    async def start(self) -> None:
        """Listen on a free port."""
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Stop listening."""
        for socket in list(self._sockets):
            await socket.close()
        await self._runner.cleanup()

    def add_user(self, user: str, **known: Any) -> None:
        """Let somebody be a member of the workspace."""
        self.users[user] = {"id": user, "locale": "en-GB", "tz": "Europe/London", "deleted": False, **known}

    def fail(self, method: str, fault: Fault) -> None:
        """Let the next call of `method` meet `fault`."""
        self.faults.setdefault(method, deque()).append(fault)

    def response_url(self, name: str) -> str:
        """Return an address for private answers."""
        return f"http://127.0.0.1:{self.port}/respond/{name}"

    def count(self, method: str) -> int:
        """Return how often a method was called."""
        return sum(1 for called, _ in self.calls if called == method)

    def next_ts(self) -> str:
        """Return the timestamp of the next message."""
        loop_seconds = 1_900_000_000 + next(self._count)
        return f"{loop_seconds}.000100"

    def message(self, ts: str) -> Posted:
        """Return a posted message."""
        return next(each for each in self.posted if each.ts == ts)

    # --- Socket Mode -------------------------------------------------------------------------------------------------

    async def envelope(self, kind: str, payload: Mapping[str, Any], *, line: int = -1) -> dict[str, Any]:
        """Send an envelope and return its acknowledgement."""
        return await asyncio.wait_for(await self.send_envelope(kind, payload, line=line), PATIENCE)

    async def send_envelope(
        self, kind: str, payload: Mapping[str, Any], *, line: int = -1
    ) -> asyncio.Future[dict[str, Any]]:
        """Send an envelope over one line, by default the newest, and return what will be its acknowledgement."""
        await asyncio.wait_for(self.connected.wait(), PATIENCE)
        name = f"env-{next(self._count)}"
        self._awaited[name] = asyncio.get_running_loop().create_future()
        sent = {"envelope_id": name, "type": kind, "payload": payload, "accepts_response_payload": True}
        await self._sockets[line].send_str(json.dumps(sent))
        return self._awaited[name]

    def drop_socket(self) -> None:
        """Cut the line hard."""
        self.connected.clear()
        assert self._line is not None
        self._line.abort()

    async def say_disconnect(self) -> None:
        """Ask the client to come back on another line, as Slack does every few hours."""
        await self._sockets[-1].send_str(json.dumps({"type": "disconnect", "reason": "refresh_requested"}))

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        if self.refuse_tickets > 0:
            self.refuse_tickets -= 1
            return web.Response(status=403)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._sockets.append(socket)
        self._line = request.transport
        await socket.send_str(json.dumps({"type": "hello", "num_connections": 1}))
        self.connected.set()
        async for received in socket:
            if received.type == WSMsgType.TEXT:
                answer = json.loads(received.data)
                waiting = self._awaited.pop(answer["envelope_id"], None)
                if waiting is not None and not waiting.done():
                    waiting.set_result(answer.get("payload") or {})
        self._sockets.remove(socket)
        return socket

    # --- Web API -----------------------------------------------------------------------------------------------------

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        self.addresses.append(str(request.url))
        arguments = await _arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        self.calls.append((method, arguments))
        self.complaints += complaints_about_call(method, arguments)
        if token != (APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN):
            return web.json_response({"ok": False, "error": "invalid_auth"})
        if method in self.slow:
            return await self.slow.pop(method)(request)
        handler = self._methods[method]

        def done() -> Answer:
            return {"ok": True, **handler(arguments)}

        waiting = self.faults.get(method)
        if waiting:
            return waiting.popleft()(request, done)
        try:
            return web.json_response(done(), headers={"X-OAuth-Scopes": self.scopes})
        except SlackError as said:
            return web.json_response({"ok": False, "error": str(said)})

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.complaints += complaints_about_message(body) if "blocks" in body else []
        waiting = self.faults.get("response_url")
        if waiting:
            return waiting.popleft()(request, dict)
        self.private.append({"name": request.match_info["name"], **body})
        return web.Response(text="ok")

    def _auth_test(self, arguments: Mapping[str, Any]) -> Answer:
        return {"team_id": TEAM, "user_id": BOT, "bot_id": BOT_ID, "team": "Loopback"}

    def _address(self, arguments: Mapping[str, Any]) -> Answer:
        self.tickets.append(f"ticket-{next(self._count)}")
        return {"url": f"ws://127.0.0.1:{self.port}/socket/{self.tickets[-1]}"}

    def _user(self, arguments: Mapping[str, Any]) -> Answer:
        if arguments["user"] not in self.users:
            raise SlackError("user_not_found")
        return {"user": self.users[arguments["user"]]}

    def _open_direct(self, arguments: Mapping[str, Any]) -> Answer:
        return {"channel": {"id": self.direct(arguments["users"])}}

    def direct(self, user: str) -> str:
        """Return the id of a person's DM with the bot."""
        return f"D{user}"

    def _post_message(self, arguments: Mapping[str, Any]) -> Answer:
        channel = str(arguments["channel"])
        if channel.startswith("U"):
            if channel not in self.users:
                raise SlackError("user_not_found")
            channel = self.direct(channel)
        elif not channel.startswith("D") and channel != CHANNEL:
            raise SlackError("channel_not_found")
        self.posted.append(Posted(channel, self.next_ts(), dict(arguments)))
        return {"channel": channel, "ts": self.posted[-1].ts}

    def _update_message(self, arguments: Mapping[str, Any]) -> Answer:
        for each in self.posted:
            if (each.channel, each.ts) == (arguments["channel"], arguments["ts"]):
                each.body |= arguments
                each.revisions += 1
                return {"channel": each.channel, "ts": each.ts}
        raise SlackError("message_not_found")

    def _history(self, arguments: Mapping[str, Any]) -> Answer:
        found = [each for each in self.posted if each.channel == arguments["channel"]][::-1]
        start = int(arguments.get("cursor") or 0)
        page = found[start : start + int(arguments["limit"])]
        more = start + len(page) < len(found)
        with_metadata = str(arguments.get("include_all_metadata")) in ("1", "true", "True")
        return {
            "messages": [
                {"ts": each.ts, "user": BOT} | ({"metadata": each.body.get("metadata")} if with_metadata else {})
                for each in page
            ],
            "has_more": more,
            "response_metadata": {"next_cursor": str(start + len(page)) if more else ""},
        }

    def _open_view(self, arguments: Mapping[str, Any]) -> Answer:
        name = f"V{next(self._count)}"
        self.views[name] = {**arguments["view"], "id": name, "hash": f"hash-{name}"}
        self.opened.append(self.views[name])
        return {"view": self.views[name]}

    def _update_view(self, arguments: Mapping[str, Any]) -> Answer:
        self.views[arguments["view_id"]] = {**arguments["view"], "id": arguments["view_id"]}
        return {"view": self.views[arguments["view_id"]]}

    def _publish(self, arguments: Mapping[str, Any]) -> Answer:
        self.homes[arguments["user_id"]] = arguments["view"]
        return {"view": arguments["view"]}


async def _arguments(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json" and request.can_read_body:
        arguments: dict[str, Any] = await request.json()
        return arguments
    return {**request.query, **(await request.post())}
