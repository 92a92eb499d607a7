"""Receives events over the gateway: one client for each shard that is this process's, held until cancelled.

Not discord.py's `AutoShardedClient`: after a line that could not be reached for two seconds it identifies anew, and
what happened meanwhile is lost, where a `Client` resumes (measured with 2.7.1).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

import discord

from bot.clock import Clock
from bot.errors import SendError, SettingsError, Unsure, Wait

from .errors import translated
from .gateway import Client
from .shards import Shard, Shards
from .slots import Slots

log = logging.getLogger(__name__)

REFUSED = "AJAR_DISCORD__TOKEN: refused by Discord; copy it anew from the Developer Portal, page Bot"
SHARDS = "AJAR_DISCORD__SHARDS"
CLOSED: dict[int, str] = {
    4004: REFUSED,
    4010: f"{SHARDS}: Discord knows no such shard",
    4011: f"{SHARDS}: the bot is in more servers than so many shards may have; Discord wants more of them",
}
"""What ends a connection for good, by the code with which Discord closes it."""

FIRST_PAUSE, LONGEST_PAUSE = 2.0, 60.0

T = TypeVar("T")

Opens: TypeAlias = Callable[[Shard], Awaitable[Client]]
"""Logs a client for a shard in. Raises SettingsError for a refused token, SendError without Discord."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What Discord says of the gateway: shards for so many servers, identifying at a time, and a day's rest of them."""

    shards: int
    concurrency: int
    remaining: int
    reset_seconds: float


class Receiving:
    """Every shard of this process."""

    def __init__(self, opens: Opens, shards: Shards | None, slots: Slots, clock: Clock) -> None:
        """Receive `shards`, or where there are none given, as many as Discord advises."""
        self._opens, self._shards, self._slots, self._clock = opens, shards, slots, clock
        self.clients: list[Client] = []

    async def run(self, asking: discord.Client) -> None:
        """Receive until cancelled; `asking` is a client that is logged in. Raises SettingsError."""
        advice = await self._patiently(lambda: _advice(asking))
        shards = self._shards or Shards.whole(advice.shards)
        self._slots.concurrency = advice.concurrency
        if advice.remaining < len(shards):  # Discord takes a token back that goes on identifying
            log.error("discord: too many connections today; waiting %.0f seconds", advice.reset_seconds)
            await self._clock.sleep(advice.reset_seconds)
        await _together([self._hold(each) for each in shards])

    async def close(self, seconds: float) -> None:
        """Let what is being answered finish for at most `seconds`, then let go."""
        await self._slots.close()
        await asyncio.gather(*(each.drain(seconds) for each in self.clients))
        await asyncio.gather(*(each.close() for each in self.clients))

    async def _hold(self, shard: Shard) -> None:
        client: Client | None = None
        while client is None or not client.is_closed():
            await self._slots.take(shard.number)
            if client is None:
                client = await self._patiently(lambda: self._opens(shard))
                self.clients.append(client)
            try:
                await client.connect()
            except discord.ConnectionClosed as error:
                if error.code in CLOSED:
                    raise SettingsError(CLOSED[error.code]) from None
                raise
            except AttributeError:
                # discord.py 2.7.1 asks its socket for the session to resume, also where there never was a socket
                if client.ws is not None:
                    raise

    async def _patiently(self, ask: Callable[[], Awaitable[T]]) -> T:
        pause = FIRST_PAUSE
        while True:
            try:
                return await ask()
            except SendError as error:
                log.warning("discord: no answer yet (%s)", error.reason)
                told = error.seconds if isinstance(error, Wait) else 0.0
            await self._clock.sleep(max(pause, told))
            pause = min(2 * pause, LONGEST_PAUSE)


async def _advice(client: discord.Client) -> Advice:
    """Ask what the gateway is like now. Raises SendError."""
    try:
        with translated(direct=False):
            shards, _, limit = await client.http.get_bot_gateway()
    except discord.GatewayNotFound:
        raise Unsure("gateway_not_found") from None
    return Advice(
        shards=max(1, shards),
        concurrency=max(1, limit["max_concurrency"]),
        remaining=limit["remaining"],
        reset_seconds=limit["reset_after"] / 1000,
    )


async def _together(work: list[Awaitable[None]]) -> None:
    """Run everything until one of it fails, and raise that failure itself."""
    tasks = [asyncio.ensure_future(each) for each in work]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        for each in done:
            each.result()
    finally:
        for each in tasks:
            each.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
