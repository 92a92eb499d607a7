"""/checkin: a private moment to notice how one is, what set it off and what one wanted to do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from bot.feature import Caller, Context, Feature, Route
from bot.library import Library
from bot.messages import ActionId, Answer, Button, Buttons, Invalid, Message, Press, Reply, Submission, Update
from bot.model import CheckIn, Mood, Reaction, Trigger
from bot.platform import CommandSpec
from bot.recurrence import local_date
from bot.store import entries, inbox

from .words import NAME, NOTE_LONGEST, answer, closer, form

TABLE = "entries"


async def show(ctx: Context, caller: Caller, event: object) -> Answer:
    """Open the form; whether anyone else is near makes no difference, since all of it is private."""
    return form(caller)


def understood(event: Submission, known: frozenset[str]) -> CheckIn | None:
    """Read the form; None without a mood. Unknown choices are left out, since a forged one means nothing."""
    mood = event.one("mood")
    if mood not in {str(each.value) for each in Mood}:
        return None
    trigger, reaction = event.one("trigger"), event.one("reaction")
    return CheckIn(
        mood=Mood(int(mood)),
        feelings=tuple(each for each in dict.fromkeys(event.many("feelings")) if each in known),
        trigger=Trigger(trigger) if trigger in set(Trigger) else None,
        reaction=Reaction(reaction) if reaction in set(Reaction) else None,
        note=event.one("note").strip(),
    )


def written(checkin: CheckIn) -> dict[str, Any]:
    """Turn an entry into what is sealed."""
    return {
        "mood": checkin.mood.value,
        "feelings": list(checkin.feelings),
        "trigger": checkin.trigger,
        "reaction": checkin.reaction,
        "note": checkin.note,
    }


def read(told: dict[str, Any]) -> CheckIn:
    """Turn what was sealed back into an entry."""
    return CheckIn(
        mood=Mood(told["mood"]),
        feelings=tuple(told["feelings"]),
        trigger=Trigger(told["trigger"]) if told["trigger"] else None,
        reaction=Reaction(told["reaction"]) if told["reaction"] else None,
        note=told["note"],
    )


async def save(ctx: Context, caller: Caller, event: Submission) -> Answer:
    """Seal and keep an entry together with its event's key; the same form sent twice is one entry, answered alike."""
    checkin = understood(event, frozenset(caller.voice.feelings))
    if checkin is None:
        return _not_kept(caller, event, "mood", "checkin-mood-needed")
    if len(checkin.note) > NOTE_LONGEST:
        return _not_kept(caller, event, "note", "checkin-note-long")
    member = caller.own
    entry = uuid5(NAMESPACE_URL, event.origin.event)
    key = await ctx.seal.opened(member.id)
    sealed = key.seal_json(TABLE, entry, written(checkin))
    async with ctx.store.begin() as tx:
        if (await inbox.take(tx, event.origin.event, caller.now, entry.hex)).first:
            day = local_date(caller.now, member.zone)
            await entries.add(tx, entry, member.id, NAME, day, caller.now, sealed, key.version)
    return Reply(message=answer(caller, entry, checkin))


def _not_kept(caller: Caller, event: Submission, field: str, key: str) -> Invalid:
    voice = caller.voice
    again = Button(label=voice.label("checkin-again-button"), action=ActionId(feature=NAME, action="form"))
    message = Message(
        parts=(voice.text(key, longest=NOTE_LONGEST), Buttons(buttons=(again,))),
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
        checkin = read(key.open_json(TABLE, kept.id, kept.sealed))
        if word in {each.id for each in closer(caller, checkin)}:
            checkin = replace(checkin, feelings=(*checkin.feelings, word))
            sealed = key.seal_json(TABLE, kept.id, written(checkin))
            await entries.replace(tx, caller.own.id, kept.id, sealed, key.version)
    return Update(message=answer(caller, kept.id, checkin, opening="checkin-closer-kept"))


def _entry_id(ref: str) -> UUID | None:
    try:
        return UUID(hex=ref)
    except ValueError:
        return None


def _gone(caller: Caller) -> Reply:
    text = caller.voice.text("checkin-gone")
    return Reply(message=Message(parts=(text,), summary=caller.voice.label("checkin-summary-line")))


def _commands(library: Library) -> tuple[CommandSpec, ...]:
    return (CommandSpec(name=NAME, summary=library.all_labels("checkin-summary")),)


FEATURE = Feature(
    name=NAME,
    commands=_commands,
    on_command={NAME: Route(handle=show)},
    on_press={"form": Route(handle=show), "closer": Route(handle=closer_word)},
    on_submit={"save": Route(handle=save, words=("note",))},
)
