"""The form of /checkin and the words of its answer."""

from __future__ import annotations

import random
from uuid import UUID

from bot.checkins import KIND, fields, ticked
from bot.feature import HELP_NOW, Caller
from bot.library import Feeling
from bot.messages import (
    ActionId,
    Button,
    Buttons,
    Form,
    Menu,
    Message,
    Option,
    Part,
    Quote,
    Rule,
)
from bot.model import CheckIn, Mood
from bot.offer import Mark, ways

from .pattern import Offer

NAME = KIND
WAYS_OF_SAYING = 3
HARD = frozenset({Mood.VERY_LOW, Mood.LOW})
CLOSER_SHOWN = 25


def form(caller: Caller) -> Form:
    """Ask five things; only the first is needed."""
    voice = caller.voice
    return Form(
        action=ActionId(feature=NAME, action="save"),
        title=voice.label("checkin-form-title"),
        fields=fields(voice),
        submit=voice.label("checkin-save-button"),
    )


def answer(
    caller: Caller,
    entry: UUID,
    checkin: CheckIn,
    opening: str = "",
    offered: Offer | None = None,
    plan: tuple[Part, ...] = (),
) -> Message:
    """Answer an entry: kindly, fitting, brief, and the same for the same entry.

    `opening` replaces the first sentence after "a closer word". A `plan` for such a moment stands in the middle; what
    is `offered` stands beneath, without alarm.
    """
    voice = caller.voice
    first = opening or _first(checkin, entry)
    parts: list[Part] = [voice.text(first), Quote(text="\n".join(ticked(voice, checkin)))]
    if checkin.reaction and checkin.mood in HARD:
        parts.append(voice.text(f"checkin-after-{checkin.reaction}"))
    elif checkin.trigger and checkin.mood in HARD:
        parts.append(voice.text(f"checkin-set-off-{checkin.trigger}"))
    parts += [*plan, *_closer_menu(caller, entry, checkin), voice.quiet("checkin-private"), _buttons(caller)]
    parts += _offer(caller, offered) if offered else []
    return Message(parts=tuple(parts), summary=voice.label("checkin-summary-line"))


def _offer(caller: Caller, offered: Offer) -> list[Part]:
    voice, mark = caller.voice, Mark(language=caller.voice.locale, body="self")
    lines = [voice.text(f"safety-offer-{offered}-{number}") for number in (1, 2)]
    return [Rule(), *lines, ways(voice, mark, where=False)]


def _first(checkin: CheckIn, entry: UUID) -> str:
    tone = {Mood.VERY_LOW: "very-low", Mood.LOW: "low", Mood.BETWEEN: "between"}.get(checkin.mood, "good")
    number = random.Random(entry.hex).randint(1, WAYS_OF_SAYING)  # noqa: S311  a choice of words, not a secret
    return f"checkin-kept-{tone}-{number}"


def closer(caller: Caller, checkin: CheckIn) -> list[Feeling]:
    """Return the words that are closer to the feelings ticked, the nearest first."""
    feelings = caller.voice.feelings.values()
    near = [f for f in feelings if f.near in checkin.feelings and f.id not in checkin.feelings]
    groups = {caller.voice.feelings[f].group for f in checkin.feelings if f in caller.voice.feelings}
    rest = [f for f in feelings if not f.menu and f.group in groups and f not in near and f.id not in checkin.feelings]
    return (near + rest)[:CLOSER_SHOWN]


def _closer_menu(caller: Caller, entry: UUID, checkin: CheckIn) -> list[Part]:
    words = closer(caller, checkin)
    if not words:
        return []
    menu = Menu(
        action=ActionId(feature=NAME, action="closer", ref=entry.hex),
        placeholder=caller.voice.label("checkin-closer-placeholder"),
        options=tuple(Option(value=each.id, label=each.word) for each in words),
    )
    return [menu]


def _buttons(caller: Caller) -> Buttons:
    voice = caller.voice
    return Buttons(
        buttons=(
            Button(label=voice.label("daily-tip-button"), action=ActionId(feature="tip", action="another")),
            Button(label=voice.label("checkin-again-button"), action=ActionId(feature=NAME, action="form")),
            Button(label=voice.label("help-now-button"), action=HELP_NOW),
        )
    )
