"""The gateway of the loopback Discord: a session for each line, with shards, numbered events, and resuming."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from .world import GUILD, ME, TOKEN, Json, World, user

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, HELLO, ACK = 0, 1, 2, 6, 7, 10, 11
AUTHENTICATION_FAILED, INVALID_SHARD = 4004, 4010
PATIENCE = 5.0
WHOLE = (0, 1)


@dataclass
class Session:
    """What one client was told, over whichever line it has now."""

    name: str
    shard: tuple[int, int]
    socket: web.WebSocketResponse
    line: asyncio.Transport | None
    sent: list[Json] = field(default_factory=list)
    beats: asyncio.Queue[int] = field(default_factory=asyncio.Queue)

    @property
    def stands(self) -> bool:
        """Whether the client can be told something now."""
        return not self.socket.closed and self.line is not None and not self.line.is_closing()

    async def dispatch(self, name: str, body: Json) -> None:
        """Send a numbered event, and keep it for a client that resumes."""
        self.sent.append({"op": DISPATCH, "t": name, "s": len(self.sent) + 1, "d": body})
        await self.socket.send_str(json.dumps(self.sent[-1]))

    async def heard(self) -> None:
        """Ask for a heartbeat: it names the last event that the client has taken."""
        await _say(self.socket, HEARTBEAT, None)
        while await self.beats.get() < len(self.sent):
            pass


@dataclass
class Gateway:
    """Speaks to every client of the bot and keeps what they say. Several may have the same shard, as at Discord."""

    world: World
    identified: list[Json] = field(default_factory=list)
    resumed: list[Json] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    refuse_token: bool = False
    shards: int = 1
    concurrency: int = 1
    remaining: int = 999

    def __post_init__(self) -> None:
        """Begin without a line."""
        self.connected = asyncio.Event()
        self.joined = asyncio.Condition()

    def advice(self) -> Json:
        """Return where the gateway is, how many shards are advised, and how many may identify."""
        limit = {"total": 1000, "remaining": self.remaining, "reset_after": 1500, "max_concurrency": self.concurrency}
        return {"url": "wss://gateway.discord.gg", "shards": self.shards, "session_start_limit": limit}

    async def dispatch(self, name: str, body: Json, *, heard: bool = True) -> None:
        """Send an event to whom it belongs and, unless told otherwise, wait until all of them have taken it."""
        await asyncio.wait_for(self.connected.wait(), PATIENCE)
        guild = body.get("id" if name.startswith("GUILD_") else "guild_id")
        told = [each for each in self.sessions if each.stands and _belongs(guild, each.shard)]
        assert told, f"nobody has the shard of {name}"
        for each in told:
            await each.dispatch(name, body)
        for each in told if heard else ():
            await asyncio.wait_for(each.heard(), PATIENCE)

    async def standing(self, count: int) -> None:
        """Wait until so many sessions stand."""
        async with self.joined, asyncio.timeout(PATIENCE):
            await self.joined.wait_for(lambda: sum(each.stands for each in self.sessions) >= count)

    async def drop(self) -> None:
        """Cut every line hard."""
        self.connected.clear()
        for each in self.sessions:
            if each.line is not None:
                each.line.abort()

    async def ask_to_reconnect(self) -> None:
        """Ask the clients to come back on another line, as Discord does every few hours."""
        self.connected.clear()
        for each in self.sessions:
            if each.stands:
                await _say(each.socket, RECONNECT, None)

    async def close(self) -> None:
        """Hang up."""
        for each in self.sessions:
            await each.socket.close()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Talk with one client until it goes."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await _say(socket, HELLO, {"heartbeat_interval": 41_250})
        session: Session | None = None
        async for received in socket:
            if received.type == WSMsgType.TEXT:
                frame = json.loads(received.data)
                session = await self._take(frame["op"], frame["d"], session, socket, request.transport)
        return socket

    async def _take(
        self, op: int, body: Any, session: Session | None, socket: web.WebSocketResponse, line: asyncio.Transport | None
    ) -> Session | None:
        if op == HEARTBEAT:
            if session is not None:
                session.beats.put_nowait(body or 0)
            await _say(socket, ACK, None)
        elif op == IDENTIFY:
            self.identified.append(body)
            shard = tuple(body.get("shard") or WHOLE)
            return await self._identify(body, Session(f"session-{len(self.identified)}", shard, socket, line))
        elif op == RESUME:
            self.resumed.append(body)
            session = next(each for each in self.sessions if each.name == body["session_id"])
            session.socket, session.line = socket, line
            await self._resume(session, body["seq"])
        return session

    async def _resume(self, session: Session, after: int) -> None:
        for frame in session.sent[after:]:
            await session.socket.send_str(json.dumps(frame))
        await session.dispatch("RESUMED", {})
        await self._stands()

    async def _identify(self, body: Json, session: Session) -> Session:
        if self.refuse_token or body["token"] != TOKEN:
            await session.socket.close(code=AUTHENTICATION_FAILED)
            return session
        if not _fits(session.shard):
            await session.socket.close(code=INVALID_SHARD)
            return session
        here = _belongs(GUILD, session.shard)
        ready = {
            "v": 10,
            "user": user(ME),
            "guilds": [{"id": GUILD, "unavailable": True}] if here else [],
            "session_id": session.name,
            "resume_gateway_url": "wss://resume.gateway.discord.gg",
            "application": {"id": ME, "flags": 0},
            "shard": list(session.shard),
        }
        await session.dispatch("READY", ready)
        if here:
            await session.dispatch("GUILD_CREATE", self.world.guild())
        self.sessions.append(session)
        await self._stands()
        return session

    async def _stands(self) -> None:
        self.connected.set()
        async with self.joined:
            self.joined.notify_all()


def _fits(shard: tuple[int, int]) -> bool:
    return 0 <= shard[0] < shard[1]


def _belongs(guild: str | None, shard: tuple[int, int]) -> bool:
    """Whether a shard hears of a server: by its id; what belongs to no server goes to number 0."""
    number, count = shard
    return (int(guild) >> 22) % count == number if guild else number == 0


async def _say(socket: web.WebSocketResponse, op: int, body: Any) -> None:
    await socket.send_str(json.dumps({"op": op, "d": body, "s": None, "t": None}))
