"""The page and what it talks to: one state, one stream of news, gestures, reading marks and the clock."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aiohttp import web

from bot.clock import Clock
from bot.errors import StoreUnavailable
from bot.platform import Core

from .answering import Answering
from .guard import HEADERS, guarded
from .moves import destination, movable, travel
from .parse import Gesture, Malformed, locale_of, parse_body
from .render import Json
from .room import Room
from .settings import Person
from .streams import End, Hour, News, Places, Streams
from .view import View

STATIC = Path(__file__).parent / "static"
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
SAFE_PICTURES = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})
HEARTBEAT_SECONDS = 15.0
"""A word now and then shows the browser and us that the other side is still there."""


class Page:
    """The handlers of the playground's routes."""

    def __init__(self, *, room: Room, core: Core, clock: Clock, answering: Answering, streams: Streams) -> None:
        """Serve `room`; nothing is opened before a request comes."""
        self._room, self._core, self._clock = room, core, clock
        self._answering, self._streams = answering, streams
        self._moving = asyncio.Lock()

    @property
    def routes(self) -> tuple[web.RouteDef, ...]:
        """Every route, each behind the guard."""
        return (
            web.get("/", guarded(self._index)),
            web.get("/playground/static/{name}", guarded(self._static)),
            web.get("/playground/files/{token}", guarded(self._file)),
            web.get("/playground/state", guarded(self._state)),
            web.get("/playground/news", guarded(self._news)),
            web.post("/playground/gesture", guarded(_json(self._gesture))),
            web.post("/playground/read", guarded(_json(self._read))),
            web.post("/playground/clock", guarded(_json(self._move))),
        )

    async def _index(self, request: web.Request) -> web.Response:
        return _served("index.html")

    async def _static(self, request: web.Request) -> web.Response:
        return _served(request.match_info["name"])

    async def _file(self, request: web.Request) -> web.Response:
        """Give a picture or attachment; only plain pictures are shown, all else is saved."""
        file = self._room.file(request.match_info["token"])
        if file is None:
            raise web.HTTPNotFound(headers=HEADERS)
        shown = file.media_type in SAFE_PICTURES
        place = "inline" if shown else f"attachment; filename*=UTF-8''{quote(file.name)}"
        media_type = file.media_type if shown else "application/octet-stream"
        return web.Response(body=file.content, content_type=media_type, headers={"Content-Disposition": place})

    async def _state(self, request: web.Request) -> web.Response:
        return web.json_response(self._view(request.query).state())

    async def _news(self, request: web.Request) -> web.StreamResponse:
        """Stream what happens, as the person who looks sees it, until the page goes or the playground closes."""
        view = self._view(request.query)
        response = web.StreamResponse(headers=HEADERS | {"Content-Type": "text/event-stream"})
        with self._streams.listening() as queue, suppress(ConnectionResetError):  # the page was closed
            await response.prepare(request)
            while not isinstance(news := await _next(queue), End):
                await response.write(self._told(view, news))
        return response

    def _told(self, view: View, news: News | None) -> bytes:
        match news:
            case None:
                return b": still here\n\n"
            case Hour():
                return _event("hour", view.hour())
            case Places() | End():
                return _event("places", view.places())
            case post if self._room.visible(view.person, post):
                current = self._room.posts.get(post.id, post)
                return _event("post", view.post(current)) + _event("places", view.places())
            case _:
                return _event("places", view.places())

    async def _gesture(self, body: Mapping[str, Any]) -> web.Response:
        person = self._person(body.get("you"))
        place = body.get("place")
        if not isinstance(place, str) or not self._room.knows(place) or not self._room.sees(person, place):
            raise Malformed("place")
        locale = locale_of(body.get("locale"), self._room.settings.locale)
        gesture = Gesture(
            person=person, place=self._room.target(place), locale=locale, zone=self._room.settings.zone, body=body
        )
        return web.json_response(await self._answering.answer(gesture))

    async def _read(self, body: Mapping[str, Any]) -> web.Response:
        person = self._person(body.get("you"))
        place = body.get("place")
        if not isinstance(place, str) or not self._room.sees(person, place):
            raise Malformed("place")
        self._room.read(person.id, place)
        opener = self._room.opener(place)
        self._streams.publish(opener or Places())
        return web.json_response({})

    async def _move(self, body: Mapping[str, Any]) -> web.Response:
        """Move the clock, one move at a time."""
        clock = movable(self._clock)
        async with self._moving:
            move, now = body.get("move"), self._clock.now()
            until = destination(move, now, self._room.settings.zone) if isinstance(move, str) else None
            if clock is None or until is None:
                raise Malformed("move")
            try:
                await travel(clock, self._core.tick, until)
            finally:
                self._streams.publish(Hour())
        return web.json_response({"now": clock.now().isoformat()})

    def _view(self, query: Mapping[str, str]) -> View:
        person = self._person(query.get("you") or self._room.settings.people[0].id)
        locale = locale_of(query.get("locale"), self._room.settings.locale)
        return View(room=self._room, core=self._core, clock=self._clock, person=person, locale=locale)

    def _person(self, person_id: object) -> Person:
        person = self._room.settings.person(person_id)
        if person is None:
            raise web.HTTPNotFound(headers=HEADERS)
        return person


def _json(handler: Callable[[Mapping[str, Any]], Awaitable[web.Response]]) -> Callable[[web.Request], Any]:
    """Read the request's JSON object for `handler`, and say 400 or 503 where it could not be taken."""

    async def handle(request: web.Request) -> web.Response:
        try:
            return await handler(parse_body(await request.read()))
        except Malformed as error:
            return web.json_response({"malformed": str(error)}, status=400)
        except StoreUnavailable:
            return web.json_response({}, status=503)

    return handle


def _served(name: str) -> web.Response:
    """Return a file of the page; names come from outside, so only those that lie there flat are known."""
    known = {each.name: each for each in STATIC.iterdir() if each.suffix in TYPES}
    if name not in known:
        raise web.HTTPNotFound(headers=HEADERS)
    path = known[name]
    return web.Response(body=path.read_bytes(), content_type=TYPES[path.suffix], charset="utf-8")


async def _next(queue: asyncio.Queue[News]) -> News | None:
    """Return the next news, None when there was none for a while."""
    try:
        async with asyncio.timeout(HEARTBEAT_SECONDS):
            return await queue.get()
    except TimeoutError:
        return None


def _event(name: str, content: Json) -> bytes:
    return f"event: {name}\ndata: {json.dumps(content)}\n\n".encode()
