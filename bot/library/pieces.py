"""Every single text of a language, with where it stands: what the check of words looks at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product

from fluent.syntax.ast import Pattern, Placeable, SelectExpression, StringLiteral, TextElement

from . import Voice
from .files import Strings

LIMITS = {"form-title": 24, "label": 45, "hint": 100, "option": 75, "button": 75, "summary": 100, "placeholder": 100}
"""The tightest limit of any platform, by the last words of a string's key (CONTENT.md, "How it is checked")."""

FILLED = "it"
"""Stands for what is filled in: one short word, since nobody knows how long it will be."""

MOST_FORMS = 32
"""A string with plurals has several forms; more than these are not looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One text a member may read; `graded` ones count towards the file's reading grade and are compared.

    `limit` is the most characters that every platform takes, None where there is room.
    """

    file: str
    entry: str
    key: str
    text: str
    graded: bool = True
    limit: int | None = None


def of_entries(folder: str, voice: Voice) -> Iterator[Piece]:
    """Return the texts of the TOML files; `folder` is the language's, as authors name it."""
    for theme in voice.themes.values():
        yield Piece(file=f"{folder}/themes.toml", entry=theme.id, key="name", text=theme.name, graded=False)
    for prompt in voice.prompts.values():
        yield Piece(file=f"{folder}/prompts.toml", entry=prompt.id, key="text", text=prompt.text)
    for tip in voice.tips.values():
        parts = {"title": tip.title, "avoid_when": tip.avoid_when, "evidence.note": tip.evidence.note}
        yield from _parts(f"{folder}/tips.toml", tip.id, parts | _numbered("steps", tip.steps))
    for topic in voice.topics.values():
        parts = {"title": topic.title, "question": topic.question, "note": topic.note or "", "closing": topic.closing}
        yield from _parts(f"{folder}/topics.toml", topic.id, parts | _numbered("follow_ups", topic.follow_ups))
    yield from _of_journeys(f"{folder}/journeys", voice)
    for kind, plans in (("ifs", voice.ifs), ("thens", voice.thens)):
        for plan in plans.values():
            yield Piece(file=f"{folder}/{kind}.toml", entry=plan.id, key="text", text=plan.text)
    for feeling in voice.feelings.values():
        yield Piece(file=f"{folder}/feelings.toml", entry=feeling.id, key="word", text=feeling.word, graded=False)


def _of_journeys(folder: str, voice: Voice) -> Iterator[Piece]:
    for journey in voice.journeys.values():
        parts = {"title": journey.title, "about": journey.about, "ending": journey.ending}
        yield from _parts(folder, journey.id, parts)
        for step in journey.steps:
            parts = {each: getattr(step, each) for each in ("title", "reading", "question", "practice")}
            yield from _parts(folder, f"{journey.id}.{step.id}", parts)


def _numbered(key: str, texts: Sequence[str]) -> dict[str, str]:
    return {f"{key}.{number}": text for number, text in enumerate(texts)}


def _parts(file: str, entry: str, parts: dict[str, str]) -> Iterator[Piece]:
    return (Piece(file=file, entry=entry, key=key, text=text) for key, text in parts.items() if text)


def of_strings(strings: Iterable[Strings]) -> Iterator[Piece]:
    """Return the texts of the strings files, one for each form of a plural."""
    for file in strings:
        for key, message in file.messages.items():
            limit = limit_of(key)
            for text in forms(message.value):
                yield Piece(file=file.file, entry="", key=key, text=text, graded=limit is None, limit=limit)


def limit_of(key: str) -> int | None:
    """Return how many characters fit where a string is shown; None where there is room."""
    return next((limit for suffix, limit in LIMITS.items() if key.endswith(f"-{suffix}")), None)


def forms(pattern: Pattern | None) -> list[str]:
    """Return a string as it may look, with a short word for what is filled in."""
    if pattern is None:
        return []
    choices = [_shown(each) for each in pattern.elements]
    return ["".join(parts) for parts in islice(product(*choices), MOST_FORMS)]


def _shown(element: TextElement | Placeable) -> list[str]:
    if isinstance(element, TextElement):
        return [element.value]
    inner = element.expression
    if isinstance(inner, SelectExpression):
        return [text for variant in inner.variants for text in forms(variant.value)]
    if isinstance(inner, Placeable):
        return _shown(inner)
    return [str(inner.parse()["value"])] if isinstance(inner, StringLiteral) else [FILLED]
