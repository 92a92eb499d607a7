"""Slack as a `Platform`: the parts put together, started and closed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from aiohttp import web

from bot.clock import Clock
from bot.errors import SendError, SettingsError, Wait
from bot.messages import Attachment, Message
from bot.model import AccountRef, CommunityRef, Receipt, Target
from bot.platform import Core, Limits, Shelf

from .api import Api
from .errors import TOKEN_REFUSED, translated
from .files import Files
from .installations import Installation, Installations
from .limits import LIMITS
from .parse import NAME
from .people import People
from .receiving import Receiving
from .sending import Sending
from .settings import Settings
from .socket_mode import Line, Patience

log = logging.getLogger(__name__)

ROUTE = "/slack/events"
ATTEMPTS = 5
CLOSE_SECONDS = 5.0
PREFIX = "AJAR_SLACK__"
SCOPES_TOLD = "x-oauth-scopes"
"""The header in which every answer of Slack names the scopes of its token, by commas."""

T = TypeVar("T")


class Slack:
    """One workspace over Socket Mode, HTTP or both; others through the shelf once they can be installed."""

    name = NAME
    limits: Limits = LIMITS

    def __init__(
        self, settings: Settings, core: Core, shelf: Shelf, clock: Clock, *, patience: Patience | None = None
    ) -> None:
        """Put the parts together; nothing is opened before `start`."""
        self._settings, self._clock = settings, clock
        self._api = Api(settings.api_url)
        self._installations = Installations(shelf)
        self._people = People(self._api, self._installations, clock)
        secret = settings.signing_secret.get_secret_value() if settings.signing_secret else ""
        self._receiving = Receiving(
            api=self._api, core=core, installations=self._installations, people=self._people, secret=secret
        )
        self._sending = Sending(self._api, core, self._installations, clock)
        self._files = Files(self._api, self._installations, clock)
        self._line: Line | None = None
        if settings.app_token is not None:
            token = settings.app_token.get_secret_value()
            self._line = Line(self._receiving.app, self._api, token, patience or Patience())

    @property
    def routes(self) -> tuple[web.RouteDef, ...]:
        """The one address for commands, events and interactions, where requests are signed."""
        return (web.post(ROUTE, self._over_http),) if self._settings.signing_secret else ()

    async def start(self) -> None:
        """Ask Slack once who we are, to send. Raises SettingsError for a refused token or an address without answer."""
        await self._api.open()
        token = self._settings.bot_token.get_secret_value()
        own = await self._patiently(f"{PREFIX}BOT_TOKEN", lambda: self._who_we_are(token))
        self._installations.own = own

    async def run(self) -> None:
        """Hold the line of Socket Mode, or wait while events come to the route. Raises SettingsError for its token.

        Slack spreads events over up to ten lines of one app, so several processes may each hold one.
        """
        if self._line is not None:
            await self._patiently(f"{PREFIX}APP_TOKEN", self._line.ask)
            await self._line.hold(self._receiving.drain)
        await asyncio.Event().wait()

    async def close(self) -> None:
        """Let what is being handled finish for a moment, then let go of everything."""
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await self._receiving.drain()
                await self._people.close()
                await self._api.close()
        except TimeoutError:
            log.warning("slack: closing took too long and was given up")

    async def send(self, target: Target, message: Message, key: str) -> Receipt:
        """Post once; see `Sending`."""
        return await self._sending.send(target, message, key)

    async def find(self, target: Target, key: str, since: datetime) -> Receipt | None:
        """Look a message up by its metadata; see `Sending`."""
        return await self._sending.find(target, key, since)

    async def revise(self, target: Target, receipt: Receipt, message: Message) -> None:
        """Replace a message; see `Sending`."""
        await self._sending.revise(target, receipt, message)

    async def upload(self, target: Target, attachment: Attachment, known: Callable[[str], Awaitable[None]]) -> None:
        """Lay a file into a DM; see `Files`."""
        await self._files.upload(target, attachment, known)

    async def delete(self, scope: str, file: str) -> bool:
        """Delete a file; see `Files`."""
        return await self._files.delete(scope, file)

    async def manages(self, account: AccountRef, community: CommunityRef) -> bool:
        """Whether the account is the installer, an owner or an admin of this very workspace."""
        if account.platform != NAME or account.scope != community.id:
            return False
        if account.id and account.id == await self._installations.installer(community.id):
            return True
        return await self._people.manages((account.scope, account.id))

    async def _over_http(self, request: web.Request) -> web.Response:
        if not self._api.ready:
            return web.Response(status=503)
        return await self._receiving.over_http(request)

    async def _who_we_are(self, token: str) -> Installation:
        with translated(direct=False, lane=False):
            answer = await self._api.web.auth_test(token=token)
        user, bot = str(answer.get("user_id") or ""), str(answer.get("bot_id") or "")
        scopes = next((told for name, told in answer.headers.items() if name.lower() == SCOPES_TOLD), "")
        return Installation(team=str(answer["team_id"]), token=token, bot_user=user, bot_id=bot, scopes=scopes)

    async def _patiently(self, setting: str, ask: Callable[[], Awaitable[T]]) -> T:
        """Ask until Slack answers, a few times; give up with one line that names the setting to be mended."""
        for attempt in range(ATTEMPTS):
            try:
                return await ask()
            except SendError as error:
                if error.reason in TOKEN_REFUSED:
                    raise SettingsError(f"{setting}: refused by Slack ({error.reason})") from None
                reason, told = error.reason, error.seconds if isinstance(error, Wait) else 0.0
            log.warning("slack: no answer yet (%s)", reason)
            await self._clock.sleep(max(2.0**attempt, told))
        raise SettingsError(f"{PREFIX}API_URL: Slack does not answer there ({reason})")
