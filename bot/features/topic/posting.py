"""/topic post: choose from the library or write one's own, see it as the group will, then post now or at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from bot.feature import Caller, Context
from bot.library import TopicText, Voice
from bot.messages import (
    ActionId,
    Answer,
    Button,
    Buttons,
    Choices,
    Command,
    Form,
    Invalid,
    Lookup,
    Menu,
    Message,
    Option,
    Part,
    Press,
    Reply,
    Submission,
    Text,
    TextField,
    Update,
)
from bot.model import Community, Target, Topic, TopicState
from bot.store import communities, deliveries, inbox, topics

from .record import NAME, QUESTION_LONGEST, TITLE_LONGEST, Told, body, delivery, get, keep, still, told

SHOWN = 25
POST_FRESHNESS = timedelta(hours=6)


def action(name: str, ref: str = "") -> ActionId:
    """Name a button of this feature."""
    return ActionId(feature=NAME, action=name, ref=ref)


async def choose(ctx: Context, caller: Caller, event: Command) -> Answer:
    """Offer the library and one's own words; a topic named in the command goes straight to its preview."""
    wanted = event.options.get("topic", "")
    entry = caller.voice.topics.get(wanted) or next(iter(found(caller, wanted)), None) if wanted else None
    if entry is not None:
        return Reply(message=await draft(ctx, caller, entry.id, "", ""))
    return Reply(message=picker(caller, ""))


