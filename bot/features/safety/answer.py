"""What is said when words sound like danger: one frame, three bodies, six lines at most, all of it from memory.

It follows the guidance of Samaritans and #chatsafe: no method, no detail, no promise, no question about plans.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot import zones
from bot.library import Helpline, Library, Voice
from bot.messages import ActionId, Menu, Option, Part, Text
from bot.offer import Body, Mark, ways

NAME = "safety"
DIRECTORY = "https://findahelpline.com"
MOST_LINES = 6
KIND = {"self": "suicide", "other": "suicide", "violence": "violence"}
"""Which helplines serve which body; one kind is never shown in place of another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the answer can go by: the language, and where and when it is; None for what nobody could say in time.

    `likely` is the locale by which countries are put in order. Without a day no number is shown, since nobody can tell
    how old it is.
    """

    library: Library = field(repr=False)
    voice: Voice
    country: str | None
    today: date | None
    likely: str = "en"


def full(known: Known, body: Body, *, keeps: bool = False) -> tuple[Part, ...]:
    """Write the whole answer."""
    voice, mark = known.voice, Mark(language=known.voice.locale, body=body, keeps=keeps)
    opening = [voice.text(f"safety-heavy-{body}"), voice.text("safety-program")]
    if body == "violence":
        opening.insert(0, voice.text("safety-device"))
    directory = voice.text("safety-directory", address=DIRECTORY)
    room = MOST_LINES - len(opening) - 2
    lines = [*opening, *_numbers(known, body, room), directory]
    return (*lines, country_menu(known, mark), ways(voice, mark, where=False))


def soft(known: Known, body: Body, *, keeps: bool = False) -> tuple[Part, ...]:
    """Write the two lines, with the same ways on."""
    voice, mark = known.voice, Mark(language=known.voice.locale, body=body, keeps=keeps)
    lines = (voice.text(f"safety-soft-{body}-1"), voice.text(f"safety-soft-{body}-2"))
    return (*lines, ways(voice, mark, where=True))


def bare(voice: Voice) -> tuple[Part, ...]:
    """Write what needs nothing but the words themselves, for when something else failed on the way."""
    keys = ("safety-heavy-self", "safety-program", "safety-emergency-local")
    directory = voice.text("safety-directory", address=DIRECTORY)
    return (*(voice.text(key) for key in keys), directory, ways(voice, Mark(language=voice.locale), where=True))


def _numbers(known: Known, body: Body, room: int) -> list[Text]:
    """Write the emergency number, then as many lines as there is `room` for, all under the country's name."""
    voice, country, today = known.voice, known.country, known.today
    if country is None or today is None:
        return [voice.text("safety-emergency-local")]
    lines = known.library.helplines(country, KIND[body], today)[:room]
    return [_emergency(known, country, today), *(line(voice, "safety-line", each) for each in lines)]


def _emergency(known: Known, country: str, today: date) -> Text:
    voice, name = known.voice, known.voice.country(country)
    rows = {each.covers: each.number for each in reversed(known.library.emergency(country, today))}
    if "any" in rows:
        return voice.text("safety-emergency-any", country=name, number=rows["any"])
    if len(rows) > 1:
        both = {"ambulance": rows["ambulance"], "police": rows["police"]}
        return voice.text("safety-emergency-both", country=name, **both)
    if "ambulance" in rows:
        return voice.text("safety-emergency-ambulance", country=name, number=rows["ambulance"])
    if "police" in rows:
        return voice.text("safety-emergency-police", country=name, number=rows["police"])
    return voice.text("safety-emergency-none", country=name)


def line(voice: Voice, key: str, row: Helpline) -> Text:
    """Write a helpline: its name, how to reach it and when."""
    reach = ", ".join(each for each in (row.phone, row.text) if each)
    return voice.text(key, name=row.name, reach=reach, hours=row.hours or row.web)


def country_menu(known: Known, mark: Mark | None = None) -> Menu:
    """Offer countries, the likely ones first; where a menu cannot search, the command can."""
    voice = known.voice
    names = dict(zones.countries(voice.locale))
    first: Sequence[str] = [known.country or "", *zones.likely_countries(known.likely)]
    codes = [each for each in dict.fromkeys([*first, *names]) if each in names]
    lookup = Mark(language=voice.locale)
    key = "help-now-country-placeholder" if known.country else "help-now-own-country-placeholder"
    return Menu(
        action=ActionId(feature=NAME, action="country", ref=str(mark or lookup)),
        placeholder=voice.label(key),
        options=tuple(Option(value=each, label=names[each]) for each in codes[:25]),
        lookup=ActionId(feature=NAME, action="country", ref=str(lookup)),
    )
