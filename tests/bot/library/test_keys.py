"""Code and strings belong together: no key without a string, no string without a key, no value left out."""

from __future__ import annotations

import re
from functools import cache

import pytest

from bot.library import references
from bot.library.files import Reader

from .keys_in_code import ROOT, Found, read

in_code = cache(read)


@cache
def strings() -> dict[str, frozenset[str]]:
    """Every English string with the names of the values it wants."""
    reader = Reader(root=ROOT / "content")
    files = reader.strings(ROOT / "content" / "en" / "strings", ROOT / "content" / "safety" / "en")
    return {key: references.values(message) for each in files for key, message in each.messages.items()}


def test_every_key_that_code_asks_for_has_a_string() -> None:
    missing = [f"{each.place}: {each.key}" for each in in_code().asked if each.key not in strings()]
    assert missing == []


def test_every_key_that_code_puts_together_finds_some_string() -> None:
    patterns = {pattern: place for pattern, place in in_code().patterns.items() if place}
    lost = [f"{place}: {p}" for p, place in patterns.items() if not any(re.fullmatch(p, key) for key in strings())]
    assert lost == []


def test_every_value_that_a_string_wants_is_given() -> None:
    lacking = [
        f"{each.place}: {each.key} wants {', '.join(sorted(strings()[each.key] - each.given))}"
        for each in in_code().asked
        if each.given is not None and each.key in strings() and not strings()[each.key] <= each.given
    ]
    assert lacking == []


def test_every_string_is_used() -> None:
    found = in_code()
    dynamic = [re.compile(pattern) for pattern in found.patterns]
    unused = [key for key in strings() if key not in found.literals and not any(p.fullmatch(key) for p in dynamic)]
    assert unused == []


@pytest.mark.parametrize("kind", ["asked", "patterns", "literals"])
def test_the_search_itself_finds_something(kind: str) -> None:
    found: Found = in_code()
    assert len(getattr(found, kind)) > 5
