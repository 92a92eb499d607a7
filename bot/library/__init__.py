"""The library: every word Ajar says, loaded once from content/, checked, and never changed while it runs.

After `load` nothing here reads a file again, so that the answer in a crisis comes with everything else broken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from babel import Locale, UnknownLocaleError
from fluent.runtime import FluentBundle

from bot import zones

from .entries import Breath, EmergencyNumber, Feeling, Helpline, If, Journey, Prompt, Step, Theme, Then, Tip, TopicText
from .files import Flaw, Reader
from .voice import A_MONDAY, Voice

__all__ = [
    "Breath", "EmergencyNumber", "Feeling", "Helpline", "If", "Journey", "Library", "Prompt", "Step", "Theme", "Then",
    "Tip", "TopicText", "Voice", "load",
]  # fmt: skip

N = TypeVar("N", Helpline, EmergencyNumber)

ENGLISH = "en"
SAFETY = "safety"
"""The folder with the words for a crisis, which come in more languages than all the others."""

SHOWN_YEARS = 2
"""A number that nobody checked for longer than this is not shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """All voices by locale, and the numbers, which belong to countries and not to languages."""

    voices: Mapping[str, Voice] = field(repr=False)
    lines: tuple[Helpline, ...] = field(repr=False)
    numbers: tuple[EmergencyNumber, ...] = field(repr=False)
    safety: Mapping[str, Voice] = field(repr=False)
    """The languages in which safety speaks: whole voices where there are, else some with these words alone."""

    pictures: Path = Path()
    """The folder of what is drawn for practices."""

    @property
    def locales(self) -> tuple[str, ...]:
        """Return the languages there are, English first."""
        return tuple(self.voices)

    def voice(self, locale: str) -> Voice:
        """Return the best voice for a BCP 47 tag: `es-419` finds `es`; what is not there is English."""
        return _best(self.voices, locale)

    def safety_voice(self, locale: str) -> Voice:
        """Return the best voice for a tag in which there are words for a crisis; they come in more languages."""
        return _best(self.safety, locale)

    def all_labels(self, key: str) -> dict[str, str]:
        """Return a string in every language that has it, those of safety included."""
        every = {**self.voices, **self.safety}
        return {locale: voice.label(key) for locale, voice in every.items() if voice.has(key)}

    def helplines(self, country: str, kind: str, today: date) -> tuple[Helpline, ...]:
        """Return the lines of a country and kind that were checked within two years; round-the-clock ones first."""
        fits = (each for each in self.lines if each.country_iso2 == country and each.kind == kind)
        return tuple(sorted(_fresh(fits, today), key=lambda each: not each.hours.startswith("24/7")))

    def emergency(self, country: str, today: date) -> tuple[EmergencyNumber, ...]:
        """Return the one number for everything where there is one, else those for ambulance and police."""
        fits = tuple(_fresh((each for each in self.numbers if each.country_iso2 == country), today))
        return tuple(each for each in fits if each.covers == "any") or fits


def _best(voices: Mapping[str, Voice], locale: str) -> Voice:
    exact = voices.get(locale)
    if exact is not None:
        return exact
    parts = locale.replace("_", "-").split("-")
    for length in range(len(parts), 0, -1):
        wanted = "-".join(parts[:length]).casefold()
        for name, voice in voices.items():
            if name.casefold() == wanted:
                return voice
    return voices[ENGLISH]


def _fresh(rows: Iterator[N], today: date) -> Iterator[N]:
    return (each for each in rows if years_after(each.checked, SHOWN_YEARS) >= today)


def years_after(day: date, years: int) -> date:
    """Return the same day some years later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def load(folder: Path, *, packs: tuple[Path, ...] = (), strict: bool = False) -> Library:
    """Read and check everything, a community's packs included. Raises ContentError in one line, with its place.

    `strict` makes a voice raise for a string that no language has, where it would otherwise log it and go on.
    """
    return read(Reader(root=folder, packs=packs), strict=strict)


def read(reader: Reader, *, strict: bool = False) -> Library:
    """Read everything, telling the reader's `complain` what is wrong. Raises ContentError where English is missing."""
    folder = reader.root
    if not (folder / ENGLISH).is_dir():
        raise Flaw(f"there is no folder {folder / ENGLISH}", file="AJAR_CONTENT_DIR")
    for pack in (each for each in reader.packs if not each.is_dir()):
        raise Flaw(f"there is no folder {pack}", file="AJAR_CONTENT_PACKS")
    english = read_voice(reader, ENGLISH, None, strict=strict)
    voices = {ENGLISH: english}
    for path in sorted(folder.iterdir()):
        if path.name != ENGLISH and (path / "strings").is_dir() and _is_language(reader, path):
            voices[path.name] = read_voice(reader, path.name, english, strict=strict)
    return Library(
        voices=MappingProxyType(voices),
        lines=reader.rows(folder / "helplines.csv", Helpline),
        numbers=reader.rows(folder / "emergency.csv", EmergencyNumber),
        safety=MappingProxyType(_safety(reader, voices, strict=strict)),
        pictures=folder / "pictures",
    )


