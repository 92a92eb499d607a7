"""Posts, looks up and revises messages, each request made once; the outbox decides about a second."""

from __future__ import annotations

import base64
import hashlib
import logging
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, TypeAlias

import discord

from bot.errors import Gone, Refused, SendError, Unreadable, Unsure
from bot.messages import Message
from bot.model import Receipt, Target

from . import limits
from .commands import Commands
from .errors import CLOSED, HAS_THREAD, before_posting, reason_of, translated
from .markdown import HEADING, cut, unescape
from .render import Card, marker
from .render import message as rendered
from .watch import Watch

log = logging.getLogger(__name__)

MARGIN = timedelta(seconds=60)
"""How far our clock and Discord's may be apart, for what stands behind the newest page, which is always read."""

PAGE = 100
NEWEST_POSTS = 10
LOOKED_AT = 1000
"""How many messages are read back in a channel before we say that we cannot be certain."""

Channel: TypeAlias = discord.abc.Messageable


class Sending:
    """The outgoing half of the platform."""

    def __init__(self, client: discord.Client, commands: Commands, watch: Watch) -> None:
        """Call Discord through `client`, as long as `watch` lets unsolicited messages go."""
        self._client, self._commands, self._watch = client, commands, watch

    async def send(self, target: Target, message: Message, key: str) -> Receipt:
        """Post once, under a nonce by which Discord itself drops a repetition within its next minutes."""
        self._watch.check()
        await self._commands.refresh()
        card = self._card(message, key)
        title = message.title or message.summary
        if target.kind == "forum":
            return await self._open_post(target, card, title)
        with before_posting():
            channel = await self._messageable(target)
        with translated(direct=target.kind == "direct"):
            posted = await channel.send(view=card.view, files=card.files(), nonce=nonce(key))
        thread = await self._thread(channel, posted, title) if target.thread else None
        return Receipt(channel=str(posted.channel.id), message=str(posted.id), thread=thread)

    async def find(self, target: Target, key: str, since: datetime) -> Receipt | None:
        """Read what we posted from shortly before `since` on, and open the thread that a crash left out.

        Discord is not asked by time: a clock of ours that goes wrong would hide what has just arrived.
        """
        try:
            channel = await self._messageable(target) if target.kind != "forum" else None
            with translated(direct=target.kind == "direct"):
                if channel is None:
                    return await self._find_post(target, key, since - MARGIN)
                found = await self._search(channel, key, since - MARGIN)
        except SendError as error:
            if error.reason in CLOSED:
                raise Unreadable(error.reason) from None
            raise
        if found is None:
            return None
        thread = await self._thread(channel, found, _first_line(found)) if target.thread else None
        return Receipt(channel=str(found.channel.id), message=str(found.id), thread=thread)

    async def revise(self, target: Target, receipt: Receipt, message: Message) -> None:
        """Replace a message of ours."""
        card = self._card(message, None)
        channel = self._client.get_partial_messageable(_id(receipt.channel))
        with translated(direct=target.kind == "direct"):
            await channel.get_partial_message(_id(receipt.message)).edit(
                view=card.view, attachments=card.files(), allowed_mentions=discord.AllowedMentions.none()
            )

    def _card(self, message: Message, key: str | None) -> Card:
        """Return the message as the one that Discord can take under one key."""
        cards = rendered(message, self._commands.mention, marker(key) if key else None)
        if len(cards) > 1:
            raise Refused("too_long")
        return cards[0]

    async def _messageable(self, target: Target) -> Channel:
        """Return where to post; without a request wherever the id is enough."""
        if target.kind == "direct" and target.channel is None:
            with translated(direct=True, lane=True):
                return await self._client.create_dm(discord.Object(_id(target.account)))
        if target.thread:
            with translated(direct=False):
                return await self._threadable(target)
        return self._client.get_partial_messageable(_id(target.channel))

    async def _threadable(self, target: Target) -> Channel:
        channel = await self._channel(target)
        if not isinstance(channel, discord.abc.Messageable):
            raise Gone("not_a_channel")
        return channel

    async def _channel(self, target: Target) -> Any:
        return await self._client.fetch_channel(_id(target.channel))

    async def _thread(self, channel: Channel, posted: discord.Message, title: str) -> str | None:
        """Open a thread on a message that stands already, so that whatever happens it is not posted again."""
        if not isinstance(channel, discord.TextChannel):
            return None  # in a thread or a voice channel there is none to open
        try:
            with translated(direct=False):
                await self._open_thread(channel, posted, title)
        except Refused as error:
            log.warning("discord: a topic stands without a thread of its own (%s)", error.reason)
            return None
        except SendError as error:
            raise Unsure(error.reason) from None
        return str(posted.id)

    async def _open_thread(self, channel: discord.TextChannel, posted: discord.Message, title: str) -> None:
        try:
            await channel.create_thread(name=cut(title, limits.THREAD_NAME), message=posted)
        except discord.HTTPException as error:
            if error.code != HAS_THREAD:
                raise

    async def _open_post(self, target: Target, card: Card, title: str) -> Receipt:
        """Open a forum post; Discord knows no nonce here, so doubt is settled by `find` alone."""
        with before_posting(), translated(direct=False):
            forum = await self._forum(target)
        with translated(direct=False):
            thread, posted = await forum.create_thread(
                name=cut(title, limits.THREAD_NAME), view=card.view, files=card.files()
            )
        return Receipt(channel=str(thread.id), message=str(posted.id), thread=str(thread.id))

    async def _forum(self, target: Target) -> discord.ForumChannel:
        forum = await self._channel(target)
        if not isinstance(forum, discord.ForumChannel):
            raise Gone("not_a_forum")
        return forum

    async def _find_post(self, target: Target, key: str, since: datetime) -> Receipt | None:
        forum = await self._forum(target)
        threads = await forum.guild.active_threads()
        ours = [each for each in threads if each.parent_id == forum.id and each.owner_id == self._own_id]
        newest = sorted(ours, key=lambda each: each.id, reverse=True)
        for number, thread in enumerate(newest):
            if number >= NEWEST_POSTS and _made(thread.id) < since:
                break
            posted = await _starter(thread)
            if posted is not None and _carries(posted, key):
                return Receipt(channel=str(thread.id), message=str(posted.id), thread=str(thread.id))
        return None

    async def _search(self, channel: Channel, key: str, since: datetime) -> discord.Message | None:
        """Read back from now: the newest page in any case, and what stands behind it as far as `since`."""
        read = 0
        async for each in channel.history(limit=LOOKED_AT):
            read += 1
            if each.author.id == self._own_id and _carries(each, key):
                return each
            if read >= PAGE and each.created_at < since:
                return None
        if read >= LOOKED_AT:
            raise Unsure("too_many_messages")
        return None

    @property
    def _own_id(self) -> int:
        return self._client.user.id if self._client.user else 0


