"""`ajar content check`: what the schema cannot see: lengths, tone, reading grade, doubles, amounts, age of numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from babel import Locale

from . import (
    ENGLISH,
    SAFETY,
    SHOWN_YEARS,
    EmergencyNumber,
    Helpline,
    Library,
    Voice,
    pieces,
    read,
    references,
    tone,
    years_after,
)
from .files import Flaw, Reader, Strings
from .findings import Finding, Findings, report

__all__ = ["Finding", "Findings", "check", "counts", "report"]

AMOUNTS = {"prompts": 150, "tips": 60, "topics": 80, "journeys": 4, "feelings": 60, "ifs": 30, "thens": 60}
A_THEME, A_CATEGORY = 12, 6
"""How many prompts a theme has at least, and how many tips a category."""

SAFETY_LOCALES = ("en", "es", "fr", "de", "pt")
"""The languages in which danger is recognised, and so has to be answered."""

GROUPS = ("bright", "calm", "tense", "heavy")
MENU_EACH = 6
STALE_YEARS = 1


def check(folder: Path, today: date, packs: tuple[Path, ...] = ()) -> Findings:
    """Check every file, to the end: what cannot be read is a finding, and the rest is checked all the same.

    What packs bring is checked like everything else, but need not be there in every language.
    """
    flaws: list[Flaw] = []
    reader = Reader(root=folder, complain=flaws.append, packs=packs)
    try:
        library = read(reader)
    except Flaw as error:
        return Findings(counts={}, found=[Finding.of(each) for each in (*flaws, error)])
    found = [Finding.of(each) for each in flaws]
    quiet = Reader(root=folder, complain=_said_before)
    strings = {each: list(quiet.strings(folder / each / "strings")) for each in library.locales}
    plain = read(quiet) if packs else library
    for voice in library.voices.values():
        found += _of_voice(reader.said(folder / voice.locale), voice, strings[voice.locale])
        place = reader.said(folder / voice.locale)
        found += _against_english(place, plain.voices[voice.locale], plain.voices[ENGLISH])
        found += references.check(strings[voice.locale], strings[ENGLISH])
    for locale in dict.fromkeys((*SAFETY_LOCALES, *library.safety, *library.locales)):
        found += _of_safety(quiet, locale)
    found += _numbers(reader.said(folder), library, today)
    return Findings(counts={locale: counts(voice) for locale, voice in library.voices.items()}, found=found)


def _of_safety(reader: Reader, locale: str) -> Iterator[Finding]:
    """See that the words for a crisis are there, whole, in every language that safety speaks, and read well."""
    folder = reader.root / SAFETY
    own, english = list(reader.strings(folder / locale)), list(reader.strings(folder / ENGLISH))
    if not any(each.messages for each in own):
        yield Finding(file=reader.said(folder / locale), message="there are no strings in it")
        return
    texts = list(pieces.of_strings(own))
    yield from tone.lengths(texts)
    yield from tone.words(locale, texts)
    yield from tone.grades(locale, texts)
    yield from references.check(own, english)
    yield from _left_out(own, english)


def _left_out(own: Sequence[Strings], english: Sequence[Strings]) -> Iterator[Finding]:
    """Find strings that leave out what English fills in: a number or a country that is not said helps nobody."""
    wanted = {key: references.values(each) for file in english for key, each in file.messages.items()}
    for file in own:
        for key, message in file.messages.items():
            for value in sorted(wanted.get(key, frozenset()) - references.values(message)):
                yield Finding(file=file.file, key=key, message=f"leaves out ${value}")


def _said_before(flaw: Flaw) -> None:
    """Leave out what the first reading of the same file has complained about."""


def counts(voice: Voice) -> dict[str, int]:
    """Return how many entries of each kind a language has."""
    return {
        "prompts": len(voice.prompts),
        "tips": len(voice.tips),
        "topics": len(voice.topics),
        "journeys": len(voice.journeys),
        "feelings": len(voice.feelings),
    }


def _of_voice(folder: str, voice: Voice, strings: Sequence[Strings]) -> Iterator[Finding]:
    entries = list(pieces.of_entries(folder, voice))
    texts = [*entries, *pieces.of_strings(strings)]
    yield from tone.lengths(texts)
    yield from tone.words(voice.locale, texts)
    yield from tone.grades(voice.locale, texts)
    yield from tone.doubles(entries)
    yield from _amounts(folder, voice)


def _file(folder: str, kind: str) -> str:
    """Name the file of a kind; journeys have a folder."""
    return f"{folder}/{kind}" if kind == "journeys" else f"{folder}/{kind}.toml"


def _amounts(folder: str, voice: Voice) -> Iterator[Finding]:
    for kind, fewest in AMOUNTS.items():
        number = len(getattr(voice, kind))
        if number < fewest:
            yield Finding(file=_file(folder, kind), message=f"has {number} of {fewest}")
    themes = Counter(each.theme for each in voice.prompts.values())
    for name in (each for each in voice.themes if themes[each] < A_THEME):
        yield Finding(file=f"{folder}/prompts.toml", key="theme", message=f"{name} has {themes[name]} of {A_THEME}")
    categories = Counter(each.category for each in voice.tips.values())
    for name, number in categories.items():
        if number < A_CATEGORY:
            yield Finding(file=f"{folder}/tips.toml", key="category", message=f"{name} has {number} of {A_CATEGORY}")
    menu: Counter[str] = Counter(each.group for each in voice.feelings.values() if each.menu)
    for group in GROUPS:
        if menu[group] != MENU_EACH:
            message = f"has {menu[group]} menu words in the group {group}; {MENU_EACH} are wanted"
            yield Finding(file=f"{folder}/feelings.toml", key="menu", message=message)


def _against_english(folder: str, voice: Voice, english: Voice) -> Iterator[Finding]:
    """See that a language has the entries of English, no fewer and no more."""
    for kind in ("themes", "prompts", "tips", "topics", "feelings", "journeys", "ifs", "thens"):
        own: Mapping[str, object] = getattr(voice, kind)
        wanted: Mapping[str, object] = getattr(english, kind)
        for name in (each for each in wanted if each not in own):
            yield Finding(file=_file(folder, kind), entry=name, message=f"is missing; {ENGLISH} has it")
        for name in (each for each in own if each not in wanted):
            yield Finding(file=_file(folder, kind), entry=name, message=f"is not in {ENGLISH}")


def _numbers(folder: str, library: Library, today: date) -> Iterator[Finding]:
    files: dict[str, Sequence[Helpline | EmergencyNumber]] = {
        f"{folder}/helplines.csv": library.lines,
        f"{folder}/emergency.csv": library.numbers,
    }
    countries = Locale(ENGLISH).territories
    for file, rows in files.items():
        twice = Counter(_named(each) for each in rows)
        for each in dict.fromkeys(rows):
            name = _named(each)
            if each.country_iso2 not in countries:
                yield Finding(file=file, entry=name, key="country_iso2", message="no country has this code")
            if twice.pop(name, 1) > 1:
                yield Finding(file=file, entry=name, message="stands there twice")
            yield from _age(file, name, each.checked, today)


def _named(row: Helpline | EmergencyNumber) -> str:
    if isinstance(row, EmergencyNumber):
        return f"{row.country_iso2} {row.covers} {row.number}"
    return f"{row.country_iso2} {row.name} {row.phone or row.text} {row.kind}"


def _age(file: str, name: str, checked: date, today: date) -> Iterator[Finding]:
    if checked > today:
        yield Finding(file=file, entry=name, key="checked", message=f"{checked} is still to come")
    elif years_after(checked, SHOWN_YEARS) < today:
        message = f"was checked on {checked}, more than {SHOWN_YEARS} years ago, and is no longer shown"
        yield Finding(file=file, entry=name, key="checked", message=message, severity="warning")
    elif years_after(checked, STALE_YEARS) < today:
        message = f"was checked on {checked}, more than a year ago"
        yield Finding(file=file, entry=name, key="checked", message=message, severity="warning")