async def again(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Show the picker again, narrowed to a theme where one was chosen."""
    return Update(message=picker(caller, event.values[0] if event.values else ""))


async def open_picker(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Open the picker from a button elsewhere."""
    return Reply(message=picker(caller, ""))


def picker(caller: Caller, theme: str) -> Message:
    """Show the topics (of a theme) in a menu, the themes in another, and a button for own words."""
    voice = caller.voice
    entries = [each for each in voice.topics.values() if theme in ("", each.theme)] or list(voice.topics.values())
    topics_menu = Menu(
        action=action("pick"),
        placeholder=voice.label("topic-pick-placeholder"),
        options=options(entries[:SHOWN]),
        lookup=action("topic"),
    )
    used = {each.theme for each in voice.topics.values()}
    themes = tuple(Option(value=t.id, label=t.name) for t in voice.themes.values() if t.id in used)
    theme_menu = Menu(
        action=action("theme"),
        placeholder=voice.themes[theme].name if theme in voice.themes else voice.label("topic-theme-placeholder"),
        options=themes[:SHOWN],
    )
    own = Button(label=voice.label("topic-own-button"), action=action("own"), style="primary")
    parts = (voice.text("topic-choose"), topics_menu, theme_menu, Buttons(buttons=(own,)))
    return Message(parts=parts, summary=voice.label("topic-title"))


def options(entries: list[TopicText]) -> tuple[Option, ...]:
    """Write library topics as choices."""
    return tuple(Option(value=each.id, label=each.title) for each in entries)


def found(caller: Caller, query: str) -> list[TopicText]:
    """Search title and question; every word has to occur."""
    words = query.casefold().split()
    return [
        each
        for each in caller.voice.topics.values()
        if all(word in f"{each.title} {each.question}".casefold() for word in words)
    ]


async def lookup(ctx: Context, caller: Caller, event: Lookup) -> Answer:
    """Complete a topic's name, from the whole library."""
    return Choices(options=options(found(caller, event.query)[:SHOWN]))


async def pick(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Turn a library topic into a draft and show its preview."""
    wanted = event.values[0] if event.values else ""
    if wanted not in caller.voice.topics:
        return Update(message=picker(caller, ""))
    return Update(message=await draft(ctx, caller, wanted, "", ""))


async def own(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Open the form for one's own words; with a draft named, holding its words."""
    topic = None
    if event.action.ref:
        async with ctx.store.read() as tx:
            topic = await get(ctx, tx, caller.community, event.action.ref)
    words = told(group_voice(ctx, caller), topic) if topic else None
    ref = topic.id.hex if topic else ""
    return own_form(caller, words.title if words else "", words.question if words else "", ref)


def own_form(caller: Caller, title: str, question: str, ref: str = "") -> Form:
    """Ask for a title and an opening question; `ref` is the topic that these words replace."""
    voice = caller.voice
    return Form(
        action=action("write", ref),
        title=voice.label("topic-own-form-title"),
        fields=(
            TextField(
                id="title",
                label=voice.label("topic-own-title-label"),
                hint=voice.label("topic-own-title-hint"),
                value=title,
                required=True,
                longest=TITLE_LONGEST,
            ),
            TextField(
                id="question",
                label=voice.label("topic-own-question-label"),
                hint=voice.label("topic-own-question-hint"),
                value=question,
                multiline=True,
                required=True,
                longest=QUESTION_LONGEST,
            ),
        ),
        submit=voice.label("topic-preview-button"),
    )


async def write(ctx: Context, caller: Caller, event: Submission) -> Answer:
    """Take own words as a draft and show its preview; words that do not fit are handed back."""
    title, question = event.one("title").strip(), event.one("question").strip()
    errors = {}
    if not title or len(title) > TITLE_LONGEST:
        errors["title"] = caller.voice.label("topic-own-title-length", longest=TITLE_LONGEST)
    if not question or len(question) > QUESTION_LONGEST:
        errors["question"] = caller.voice.label("topic-own-question-length", longest=QUESTION_LONGEST)
    if errors:
        return _invalid(caller, errors, (title, question))
    if event.action.ref:
        await _withdraw(ctx, caller, event.action.ref)
    return Reply(message=await draft(ctx, caller, None, title, question))


async def _withdraw(ctx: Context, caller: Caller, ref: str) -> None:
    """Take back the topic that new words replace, unless it has been posted: never two versions of one."""
    async with ctx.store.begin() as tx:
        topic = await get(ctx, tx, caller.community, ref)
        if topic is not None and still(topic, TopicState.DRAFT, TopicState.AGREED):
            await topics.update(tx, topic.id, state=TopicState.CANCELLED)
            await deliveries.cancel(tx, recipient=f"topic:{topic.id.hex}", reason="rewritten")


def _invalid(caller: Caller, errors: dict[str, str], words: tuple[str, ...]) -> Invalid:
    parts: list[Part] = [caller.voice.text("topic-not-kept"), *(Text(words=(each,)) for each in errors.values())]
    parts.append(Buttons(buttons=(Button(label=caller.voice.label("topic-own-button"), action=action("own")),)))
    return Invalid(
        errors=errors,
        message=Message(parts=tuple(parts), summary=caller.voice.label("topic-title")),
        words=tuple(each for each in words if each),
    )


async def home(ctx: Context, caller: Caller) -> Community:
    """Return the community's record, made on its first need together with its key."""
    community = caller.community
    if community is None:
        ref = caller.origin.community
        if ref is None:
            raise LookupError("a route that needs a community was reached without one")
        zone = caller.origin.zone or (caller.member.zone if caller.member else "UTC")
        async with ctx.store.begin() as tx:
            community = await communities.ensure(tx, ref, zone, caller.voice.locale)
    await ctx.seal.make_key(community.id)
    return community


async def draft(ctx: Context, caller: Caller, content: str | None, title: str, question: str) -> Message:
    """Keep a draft, one for each gesture, and return its preview."""
    community = await home(ctx, caller)
    place = caller.origin.place
    topic = Topic(
        id=uuid5(NAMESPACE_URL, caller.origin.event),
        community_id=community.id,
        state=TopicState.DRAFT,
        content=content,
        title=title,
        question=question,
        target=None if place is None or place.kind == "direct" else place,
        post_at=None,
        agreed_hash=None,
        receipt=None,
        created_at=caller.now,
    )
    async with ctx.store.begin() as tx:
        if (await inbox.take(tx, caller.origin.event, caller.now, topic.id.hex)).first:
            await keep(ctx, tx, topic)
    return preview(caller, ctx.library.voice(community.locale), topic)


def group_voice(ctx: Context, caller: Caller) -> Voice:
    """Return the language of the community, in which topics are posted."""
    return ctx.library.voice(caller.community.locale) if caller.community else caller.voice


def preview(caller: Caller, group: Voice, topic: Topic) -> Message:
    """Show a draft as the group will read it, in its language, with what can be done about it."""
    voice = caller.voice
    words = told(group, topic)
    if words is None:
        return gone(caller)
    row = [
        Button(label=voice.label("topic-when-button"), action=action("when", topic.id.hex)),
        Button(label=voice.label("topic-edit-button"), action=action("own", topic.id.hex)),
        Button(label=voice.label("topic-drop-button"), action=action("drop", topic.id.hex), style="danger"),
    ]
    if topic.target is not None:
        row.insert(
            0, Button(label=voice.label("topic-now-button"), action=action("now", topic.id.hex), style="primary")
        )
    parts = (voice.quiet("topic-preview"), *body(group, words), Buttons(buttons=tuple(row)))
    return Message(parts=parts, summary=voice.label("topic-title"))


def gone(caller: Caller) -> Message:
    """Say that a topic is not there any more; the same words for one of another community."""
    again_button = Button(label=caller.voice.label("topic-again-button"), action=action("open"))
    return Message(
        parts=(caller.voice.text("topic-gone"), Buttons(buttons=(again_button,))),
        summary=caller.voice.label("topic-title"),
    )


async def now(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Post a draft in the place it was drafted in, once."""
    async with ctx.store.begin() as tx:
        topic = await get(ctx, tx, caller.community, event.action.ref)
        if topic is None or topic.target is None or still(topic, TopicState.PROPOSED, TopicState.CANCELLED):
            return Update(message=gone(caller))
        if still(topic, TopicState.POSTED):
            return Update(message=caller.says("topic-posted-already", "topic-title"))
        agreed = agree(group_voice(ctx, caller), topic, topic.target, caller.now)
        await topics.update(tx, topic.id, state=agreed.state, agreed_hash=agreed.agreed_hash, post_at=agreed.post_at)
        await deliveries.replan(tx, delivery(agreed, caller.now, caller.now + POST_FRESHNESS))
    return Update(message=caller.says("topic-on-its-way", "topic-title"))


def agree(group: Voice, topic: Topic, target: Target, post_at: datetime) -> Topic:
    """Return the topic agreed to as its words are now."""
    words = told(group, topic) or Told(title="", question="")
    return replace(
        topic,
        state=TopicState.AGREED,
        target=target,
        post_at=post_at.astimezone(UTC),
        agreed_hash=words.fingerprint(),
    )


async def drop(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Take a draft or planned topic back, and its post with it."""
    async with ctx.store.begin() as tx:
        topic = await get(ctx, tx, caller.community, event.action.ref)
        if topic is None:
            return Update(message=gone(caller))
        if still(topic, TopicState.POSTED):
            return Update(message=caller.says("topic-posted-already", "topic-title"))
        await topics.update(tx, topic.id, state=TopicState.CANCELLED)
        await deliveries.cancel(tx, recipient=f"topic:{topic.id.hex}", reason="withdrawn")
    return Update(message=caller.says("topic-dropped", "topic-title"))
