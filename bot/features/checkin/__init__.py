"""/checkin: a private moment to notice how one is, what set it off and what one wanted to do."""

from __future__ import annotations

from dataclasses import replace
from uuid import NAMESPACE_URL, UUID, uuid5

from bot import agenda
from bot.checkins import NOTE_LONGEST, read, understood, written
from bot.errors import SealBroken
from bot.feature import HELP_NOW, Caller, Context, Feature, Route
from bot.library import Library
from bot.messages import ActionId, Answer, Button, Buttons, Invalid, Message, Press, Reply, Submission, Update
from bot.model import CheckIn
from bot.platform import CommandSpec
from bot.recurrence import local_date
from bot.seal import Key
from bot.store import entries, inbox

from . import evening
from .ahead import plan_beside
from .pattern import REJECTED, Moment, Offer, offer, worth_looking
from .words import NAME, answer, closer, form

TABLE = "entries"
LOOKED_AT = 100
"""Earlier entries that are looked at for a pattern: two weeks of seven a day."""


async def show(ctx: Context, caller: Caller, event: object) -> Answer:
    """Open the form; whether anyone else is near makes no difference, since all of it is private."""
    return form(caller)


async def save(ctx: Context, caller: Caller, event: Submission) -> Answer:
    """Seal and keep an entry together with its event's key; the same form sent twice is one entry, answered alike."""
    checkin = understood(event, caller.voice.feelings)
    if checkin is None:
        return _not_kept(caller, event, "mood", "checkin-mood-needed")
    if len(checkin.note) > NOTE_LONGEST:
        return _not_kept(caller, event, "note", "checkin-note-long")
    member = caller.own
    entry = uuid5(NAMESPACE_URL, event.origin.event)
    key = await ctx.seal.opened(member.id)
    offered = await _offered(ctx, caller, key, entry, checkin)
    sealed = key.seal_json(TABLE, entry, written(checkin) | ({"offered": offered} if offered else {}))
    async with ctx.store.begin() as tx:
        taken = await inbox.take(tx, event.origin.event, caller.now, entry.hex)
        if taken.first:
            day = local_date(caller.now, member.zone)
            await entries.add(tx, entry, member.id, NAME, day, caller.now, sealed, key.version)
        plan = () if caller.answered else await plan_beside(tx, caller, key, checkin, first=taken.first)
    return Reply(message=answer(caller, entry, checkin, offered=offered, plan=plan))


async def _offered(ctx: Context, caller: Caller, key: Key, entry: UUID, checkin: CheckIn) -> Offer | None:
    """Return what to offer beside a new entry; for one sent twice, what was offered the first time."""
    turned_away = frozenset(f.id for f in caller.voice.feelings.values() if REJECTED in (f.id, f.near))
    if caller.answered or not worth_looking(checkin, turned_away):
        return None
    async with ctx.store.read() as tx:
        kept = await entries.list(tx, caller.own.id, NAME, LOOKED_AT)
    told = {each.id: moment for each in kept if (moment := _moment(key, each)) is not None}
    if entry in told:
        return _offer_of(told[entry].offered)
    return offer(Moment(at=caller.now, checkin=checkin), list(told.values()), turned_away)


def _moment(key: Key, kept: entries.Entry) -> Moment | None:
    """Open an earlier entry; one that does not open is left out, since it keeps nobody from a new one."""
    try:
        told = key.open_json(TABLE, kept.id, kept.sealed)
    except SealBroken:
        return None
    return Moment(at=kept.created_at, checkin=read(told), offered=told.get("offered", ""))


def _offer_of(text: str) -> Offer | None:
    return Offer(text) if text else None


def _not_kept(caller: Caller, event: Submission, field: str, key: str) -> Invalid:
    voice = caller.voice
    again = Button(label=voice.label("checkin-again-button"), action=ActionId(feature=NAME, action="form"))
    message = Message(
        parts=(voice.text(key, longest=NOTE_LONGEST), Buttons(buttons=(again, _help(caller)))),
        summary=voice.label("checkin-summary-line"),
    )
    return Invalid(
        errors={field: voice.label(key, longest=NOTE_LONGEST)},
        message=message,
        words=tuple(each for each in event.many("note") if each),
    )


async def closer_word(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Add a closer word to an entry of one's own; somebody else's, or none at all, is answered the same way."""
    entry = _entry_id(event.action.ref)
    word = event.values[0] if event.values else ""
    key = await ctx.seal.opened(caller.own.id)
    async with ctx.store.begin() as tx:
        kept = await entries.get(tx, caller.own.id, entry) if entry else None
        if kept is None or kept.kind != NAME:
            return _gone(caller)
        told = key.open_json(TABLE, kept.id, kept.sealed)
        checkin, offered = read(told), _offer_of(told.get("offered", ""))
        if word in {each.id for each in closer(caller, checkin)}:
            checkin = replace(checkin, feelings=(*checkin.feelings, word))
            sealed = key.seal_json(TABLE, kept.id, told | written(checkin))
            await entries.replace(tx, caller.own.id, kept.id, sealed, key.version)
    return Update(message=answer(caller, kept.id, checkin, opening="checkin-closer-kept", offered=offered))


def _entry_id(ref: str) -> UUID | None:
    try:
        return UUID(hex=ref)
    except ValueError:
        return None


def _gone(caller: Caller) -> Reply:
    parts = (caller.voice.text("checkin-gone"), Buttons(buttons=(_help(caller),)))
    return Reply(message=Message(parts=parts, summary=caller.voice.label("checkin-summary-line")))


def _help(caller: Caller) -> Button:
    return Button(label=caller.voice.label("help-now-button"), action=HELP_NOW)


def _commands(library: Library) -> tuple[CommandSpec, ...]:
    return (CommandSpec(name=NAME, summary=library.all_labels("checkin-summary")),)


FEATURE = Feature(
    name=NAME,
    commands=_commands,
    on_command={NAME: Route(handle=show)},
    on_press={
        "form": Route(handle=show),
        "closer": Route(handle=closer_word),
        "evening": Route(handle=evening.ask),
        "remind": Route(handle=evening.remind),
    },
    on_submit={"save": Route(handle=save, words=("note",))},
    plans={agenda.NUDGE: evening.plan},
    renders={agenda.NUDGE: evening.render},
)
