"""Time zones and countries as people look for them: likely ones first, forgiving search, names in their language.

The zones come from the tables of the `tzdata` package, names from Babel (CLDR). A zone is offered under the name its
own country has in `zone.tab` (Stockholm stays Stockholm, though its rules are Berlin's); older names are understood.
Populations and further places are rough and decide order and reach only. Everything is read at first use, then kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from babel import Locale
from babel.core import UnknownLocaleError, get_global

from bot import recurrence
from bot.places import COUNTRIES, LEADING, MILLIONS, PLACES, Names, add, find, fold

UTC_ZONE = "Etc/UTC"
LABEL_CHARACTERS = 75
"""The shortest limit of an option's label among the platforms (Slack's)."""

_WELL_KNOWN = ("en", "de", "es", "fr", "pt")  # names in these are understood whatever the member's language
_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-])\s*(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)


def _table(name: str) -> Iterator[list[str]]:
    text = files("tzdata").joinpath("zoneinfo", name).read_text("utf-8")
    return (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))


@cache
def _by_country() -> dict[str, tuple[str, ...]]:
    """Zones of each ISO 3166 country, the leading ones first."""
    found: dict[str, list[str]] = {country: leading.split() for country, leading in LEADING.items()}
    for country, _, name, *_ in _table("zone.tab"):
        zones = found.setdefault(country, [])
        if name not in zones:
            zones.append(name)
    return {country: tuple(zones) for country, zones in found.items()}


@cache
def _remarks() -> dict[str, str]:
    """Every zone that is offered, with what `zone.tab` remarks on it."""
    return {row[2]: "".join(row[3:]) for row in _table("zone.tab")} | {UTC_ZONE: ""}


@cache
def _sharers() -> dict[str, list[str]]:
    """Map each zone to all countries whose clocks have agreed with it since 1970, the main one first."""
    return {name: countries.split(",") for countries, _, name, *_ in _table("zone1970.tab")}


@cache
def _links() -> dict[str, str]:
    lines = files("tzdata").joinpath("zoneinfo", "tzdata.zi").read_text("utf-8").splitlines()
    return {alias: name for _, name, alias in (line.split() for line in lines if line.startswith("L "))}


@cache
def _main(country: str) -> tuple[str, ...]:
    """Return a country's zones without enclaves that keep a neighbour's time."""
    zones = _by_country().get(country, ())
    own = tuple(name for name in zones if _sharers().get(_links().get(name, name), [""])[0] == country)
    return own or zones


def canonical(name: str) -> str | None:
    """Return the name under which a zone is offered (`Europe/Kyiv` for `Europe/Kiev`); None for an unknown one."""
    if name in _remarks():
        return name
    modern = get_global("zone_aliases").get(name, "")
    if modern in _remarks():
        return str(modern)
    try:
        recurrence.zone(name)
    except recurrence.UnknownZone:
        return None
    return _links().get(name, name)


@cache
def _countries() -> dict[str, str]:
    """Map each zone to the one country that `zone.tab` gives it: who shares a clock still has a name of their own."""
    return {name: country for country, _, name, *_ in _table("zone.tab")}


def country_of(name: str) -> str | None:
    """Return the ISO 3166 code of the one country whose zone this is; None for one that is unknown or no country's.

    Names in capitals (`CET`, `EST5EDT`) are clocks, whatever zone they are read as.
    """
    return None if name.isupper() else _countries().get(canonical(name) or "")


def _tag(locale: str) -> tuple[str, str | None]:
    """Take a platform's locale apart: language, and territory where it names or implies one."""
    language, *rest = re.split("[-_]", locale)
    territory = next((part.upper() for part in rest if len(part) == 2 or part.isdigit()), None)
    if language.lower() == "es" and territory == "LA":  # Slack's way to say Latin America, which is Laos elsewhere
        territory = "419"
    if territory is None:
        implied = get_global("likely_subtags").get("_".join([language.lower(), *rest[:1]]), "")
        territory = implied.rpartition("_")[2] or None
    return language.lower(), territory


