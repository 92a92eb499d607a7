"""The gateway of the loopback Discord: one socket at a time, numbered events, and sessions that can be resumed."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from .world import GUILD, ME, TOKEN, Json, World, user

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, HELLO, ACK = 0, 1, 2, 6, 7, 10, 11
AUTHENTICATION_FAILED = 4004
PATIENCE = 5.0
SESSION = "loopback-session"


@dataclass
class Gateway:
    """Speaks to the bot and keeps what it says."""

    world: World
    identified: list[Json] = field(default_factory=list)
    resumed: list[Json] = field(default_factory=list)
    sent: list[Json] = field(default_factory=list)
    refuse_token: bool = False

    def __post_init__(self) -> None:
        """Begin without a socket."""
        self.connected = asyncio.Event()
        self._beats: asyncio.Queue[int] = asyncio.Queue()
        self._socket: web.WebSocketResponse | None = None
        self._line: asyncio.Transport | None = None

    async def dispatch(self, name: str, body: Json, *, heard: bool = True) -> None:
        """Send an event and, unless told otherwise, wait until the bot has taken it."""
        await asyncio.wait_for(self.connected.wait(), PATIENCE)
        await self._dispatch(name, body)
        if heard:
            await asyncio.wait_for(self._heard(), PATIENCE)

    async def drop(self) -> None:
        """Cut the line hard."""
        self.connected.clear()
        assert self._line is not None
        self._line.abort()

    async def ask_to_reconnect(self) -> None:
        """Ask the bot to come back on another line, as Discord does every few hours."""
        self.connected.clear()
        await self._send(RECONNECT, None)

    async def close(self) -> None:
        """Hang up."""
        if self._socket is not None:
            await self._socket.close()

    async def _heard(self) -> None:
        """Ask for a heartbeat: it names the last event that the bot has taken."""
        await self._send(HEARTBEAT, None)
        while await self._beats.get() < len(self.sent):
            pass

    async def _dispatch(self, name: str, body: Json) -> None:
        self.sent.append({"op": DISPATCH, "t": name, "s": len(self.sent) + 1, "d": body})
        await self._write(self.sent[-1])

    async def _send(self, op: int, body: Any) -> None:
        await self._write({"op": op, "d": body, "s": None, "t": None})

    async def _write(self, frame: Json) -> None:
        assert self._socket is not None
        await self._socket.send_str(json.dumps(frame))

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Talk with one client until it goes."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._socket, self._line = socket, request.transport
        await self._send(HELLO, {"heartbeat_interval": 41_250})
        async for received in socket:
            if received.type == WSMsgType.TEXT:
                frame = json.loads(received.data)
                await self._take(frame["op"], frame["d"])
        return socket

    async def _take(self, op: int, body: Any) -> None:
        if op == HEARTBEAT:
            self._beats.put_nowait(body or 0)
            await self._send(ACK, None)
        elif op == IDENTIFY:
            self.identified.append(body)
            await self._identify(body)
        elif op == RESUME:
            self.resumed.append(body)
            for frame in self.sent[body["seq"] :]:
                await self._write(frame)
            await self._dispatch("RESUMED", {})
            self.connected.set()

    async def _identify(self, body: Json) -> None:
        assert self._socket is not None
        if self.refuse_token or body["token"] != TOKEN:
            await self._socket.close(code=AUTHENTICATION_FAILED)
            return
        self.sent.clear()
        ready = {
            "v": 10,
            "user": user(ME),
            "guilds": [{"id": GUILD, "unavailable": True}],
            "session_id": SESSION,
            "resume_gateway_url": "wss://resume.gateway.discord.gg",
            "application": {"id": ME, "flags": 0},
        }
        await self._dispatch("READY", ready)
        await self._dispatch("GUILD_CREATE", self.world.guild())
        self.connected.set()
