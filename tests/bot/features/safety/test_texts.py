"""The set the detector of signs of danger is measured on: well-formed, without repeats, full and in balance."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

TEXTS = Path(__file__).parent / "texts"
HALVES = ("seen", "unseen")
LANGUAGES = ("en", "es", "fr", "de", "pt")
STYLES = {"plain", "misspelt", "slang", "indirect", "long", "mixed", "denial", "quote", "joke"}

# How many a language has at least, both halves together: English, Spanish, each of the three others.
FAMILIES = {
    "explicit": (80, 18, 10),
    "plan": (70, 16, 8),
    "passive": (80, 16, 8),
    "hopeless": (80, 14, 8),
    "self_harm": (70, 16, 8),
    "abuse": (70, 14, 8),
    "someone_else": (70, 14, 8),
    "farewell": (50, 10, 6),
    "slang": (50, 10, 6),
}
KINDS = {
    "idiom": (120, 24, 14),
    "game": (70, 14, 8),
    "news": (80, 18, 10),
    "work": (90, 18, 10),
    "grief": (70, 16, 8),
    "sadness": (110, 22, 12),
    "other": (60, 14, 8),
}
LEAST = {"en": (600, 0), "es": (140, 1), "fr": (80, 2), "de": (80, 2), "pt": (80, 2)}  # per side; its column above

UNSEEN = {"en": 15, "es": 8, "fr": 1, "de": 1, "pt": 1}  # of each family and kind, at least, where no author looks
ALIKE = 0.7  # more words in common than this, of all words of two texts, is one sentence with a word swapped
SHORT = 4  # below this many words sentences are alike by chance


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One text of the set, and what a careful reader says of it."""

    half: str
    language: str
    text: str
    risk: bool
    family: str | None
    kind: str | None
    style: str


def read(half: str, language: str) -> Iterator[Line]:
    for line in (TEXTS / half / f"{language}.jsonl").read_text(encoding="utf-8").splitlines():
        yield Line(half=half, language=language, **json.loads(line))


@cache
def lines() -> tuple[Line, ...]:
    return tuple(line for half in HALVES for language in LANGUAGES for line in read(half, language))


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)


def belongs(line: Line) -> str:
    return line.family or line.kind or ""


def test_each_line_says_what_it_is() -> None:
    for line in lines():
        assert line.text.strip() == line.text and words(line.text), line
        assert line.style in STYLES, line
        if line.risk:
            assert line.family in FAMILIES and line.kind is None, line
        else:
            assert line.kind in KINDS and line.family is None, line


def test_no_file_stands_beside_the_languages() -> None:
    for half in HALVES:
        assert {file.name for file in (TEXTS / half).iterdir()} == {f"{language}.jsonl" for language in LANGUAGES}


def test_no_text_stands_twice_in_either_half_or_in_both() -> None:
    counts = Counter(" ".join(words(line.text)) for line in lines())
    assert {text for text, count in counts.items() if count > 1} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_another_with_a_word_swapped(language: str) -> None:
    mine = [frozenset(words(line.text)) for line in lines() if line.language == language]
    mine = [text for text in mine if len(text) >= SHORT]
    assert [(one, other) for one, other in combinations(mine, 2) if share(one, other) > ALIKE] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_its_families_and_kinds(language: str) -> None:
    total, column = LEAST[language]
    counts = Counter(belongs(line) for line in lines() if line.language == language)
    for name, least in (FAMILIES | KINDS).items():
        assert counts[name] >= least[column], (language, name)
    assert sum(counts[name] for name in FAMILIES) >= total
    assert sum(counts[name] for name in KINDS) >= total


def test_there_are_eight_hundred_on_each_side() -> None:
    assert sum(line.risk for line in lines()) >= 800
    assert sum(not line.risk for line in lines()) >= 800


def test_enough_of_everything_is_kept_unseen() -> None:
    counts = Counter((line.language, belongs(line)) for line in lines() if line.half == "unseen")
    for language, least in UNSEEN.items():
        for name in FAMILIES | KINDS:
            assert counts[language, name] >= least, (language, name)
    assert sum(counts.values()) >= 850


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_weights_are_learned_from_is_well_formed_and_none_of_what_they_are_measured_on(language: str) -> None:
    unseen = [frozenset(words(line.text)) for line in lines() if line.half == "unseen" and line.language == language]
    unseen = [text for text in unseen if len(text) >= SHORT]
    for line in read("training", language) if (TEXTS / "training" / f"{language}.jsonl").exists() else ():
        assert line.family in FAMILIES if line.risk else line.kind in KINDS, line
        mine = frozenset(words(line.text))
        assert not any(share(mine, other) > ALIKE for other in unseen), line


def test_each_style_is_in_each_half_on_both_sides_in_english() -> None:
    found = {(line.half, line.risk, line.style) for line in lines() if line.language == "en"}
    assert found == {(half, risk, style) for half in HALVES for risk in (True, False) for style in STYLES}
