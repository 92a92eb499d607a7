"""When and where a topic opens: the form for place and time, and the list of what is planned."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.feature import Caller, Context
from bot.messages import (
    Answer,
    Button,
    Buttons,
    ChannelField,
    ChoiceField,
    Command,
    CommandRef,
    DateField,
    Form,
    Invalid,
    Message,
    Option,
    Part,
    Press,
    Reply,
    Rule,
    Submission,
    Text,
    TimeField,
    Update,
)
from bot.model import Community, Target, Topic, TopicState
from bot.recurrence import instant, local_date, parse_date, parse_time
from bot.store import deliveries, topics

from .posting import POST_FRESHNESS, action, agree, gone, home
from .record import delivery, get, opened, still, told

LISTED = 10
NAME_LONGEST = 64
FARTHEST = timedelta(days=120)
PLANNED = (TopicState.PROPOSED, TopicState.AGREED)


async def when(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Open the form for place and time."""
    async with ctx.store.read() as tx:
        topic = await get(ctx, tx, caller.community, event.action.ref)
    if topic is None or caller.community is None:
        return Update(message=gone(caller))
    return _form(caller, topic, caller.community)


def _form(caller: Caller, topic: Topic, community: Community) -> Form:
    voice, target = caller.voice, topic.target
    today = local_date(caller.now, community.zone)
    return Form(
        action=action("at", topic.id.hex),
        title=voice.label("topic-when-form-title"),
        fields=(
            *place_fields(caller, target),
            DateField(
                id="date", label=voice.label("topic-date-label"), hint=voice.label("topic-date-hint"), value=str(today)
            ),
            TimeField(
                id="time",
                label=voice.label("topic-time-label"),
                hint=voice.label("topic-time-hint", zone=community.zone),
            ),
        ),
        submit=voice.label("topic-plan-button"),
    )


def place_fields(caller: Caller, target: Target | None) -> tuple[ChannelField, ChoiceField]:
    """Ask where to post, and whether as a message in the channel or with a thread of its own."""
    voice = caller.voice
    where = ChannelField(
        id="channel",
        label=voice.label("topic-channel-label"),
        value=f"{target.kind}:{target.channel}" if target else "",
        required=True,
    )
    ways = tuple(Option(value=each, label=voice.label(f"topic-place-{each}-option")) for each in ("thread", "channel"))
    return where, ChoiceField(id="place", label=voice.label("topic-place-label"), options=ways, chosen=("thread",))


def target_of(caller: Caller, channel: str, place: str) -> Target | None:
    """Read a channel field: `channel:<id>` or `forum:<id>`; None for anything else."""
    kind, _, name = channel.partition(":")
    if kind not in ("channel", "forum") or not name or len(name) > NAME_LONGEST:
        return None
    account = caller.origin.account
    if kind == "forum":
        return Target(platform=account.platform, scope=account.scope, kind="forum", channel=name)
    return Target(
        platform=account.platform, scope=account.scope, kind="channel", channel=name, thread=place != "channel"
    )


async def at(ctx: Context, caller: Caller, event: Submission) -> Answer:
    """Plan a topic for the place and time given; without a time, now."""
    community = await home(ctx, caller)
    target = target_of(caller, event.one("channel"), event.one("place"))
    moment, errors = _moment(caller, event, community.zone)
    if target is None:
        errors["channel"] = caller.voice.label("topic-channel-needed")
    if errors or target is None or moment is None:
        return _invalid(caller, errors, event.action.ref)
    async with ctx.store.begin() as tx:
        topic = await get(ctx, tx, community, event.action.ref)
        if topic is None or not still(topic, TopicState.DRAFT, TopicState.AGREED, TopicState.PROPOSED):
            return Reply(message=gone(caller))
        agreed = agree(ctx.library.voice(community.locale), topic, target, moment)
        await topics.update(
            tx, topic.id, state=agreed.state, agreed_hash=agreed.agreed_hash, post_at=moment, target=target
        )
        if not await deliveries.replan(tx, delivery(agreed, caller.now, moment + POST_FRESHNESS)):
            return Reply(message=caller.says("topic-posted-already", "topic-title"))
    if moment <= caller.now:
        return Reply(message=caller.says("topic-on-its-way", "topic-title"))
    return Reply(
        message=caller.says("topic-planned", "topic-title", moment=caller.voice.moment(moment, community.zone))
    )


