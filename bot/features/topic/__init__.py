"""/topic: discussions that moderators open with the group; post, list, cancel, and a weekly appointment."""

from __future__ import annotations

from collections.abc import Sequence

from bot.feature import Context, Feature, Need, Route, one_by_one
from bot.library import Library
from bot.messages import Message
from bot.model import Delivery, Receipt, TopicState
from bot.platform import CommandSpec, OptionSpec, Skip
from bot.store import Tx, communities, seen, topics

from . import card, posting, timing, weekly
from .record import NAME, get, post, still, told

MODERATOR = Need.MODERATOR | Need.COMMUNITY


async def render(ctx: Context, delivery: Delivery) -> Message | Skip:
    """Write an agreed topic; one whose words changed since it was agreed to is not posted."""
    async with ctx.store.read() as tx:
        community = await communities.get(tx, delivery.community_id) if delivery.community_id else None
        topic = await get(ctx, tx, community, delivery.content)
    if community is None or topic is None:
        return Skip("topic_gone")
    voice = ctx.library.voice(community.locale)
    words = told(voice, topic)
    if words is None or not still(topic, TopicState.AGREED):
        return Skip("not_agreed")
    if words.fingerprint() != topic.agreed_hash:
        return Skip("words_changed")
    return post(voice, words, delivery.key)


async def settled(ctx: Context, tx: Tx, sent: Sequence[tuple[Delivery, Receipt]]) -> None:
    """Link each topic to its post or thread, and note that the community has had it."""
    for delivery, receipt in sent:
        topic = await topics.posted(tx, delivery.id, receipt)
        if topic is not None and topic.content and delivery.community_id:
            owner = f"community:{delivery.community_id.hex}"
            await seen.mark(tx, [(owner, card.OPENED, topic.content)])


def _commands(library: Library) -> tuple[CommandSpec, ...]:
    labels = library.all_labels
    topic = OptionSpec(name="topic", summary=labels("topic-topic-summary"), lookup=posting.action("topic"))
    subcommands = (
        CommandSpec(name="post", summary=labels("topic-post-summary"), options=(topic,)),
        CommandSpec(name="list", summary=labels("topic-list-summary")),
        CommandSpec(name="cancel", summary=labels("topic-cancel-summary")),
        CommandSpec(name="weekly", summary=labels("topic-weekly-summary")),
    )
    return (
        CommandSpec(name=NAME, summary=labels("topic-summary"), subcommands=subcommands, moderator=True, direct=False),
    )


FEATURE = Feature(
    name=NAME,
    commands=_commands,
    on_command={
        "topic post": Route(handle=posting.choose, needs=MODERATOR),
        "topic list": Route(handle=timing.planned, needs=MODERATOR),
        "topic cancel": Route(handle=timing.planned, needs=MODERATOR),
        "topic weekly": Route(handle=weekly.weekly, needs=MODERATOR),
    },
    on_press={
        "open": Route(handle=posting.open_picker, needs=MODERATOR),
        "theme": Route(handle=posting.again, needs=MODERATOR),
        "pick": Route(handle=posting.pick, needs=MODERATOR),
        "own": Route(handle=posting.own, needs=MODERATOR),
        "now": Route(handle=posting.now, needs=MODERATOR),
        "drop": Route(handle=posting.drop, needs=MODERATOR),
        "when": Route(handle=timing.when, needs=MODERATOR),
        "list": Route(handle=timing.planned, needs=MODERATOR),
        "weekly": Route(handle=weekly.weekly, needs=MODERATOR),
        "approve": Route(handle=card.approve, needs=MODERATOR),
        "other": Route(handle=card.other, needs=MODERATOR),
        "decline": Route(handle=card.decline, needs=MODERATOR),
    },
    on_submit={
        "write": Route(handle=posting.write, needs=MODERATOR, words=("title", "question"), public=True),
        "at": Route(handle=timing.at, needs=MODERATOR),
        "set_weekly": Route(handle=weekly.set_weekly, needs=MODERATOR),
    },
    on_lookup={"topic": Route(handle=posting.lookup, needs=MODERATOR)},
    plans={weekly.WEEKLY: card.plan},
    renders={
        NAME: one_by_one(render),
        card.CARD: one_by_one(card.render_card),
        card.CARD_END: one_by_one(card.render_card_end),
    },
    settled={NAME: settled},
)
