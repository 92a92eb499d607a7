"""The ways on under an answer: a message to someone trusted, a quiet practice, and closing it; all from memory."""

from __future__ import annotations

from bot.feature import Caller, Context
from bot.library import Voice
from bot.messages import ActionId, Answer, Button, Buttons, Heading, Message, Part, Press, Quote, Reply, Text, Update
from bot.offer import Mark, practice

from .answer import NAME
from .known import spoken

BEGINNINGS = (1, 2, 3)
STEPS = (1, 2, 3)


async def trust(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Offer beginnings of a message to someone; the member sends it, and nothing of it is kept."""
    mark = Mark.parse(event.action.ref)
    voice, body = spoken(ctx, caller, mark.language), mark.body or "self"
    sentences = (Quote(text=voice.label(f"safety-trust-{body}-{number}")) for number in BEGINNINGS)
    parts: list[Part] = [voice.text("safety-trust-intro"), *sentences, voice.quiet("safety-trust-yourself")]
    parts.append(Buttons(buttons=(now_button(voice), _practice_button(voice))))
    return Reply(message=Message(parts=tuple(parts), summary=voice.label("safety-trust-title")))


async def quiet(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Give the one practice that every language has."""
    voice = spoken(ctx, caller, Mark.parse(event.action.ref).language)
    steps = "\n".join(f"{number}. {voice.label(f'safety-practice-{number}')}" for number in STEPS)
    parts: tuple[Part, ...] = (
        Heading(text=voice.label("safety-practice-title")),
        Text(words=(steps,)),
        voice.quiet("safety-practice-avoid"),
        Buttons(buttons=(now_button(voice),)),
    )
    return Reply(message=Message(parts=parts, summary=voice.label("safety-practice-title")))


async def not_meant(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Close the answer with one kind line; what was handed back with it stays where it stands."""
    mark = Mark.parse(event.action.ref)
    voice = spoken(ctx, caller, mark.language)
    said = Message(parts=(voice.text("safety-closed"),), summary=voice.label("safety-summary"))
    return Reply(message=said) if mark.keeps else Update(message=said)


def now_button(voice: Voice) -> Button:
    """Return the way to where help is, in a language."""
    mark = str(Mark(language=voice.locale))
    return Button(label=voice.label("safety-now-button"), action=ActionId(feature=NAME, action="now", ref=mark))


def _practice_button(voice: Voice) -> Button:
    return Button(label=voice.label("safety-practice-button"), action=practice(voice))