@lru_cache(maxsize=64)
def _locale(locale: str) -> Locale:
    language, territory = _tag(locale)
    for name in (locale.replace("-", "_"), f"{language}_{territory}", language):
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


@cache
def _by_speakers(language: str) -> list[str]:
    """Territories where the language is official, those with the most speakers first."""
    speakers: dict[str, float] = {}
    spoken: dict[str, dict[str, dict[str, Any]]] = get_global("territory_languages")  # type: ignore[assignment]
    for territory, languages in spoken.items():
        for code, facts in languages.items():
            status = facts["official_status"]
            if code.split("_")[0] == language and status and territory in _by_country():
                weight = 0.2 if status == "official_regional" else 1
                speakers[territory] = MILLIONS.get(territory, 0.1) * facts["population_percent"] * weight
    return sorted(speakers, key=lambda territory: -speakers[territory])


@lru_cache(maxsize=64)
def _ordered(locale: str) -> tuple[str, ...]:
    language, territory = _tag(locale)
    own = _main(territory or "")[:8]
    speaking = [name for country in _by_speakers(language) for name in _main(country)[:2]]
    if territory == "419":
        speaking.sort(key=lambda name: not name.startswith("America/"))
    world = [_main(country)[0] for country in MILLIONS]
    return tuple(dict.fromkeys([*own, *speaking[:16], *world, *speaking[16:]]))


def likely(locale: str, limit: int = 24) -> tuple[str, ...]:
    """Return zones to offer first: the territory's own, those of others with its language, then the most populous."""
    return _ordered(locale)[:limit]


def likely_countries(locale: str) -> tuple[str, ...]:
    """Return countries to offer first: the locale's own, then those of its language, by speakers; ISO codes."""
    language, territory = _tag(locale)
    return tuple(dict.fromkeys([*([territory] if territory else []), *_by_speakers(language)]))


def city(name: str, locale: str) -> str:
    """Return the city that stands for a zone, in the language of `locale`."""
    known = canonical(name) or name
    if known == UTC_ZONE:
        return "UTC"
    told = _locale(locale).time_zones.get(known, {}).get("city")
    return str(told or known.rpartition("/")[2].replace("_", " "))


def label(name: str, locale: str, at: datetime) -> str:
    """Return what to call a zone in a menu: `Berlin (UTC+01:00)`, its offset as of `at`. Raises `UnknownZone`."""
    offset = (at.astimezone(recurrence.zone(name)).utcoffset() or timedelta()) // timedelta(minutes=1)
    shown = f" (UTC{'-' if offset < 0 else '+'}{abs(offset) // 60:02}:{abs(offset) % 60:02})"
    place = city(name, locale)
    return place if place == "UTC" else place[: LABEL_CHARACTERS - len(shown)] + shown


@lru_cache(maxsize=16)
def _zone_names(locale: str) -> Names:
    names: Names = {}
    for name in dict.fromkeys([*likely(locale, 500), *_remarks()]):
        add(names, name, [name])
        for language in (locale, *_WELL_KNOWN):
            add(names, city(name, language), [name])
        add(names, name.rpartition("/")[2], [name])
    for key, countries_meant in _country_names(locale).items():
        add(names, key, [name for country in countries_meant for name in _main(country)])
    for name, places in PLACES.items():
        for place in places.split(","):
            add(names, place, [name])
    for alias in _links():
        if "/" in alias and not alias.startswith("Etc/") and alias not in _remarks():
            add(names, alias, [canonical(alias) or alias])
            add(names, alias.rpartition("/")[2], [canonical(alias) or alias])
    return names


@lru_cache(maxsize=16)
def _texts(locale: str) -> dict[str, str]:
    """Everything that is known of a zone, as one folded text, to find several words in."""
    texts = {name: fold(name + _remarks()[name]) for name in dict.fromkeys([*likely(locale, 500), *_remarks()])}
    for key, meant in _zone_names(locale).items():
        for name in meant:
            texts[name] = f"{texts.get(name, '')} {key}"
    return texts