def _moment(caller: Caller, event: Submission, zone: str) -> tuple[datetime | None, dict[str, str]]:
    """Understand date and time in the community's zone; without a time, now."""
    voice, typed_date, typed_time = caller.voice, event.one("date").strip(), event.one("time").strip()
    today = local_date(caller.now, zone)
    day = parse_date(typed_date, today) if typed_date else today
    if day is None:
        return None, {"date": voice.label("topic-date-unclear")}
    if not typed_time:
        return (caller.now, {}) if day == today else (None, {"time": voice.label("topic-time-needed")})
    clock_time = parse_time(typed_time)
    if clock_time is None:
        return None, {"time": voice.label("topic-time-unclear")}
    moment = instant(day, clock_time, zone)
    if moment is None or moment <= caller.now:
        return None, {"time": voice.label("topic-time-past")}
    if moment > caller.now + FARTHEST:
        return None, {"date": voice.label("topic-date-far", days=FARTHEST.days)}
    return moment.astimezone(UTC), {}


def _invalid(caller: Caller, errors: dict[str, str], ref: str) -> Invalid:
    parts: list[Part] = [caller.voice.text("topic-not-planned"), *(Text(words=(each,)) for each in errors.values())]
    parts.append(Buttons(buttons=(Button(label=caller.voice.label("topic-when-button"), action=action("when", ref)),)))
    return Invalid(errors=errors, message=Message(parts=tuple(parts), summary=caller.voice.label("topic-title")))


async def planned(ctx: Context, caller: Caller, event: Command | Press) -> Answer:
    """List what is planned, each with a button to withdraw it."""
    message = await _list(ctx, caller)
    return Reply(message=message)


async def _list(ctx: Context, caller: Caller) -> Message:
    voice, community = caller.voice, caller.community
    ahead: list[Topic] = []
    if community is not None:
        async with ctx.store.read() as tx:
            kept = await topics.list(tx, community.id, PLANNED)
        ahead = [await opened(ctx, topic, sealed) for topic, sealed in kept]
        ahead = [each for each in ahead if _still_ahead(each, caller)]
    if not ahead or community is None:
        return caller.says("topic-none-planned", "topic-title", post=CommandRef("topic post"))
    parts: list[Part] = [voice.text("topic-list", count=len(ahead))]
    for topic in sorted(ahead, key=lambda each: each.post_at or caller.now)[:LISTED]:
        parts += _entry(caller, topic, community.zone)
    return Message(parts=tuple(parts), summary=voice.label("topic-title"))


def _still_ahead(topic: Topic, caller: Caller) -> bool:
    """Return whether a topic can still open: a card only before its time, an agreed one while it is fresh."""
    late = timedelta(0) if topic.state is TopicState.PROPOSED else POST_FRESHNESS
    return topic.post_at is None or topic.post_at > caller.now - late


def _entry(caller: Caller, topic: Topic, zone: str) -> tuple[Part, ...]:
    voice = caller.voice
    words = told(voice, topic)
    moment = voice.moment(topic.post_at, zone) if topic.post_at else ""
    key = "topic-entry-agreed" if topic.state is TopicState.AGREED else "topic-entry-proposed"
    line = voice.text(key, title=words.title if words else "", moment=moment)
    cancel = Button(label=voice.label("topic-drop-button"), action=action("drop", topic.id.hex), style="danger")
    return Rule(), line, Buttons(buttons=(cancel,))
