"""The ways on that stand under words of comfort: someone to write to, a practice, one's notes, where help is.

Safety shows them where words sound like danger, and a check-in where it has been low for a while; both show the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from bot.library import Voice
from bot.messages import ActionId, Button, Buttons

Body: TypeAlias = Literal["self", "other", "violence"]
"""Whom it is about: the writer, someone the writer fears for, or violence by somebody else."""

BODIES: tuple[Body, ...] = get_args(Body)
SAFETY = "safety"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What the buttons carry: the language and the body they stand under, never a word of the member.

    `keeps` says that words are handed back in the same message, which is then never replaced.
    """

    language: str
    body: Body | None = None
    keeps: bool = False

    def __str__(self) -> str:
        """Write it as the opaque part of a button's identifier."""
        return f"{self.language}.{self.body or ''}.{'k' if self.keeps else ''}"

    @classmethod
    def parse(cls, ref: str) -> Mark:
        """Read what `__str__` wrote; anything else becomes a mark that says nothing."""
        language, _, rest = ref.partition(".")
        wanted, _, keeps = rest.partition(".")
        body = next((each for each in BODIES if each == wanted), None)
        return cls(language=language if len(language) <= LANGUAGE_LONGEST else "", body=body, keeps=keeps == "k")


LANGUAGE_LONGEST = 16


def ways(voice: Voice, mark: Mark, *, where: bool) -> Buttons:
    """Return the ways on; `where` adds where help is, for messages that do not say it themselves."""
    closing = "safety-close-button" if mark.body == "violence" else "safety-not-meant-button"
    now = Button(label=voice.label("safety-now-button"), action=_action("now", mark))
    return Buttons(
        buttons=(
            *((now,) if where else ()),
            Button(label=voice.label("safety-trust-button"), action=_action("trust", mark)),
            Button(label=voice.label("safety-practice-button"), action=practice(voice)),
            Button(label=voice.label("safety-notes-button"), action=_action("notes", mark)),
            Button(label=voice.label(closing), action=_action("not_meant", mark)),
        )
    )


def practice(voice: Voice) -> ActionId:
    """Name the quiet practice of a language: one of its tips, or the only one that every language has."""
    if voice.tips:
        return ActionId(feature="tip", action="quiet", ref=SAFETY)
    return _action("practice", Mark(language=voice.locale))


def _action(name: str, mark: Mark) -> ActionId:
    return ActionId(feature=SAFETY, action=name, ref=str(mark))
