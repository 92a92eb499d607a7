"""People find their time zone and country, however they write them."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import recurrence, zones
from bot.places import COUNTRIES, LEADING, MILLIONS, PLACES

BERLIN, NEW_YORK, KYIV, KOLKATA = "Europe/Berlin", "America/New_York", "Europe/Kyiv", "Asia/Kolkata"
WINTER, SUMMER = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC)
ALL = sorted(set(files("tzdata").joinpath("zones").read_text("utf-8").split()) - {"Factory"})
LOCALES = (
    "en-US",
    "en-GB",
    "de",
    "es-ES",
    "es-419",
    "es-LA",
    "pt-BR",
    "fr",
    "ja",
    "zh-TW",
    "sr-Latn",
    "no",
    "xx",
    "",
    "C",
)


@pytest.mark.parametrize(
    ("locale", "first"),
    [
        ("de", (BERLIN, "Europe/Vienna", "Europe/Zurich")),
        ("en-US", (NEW_YORK, "America/Chicago", "America/Los_Angeles", "America/Denver")),
        ("en-GB", ("Europe/London",)),
        ("fr", ("Europe/Paris",)),
        ("pt-BR", ("America/Sao_Paulo",)),
        ("es-ES", ("Europe/Madrid", "Atlantic/Canary")),
        ("es-419", ("America/Mexico_City",)),
        ("es-LA", ("America/Mexico_City",)),
        ("zh-TW", ("Asia/Taipei",)),
        ("ja", ("Asia/Tokyo",)),
    ],
)
def test_the_zones_of_a_locale_come_first(locale: str, first: tuple[str, ...]) -> None:
    assert zones.likely(locale)[: len(first)] == first


@pytest.mark.parametrize("locale", LOCALES)
def test_every_locale_has_a_full_menu_without_repeats(locale: str) -> None:
    likely = zones.likely(locale)
    assert len(set(likely)) == len(likely) == 24
    assert all(zones.canonical(name) == name for name in likely)


@pytest.mark.parametrize("locale", ["en-US", "de", "xx"])
@pytest.mark.parametrize(
    ("typed", "first"),
    [
        *(
            (typed, NEW_YORK)
            for typed in ("new york", "NewYork", "New  York, USA", "boston", "EST", "us/eastern", "eastern time")
        ),
        *((typed, BERLIN) for typed in ("germany", "Deutschland", "munich", "München", "berl", "europe/berlin")),
        *((typed, KYIV) for typed in ("Kiev", "Kyiv", "Europe/Kiev", "ukraine")),
        *((typed, KOLKATA) for typed in ("mumbai", "Calcutta", "+05:30", "india")),
        *((typed, "Europe/Zurich") for typed in ("zürich", "zurich", "Zuerich", "Schweiz", "genève")),
        ("sao paulo", "America/Sao_Paulo"),
        ("barcelona", "Europe/Madrid"),
        ("UTC", "Etc/UTC"),
        ("utc-3:30", "America/St_Johns"),
        ("UTC\N{MINUS SIGN}3:30", "America/St_Johns"),
        ("portland, oregon", "America/Los_Angeles"),
    ],
)
def test_search_is_forgiving(typed: str, first: str, locale: str) -> None:
    assert zones.search(typed, locale)[0] == first


def test_a_clock_is_searched_near_the_member_first() -> None:
    assert zones.search("CET", "de")[0] == BERLIN
    assert zones.search("UTC+1", "de", at=WINTER)[0] == BERLIN
    assert BERLIN not in zones.search("UTC+1", "de", at=SUMMER)
    assert zones.search("UTC+2", "de", at=SUMMER)[0] == BERLIN


def test_a_country_with_many_zones_lists_the_leading_ones_first() -> None:
    assert zones.search("usa", "en-GB", limit=3) == (NEW_YORK, "America/Chicago", "America/Los_Angeles")


def test_an_empty_search_gives_the_likely_zones_and_nonsense_gives_none() -> None:
    assert zones.search(" ", "de", limit=5) == zones.likely("de", limit=5)
    assert zones.search("qqqqqqqq", "de") == ()


def test_no_more_is_found_than_asked_for() -> None:
    assert len(zones.search("a", "en-US", limit=7)) == 7


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(st.text("abßéÅ東١-+:/, utcgmtESTZ019\x00'(*", max_size=12), st.sampled_from(LOCALES[:4]))
def test_whatever_is_typed_only_zones_that_exist_are_found(typed: str, locale: str) -> None:
    found = zones.search(typed, locale)
    assert len(found) <= 25
    assert all(recurrence.zone(name) for name in found)
    assert zones.match(typed, locale) in {None, *found}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Europe/Berlin", BERLIN),
        ("europe/kiev", KYIV),
        ("berlin", BERLIN),
        ("Germany", BERLIN),
        ("Norwegen", "Europe/Oslo"),
        ("UTC", "Etc/UTC"),
        *((typed, None) for typed in ("usa", "EST", "georgia", "berl", "UTC+2", "", "nowhere")),
    ],
)
def test_only_one_clear_meaning_matches(typed: str, meant: str | None) -> None:
    assert zones.match(typed, "de") == meant


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Europe/Kiev", KYIV),
        ("Asia/Calcutta", KOLKATA),
        ("US/Eastern", NEW_YORK),
        ("Iceland", "Atlantic/Reykjavik"),
        ("Europe/Stockholm", "Europe/Stockholm"),
        ("UTC", "Etc/UTC"),
        *((unknown, None) for unknown in ("Mars/Olympus", "", "posix/Europe/Berlin", "Factory")),
    ],
)
def test_old_names_become_the_ones_we_offer(old: str, new: str | None) -> None:
    assert zones.canonical(old) == new


@pytest.mark.parametrize("name", ALL)
def test_a_canonical_zone_keeps_the_same_clock(name: str) -> None:
    new = zones.canonical(name)
    assert new is not None
    assert zones.canonical(new) == new
    for moment in (WINTER, SUMMER):
        shown = [moment.astimezone(recurrence.zone(each)).utcoffset() for each in (name, new)]
        assert shown[0] == shown[1]


@pytest.mark.parametrize(
    ("name", "country"),
    [
        (KYIV, "UA"),
        ("Europe/Kiev", "UA"),
        (NEW_YORK, "US"),
        ("US/Eastern", "US"),
        (BERLIN, "DE"),
        ("Europe/Copenhagen", "DK"),
        ("Europe/Oslo", "NO"),
        ("Europe/London", "GB"),
    ],
)
def test_a_zone_of_one_country_names_it(name: str, country: str) -> None:
    assert zones.country_of(name) == country


@pytest.mark.parametrize("name", ["CET", "EST5EDT", "Etc/GMT+3", "Etc/UTC", "Mars/X", ""])
def test_a_zone_of_no_country_names_none(name: str) -> None:
    assert zones.country_of(name) is None


@pytest.mark.parametrize(
    ("name", "locale", "shown"),
    [
        (BERLIN, "de", "Berlin (UTC+01:00)"),
        ("Asia/Tokyo", "de", "Tokio (UTC+09:00)"),
        ("America/St_Johns", "en", "St. John\N{RIGHT SINGLE QUOTATION MARK}s (UTC-03:30)"),
        ("Etc/UTC", "en", "UTC"),
        ("Europe/Kiev", "en-US", "Kyiv (UTC+02:00)"),
    ],
)
def test_a_label_names_city_and_offset(name: str, locale: str, shown: str) -> None:
    assert zones.label(name, locale, WINTER) == shown


def test_a_label_follows_the_season_and_refuses_unknown_zones() -> None:
    assert zones.label(BERLIN, "en", SUMMER) == "Berlin (UTC+02:00)"
    with pytest.raises(recurrence.UnknownZone):
        zones.label("Mars/Olympus", "en", SUMMER)


@pytest.mark.parametrize("locale", ["en", "de", "es", "ru", "ja"])
def test_every_label_fits_into_a_menu(locale: str) -> None:
    assert all(0 < len(zones.label(name, locale, WINTER)) <= zones.LABEL_CHARACTERS for name in ALL)


def test_countries_are_all_there_sorted_by_their_name() -> None:
    listed = zones.countries("de")
    assert len(listed) == 249
    assert listed[:2] == (("AF", "Afghanistan"), ("EG", "Ägypten"))
    assert zones.country_name("at", "de") == "Österreich"
    assert zones.country_name("QQ", "de") == "QQ"


@pytest.mark.parametrize(
    ("typed", "code"),
    [("uk", "GB"), ("oster", "AT"), ("Germany", "DE"), ("swizerland", "CH"), ("US", "US"), ("cote d'ivoire", "CI")],
)
def test_countries_are_found_as_they_are_called(typed: str, code: str) -> None:
    assert zones.search_country(typed, "de")[0] == (code, zones.country_name(code, "de"))


def test_an_empty_country_search_lists_them_in_order() -> None:
    assert zones.search_country("", "de", limit=3) == zones.countries("de")[:3]
    assert zones.search_country("qqqqqq", "de") == ()


def test_our_own_list_of_places_names_only_zones_and_countries_that_exist() -> None:
    named = {*PLACES, *(name for leading in LEADING.values() for name in leading.split())}
    assert {name for name in named if zones.canonical(name) != name} == set()
    assert {*LEADING, *MILLIONS, *COUNTRIES} <= {code for code, _ in zones.countries("en")}
