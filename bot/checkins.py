"""Check-ins, as far as several features know them: the fields that ask, what is sealed, and how one is told."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from bot.library import Voice
from bot.messages import ChoiceField, Field, Option, Submission, TextField
from bot.model import CheckIn, Mood, Reaction, Trigger

KIND = "checkin"
NOTE_LONGEST = 2000


def fields(voice: Voice, before: CheckIn | None = None) -> tuple[Field, ...]:
    """Ask five things, of which only the first is needed; with what was ticked and written before in them."""
    return (
        ChoiceField(
            id="mood",
            label=voice.label("checkin-mood-label"),
            options=tuple(Option(value=str(m.value), label=mood(voice, m)) for m in reversed(Mood)),
            chosen=(str(before.mood.value),) if before else (),
            required=True,
        ),
        ChoiceField(
            id="feelings",
            label=voice.label("checkin-feelings-label"),
            options=tuple(Option(value=f.id, label=f.word) for f in voice.feelings.values() if f.menu),
            chosen=_in_menu(voice, before),
            many=True,
        ),
        ChoiceField(
            id="trigger",
            label=voice.label("checkin-trigger-label"),
            options=tuple(Option(value=t, label=voice.label(f"checkin-trigger-{t}-option")) for t in Trigger),
            chosen=(before.trigger,) if before and before.trigger else (),
        ),
        ChoiceField(
            id="reaction",
            label=voice.label("checkin-reaction-label"),
            options=tuple(Option(value=r, label=voice.label(f"checkin-reaction-{r}-option")) for r in Reaction),
            chosen=(before.reaction,) if before and before.reaction else (),
        ),
        TextField(
            id="note",
            label=voice.label("checkin-note-label"),
            hint=voice.label("checkin-note-hint"),
            value=before.note if before else "",
            multiline=True,
            longest=NOTE_LONGEST,
        ),
    )


def _in_menu(voice: Voice, before: CheckIn | None) -> tuple[str, ...]:
    return (
        tuple(each for each in before.feelings if each in voice.feelings and voice.feelings[each].menu)
        if before
        else ()
    )


def closer_ones(voice: Voice, checkin: CheckIn) -> tuple[str, ...]:
    """Return the feelings that the form does not show: closer words, and those that have left the library."""
    return tuple(each for each in checkin.feelings if each not in voice.feelings or not voice.feelings[each].menu)


def mood(voice: Voice, one: Mood) -> str:
    """Name a mood."""
    return voice.label(f"checkin-mood-{one.value}-option")


def understood(event: Submission, known: Container[str]) -> CheckIn | None:
    """Read the form; None without a mood. Unknown choices are left out, since a forged one means nothing."""
    given = event.one("mood")
    if given not in {str(each.value) for each in Mood}:
        return None
    trigger, reaction = event.one("trigger"), event.one("reaction")
    return CheckIn(
        mood=Mood(int(given)),
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


def ticked(voice: Voice, checkin: CheckIn) -> list[str]:
    """Tell what was ticked, a line each."""
    words = [voice.feelings[each].word for each in checkin.feelings if each in voice.feelings]
    lines = [mood(voice, checkin.mood), ", ".join(words)]
    if checkin.trigger:
        lines.append(voice.label(f"checkin-trigger-{checkin.trigger}-option"))
    if checkin.reaction:
        lines.append(voice.label(f"checkin-reaction-{checkin.reaction}-option"))
    return [each for each in lines if each]
