"""The library: every word Ajar says, loaded once from content/, checked, and never changed while it runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from fluent.runtime import FluentBundle

from bot.errors import ContentError

from . import files
from .entries import EmergencyNumber, Feeling, Helpline, Prompt, Theme, Tip, TopicText
from .voice import Voice

__all__ = [
    "EmergencyNumber", "Feeling", "Helpline", "Library", "Prompt", "Theme", "Tip", "TopicText", "Voice", "load",
]  # fmt: skip

ENGLISH = "en"
EXPIRED = timedelta(days=731)
"""A number not checked for two years is not shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """All voices by locale, and the numbers, which belong to countries and not to languages."""

    voices: Mapping[str, Voice] = field(repr=False)
    lines: tuple[Helpline, ...] = field(repr=False)
    numbers: tuple[EmergencyNumber, ...] = field(repr=False)

    @property
    def locales(self) -> tuple[str, ...]:
        """Return the languages there are, English first."""
        return tuple(self.voices)

    def voice(self, locale: str) -> Voice:
        """Return the best voice for a BCP 47 tag: `es-419` finds `es`; what is not there is English."""
        parts = locale.replace("_", "-").split("-")
        for length in range(len(parts), 0, -1):
            wanted = "-".join(parts[:length]).casefold()
            for name, voice in self.voices.items():
                if name.casefold() == wanted:
                    return voice
        return self.voices[ENGLISH]

    def all_labels(self, key: str) -> dict[str, str]:
        """Return a string in every language that has it."""
        return {locale: voice.label(key) for locale, voice in self.voices.items() if voice.has(key)}

    def helplines(self, country: str, kind: str, today: date) -> Sequence[Helpline]:
        """Return the lines of a country and kind that were checked within two years; round-the-clock ones first."""
        fits = [
            each
            for each in self.lines
            if each.country_iso2 == country and each.kind == kind and today - each.checked < EXPIRED
        ]
        return sorted(fits, key=lambda each: not each.hours.startswith("24/7"))

    def emergency(self, country: str, today: date) -> Sequence[EmergencyNumber]:
        """Return the one number for everything where there is one, else those for ambulance and police."""
        fits = [each for each in self.numbers if each.country_iso2 == country and today - each.checked < EXPIRED]
        return [each for each in fits if each.covers == "any"] or fits


def load(folder: Path) -> Library:
    """Read and check everything. Raises ContentError in one line that names file, entry and key."""
    if not (folder / ENGLISH).is_dir():
        raise ContentError(f"AJAR_CONTENT_DIR: there is no folder {folder / ENGLISH}")
    english = read_voice(folder, ENGLISH, None)
    voices = {ENGLISH: english}
    for path in sorted(folder.iterdir()):
        if path.is_dir() and (path / "strings").is_dir() and path.name != ENGLISH:
            voices[path.name] = read_voice(folder, path.name, english)
    return Library(
        voices=voices,
        lines=files.rows(folder / "helplines.csv", Helpline),
        numbers=files.rows(folder / "emergency.csv", EmergencyNumber),
    )


def read_voice(folder: Path, locale: str, fallback: Voice | None) -> Voice:
    """Read one language. Raises ContentError."""
    place = folder / locale
    voice = Voice(
        locale=locale,
        bundle=_bundle(place / "strings", locale),
        themes=files.entries(place / "themes.toml", "themes", Theme),
        prompts=files.entries(place / "prompts.toml", "prompts", Prompt),
        tips=files.entries(place / "tips.toml", "tips", Tip),
        topics=files.entries(place / "topics.toml", "topics", TopicText),
        feelings=files.entries(place / "feelings.toml", "feelings", Feeling),
        fallback=fallback,
    )
    _refer(voice)
    return voice


def _bundle(folder: Path, locale: str) -> FluentBundle:
    bundle = FluentBundle([locale], use_isolating=False)
    seen: dict[str, Path] = {}
    for path, messages, resource in files.strings(folder):
        for key in messages:
            if key in seen:
                raise ContentError(f"{files.said(path)}: key '{key}': stands in {files.said(seen[key])} too")
            seen[key] = path
        bundle.add_resource(resource)
    if not seen:
        raise ContentError(f"{files.said(folder)}: there are no strings in it")
    return bundle


def _refer(voice: Voice) -> None:
    """See that every reference names something. Raises ContentError."""
    themed: Mapping[str, Mapping[str, Prompt | TopicText]] = {"prompts": voice.prompts, "topics": voice.topics}
    for kind, entries in themed.items():
        for each in entries.values():
            if each.theme not in voice.themes:
                where = f"content/{voice.locale}/{kind}.toml: entry '{each.id}': key 'theme'"
                raise ContentError(f"{where}: no theme is called {each.theme}")
    menu = {each.id: each.group for each in voice.feelings.values() if each.menu}
    for feeling in voice.feelings.values():
        if feeling.near is not None and menu.get(feeling.near) != feeling.group:
            raise ContentError(
                f"content/{voice.locale}/feelings.toml: entry '{feeling.id}': key 'near': "
                f"{feeling.near} is no word of the menu in the same group"
            )
