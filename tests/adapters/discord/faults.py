"""What the loopback Discord can be told to do to a request."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

Done = Callable[[], Any]
Fault = Callable[[web.Request, Done], Awaitable[web.StreamResponse]]
"""Gets the request and what would carry it out, and gives the answer."""


class DiscordError(Exception):
    """A refusal with a code of Discord's."""

    def __init__(self, status: int, code: int, message: str = "refused") -> None:
        super().__init__(message)
        self.status, self.code = status, code


def answer(content: object, status: int = 200, **headers: str) -> web.Response:
    """Return JSON under exactly `application/json`; with a charset discord.py would read plain text."""
    if content is None:
        return web.Response(status=204, headers=headers)
    return web.Response(
        body=json.dumps(content).encode(), status=status, content_type="application/json", headers=headers
    )


def refusal(error: DiscordError) -> web.Response:
    """Return a refusal."""
    return answer({"code": error.code, "message": str(error)}, error.status)


async def reply_lost(request: web.Request, done: Done) -> web.StreamResponse:
    """Do it, then drop the connection."""
    done()
    return await never_arrived(request, done)


async def never_arrived(request: web.Request, done: Done) -> web.StreamResponse:
    """Drop the connection."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def server_error(request: web.Request, done: Done) -> web.StreamResponse:
    """Answer 502 with a page of HTML."""
    return web.Response(status=502, text="<html>", content_type="text/html")


async def rate_limited(request: web.Request, done: Done) -> web.StreamResponse:
    """Refuse with a wait of seven seconds; without `Via` it would be taken for Cloudflare's ban."""
    body = {"message": "You are being rate limited.", "retry_after": 7.0, "global": False}
    said = {"Retry-After": "7", "X-RateLimit-Scope": "user", "X-RateLimit-Reset-After": "7.0"}
    return answer(body, 429, Via="1.1 google", **said)


def says(status: int, code: int) -> Fault:
    """Refuse with an error code."""

    async def refused(request: web.Request, done: Done) -> web.StreamResponse:
        return refusal(DiscordError(status, code))

    return refused


def breaks(status: int) -> Fault:
    """Break down with a status."""

    async def broken(request: web.Request, done: Done) -> web.StreamResponse:
        return web.Response(status=status, text="<html>", content_type="text/html")

    return broken


def limited(body: object, **headers: str) -> Fault:
    """Refuse with 429, a body of its own (text is sent as HTML), and headers written with `_` for `-`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    async def refused(request: web.Request, done: Done) -> web.StreamResponse:
        if isinstance(body, str):
            return web.Response(status=429, text=body, content_type="text/html", headers=named)
        return answer(body, 429, **named)

    return refused


def telling(**headers: str) -> Fault:
    """Do it, and tell of the rate limit in headers written with `_` for `-`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    async def told(request: web.Request, done: Done) -> web.StreamResponse:
        return answer(done(), 200, **named)

    return told
