"""The playground as a `Platform`: posting is putting into the room, and finding is looking there."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from aiohttp import web

from bot.clock import Clock
from bot.errors import Gone, StoreUnavailable, Unreachable, Unsure
from bot.messages import Message
from bot.model import AccountRef, CommunityRef, Receipt, Target
from bot.platform import Core, Limits, Shelf

from . import render
from .answering import Answering
from .archive import Archive
from .limits import LIMITS
from .page import Page
from .room import NAME, SCOPE, Post, Room, direct_place, new_id, thread_place
from .settings import BOT, Settings
from .streams import Streams


class Obstacle(Protocol):
    """What may stand in the way of a send, in tests; each raises a SendError or lets it pass."""

    def before(self, target: Target) -> None:
        """Be met before anything is posted."""
        ...

    def after(self, target: Target) -> None:
        """Be met after it was posted."""
        ...


class Clear:
    """No obstacle."""

    def before(self, target: Target) -> None:
        """Let it pass."""

    def after(self, target: Target) -> None:
        """Let it pass."""


class Playground:
    """The sample community and its page."""

    name = NAME
    limits: Limits = LIMITS

    def __init__(
        self, settings: Settings, core: Core, shelf: Shelf, clock: Clock, *, obstacle: Obstacle | None = None
    ) -> None:
        """Put the parts together; nothing is read before `start`."""
        self._settings, self._clock = settings, clock
        self._obstacle: Obstacle = obstacle or Clear()
        self.room = Room(settings)
        self._archive, self._streams = Archive(self.room, shelf), Streams()
        self._answering = Answering(
            room=self.room, core=core, clock=clock, archive=self._archive, streams=self._streams
        )
        self._page = Page(room=self.room, core=core, clock=clock, answering=self._answering, streams=self._streams)

    @property
    def routes(self) -> tuple[web.RouteDef, ...]:
        """The page and what it talks to."""
        return self._page.routes

    async def start(self) -> None:
        """Bring back what an earlier run posted. Raises StoreUnavailable."""
        await self._archive.load()

    async def run(self) -> None:
        """Events come in through the routes; when this ends, so do the streams of the open pages."""
        try:
            await asyncio.Event().wait()
        finally:
            self._streams.end()

    async def close(self) -> None:
        """End the streams of the open pages."""
        self._streams.end()

    async def send(self, target: Target, message: Message, key: str) -> Receipt:
        """Post once. Raises Unreachable for a stranger, Gone for a place there is not, Unsure where it may not last."""
        self._obstacle.before(target)
        place = self._place(target)
        opens = target.thread or target.kind == "forum"
        shown = render.message(message)
        post = self._answering.put(
            Post(
                id=new_id(),
                place=place,
                author=BOT,
                at=self._clock.now(),
                body=shown.body,
                sent=shown.body,
                files=shown.files,
                key=key,
                thread=opens,
            )
        )
        await self._keep(place)
        self._obstacle.after(target)
        return _receipt(post)

    async def find(self, target: Target, key: str, since: datetime) -> Receipt | None:
        """Look for the post with `key`; there is nothing half done here that needed completing."""
        post = self.room.find(self._place(target), key)
        return _receipt(post) if post else None

    async def revise(self, target: Target, receipt: Receipt, message: Message) -> None:
        """Replace a post of ours. Raises Gone when it stands there no more."""
        self._obstacle.before(target)
        post = self.room.posts.get(receipt.message)
        if post is None or post.author != BOT:
            raise Gone("unknown_message")
        shown = render.message(message)
        self._answering.put(replace(post, body=shown.body, sent=shown.body, files=shown.files))
        await self._keep(post.place)
        self._obstacle.after(target)

    async def manages(self, account: AccountRef, community: CommunityRef) -> bool:
        """Whether it is the moderator of the sample community."""
        person = self._settings.person(account.id)
        ours = account.platform == NAME and account.scope == SCOPE
        return ours and community == CommunityRef(platform=NAME, id=SCOPE) and person is not None and person.moderator

    def _place(self, target: Target) -> str:
        """Return the place a target means; a DM needs no channel, since everybody has theirs from the beginning."""
        if target.kind == "direct":
            person = self._settings.person(target.account)
            if person is None:
                raise Unreachable("unknown_person")
            return direct_place(person.id)
        place = target.channel or ""
        if not self.room.knows(place):
            raise Gone("unknown_channel")
        return place

    async def _keep(self, place: str) -> None:
        try:
            await self._archive.keep(self.room.root(place))
        except StoreUnavailable as error:
            # It stands in the room, so `find` decides; what is not on the shelf is gone after a restart, here too.
            raise Unsure("shelf") from error


def _receipt(post: Post) -> Receipt:
    return Receipt(channel=post.place, message=post.id, thread=thread_place(post.id) if post.thread else None)
