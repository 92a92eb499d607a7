"""One language's rules, ready to search: words become codes, vetoes blank what is harmless, families are looked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .bank import Bank
from .patterns import OTHER
from .words import BREAK

FAMILIES = (
    "explicit",
    "plan",
    "slang",
    "self_harm",
    "farewell",
    "abuse",
    "someone_else",
    "hopeless",
    "passive",
)
"""Every family, the gravest for the writer first: it decides between two findings of one tier."""

OTHERS = "someone_else"
CERTAIN = 2
REACH = 8
"""How many words before a finding a denial of it may begin, and after it a `but` may take the denial back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """What a pattern finds."""

    name: str
    tier: int

    @property
    def rank(self) -> tuple[int, int]:
        """Return its place among findings: the smallest is told."""
        return (-self.tier, FAMILIES.index(self.name))

    @property
    def turn(self) -> tuple[bool, int, int]:
        """Return its place in the search: danger to others comes first and is then left out, so that it is not ours."""
        return (self.name != OTHERS or self.tier < CERTAIN, *self.rank)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearing:
    """What takes a finding back: a denial right before it, or a past that is told as healed."""

    denial: re.Pattern[str]
    taken_back: re.Pattern[str]
    past: re.Pattern[str]
    well: re.Pattern[str]
    still: re.Pattern[str]

    def clears(self, text: str, match: re.Match[str]) -> bool:
        """Tell whether something in the text clears the finding."""
        start, end = match.span()
        begin = max(text.rfind(BREAK, 0, start) + 1, start - REACH)
        if self.denial.search(text, begin, start) and not self.taken_back.search(text, end, end + REACH):
            return True
        return bool(self.well.search(text) and self.past.search(text) and not self.still.search(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """The rules of one language; `families` say what each pattern of `signs` finds, in the order of the search."""

    name: str
    codes: dict[str, str]
    vetoes: Bank
    signs: Bank
    families: tuple[Family, ...]
    clearing: Clearing

    def gate(self) -> frozenset[str]:
        """Return words of which a text must have one, or nothing can be found in it."""
        codes = self.signs.opening()
        return frozenset(word for word, code in self.codes.items() if code in codes)

    def read(self, words: Sequence[str]) -> Family | None:
        """Return the gravest family found among words, None when there is none."""
        get = self.codes.get
        text = "".join([get(word, OTHER) for word in words])
        codes = frozenset(text)
        possible = list(self.signs.open(codes))
        if not possible:
            return None
        for number in self.vetoes.open(codes):
            text = self.vetoes.expression(number).sub(_blank, text)
        return self._gravest(text, possible)

    def _gravest(self, text: str, possible: Sequence[int]) -> Family | None:
        found: Family | None = None
        for number in possible:
            family = self.families[number]
            if found is not None and found.rank <= family.rank:
                continue
            match = self._first(self.signs.expression(number), text)
            if match is None:
                continue
            found = family
            if family.name != OTHERS:
                break
            text = text[: match.start()] + _blank(match) + text[match.end() :]
        return found

    def _first(self, expression: re.Pattern[str], text: str) -> re.Match[str] | None:
        return next((each for each in _matches(expression, text) if not self.clearing.clears(text, each)), None)


def _blank(match: re.Match[str]) -> str:
    return OTHER * (match.end() - match.start())


def _matches(expression: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    start = 0
    while match := expression.search(text, start):
        yield match
        start = match.start() + 1
