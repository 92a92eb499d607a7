"""The one place that every request and answer passes: nothing is repeated inside the library, and nothing asked twice.

discord.py sleeps and repeats by itself after a 429 or 5xx, also what must not happen twice. The documented
`http_trace` stops that: the hook raises before the library sees such an answer. Here too it is counted how often
Discord found a request invalid, since 10,000 answers of 401, 403 or 429 (those of scope `shared` aside) within ten
minutes ban an address for a while (Discord's documentation, topic "Rate Limits", "Invalid Request Limit").
"""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Mapping
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any

import aiohttp

from bot.clock import Clock
from bot.errors import Wait

from .window import Growing, Window

log = logging.getLogger(__name__)

WINDOW_SECONDS = 600
UNSOLICITED_LINE = 2_500
"""So many invalid requests in ten minutes stop deliveries: a quarter of what bans the address."""

LINE = 5_000
"""So many stop everything: half, because a gateway and a courier may share one address, each counting its own."""

TOKEN_REFUSALS = 3
TOKEN_SECONDS = 900.0
"""After so many 401 in a row the token is dead, and asked with only once in so many seconds."""

SHORTEST = 0.1
FIRST_SILENCE, LONGEST_SILENCE = 60.0, 3600.0
"""How long to keep still where a 429 does not say (Cloudflare's, in front of Discord), at first and at most."""

INVALID = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS})


class WouldRepeat(aiohttp.ClientError):
    """Discord answered 429 or 5xx, which the library would have met with a repetition of its own.

    `seconds` is how long to wait after a 429, `lane` whether others than this very request have to; both only there.
    """

    def __init__(self, status: int, *, seconds: float = 0.0, lane: bool = False) -> None:
        """Keep the HTTP status and the wait."""
        super().__init__(f"http_{status}")
        self.status, self.seconds, self.lane = status, seconds, lane

    @property
    def refused(self) -> bool:
        """Whether it was certainly not done."""
        return self.status == HTTPStatus.TOO_MANY_REQUESTS


class Held(aiohttp.ClientError):
    """A request was not made at all, for `seconds`, to keep the address or a dead token from being banned."""

    def __init__(self, reason: str, seconds: float) -> None:
        """Keep why and for how long."""
        super().__init__(reason)
        self.reason, self.seconds = reason, seconds


class Watch:
    """Watches over the requests of every client of one token in this process."""

    def __init__(self, clock: Clock) -> None:
        """Count by `clock`."""
        self._clock = clock
        self._invalid = Window(WINDOW_SECONDS)
        self._silence = Growing(first=FIRST_SILENCE, most=LONGEST_SILENCE)
        self._refusals, self._token_until = 0, -math.inf
        self._quiet_until = -math.inf

    def trace(self) -> aiohttp.TraceConfig:
        """Return the hooks for a client's requests."""
        config = aiohttp.TraceConfig()
        config.on_request_start.append(self._before)
        config.on_request_end.append(self._after)
        return config

    def check(self) -> None:
        """Raise Wait where nothing unsolicited may be sent now; answers go on until the higher line."""
        self._hold_back(UNSOLICITED_LINE)

    async def _before(
        self, session: aiohttp.ClientSession, context: SimpleNamespace, starting: aiohttp.TraceRequestStartParams
    ) -> None:
        if "Authorization" in starting.headers:
            self._hold_token()
        try:
            self._hold_back(LINE)
        except Wait as error:
            raise Held(error.reason, error.seconds) from None

    def _hold_token(self) -> None:
        """Ask nothing with a dead token, nor while Discord wants quiet of it; answers to interactions carry none."""
        now = self._clock.monotonic()
        if now < self._token_until:
            raise Held("token_refused", self._token_until - now)
        if now < self._quiet_until:
            raise Held("rate_limited", self._quiet_until - now)

    def _hold_back(self, line: int) -> None:
        """Raise Wait once as many as `line` were invalid, until half of them are forgotten."""
        now = self._clock.monotonic()
        if self._invalid.count(now) >= line:
            raise Wait("invalid_requests", seconds=self._invalid.clears(now, line // 2), lane=True)

    async def _after(
        self, session: aiohttp.ClientSession, context: SimpleNamespace, ended: aiohttp.TraceRequestEndParams
    ) -> None:
        response = ended.response
        status, headers = response.status, response.headers
        if status in INVALID and headers.get("X-RateLimit-Scope") != "shared":
            self._invalid.add(self._clock.monotonic())
        if "Authorization" in ended.headers:
            self._judge_token(status)
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            raise self._limited(_object(await response.text(errors="replace")), headers)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            await response.read()
            raise WouldRepeat(status)

    def _limited(self, said: Mapping[str, Any] | None, headers: Mapping[str, str]) -> WouldRepeat:
        """Read a 429, and keep to it where it is for all."""
        now, told, lane = self._clock.monotonic(), _told(said or {}, headers), _for_all(said, headers)
        seconds = self._silence.seconds(now) if told is None else told
        if lane:
            self._quiet_until = max(self._quiet_until, now + seconds)
        return WouldRepeat(HTTPStatus.TOO_MANY_REQUESTS, seconds=seconds, lane=lane)

    def _judge_token(self, status: int) -> None:
        self._refusals = self._refusals + 1 if status == HTTPStatus.UNAUTHORIZED else 0
        if self._refusals >= TOKEN_REFUSALS:
            self._token_until = self._clock.monotonic() + TOKEN_SECONDS
            log.error("discord: AJAR_DISCORD__TOKEN is refused again and again; nothing is sent until it is mended")


def _object(text: str) -> Mapping[str, Any] | None:
    """Return the body where it is Discord's own, an object."""
    try:
        said = json.loads(text)
    except ValueError:
        return None
    return said if isinstance(said, dict) else None


def _told(said: Mapping[str, Any], headers: Mapping[str, str]) -> float | None:
    """Return the longest wait that body and headers tell of, or None where they tell of none."""
    told = (said.get("retry_after"), headers.get("Retry-After"), headers.get("X-RateLimit-Reset-After"))
    known = [each for each in map(_seconds, told) if each is not None]
    return max(SHORTEST, *known) if known else None


def _seconds(told: object) -> float | None:
    try:
        seconds = float(str(told))
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None


def _for_all(said: Mapping[str, Any] | None, headers: Mapping[str, str]) -> bool:
    """Whether a 429 holds for the whole token: Cloudflare's does, and the global limit; a route's and a shared one not.

    Discord's own answers come through Google's proxy, which shows in `Via`; discord.py tells them apart by that too.
    """
    if said is None or "Via" not in headers:
        return True
    scope = headers.get("X-RateLimit-Scope")
    return bool(said.get("global")) or "X-RateLimit-Global" in headers or scope not in ("user", "shared", None)
