"""What Discord's answers mean for a call: done, refused, to be repeated later, or unknown. Nothing is repeated here.

discord.py repeats requests that met a 429 or 5xx by itself, also those that must not happen twice. Inside `once` its
documented `http_trace` stops that: the hook raises before the library sees such an answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord

from bot.errors import Gone, Refused, SendError, Unreachable, Unsure, Wait

ANSWERED = 40060
"""The interaction has been answered already."""

TOO_LATE = frozenset({10015, 10062})
"""The interaction is not, or no longer, known."""

HAS_THREAD = 160004
NO_MESSAGE = 10008
NO_ACCESS = 50001

PERSON = frozenset({50007, 50278, 10003, 10013})
"""This person cannot be written to: blocked, no server shared, the conversation or the account no more."""

CHANNEL = frozenset({10003, 10004, NO_MESSAGE, NO_ACCESS, 50013, 50083, 160005})
"""The channel, server, thread or message is no more, or closed to us."""

CLOSED = frozenset({"50001", "50013", "10003"})
"""Discord's ways of saying that we may not read there."""

LANE = {40003: 600.0, 130000: 60.0, 20026: 3600.0, 40001: 900.0}
"""Refused now, to everybody: direct messages opened too fast, overloaded, flagged, token refused; in seconds."""

ALONE = {NO_ACCESS: 300.0, 20016: 60.0, 20028: 60.0}
"""Refused now, to this delivery: no access to a direct message (which passes), slow mode; in seconds."""

CONNECT_SECONDS = 15.0
TOKEN_SECONDS = 900.0
NO_ANSWER_SECONDS = 60.0
"""How long to keep still after a refusal that Discord itself did not write (its shield did)."""

_once: ContextVar[bool] = ContextVar("once", default=False)


class WouldRepeat(Exception):
    """Discord answered 429 or 5xx, which the library would have met with a repetition of its own."""

    def __init__(self, status: int, said: Mapping[str, Any], headers: Mapping[str, str]) -> None:
        """Keep the HTTP status, the body where it is an object, and the headers."""
        super().__init__(f"http_{status}")
        self.status, self.said, self.headers = status, said, headers


def http_trace() -> aiohttp.TraceConfig:
    """Return the hook that keeps the library from repeating what is called inside `once`."""
    config = aiohttp.TraceConfig()
    config.on_request_end.append(_stop_repetition)
    return config


async def _stop_repetition(
    session: aiohttp.ClientSession, context: SimpleNamespace, ended: aiohttp.TraceRequestEndParams
) -> None:
    response = ended.response
    if _once.get() and (response.status == HTTPStatus.TOO_MANY_REQUESTS or response.status >= 500):
        text = await response.text(errors="replace")
        raise WouldRepeat(response.status, _object(text), response.headers)


def _object(text: str) -> Mapping[str, Any]:
    try:
        said = json.loads(text)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


@contextmanager
def once() -> Iterator[None]:
    """Let each request inside be made a single time."""
    token = _once.set(True)
    try:
        yield
    finally:
        _once.reset(token)


@contextmanager
def translated(*, direct: bool) -> Iterator[None]:
    """Make each request inside once, and turn what comes of it into a SendError; `direct` for a person's messages."""
    try:
        with once():
            yield
    except WouldRepeat as error:
        raise _not_now(error) from None
    except discord.RateLimited as error:  # by the library's own count, before anything was sent
        raise Wait("rate_limited", seconds=error.retry_after, lane=False) from None
    except discord.HTTPException as error:
        raise _refusal(error, direct) from None
    except discord.InvalidData:
        raise Gone("unknown_kind") from None
    except aiohttp.ClientConnectorError as error:  # no connection was made, so nothing was sent
        raise Wait(type(error).__name__, seconds=CONNECT_SECONDS) from None
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise Unsure(type(error).__name__) from None


def reason_of(error: discord.HTTPException) -> str:
    """Return Discord's code, or the HTTP status where there is none; safe to log."""
    return str(error.code) if error.code else f"http_{error.status}"


def _not_now(error: WouldRepeat) -> SendError:
    if error.status != HTTPStatus.TOO_MANY_REQUESTS:
        return Unsure(str(error))
    ours = error.headers.get("X-RateLimit-Scope") == "user" and not error.said.get("global")
    return Wait("rate_limited", seconds=_retry_after(error), lane=not ours)


def _retry_after(error: WouldRepeat) -> float:
    told = error.said.get("retry_after", error.headers.get("Retry-After"))
    try:
        return max(0.1, float(str(told)))
    except ValueError:
        return NO_ANSWER_SECONDS


def _refusal(error: discord.HTTPException, direct: bool) -> SendError:
    code, reason = error.code, reason_of(error)
    if error.status >= 500:
        return Unsure(reason)
    if error.status == HTTPStatus.TOO_MANY_REQUESTS:
        return Wait(reason, seconds=NO_ANSWER_SECONDS)
    if code in LANE or error.status == HTTPStatus.UNAUTHORIZED:
        return Wait(reason, seconds=LANE.get(code, TOKEN_SECONDS))
    if not code and error.status == HTTPStatus.FORBIDDEN:
        return Wait(reason, seconds=NO_ANSWER_SECONDS)
    return _named(code, reason, direct)


def _named(code: int, reason: str, direct: bool) -> SendError:
    if code in ALONE and (direct or code != NO_ACCESS):
        return Wait(reason, seconds=ALONE[code], lane=False)
    if direct and code in PERSON:
        return Unreachable(reason)
    if code in CHANNEL:
        return Gone(reason)
    return Refused(reason)