def nonce(key: str) -> str:
    """Return the nonce of a delivery: the same for every attempt, within Discord's 25 characters."""
    digest = hashlib.sha256(f"ajar:{key}".encode()).digest()
    return base64.b32encode(digest).decode("ascii").lower()[: limits.NONCE]


def _carries(message: discord.Message, key: str) -> bool:
    mark = marker(key)
    return any(
        getattr(each, "id", None) == mark or key in str(getattr(each, "custom_id", None) or "")
        for each in _walk(message.components)
    )


def _walk(components: Iterable[Any]) -> Iterator[Any]:
    for each in components:
        yield each
        yield from _walk(getattr(each, "children", ()))


def _first_line(message: discord.Message) -> str:
    """Return the heading under which a topic stands, as the thread's name."""
    texts = (each.content for each in _walk(message.components) if isinstance(each, discord.TextDisplay))
    return unescape(next(texts, "").split("\n", 1)[0].removeprefix(HEADING)) or "…"


async def _starter(thread: discord.Thread) -> discord.Message | None:
    try:
        return await thread.fetch_message(thread.id)
    except discord.NotFound as error:
        log.info("discord: a post has lost its first message (%s)", reason_of(error))
        return None


def _made(number: int) -> datetime:
    return discord.utils.snowflake_time(number)


def _id(text: str | None) -> int:
    if text is None or not text.isdecimal():
        raise Gone("no_such_id")
    return int(text)
