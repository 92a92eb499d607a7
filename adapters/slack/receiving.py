"""Takes events from Bolt, hands them to the core, and shows its answer before the event is acknowledged.

`process_before_response` makes Bolt acknowledge after the listener: what fails here is not acknowledged, and Slack
repeats it. Bolt removes no duplicates; the core's inbox does, by the keys that `parse` gives.
"""

from __future__ import annotations

import asyncio
import logging
import re
import traceback
from typing import Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError

from bot.errors import AjarError
from bot.platform import Core

from .answering import Ack, Answering, Ways
from .api import Api, library_logger
from .errors import code_of
from .installations import Installations, authorise, may_upload
from .parse import Body, Frame, parse
from .people import UNKNOWN, People, Profile, read_profile

log = logging.getLogger(__name__)

EVERYTHING = re.compile(r".*", re.DOTALL)
DRAIN_SECONDS = 2.0


class Receiving:
    """The Bolt app with one listener for everything."""

    def __init__(self, *, api: Api, core: Core, installations: Installations, people: People, secret: str) -> None:
        """Prepare the app; `secret` signs requests over HTTP and is empty where there are none."""
        self._core, self._people = core, people
        self._answering = Answering(api, core)
        self._busy: set[asyncio.Future[None]] = set()
        self.app = AsyncApp(
            name="slack_bolt.ajar",
            logger=library_logger("slack_bolt"),
            client=api.web,
            authorize=authorise(installations),
            signing_secret=secret,
            process_before_response=True,
            user_facing_authorize_error_message=core.say("en", "slack-elsewhere"),
        )
        self._listen()

    async def over_http(self, request: web.Request) -> web.Response:
        """Answer one signed request; Bolt refuses a wrong signature with 401."""
        return await to_aiohttp_response(await self.app.async_dispatch(await to_bolt_request(request)))

    async def drain(self) -> None:
        """Let what is being handled come to its end, for a short while."""
        if self._busy:
            await asyncio.wait(self._busy, timeout=DRAIN_SECONDS)

    def _listen(self) -> None:
        async def listener(ack: Ack, body: dict[str, Any], context: AsyncBoltContext) -> None:
            done = asyncio.get_running_loop().create_future()
            self._busy.add(done)
            done.add_done_callback(self._busy.discard)
            try:
                await self._take(ack, body, context)
            finally:
                done.set_result(None)

        app = self.app
        for register in (app.command, app.shortcut, app.action, app.view, app.options, app.event):
            register(EVERYTHING)(listener)
        app.error(_failed)

    async def _take(self, ack: Ack, body: Body, context: AsyncBoltContext) -> None:
        team, user = str(context.team_id or ""), str(context.user_id or "")
        profile = await self._profile(body, team, user)
        uploads = may_upload(context.authorize_result)
        event = parse(body, Frame(team=team, user=user, profile=profile, commands=self._core.commands, uploads=uploads))
        if event is None:
            await ack()
            return
        answer = await self._core.handle(event)
        token, locale = str(context.token or ""), event.origin.locale
        await self._answering.show(event, answer, Ways(token=token, user=user, locale=locale, body=body, ack=ack))

    async def _profile(self, body: Body, team: str, user: str) -> Profile:
        """Return what is known of who did it. Whether a change is news only the core can say: we are one of several."""
        event = body.get("event") or {}
        if event.get("type") == "user_change":
            profile = read_profile(event["user"])
            self._people.learn((team, user), profile)
            return profile
        return await self._people.profile((team, user)) if user and team else UNKNOWN


async def _failed(error: Exception, body: dict[str, Any]) -> BoltResponse:
    """Log an unanswered request without any text of it, and let Slack know, so that it is repeated."""
    if isinstance(error, SlackApiError):
        said = code_of(error)
    else:
        said = f"{type(error).__name__}: {error}" if isinstance(error, AjarError) else type(error).__name__
    frames = "".join(traceback.format_tb(error.__traceback__)[-3:])
    log.error("slack: %s was not answered (%s)\n%s", body.get("type", "command"), said, frames)
    return BoltResponse(status=500, body="")
