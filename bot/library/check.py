"""`ajar content check`: what the schema cannot see: lengths, tone, reading grade, doubles, amounts, age of numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path

from fluent.syntax.ast import Message as Pattern
from fluent.syntax.ast import SelectExpression, TextElement

from bot.errors import ContentError

from . import Library, Voice, files, load, reading

LIMITS = {"form-title": 24, "label": 45, "hint": 100, "option": 75, "button": 75, "summary": 100, "placeholder": 100}
"""The tightest limit of any platform, by the last words of a string's key."""

AMOUNTS = {"prompts": 40, "tips": 24, "topics": 24, "feelings": 60}
MENU_EACH = 6
LONGEST_SENTENCE = 22
HARDEST_GRADE = 7.0
ALIKE = 0.8
SHARED_WORDS = 0.5
STALE = timedelta(days=365)

BANNED = {
    "en": re.compile(
        r"\b(just|simply|should|must|at least|users?"
        r"|toxic|avoidant|narcissist\w*|broken|commit(?:s|ted|ting)? suicide)\b",
        re.IGNORECASE,
    )
}
SHOUTING = re.compile("[!\U0001f300-\U0001faff\u2600-\u27bf]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is amiss; a warning does not fail the check."""

    file: str
    entry: str
    key: str
    message: str
    severity: str = "error"

    def __str__(self) -> str:
        """Write it as one line."""
        return f"{self.severity}: {self.file}: entry '{self.entry}': key '{self.key}': {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Everything that was found, with the amounts by language."""

    counts: Mapping[str, Mapping[str, int]]
    found: Sequence[Finding]

    @property
    def ok(self) -> bool:
        """Return whether nothing but warnings was found."""
        return all(each.severity != "error" for each in self.found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One text a member may read; `graded` ones count towards the file's reading grade."""

    file: str
    entry: str
    key: str
    text: str
    graded: bool = True


def check(folder: Path, today: date) -> Findings:
    """Check every file. A file that cannot be loaded is itself the only finding."""
    try:
        library = load(folder)
        texts = {locale: list(_pieces(folder, voice)) for locale, voice in library.voices.items()}
    except ContentError as error:
        return Findings(counts={}, found=[Finding(file=str(error), entry="", key="", message="cannot be loaded")])
    found: list[Finding] = []
    for locale, voice in library.voices.items():
        found += _of_voice(locale, voice, texts[locale])
        found += _missing(voice, library, texts)
    found += _stale(library, today)
    return Findings(counts={locale: counts(voice) for locale, voice in library.voices.items()}, found=found)


def counts(voice: Voice) -> dict[str, int]:
    """Return how many entries of each kind a language has."""
    return {
        "prompts": len(voice.prompts),
        "tips": len(voice.tips),
        "topics": len(voice.topics),
        "journeys": 0,
        "feelings": len(voice.feelings),
    }


def _of_voice(locale: str, voice: Voice, texts: Sequence[Piece]) -> Iterator[Finding]:
    yield from _lengths(texts)
    yield from _tone(locale, texts)
    yield from _grades(locale, texts)
    yield from _doubles(texts)
    yield from _amounts(locale, voice)


def _pieces(folder: Path, voice: Voice) -> Iterator[Piece]:
    """Return every text of a language, with where it stands."""
    place = f"content/{voice.locale}"
    for theme in voice.themes.values():
        yield Piece(file=f"{place}/themes.toml", entry=theme.id, key="name", text=theme.name, graded=False)
    for prompt in voice.prompts.values():
        yield Piece(file=f"{place}/prompts.toml", entry=prompt.id, key="text", text=prompt.text)
    for tip in voice.tips.values():
        parts = {"title": tip.title, "avoid_when": tip.avoid_when, "evidence.note": tip.evidence.note}
        parts |= {f"steps.{number}": step for number, step in enumerate(tip.steps)}
        for key, text in parts.items():
            yield Piece(file=f"{place}/tips.toml", entry=tip.id, key=key, text=text)
    yield from _topic_pieces(place, voice)
    for feeling in voice.feelings.values():
        yield Piece(file=f"{place}/feelings.toml", entry=feeling.id, key="word", text=feeling.word, graded=False)
    for path, messages, _ in files.strings(folder / voice.locale / "strings"):
        for key, message in messages.items():
            yield Piece(file=files.said(path), entry=key, key=key, text=_shown(message), graded=_limit(key) is None)


def _topic_pieces(place: str, voice: Voice) -> Iterator[Piece]:
    for topic in voice.topics.values():
        parts = {"title": topic.title, "question": topic.question, "note": topic.note or "", "closing": topic.closing}
        parts |= {f"follow_ups.{number}": text for number, text in enumerate(topic.follow_ups)}
        for key, text in parts.items():
            yield Piece(file=f"{place}/topics.toml", entry=topic.id, key=key, text=text)


def _shown(message: Pattern) -> str:
    """Return a string's text as it would look, with short words for what is filled in."""
    shown = []
    for element in message.value.elements if message.value else []:
        if isinstance(element, TextElement):
            shown.append(element.value)
        elif isinstance(element.expression, SelectExpression):
            variant = element.expression.variants[-1].value.elements
            shown += [each.value if isinstance(each, TextElement) else "it" for each in variant]
        else:
            shown.append("it")
    return "".join(shown)


def _limit(key: str) -> int | None:
    return next((limit for suffix, limit in LIMITS.items() if key.endswith(suffix)), None)


def _lengths(texts: Sequence[Piece]) -> Iterator[Finding]:
    for each in texts:
        limit = _limit(each.key) if each.file.endswith(".ftl") else None
        if limit is not None and len(each.text) > limit:
            yield _finding(each, f"has {len(each.text)} characters; {limit} fit on every platform")


def _tone(locale: str, texts: Sequence[Piece]) -> Iterator[Finding]:
    banned = BANNED.get(locale)
    for each in texts:
        word = banned.search(each.text) if banned else None
        if word:
            yield _finding(each, f"'{word.group()}' is a word we do not use")
        if SHOUTING.search(each.text):
            yield _finding(each, "has an exclamation mark or an emoji")
        longest = max((len(reading.words(s)) for s in reading.sentences(each.text)), default=0)
        if longest > LONGEST_SENTENCE:
            yield _finding(each, f"has a sentence of {longest} words; {LONGEST_SENTENCE} is the most")


def _grades(locale: str, texts: Sequence[Piece]) -> Iterator[Finding]:
    if locale != "en":
        return
    for file in dict.fromkeys(each.file for each in texts):
        grade = reading.grade(each.text for each in texts if each.file == file and each.graded)
        if grade > HARDEST_GRADE:
            yield Finding(
                file=file, entry="", key="", message=f"reads at grade {grade:.1f}; {HARDEST_GRADE} is the most"
            )


def _doubles(texts: Sequence[Piece]) -> Iterator[Finding]:
    """Find texts that say the same, within one file: by shared words first, since comparing letters is slow."""
    for file in dict.fromkeys(each.file for each in texts if each.file.endswith(".toml")):
        long = [(each, set(reading.words(each.text.casefold()))) for each in texts if each.file == file]
        long = [(each, words) for each, words in long if each.graded and len(words) > MENU_EACH]
        for (one, first), (other, second) in combinations(long, 2):
            if len(first & second) < SHARED_WORDS * min(len(first), len(second)):
                continue
            if SequenceMatcher(None, one.text, other.text).ratio() > ALIKE:
                yield _finding(other, f"is nearly the same as '{one.entry}'")


def _amounts(locale: str, voice: Voice) -> Iterator[Finding]:
    for kind, fewest in AMOUNTS.items():
        number = counts(voice)[kind]
        if number < fewest:
            yield Finding(file=f"content/{locale}/{kind}.toml", entry="", key="", message=f"has {number} of {fewest}")
    for group in ("bright", "calm", "tense", "heavy"):
        number = sum(each.menu and each.group == group for each in voice.feelings.values())
        if number != MENU_EACH:
            message = f"has {number} menu words in the group {group}; {MENU_EACH} are wanted"
            yield Finding(file=f"content/{locale}/feelings.toml", entry="", key="menu", message=message)


def _missing(voice: Voice, library: Library, texts: Mapping[str, Sequence[Piece]]) -> Iterator[Finding]:
    """Name what English has and this language lacks."""
    english = next(iter(library.locales))
    if voice.locale == english:
        return
    have = {(Path(each.file).name, each.entry) for each in texts[voice.locale]}
    for each in texts[english]:
        if (Path(each.file).name, each.entry) not in have:
            yield _finding(each, f"is missing in {voice.locale}")


def _stale(library: Library, today: date) -> Iterator[Finding]:
    for line in library.lines:
        if today - line.checked > STALE:
            yield _old("content/helplines.csv", line.country_iso2, line.checked)
    for number in library.numbers:
        if today - number.checked > STALE:
            yield _old("content/emergency.csv", number.country_iso2, number.checked)


def _old(file: str, country: str, checked: date) -> Finding:
    message = f"was checked on {checked}, more than a year ago"
    return Finding(file=file, entry=country, key="checked", message=message, severity="warning")


def _finding(piece: Piece, message: str) -> Finding:
    return Finding(file=piece.file, entry=piece.entry, key=piece.key, message=message)


def report(findings: Findings, *, as_json: bool) -> str:
    """Write the findings, for people or as one JSON object."""
    if as_json:
        found = [
            {"severity": f.severity, "file": f.file, "entry": f.entry, "key": f.key, "message": f.message}
            for f in findings.found
        ]
        return json.dumps({"counts": findings.counts, "findings": found}, ensure_ascii=False)
    lines = [str(each) for each in findings.found]
    for locale, amounts in findings.counts.items():
        lines.append(f"{locale}: " + ", ".join(f"{number} {kind}" for kind, number in amounts.items()))
    errors = sum(each.severity == "error" for each in findings.found)
    return "\n".join([*lines, f"{errors} errors, {len(findings.found) - errors} warnings"])
