"""What is said: six lines at most, in five languages, and never a number of another country or of unknown age."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from bot.features.safety.answer import KIND, MOST_LINES, Known, bare, full, soft
from bot.library import Library, load
from bot.library.check import SAFETY_LOCALES
from bot.messages import Buttons, Menu, Part, Text
from bot.offer import BODIES, Body

CONTENT = Path(__file__).parents[4] / "content"
TODAY = date(2026, 11, 23)
BUTTONS = ["trust", "quiet", "notes", "not_meant"]


@pytest.fixture(scope="module")
def library() -> Library:
    return load(CONTENT, strict=True)


def known(library: Library, locale: str = "en", country: str | None = "DE", today: date | None = TODAY) -> Known:
    return Known(library=library, voice=library.safety[locale], country=country, today=today)


def countries_of(library: Library) -> set[str]:
    return {each.country_iso2 for each in library.lines} | {each.country_iso2 for each in library.numbers}


def lines(parts: tuple[Part, ...]) -> list[str]:
    return [each.plain for each in parts if isinstance(each, Text)]


def buttons(parts: tuple[Part, ...]) -> list[str]:
    return [b.action.action for each in parts if isinstance(each, Buttons) for b in each.buttons if b.action]


def digits(said: list[str]) -> list[str]:
    return [each for each in said if re.search(r"\d", each.replace("24/7", ""))]


@pytest.mark.parametrize("locale", SAFETY_LOCALES)
@pytest.mark.parametrize("body", BODIES)
def test_six_lines_at_most_wherever_one_is(library: Library, locale: str, body: Body) -> None:
    countries: list[str | None] = [None, *sorted(countries_of(library))]
    for country in countries:
        parts = full(known(library, locale, country), body)
        said = lines(parts)
        assert 4 <= len(said) <= MOST_LINES
        assert "findahelpline.com" in said[-1]
        assert isinstance(parts[-2], Menu) and isinstance(parts[-1], Buttons)
        assert library.safety[locale].label("safety-program") in said


@pytest.mark.parametrize("locale", SAFETY_LOCALES)
@pytest.mark.parametrize("body", BODIES)
def test_the_country_is_named_before_every_number(library: Library, locale: str, body: Body) -> None:
    for country in countries_of(library):
        voice = library.safety[locale]
        said = lines(full(known(library, locale, country), body))
        first = said.index(digits(said)[0]) if digits(said) else len(said)
        named = next(number for number, each in enumerate(said) if voice.country(country) in each)
        assert named <= first
        before = said[named].partition(voice.country(country))[0]
        assert not re.search(r"\d", before)


def test_every_number_shown_is_of_the_country_and_the_kind(library: Library) -> None:
    for body in BODIES:
        for country in {each.country_iso2 for each in library.lines}:
            own = {each.number for each in library.numbers if each.country_iso2 == country}
            rows = [each for each in library.lines if each.country_iso2 == country and each.kind == KIND[body]]
            allowed = " ".join([*own, *(f"{r.name} {r.phone} {r.text} {r.hours} {r.web}" for r in rows)])
            for said in digits(lines(full(known(library, "en", country), body))):
                assert all(number in allowed for number in re.findall(r"\d[\d -]*\d|\d", said)), (country, said)


def test_violence_asks_first_whether_the_device_is_safe_and_can_be_closed_at_once(library: Library) -> None:
    for locale in SAFETY_LOCALES:
        voice = library.safety[locale]
        parts = full(known(library, locale), "violence")
        assert lines(parts)[0] == voice.label("safety-device")
        assert isinstance(parts[-1], Buttons)
        assert parts[-1].buttons[-1].label == voice.label("safety-close-button")
        assert voice.label("safety-close-button") in lines(parts)[0]
    assert any("116 016" in each for each in lines(full(known(library), "violence")))
    assert not any("116 016" in each for each in lines(full(known(library), "self")))


def test_the_country_can_be_changed_and_the_ways_on_are_there(library: Library) -> None:
    parts = full(known(library), "self")
    menu = parts[-2]
    assert isinstance(menu, Menu)
    assert menu.action.ref == "en.self."
    assert buttons(parts) == BUTTONS
    assert buttons(soft(known(library), "self")) == ["now", *BUTTONS]
    assert len(lines(soft(known(library), "self"))) == 2
    assert digits(lines(soft(known(library), "self"))) == []


@pytest.mark.parametrize("locale", [each for each in SAFETY_LOCALES if each != "en"])
def test_a_language_without_tips_has_a_practice_of_its_own(library: Library, locale: str) -> None:
    if not library.safety[locale].tips:
        assert "practice" in buttons(full(known(library, locale), "self"))


def test_without_a_country_or_a_day_there_is_no_number(library: Library) -> None:
    for country, today in ((None, TODAY), ("DE", None), (None, None)):
        said = lines(full(known(library, "en", country, today), "self"))
        assert digits(said) == []
        assert "call your local emergency number." in said[2]


def test_a_row_that_nobody_checked_for_two_years_is_not_shown(library: Library) -> None:
    said = lines(full(known(library, "en", "DE", date(2028, 11, 23)), "self"))
    assert digits(said) == []
    assert said[2] == "If you are in Germany: if danger is near, call your local emergency number."


def test_a_country_with_two_numbers_has_both_and_one_with_the_police_alone_says_so(library: Library) -> None:
    numbers: dict[str, set[str]] = {}
    for each in library.numbers:
        numbers.setdefault(each.country_iso2, set()).add(each.covers)
    for country, covers in numbers.items():
        said = lines(full(known(library, "en", country), "self"))[2]
        assert ("ambulance" in said and "police" in said) == ("any" not in covers and len(covers) > 1)
        assert ("or your local emergency number" in said) == (len(covers) == 1 and "any" not in covers)


def test_the_plainest_answer_needs_the_words_alone(library: Library) -> None:
    for voice in library.safety.values():
        said = lines(bare(voice))
        assert digits(said) == []
        assert "findahelpline.com" in said[-1]


def test_no_language_uses_the_words_of_blame_or_names_a_method(library: Library) -> None:
    blame = {
        "en": r"commit|successful|failed attempt|just |should|must",
        "es": r"cometer|suicidarse|solo tienes que|deber[ií]as",
        "fr": r"commettre|se suicider|il suffit|tu dois|tu devrais",
        "de": r"selbstmord|du musst dich|du solltest|einfach",
        "pt": r"cometer|suicidar|basta|voc[eê] deve",
    }
    for locale, pattern in blame.items():
        for body in BODIES:
            said = "\n".join([*lines(full(known(library, locale), body)), *lines(soft(known(library, locale), body))])
            assert not re.search(pattern, said, re.IGNORECASE)
            assert "!" not in said and "suicid" not in said.casefold()
