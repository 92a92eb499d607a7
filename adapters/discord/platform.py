"""Discord as a `Platform`: the parts put together, started and closed."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime

import aiohttp
import discord
from aiohttp import web

from bot.clock import Clock
from bot.errors import OperatorError, SendError, SettingsError, StoreUnavailable, Unreachable, Wait
from bot.messages import Message
from bot.model import AccountRef, CommunityRef, Receipt, Target
from bot.platform import Core, Limits, Shelf

from .answering import PATIENCE_SECONDS, Answering
from .commands import Commands
from .errors import APART, translated
from .gateway import Client
from .limits import LIMITS
from .parse import NAME, apart
from .receiving import REFUSED, Receiving
from .sending import Sending
from .settings import Settings
from .shards import Shard
from .slots import Slots
from .watch import Watch

log = logging.getLogger(__name__)

ATTEMPTS = 5
LONGEST_PAUSE = 60.0
CLOSE_SECONDS = 4.5
DRAIN_SECONDS = 2.0


class Discord:
    """One bot token: events over the gateway, everything else over HTTP.

    What sends and what receives are clients of their own, so that a process which only sends opens no gateway, and
    several processes of one token do each its part.
    """

    name = NAME
    limits: Limits = LIMITS
    routes: tuple[web.RouteDef, ...] = ()

    def __init__(
        self,
        settings: Settings,
        core: Core,
        shelf: Shelf,
        clock: Clock,
        *,
        connector: aiohttp.BaseConnector | None = None,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        """Put the parts together; nothing is opened before `start`."""
        self._settings, self._core, self._clock, self._connector = settings, core, clock, connector
        self._commands = Commands(core.commands, shelf, clock)
        self._answering = Answering(core, self._commands, clock, patience)
        self._watch, self._slots = Watch(clock), Slots(shelf)
        self._receiving = Receiving(self._opened, settings.shard_range, self._slots, clock)
        self._client: Client | None = None

    async def start(self) -> None:
        """Log in, to send. Raises SettingsError for a refused token, OperatorError without Discord."""
        pause, attempts = 1.0, ATTEMPTS if self._connector is None else 1
        for attempt in range(1, attempts + 1):
            try:
                self._client = await self._opened()
                return
            except SendError as error:
                reason = error.reason
                pause = max(2 * pause, error.seconds if isinstance(error, Wait) else 0.0)
            if attempt == attempts or pause > LONGEST_PAUSE:
                break
            log.warning("discord: no answer yet (%s)", reason)
            await self._clock.sleep(pause)
        raise OperatorError(f"discord.com does not answer ({reason})")

    async def run(self) -> None:
        """Declare the commands and receive events until cancelled. Raises SettingsError for a token taken back."""
        try:
            await self._commands.sync(self._connected)
        except StoreUnavailable as error:
            log.error("discord: the commands are declared at the next start (%s)", error)
        await self._receiving.run(self._connected)

    async def close(self) -> None:
        """Let what is being answered finish for a moment, then let go of everything."""
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await self._receiving.close(DRAIN_SECONDS)
                if self._client is not None:
                    await self._client.close()
        except TimeoutError:
            log.warning("discord: closing took too long and was given up")

    async def send(self, target: Target, message: Message, key: str) -> Receipt:
        """Post once; see `Sending`. Who shares no server with us any more is known from this refusal alone."""
        try:
            return await self._sending.send(target, message, key)
        except Unreachable as error:
            if error.reason in APART and target.account is not None:
                await self._core.handle(apart(target.account, key))
            raise

    async def find(self, target: Target, key: str, since: datetime) -> Receipt | None:
        """Look a message up by its marker; see `Sending`."""
        return await self._sending.find(target, key, since)

    async def revise(self, target: Target, receipt: Receipt, message: Message) -> None:
        """Replace a message; see `Sending`."""
        await self._sending.revise(target, receipt, message)

    async def manages(self, account: AccountRef, community: CommunityRef) -> bool:
        """Whether the account may manage this very server; False where Discord does not say."""
        if account.platform != NAME or community.platform != NAME:
            return False
        client = self._connected
        try:
            with translated(direct=False):
                guild = await client.fetch_guild(int(community.id))
                member = await guild.fetch_member(int(account.id))
        except (SendError, ValueError):
            return False
        return member.guild_permissions.manage_guild

    async def _opened(self, shard: Shard | None = None) -> Client:
        """Log a client in. Raises SettingsError for a refused token, SendError where Discord did not answer."""
        client = Client(
            core=self._core,
            answering=self._answering,
            clock=self._clock,
            connector=self._connector or aiohttp.TCPConnector(limit=0),
            watch=self._watch,
            slots=self._slots,
            shard=shard,
        )
        try:
            with translated(direct=False):
                await client.login(self._settings.token.get_secret_value())
        except discord.LoginFailure:
            await client.close()
            raise SettingsError(REFUSED) from None
        except BaseException:
            await client.close()
            raise
        return client

    @property
    def _connected(self) -> Client:
        if self._client is None:
            raise RuntimeError("Discord was used before its start")
        return self._client

    @property
    def _sending(self) -> Sending:
        return Sending(self._connected, self._commands, self._watch)
