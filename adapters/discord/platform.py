"""Discord as a `Platform`: the parts put together, started and closed."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime

import aiohttp
import discord
from aiohttp import web

from bot.clock import Clock
from bot.errors import OperatorError, SendError, SettingsError
from bot.messages import Message
from bot.model import AccountRef, CommunityRef, Receipt, Target
from bot.platform import Core, Limits, Shelf

from .answering import PATIENCE_SECONDS, Answering
from .commands import Commands
from .errors import reason_of, translated
from .gateway import Client
from .limits import LIMITS
from .parse import NAME
from .sending import Sending
from .settings import Settings

log = logging.getLogger(__name__)

ATTEMPTS = 5
CLOSE_SECONDS = 4.5
DRAIN_SECONDS = 2.0
REFUSED = "AJAR_DISCORD__TOKEN: refused by Discord; copy it anew from the Developer Portal, page Bot"
AUTHENTICATION_FAILED = 4004


class Discord:
    """One bot token: events over the gateway, everything else over HTTP."""

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
        self._commands = Commands(core.commands, shelf)
        self._answering = Answering(core, self._commands, clock, patience)
        self._client: Client | None = None

    async def start(self) -> None:
        """Log in and declare the commands. Raises SettingsError for a refused token, OperatorError without Discord."""
        reason = ""
        for attempt in range(ATTEMPTS if self._connector is None else 1):
            if attempt:
                log.warning("discord: no answer yet (%s)", reason)
                await self._clock.sleep(2.0**attempt)
            reason = await self._log_in()
            if not reason:
                await self._commands.sync(self._connected)
                return
        raise OperatorError(f"discord.com does not answer ({reason})")

    async def run(self) -> None:
        """Receive events until cancelled. Raises SettingsError when Discord takes the token back."""
        client = self._connected
        while not client.is_closed():
            try:
                await client.connect()
            except discord.ConnectionClosed as error:
                if error.code == AUTHENTICATION_FAILED:
                    raise SettingsError(REFUSED) from None
                raise
            except AttributeError:
                # discord.py 2.7.1 asks its socket for the session to resume, also where there never was a socket
                if client.ws is not None:
                    raise

    async def close(self) -> None:
        """Let what is being answered finish for a moment, then let go of everything."""
        client = self._client
        if client is None:
            return
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await client.drain(DRAIN_SECONDS)
                await client.close()
        except TimeoutError:
            log.warning("discord: closing took too long and was given up")

    async def send(self, target: Target, message: Message, key: str) -> Receipt:
        """Post once; see `Sending`."""
        return await self._sending.send(target, message, key)

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
                guild = client.get_guild(int(community.id)) or await client.fetch_guild(int(community.id))
                member = await guild.fetch_member(int(account.id))
        except (SendError, ValueError):
            return False
        return member.guild_permissions.manage_guild

    async def _log_in(self) -> str:
        """Open a client, and return why Discord did not answer, or nothing. Raises SettingsError for the token."""
        connector = self._connector or aiohttp.TCPConnector(limit=0)
        client = Client(self._core, self._answering, self._clock, connector)
        try:
            await client.login(self._settings.token.get_secret_value())
        except discord.LoginFailure:
            await client.close()
            raise SettingsError(REFUSED) from None
        except (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, TimeoutError, OSError) as error:
            await client.close()
            return reason_of(error) if isinstance(error, discord.HTTPException) else type(error).__name__
        except BaseException:
            await client.close()
            raise
        self._client = client
        return ""

    @property
    def _connected(self) -> Client:
        if self._client is None:
            raise RuntimeError("Discord was used before its start")
        return self._client

    @property
    def _sending(self) -> Sending:
        return Sending(self._connected, self._commands)
