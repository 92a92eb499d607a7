"""How a prompt looks: the question with its five buttons, or, for discreet members, a neutral line that opens it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.feature import HELP_NOW
from bot.library import Prompt, Voice
from bot.messages import ActionId, Button, Buttons, CommandRef, Form, Heading, Message, Part, Quote, Text, TextField

FEATURE = "daily_prompt"
ANSWER_LONGEST = 3000
KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Ref:
    """What a prompt's buttons carry: the key of the delivery (empty under /today) and the prompt shown."""

    key: str
    prompt: str

    def __str__(self) -> str:
        """Write it as the opaque part of a button's identifier."""
        return f"{self.key}.{self.prompt}"

    @classmethod
    def parse(cls, text: str) -> Ref:
        """Read what `__str__` wrote; anything else becomes a reference to nothing."""
        key, _, prompt = text.partition(".")
        return cls(key if KEY.fullmatch(key) else "", prompt)


def action(name: str, ref: Ref) -> ActionId:
    """Name a button of this feature."""
    return ActionId(feature=FEATURE, action=name, ref=str(ref))


def prompt_message(voice: Voice, prompt: Prompt, key: str, *, after_another: bool = False) -> Message:
    """Write the open prompt. After *Another* the third button is about its theme, and *Later* is in the last menu."""
    ref = Ref(key, prompt.id)
    third = (
        Button(label=voice.label("daily-not-theme-button"), action=action("not_theme", ref))
        if after_another
        else Button(label=voice.label("daily-later-button"), action=action("later", ref))
    )
    buttons = Buttons(
        buttons=(
            Button(label=voice.label("daily-reflect-button"), action=action("reflect", ref), style="primary"),
            Button(label=voice.label("daily-another-button"), action=action("another", ref)),
            third,
            Button(label=voice.label("daily-less-button"), action=action("less", ref)),
            help_button(voice, key),
        )
    )
    return Message(parts=(*_question(voice, prompt.id), buttons), summary=voice.label("daily-summary"))


@lru_cache(maxsize=1024)
def _question(voice: Voice, prompt_id: str) -> tuple[Part, ...]:
    """Write what is the same for everyone who gets a question; a tick writes it to many."""
    prompt = voice.prompts[prompt_id]
    heading = Heading(text=voice.label("daily-heading-label"))
    return heading, Quote(text=prompt.text), voice.quiet("daily-theme", theme=voice.themes[prompt.theme].name)


def neutral_message(voice: Voice, prompt: Prompt, key: str) -> Message:
    """Write the line that says nothing to somebody looking over the shoulder; pressing opens the question."""
    ref = Ref(key, prompt.id)
    buttons = Buttons(
        buttons=(
            Button(label=voice.label("daily-open-button"), action=action("open", ref), style="primary"),
            Button(label=voice.label("daily-later-button"), action=action("later", ref)),
            Button(label=voice.label("daily-less-button"), action=action("less", ref)),
            help_button(voice, key),
        )
    )
    return Message(parts=(voice.text("daily-ready"), buttons), summary=voice.label("daily-summary"))


def bent_message(voice: Voice, message: Message, opening: str) -> Message:
    """Say above a question how the rhythm has bent, where it has."""
    if not opening:
        return message
    said = voice.text(f"daily-bent-{opening}", rhythm=CommandRef("rhythm"), today=CommandRef("today"))
    return replace(message, parts=(said, *message.parts))


def help_button(voice: Voice, key: str) -> Button:
    """Return the button that every prompt carries."""
    return Button(
        label=voice.label("help-now-button"), action=ActionId(feature=HELP_NOW.feature, action=HELP_NOW.action, ref=key)
    )


def reflect_form(voice: Voice, prompt: Prompt, ref: Ref) -> Form:
    """Open a private page for one answer, with the question above it."""
    answer = TextField(
        id="text",
        label=voice.label("daily-reflect-label"),
        hint=voice.label("daily-reflect-hint"),
        multiline=True,
        required=True,
        longest=ANSWER_LONGEST,
    )
    return Form(
        action=action("save", ref),
        title=voice.label("daily-reflect-form-title"),
        intro=Text(words=(prompt.text,)),
        fields=(answer,),
        submit=voice.label("daily-save-button"),
    )
