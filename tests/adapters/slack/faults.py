"""What the loopback Slack can be told to do to a call."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

Answer = dict[str, Any]
Fault = Callable[[web.Request, Callable[[], Answer]], web.StreamResponse]
"""Gets the request and what would carry it out, and gives the answer."""

Slow = Callable[[web.Request], Awaitable[web.StreamResponse]]
"""Answers in its own time."""


def reply_lost(request: web.Request, done: Callable[[], Answer]) -> web.StreamResponse:
    """Do it, then drop the connection."""
    done()
    return never_arrived(request, done)


def never_arrived(request: web.Request, done: Callable[[], Answer]) -> web.StreamResponse:
    """Drop the connection."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


def server_error(request: web.Request, done: Callable[[], Answer]) -> web.StreamResponse:
    """Answer 503 with a page of HTML."""
    return web.Response(status=503, text="<html>", content_type="text/html")


def rate_limited(request: web.Request, done: Callable[[], Answer]) -> web.StreamResponse:
    """Refuse with a wait of seven seconds."""
    return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "7"})


def says(code: str) -> Fault:
    """Refuse with an error code."""
    return lambda request, done: web.json_response({"ok": False, "error": code})
