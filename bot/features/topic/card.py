"""The card of the weekly appointment: proposed the day before, decided by any moderator, and lapsed if by none.

An approval holds for the words that stood on the card and no others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from bot.feature import Caller, Context
from bot.library import Voice
from bot.messages import (
    Answer,
    Button,
    Buttons,
    Message,
    Press,
    Reply,
    Update,
)
from bot.model import Community, Delivery, Priority, Schedule, Target, Topic, TopicState
from bot.platform import Skip
from bot.store import Tx, communities, deliveries, inbox, seen, topics

from .posting import POST_FRESHNESS, action, agree, gone
from .record import body, delivery, get, keep, still, told
from .weekly import DAY, opening, place

CARD = "topic_card"
CARD_END = "topic_card_end"
OPENED = "topic"
"""The kind under which a community's seen topics are kept."""


async def plan(ctx: Context, tx: Tx, due: Sequence[Schedule]) -> Sequence[Delivery]:
    """Propose a topic for each community whose card is due: the card, and its end at the opening time."""
    planned: list[Delivery] = []
    for schedule in due:
        community = await communities.get(tx, schedule.community_id) if schedule.community_id else None
        if community is None or not community.moderators_channel or schedule.next_due_at is None:
            continue
        topic = await _propose(ctx, tx, community, schedule)
        planned += _card_deliveries(community, topic, schedule.next_due_at)
    return planned


async def _propose(ctx: Context, tx: Tx, community: Community, schedule: Schedule) -> Topic:
    identity = uuid5(NAMESPACE_URL, f"{schedule.id.hex}:{schedule.last_date}")
    content = await _unseen(tx, ctx.library.voice(community.locale), community, identity.hex, "")
    topic = Topic(
        id=identity,
        community_id=community.id,
        state=TopicState.PROPOSED,
        content=content,
        title="",
        question="",
        target=place(schedule),
        post_at=opening(schedule, schedule.next_due_at or ctx.clock.now()),
        agreed_hash=None,
        receipt=None,
        created_at=ctx.clock.now(),
    )
    await keep(ctx, tx, topic)
    return topic


async def _unseen(tx: Tx, voice: Voice, community: Community, seed: str, before: str) -> str:
    """Choose a topic that the community has not had, else the one it had longest ago."""
    shown = (await seen.seen(tx, [_owner(community.id)], OPENED)).get(_owner(community.id), ())
    return seen.unseen_first([each for each in voice.topics if each != before], shown, seed) or before


def _owner(community_id: UUID) -> str:
    return f"community:{community_id.hex}"


def _card_deliveries(community: Community, topic: Topic, due_at: datetime) -> list[Delivery]:
    opens = topic.post_at or due_at + DAY
    target = Target(
        platform=community.ref.platform,
        scope=topic.target.scope if topic.target else "",
        kind="channel",
        channel=community.moderators_channel,
    )
    card = Delivery(
        id=uuid5(topic.id, CARD),
        kind=CARD,
        recipient=_owner(community.id),
        occasion=topic.id.hex,
        target=target,
        due_at=due_at,
        expires_at=opens,
        priority=Priority.TOPIC,
        community_id=community.id,
        content=topic.id.hex,
    )
    end = replace(
        card,
        id=uuid5(topic.id, CARD_END),
        kind=CARD_END,
        due_at=opens,
        expires_at=opens + DAY,
        revises=card.id,
    )
    return [card, end]


async def render_card(ctx: Context, delivery: Delivery) -> Message | Skip:
    """Write the card: the topic as it would be posted, and what a moderator can do."""
    async with ctx.store.read() as tx:
        community = await communities.get(tx, delivery.community_id) if delivery.community_id else None
        topic = await get(ctx, tx, community, delivery.content)
    if community is None or topic is None:
        return Skip("topic_gone")
    if not still(topic, TopicState.PROPOSED):
        return Skip("decided")
    return card_message(ctx.library.voice(community.locale), topic, community, delivery.key)


def card_message(voice: Voice, topic: Topic, community: Community, key: str) -> Message:
    """Write a card; `key` marks it as this delivery's message."""
    words = told(voice, topic)
    if words is None or topic.post_at is None:
        return Message(parts=(voice.text("topic-gone"),), summary=voice.label("topic-card-summary"))
    ref = f"{topic.id.hex}.{words.mark}.{key}"
    row = Buttons(
        buttons=(
            Button(label=voice.label("topic-approve-button"), action=action("approve", ref), style="primary"),
            Button(label=voice.label("topic-other-button"), action=action("other", ref)),
            Button(label=voice.label("topic-not-this-week-button"), action=action("decline", ref)),
        )
    )
    about = voice.text("topic-card", moment=voice.moment(topic.post_at, community.zone))
    return Message(parts=(about, *body(voice, words), row), summary=voice.label("topic-card-summary"))