def _safety(reader: Reader, voices: Mapping[str, Voice], *, strict: bool) -> dict[str, Voice]:
    """Read the languages that are there for safety alone, beside those that have every word; English first."""
    english, found = voices[ENGLISH], {}
    folder = reader.root / SAFETY
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name in voices:
            found[path.name] = voices[path.name]
        elif any(path.glob("*.ftl")) and _is_language(reader, path):
            bundle = _bundle(reader, path.name, path)
            found[path.name] = Voice(locale=path.name, bundle=bundle, fallback=english, strict=strict)
            _warm(found[path.name])
    return {ENGLISH: english} | found


def _is_language(reader: Reader, path: Path) -> bool:
    try:
        Locale.parse(path.name, sep="-")
    except (UnknownLocaleError, ValueError):
        reader.flaw(path, "is no language that Unicode CLDR knows, such as es or pt-BR")
        return False
    return True


def read_voice(reader: Reader, locale: str, fallback: Voice | None, *, strict: bool = False) -> Voice:
    """Read one language."""
    place = reader.root / locale
    voice = Voice(
        locale=locale,
        bundle=_bundle(reader, locale, place / "strings", reader.root / SAFETY / locale),
        themes=MappingProxyType(reader.entries(place / "themes.toml", "themes", Theme)),
        prompts=MappingProxyType(reader.entries(place / "prompts.toml", "prompts", Prompt)),
        tips=MappingProxyType(reader.entries(place / "tips.toml", "tips", Tip)),
        topics=MappingProxyType(reader.entries(place / "topics.toml", "topics", TopicText)),
        feelings=MappingProxyType(reader.entries(place / "feelings.toml", "feelings", Feeling)),
        journeys=MappingProxyType(_journeys(reader, place / "journeys")),
        ifs=MappingProxyType(reader.entries(place / "ifs.toml", "ifs", If)),
        thens=MappingProxyType(reader.entries(place / "thens.toml", "thens", Then)),
        fallback=fallback,
        strict=strict,
    )
    _refer(reader, voice)
    _warm(voice)
    return voice


def _journeys(reader: Reader, folder: Path) -> dict[str, Journey]:
    """Read the journeys of a language, a file each, in the order of the files' names."""
    found: dict[str, Journey] = {}
    folders = (folder, *reader.also(folder))
    own = {path.name: path for each in reversed(folders) for path in each.glob("*.toml")}
    for path in (own[name] for name in sorted(own)):
        for name, journey in reader.entries(path, "journeys", Journey).items():
            if name in found:
                reader.flaw(path, "stands in another file already", name, "id")
            found.setdefault(name, journey)
    return found


def _bundle(reader: Reader, locale: str, *folders: Path) -> FluentBundle:
    """Put the strings of several folders together; English has to have some in each, since it is what others lack."""
    bundle = FluentBundle([locale], use_isolating=False)
    files = list(reader.strings(*folders))
    for each in files:
        bundle.add_resource(each.resource)
    for pack in reader.also(reader.root / locale / "strings"):
        for each in reader.strings(pack):
            bundle.add_resource(each.resource, allow_overrides=True)
    needed = folders if locale == ENGLISH else folders[:1]
    there = {each.file.rpartition("/")[0] for each in files if each.messages}
    for folder in (each for each in needed if reader.said(each) not in there):
        reader.flaw(folder, "there are no strings in it")
    return bundle


def _refer(reader: Reader, voice: Voice) -> None:
    """See that every reference names something."""
    place = reader.root / voice.locale
    themed: Mapping[str, Mapping[str, Prompt | TopicText]] = {"prompts": voice.prompts, "topics": voice.topics}
    for kind, entries in themed.items():
        for each in entries.values():
            if each.theme not in voice.themes:
                reader.flaw(place / f"{kind}.toml", f"no theme is called {each.theme}", each.id, "theme")
    steps = ((journey, step) for journey in voice.journeys.values() for step in journey.steps)
    for journey, step in steps:
        for tip in (each for each in step.tips if each not in voice.tips):
            reader.flaw(place / "journeys", f"no tip is called {tip}", journey.id, f"{step.id}.tips")
    menu = {each.id: each.group for each in voice.feelings.values() if each.menu}
    for feeling in voice.feelings.values():
        if feeling.near is not None and menu.get(feeling.near) != feeling.group:
            reason = f"{feeling.near} is no word of the menu in the same group"
            reader.flaw(place / "feelings.toml", reason, feeling.id, "near")


def _warm(voice: Voice) -> None:
    """Have Babel and the zone tables read what they read at first use, now rather than in a crisis."""
    voice.day(A_MONDAY)
    voice.time(time(9))
    zones.countries(voice.locale)
    zones.search_country(voice.locale, voice.locale)
    zones.country_of(zones.UTC_ZONE)
