"""A topic as it is kept: its words sealed under the community's key, and the fingerprint of what was agreed to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from bot.feature import Context
from bot.library import Voice
from bot.messages import ActionId, Button, Buttons, Heading, Message, Part, Quote, Text
from bot.model import Community, Delivery, Priority, Topic, TopicState
from bot.store import Tx, topics

NAME = "topic"
TABLE = "topics"
TITLE_LONGEST = 75
QUESTION_LONGEST = 1500


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The words of a topic as the group will read them."""

    title: str = field(repr=False)
    question: str = field(repr=False)
    note: str = field(default="", repr=False)
    follow_ups: tuple[str, ...] = field(default=(), repr=False)
    closing: str = field(default="", repr=False)

    def fingerprint(self) -> str:
        """Return what an approval holds on to: it is void once any word changes."""
        whole = "\x1f".join((self.title, self.question, self.note, *self.follow_ups, self.closing))
        return hashlib.sha256(whole.encode()).hexdigest()

    @property
    def mark(self) -> str:
        """The beginning of the fingerprint, short enough for a button: which words stood on a card."""
        return self.fingerprint()[:8]


async def keep(ctx: Context, tx: Tx, topic: Topic) -> None:
    """Write a topic down; its own words sealed under the community's key."""
    key = await ctx.seal.opened(topic.community_id)
    sealed = key.seal_json(TABLE, topic.id, {"title": topic.title, "question": topic.question})
    await topics.add(tx, topic, sealed)


async def get(ctx: Context, tx: Tx, community: Community | None, ref: str) -> Topic | None:
    """Return a topic of this community by the opaque part of a button; None for another's, or none at all."""
    try:
        wanted = UUID(hex=ref.split(".", 1)[0])
    except ValueError:
        return None
    if community is None:
        return None
    kept = await topics.get(tx, community.id, wanted)
    return await opened(ctx, kept[0], kept[1]) if kept else None


async def opened(ctx: Context, topic: Topic, sealed: bytes) -> Topic:
    """Return the topic with its own words, which are stored sealed."""
    key = await ctx.seal.opened(topic.community_id)
    words = key.open_json(TABLE, topic.id, sealed)
    return replace(topic, title=words["title"], question=words["question"])


def told(voice: Voice, topic: Topic) -> Told | None:
    """Return a topic's words: the moderators' own, or the library's; None when the library has it no longer."""
    if topic.content is None:
        return Told(title=topic.title, question=topic.question)
    entry = voice.topics.get(topic.content)
    if entry is None:
        return None
    return Told(
        title=entry.title,
        question=entry.question,
        note=entry.note or "",
        follow_ups=tuple(entry.follow_ups),
        closing=entry.closing,
    )


def body(voice: Voice, words: Told) -> tuple[Part, ...]:
    """Write the topic as the group reads it."""
    parts: list[Part] = [Heading(text=words.title)]
    if words.note:
        parts.append(voice.quiet("topic-note", note=words.note))
    parts.append(Quote(text=words.question))
    if words.follow_ups:
        lines = "\n".join(f"• {each}" for each in words.follow_ups)
        parts += [voice.quiet("topic-follow-ups"), Text(words=(lines,))]
    if words.closing:
        parts.append(Text(words=(words.closing,), quiet=True))
    return tuple(parts)


def post(voice: Voice, words: Told, key: str) -> Message:
    """Write the post: the topic, and a row with a private check-in and help, which carries the delivery's mark."""
    row = Buttons(
        buttons=(
            Button(
                label=voice.label("topic-checkin-button"), action=ActionId(feature="checkin", action="form", ref=key)
            ),
            Button(label=voice.label("help-now-button"), action=ActionId(feature="safety", action="now", ref=key)),
        )
    )
    return Message(parts=(*body(voice, words), row), summary=words.title, title=words.title)


def delivery(topic: Topic, now: datetime, expires_at: datetime) -> Delivery:
    """Make the delivery of an agreed topic; one a topic, whatever is pressed twice."""
    if topic.target is None:
        raise LookupError("an agreed topic has a place")
    return Delivery(
        id=topic.id,
        kind=NAME,
        recipient=f"topic:{topic.id.hex}",
        occasion="post",
        target=topic.target,
        due_at=topic.post_at or now,
        expires_at=expires_at,
        priority=Priority.TOPIC,
        community_id=topic.community_id,
        content=topic.id.hex,
    )


def still(topic: Topic, *states: TopicState) -> bool:
    """Return whether a topic is in one of `states`."""
    return topic.state in states
