"""What Discord's answers mean for a call: done, refused, to be repeated later, or unknown. Nothing is repeated here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

import aiohttp
import discord

from bot.errors import Gone, Refused, SendError, Unreachable, Unsure, Wait

from .watch import Held, WouldRepeat

ANSWERED = 40060
"""The interaction has been answered already."""

TOO_LATE = frozenset({10015, 10062})
"""The interaction is not, or no longer, known."""

HAS_THREAD = 160004
NO_MESSAGE = 10008
NO_ACCESS = 50001

PERSON = frozenset({50007, 50278, 10003, 10013})
"""This person cannot be written to: blocked, no server shared, the conversation or the account no more."""

APART = frozenset({"50278", "10013"})
"""Among these: no server shared any more (or direct messages closed in the only one), the account no more."""

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

OPENING_SECONDS = 15.0
"""How long to wait where nothing was posted yet, since what comes before it broke down."""

NOT_CONNECTED = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
"""No connection was made, so nothing can have been sent. Any later break may have come after the arrival."""


@contextmanager
def translated(*, direct: bool, lane: bool = False) -> Iterator[None]:
    """Turn what comes of the requests inside into a SendError; `direct` for a person's messages.

    `lane` says that a route's own limit holds for the whole lane, as that of opening DMs does, which has no channel.
    """
    try:
        yield
    except WouldRepeat as error:
        raise _not_now(error, lane) from None
    except Held as error:
        raise Wait(error.reason, seconds=error.seconds, lane=True) from None
    except discord.RateLimited as error:  # by our own count, before anything was sent
        raise Wait("rate_limited", seconds=error.retry_after, lane=lane) from None
    except discord.HTTPException as error:
        raise _refusal(error, direct) from None
    except discord.InvalidData:
        raise Gone("unknown_kind") from None
    except NOT_CONNECTED as error:
        raise Wait(type(error).__name__, seconds=CONNECT_SECONDS) from None
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise Unsure(type(error).__name__) from None


@contextmanager
def before_posting() -> Iterator[None]:
    """Turn doubt about what only prepares a post into a Wait: whatever became of that, nothing was posted."""
    try:
        yield
    except Unsure as error:
        raise Wait(error.reason, seconds=OPENING_SECONDS, lane=False) from None


def reason_of(error: discord.HTTPException) -> str:
    """Return Discord's code, or the HTTP status where there is none; safe to log."""
    return str(error.code) if error.code else f"http_{error.status}"


def _not_now(error: WouldRepeat, lane: bool) -> SendError:
    if not error.refused:
        return Unsure(str(error))
    return Wait("rate_limited", seconds=error.seconds, lane=lane or error.lane)


def _refusal(error: discord.HTTPException, direct: bool) -> SendError:
    code, reason = error.code, reason_of(error)
    if error.status >= 500:
        return Unsure(reason)
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