async def render_card_end(ctx: Context, delivery: Delivery) -> Message | Skip:
    """At the opening time, let a card that nobody approved say that nothing was posted."""
    async with ctx.store.read() as tx:
        community = await communities.get(tx, delivery.community_id) if delivery.community_id else None
        topic = await get(ctx, tx, community, delivery.content)
    if community is None or topic is None or not still(topic, TopicState.PROPOSED):
        return Skip("decided")
    voice = ctx.library.voice(community.locale)
    words = told(voice, topic)
    lapsed = voice.text("topic-card-lapsed")
    parts = (lapsed, *body(voice, words)) if words else (lapsed,)
    return Message(parts=parts, summary=voice.label("topic-card-summary"))


# --- what moderators press on it -------------------------------------------------------------------------------------


async def approve(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Plan the topic as its words stand now; too late once the opening time is past."""
    async with ctx.store.begin() as tx:
        topic = await get(ctx, tx, caller.community, event.action.ref)
        if topic is None or topic.target is None or caller.community is None:
            return Reply(message=gone(caller))
        if not _open(caller, topic):
            return Reply(message=caller.says("topic-card-decided", "topic-title"))
        group = ctx.library.voice(caller.community.locale)
        if not _as_shown(group, topic, event.action.ref):
            return Update(message=_changed(ctx, caller, topic, event.action.ref))
        agreed = agree(group, topic, topic.target, topic.post_at or caller.now)
        await topics.update(tx, topic.id, state=agreed.state, agreed_hash=agreed.agreed_hash)
        expires = (topic.post_at or caller.now) + POST_FRESHNESS
        await deliveries.plan(tx, [delivery(agreed, caller.now, expires)])
    words = told(group, topic)
    moment = caller.voice.moment(topic.post_at or caller.now, caller.community.zone)
    drop = Button(label=caller.voice.label("topic-drop-button"), action=action("drop", topic.id.hex), style="danger")
    approved = caller.voice.text("topic-card-approved", moment=moment)
    parts = (approved, *(body(group, words) if words else ()), Buttons(buttons=(drop,)))
    return Update(message=Message(parts=parts, summary=caller.voice.label("topic-card-summary")))


def _as_shown(voice: Voice, topic: Topic, ref: str) -> bool:
    """Return whether the words are still those of the card that was pressed."""
    words = told(voice, topic)
    return words is not None and ref.split(".")[1:2] == [words.mark]


def _changed(ctx: Context, caller: Caller, topic: Topic, ref: str) -> Message:
    """Show the card as it stands now, and say that it was changed."""
    if caller.community is None:
        return gone(caller)
    voice = ctx.library.voice(caller.community.locale)
    message = card_message(voice, topic, caller.community, ref.rpartition(".")[2])
    return replace(message, parts=(voice.text("topic-card-changed"), *message.parts))


def _open(caller: Caller, topic: Topic) -> bool:
    return still(topic, TopicState.PROPOSED) and topic.post_at is not None and topic.post_at > caller.now


async def other(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Put another topic on the card."""
    async with ctx.store.begin() as tx:
        topic = await get(ctx, tx, caller.community, event.action.ref)
        if topic is None or caller.community is None:
            return Reply(message=gone(caller))
        if not _open(caller, topic):
            return Reply(message=caller.says("topic-card-decided", "topic-title"))
        community = caller.community
        if (await inbox.take(tx, event.origin.event, caller.now)).first:
            shown = topic.content or ""
            await seen.mark(tx, [(_owner(community.id), OPENED, shown)])
            content = await _unseen(tx, ctx.library.voice(community.locale), community, event.origin.event, shown)
            await topics.update(tx, topic.id, content=content)
            topic = replace(topic, content=content)
    key = event.action.ref.rpartition(".")[2]
    return Update(message=card_message(ctx.library.voice(community.locale), topic, community, key))


async def decline(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Post nothing this week."""
    async with ctx.store.begin() as tx:
        topic = await get(ctx, tx, caller.community, event.action.ref)
        if topic is None:
            return Reply(message=gone(caller))
        if not still(topic, TopicState.PROPOSED):
            return Reply(message=caller.says("topic-card-decided", "topic-title"))
        await topics.update(tx, topic.id, state=TopicState.CANCELLED)
    return Update(message=caller.says("topic-card-declined", "topic-title"))
