"""The client of discord.py: what it is told to leave out, and what it hands on."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable

import aiohttp
import discord

from bot.clock import Clock
from bot.messages import Inbound
from bot.platform import Core

from . import parse
from .answering import Answering
from .buckets import Buckets
from .shards import Shard
from .slots import Slots
from .watch import Watch

log = logging.getLogger(__name__)

RATE_LIMIT_SECONDS = 30.0
"""The longest wait that the library may sit out by itself; its own smallest."""


def intents() -> discord.Intents:
    """Return what we want to hear of: servers, and direct messages. None of it is privileged."""
    wanted = discord.Intents.none()
    wanted.guilds = True
    wanted.dm_messages = True
    return wanted


class Client(discord.Client):
    """Caches neither messages nor members, mentions nobody, repeats nothing, and hands every event on."""

    def __init__(
        self,
        *,
        core: Core,
        answering: Answering,
        clock: Clock,
        connector: aiohttp.BaseConnector,
        watch: Watch,
        slots: Slots,
        shard: Shard | None = None,
    ) -> None:
        """Hand the events of `shard` to `core` through `answering`, over `connector`; without one, only send."""
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # there is no voice to warn about
        super().__init__(
            intents=intents(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=RATE_LIMIT_SECONDS,
            http_trace=watch.trace(),
            connector=connector,
            shard_id=shard.number if shard else None,
            shard_count=shard.count if shard else None,
        )
        Buckets(clock).install(self.http)
        self._core, self._answering, self._clock, self._slots = core, answering, clock, slots
        self._busy: set[asyncio.Task[object]] = set()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait for a turn to identify; the first was taken before the line was opened, which is given up after 60 s."""
        if not initial:
            await self._slots.take(shard_id or 0)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Answer an interaction."""
        await self._while_busy(self._answering.interaction(interaction))

    async def on_message(self, message: discord.Message) -> None:
        """Answer a direct message."""
        await self._while_busy(self._answering.typed(message))

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Tell the core of a new community."""
        await self._tell(parse.joined(guild, self._clock.now()))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Tell the core of a community that we were removed from; an outage of Discord's is not that."""
        await self._tell(parse.left(guild, self._clock.now()))

    async def drain(self, seconds: float) -> None:
        """Let what is being answered finish, for at most `seconds`."""
        if self._busy:
            await asyncio.wait(self._busy, timeout=seconds)

    async def _tell(self, event: Inbound) -> None:
        await self._while_busy(self._core.handle(event))

    async def _while_busy(self, work: Awaitable[object]) -> None:
        task = asyncio.ensure_future(work)
        self._busy.add(task)
        task.add_done_callback(self._busy.discard)
        await task
