"""Who may talk to the page: this machine's browser, from this very page, and nobody else.

A page from elsewhere cannot reach it through a name of its own that resolves to loopback (the Host decides), nor post
to it (the Origin, and a content type no plain form can send). What the page itself may load is fixed by its policy.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeAlias
from urllib.parse import urlsplit

from aiohttp import web

Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
JSON_TYPE = "application/json"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def guarded(handler: Handler) -> Handler:
    """Refuse strangers before `handler` sees the request; a stream sends the headers itself."""

    async def guard(request: web.Request) -> web.StreamResponse:
        status = refusal(request)
        response = web.Response(status=status) if status else await handler(request)
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    return guard


def refusal(request: web.Request) -> int | None:
    """Return the status that refuses a request, None for one that is welcome."""
    if _hostname(f"//{request.host}") not in LOOPBACK:
        return 403
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.host}":
        return 403
    if request.method not in ("GET", "HEAD") and request.content_type != JSON_TYPE:
        return 415
    return None


def _hostname(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