def _offset(text: str) -> re.Match[str] | None:
    return _OFFSET.fullmatch(text.strip().replace("\N{MINUS SIGN}", "-"))


def _by_clock(text: str, locale: str, at: datetime | None) -> Iterator[str]:
    """Yield zones whose clock is called so (`CET`) or shows so (`UTC+2`): at `at`, else in winter or in summer."""
    year = int(version("tzdata").split(".")[0])
    moments = [at] if at else [datetime(year, 1, 1, tzinfo=UTC), datetime(year, 7, 1, tzinfo=UTC)]
    found, wanted = _offset(text), None
    if found:
        wanted = timedelta(hours=int(found[2]), minutes=int(found[3] or 0)) * (-1 if found[1] == "-" else 1)
    elif not text.strip().isalpha():
        return
    for name in dict.fromkeys([*likely(locale, 80), *(row[2] for row in _table("zonenow.tab"))]):
        for moment in moments:
            local = moment.astimezone(recurrence.zone(name))
            if local.utcoffset() == wanted or local.tzname() == text.strip().upper():
                yield name


def _candidates(query: str, locale: str, at: datetime | None) -> Iterator[str]:
    key, names = fold(query), _zone_names(locale)
    if _offset(query):
        yield from _by_clock(query, locale, at)
        return
    yield from names.get(key, ())
    if len(key) in (3, 4):
        yield from _by_clock(query, locale, at)
    words = [word for word in map(fold, re.split(r"[\s,;/]+", query)) if word]
    if len(words) > 1:
        yield from (name for name, text in _texts(locale).items() if all(word in text for word in words))
    yield from find(key, names)


def search(query: str, locale: str, limit: int = 25, at: datetime | None = None) -> tuple[str, ...]:
    """Return the zones a typed text may mean, the best first: a city, country, old or new IANA name, `CET`, `UTC+2`.

    Spelling is forgiven. Offsets are those of `at` where it is given. An empty query gives the likely zones.
    """
    found = _candidates(query[:100], locale, at) if fold(query) else likely(locale, limit)
    return tuple(dict.fromkeys(found))[:limit]


def match(text: str, locale: str) -> str | None:
    """Return the one zone a text clearly means: an IANA name, or a city or country with one zone; None otherwise."""
    if text.strip() in _remarks():
        return text.strip()
    meant = _zone_names(locale).get(fold(text[:100]), [])
    return meant[0] if len(meant) == 1 else None


def country_name(iso2: str, locale: str) -> str:
    """Return a country's name in the language of `locale`; its code where there is none."""
    return str(_locale(locale).territories.get(iso2.upper(), iso2.upper()))


@lru_cache(maxsize=16)
def countries(locale: str) -> tuple[tuple[str, str], ...]:
    """Return all ISO 3166 countries as (code, name), sorted by name without regard to accents."""
    named = ((row[0], country_name(row[0], locale)) for row in _table("iso3166.tab"))
    return tuple(sorted(named, key=lambda pair: fold(pair[1])))


@lru_cache(maxsize=16)
def _country_names(locale: str) -> Names:
    names: Names = {}
    for code, english in _table("iso3166.tab"):
        for language in (locale, *_WELL_KNOWN):
            add(names, country_name(code, language), [code])
        for name in (english, code, *COUNTRIES.get(code, "").split(",")):
            add(names, name, [code])
    return names


def search_country(query: str, locale: str, limit: int = 25) -> tuple[tuple[str, str], ...]:
    """Return the countries a typed text may mean, as (code, name), the best first; all in order for an empty one."""
    key = fold(query[:100])
    if not key:
        return countries(locale)[:limit]
    found = dict.fromkeys(find(key, _country_names(locale)))
    return tuple((code, country_name(code, locale)) for code in found)[:limit]
