"""One language's rules, ready to search: words become codes, vetoes blank what is harmless, families are looked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from .bank import Bank
from .matcher import Matcher
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

    denial: Matcher
    taken_back: Matcher
    past: Matcher
    well: Matcher
    still: Matcher

    def over(self, text: str) -> Callable[[int, int], bool]:
        """Return what tells whether something in a text clears a finding that stands from one place to another.

        The text is looked at once for all findings in it, so that a thousand denials cost no more than their words.
        """
        denied, meant = self.denial.over(text), self.taken_back.over(text)
        healed = self.well.found(text) and self.past.found(text) and not self.still.found(text)

        def clears(start: int, end: int) -> bool:
            begin = max(0, start - REACH)
            begin = max(begin, text.rfind(BREAK, begin, start) + 1)
            return healed or (denied(begin, start) and not meant(end, end + REACH))

        return clears


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """The rules of one language; `families` say what each pattern of `signs` finds, in the order of the search."""

    name: str
    codes: dict[str, str]
    vetoes: Bank
    signs: Bank
    families: tuple[Family, ...]
    clearing: Clearing

    def read(self, words: Sequence[str], open_signs: Iterable[int]) -> tuple[Family | None, bool]:
        """Return the gravest family found among words by signs that may be there, and whether one was taken back."""
        get = self.codes.get
        text = "".join([get(word, OTHER) for word in words])
        found, vetoed, taken_back = None, False, False
        for number in open_signs:
            family, matcher = self.families[number], self.signs.matcher(number)
            if (found is not None and found.rank <= family.rank) or not matcher.found(text):
                continue
            if not vetoed:
                text, vetoed = self._without_vetoed(text), True
            span = self._first(matcher, text)
            if span is None:
                taken_back = taken_back or matcher.found(text)
                continue
            found = family
            if family.name != OTHERS:
                break
            text = _blank(text, *span)
        return found, taken_back

    def _without_vetoed(self, text: str) -> str:
        for number in self.vetoes.open(frozenset(text)):
            text = self.vetoes.matcher(number).blanked(text)
        return text

    def _first(self, matcher: Matcher, text: str) -> tuple[int, int] | None:
        clears = self.clearing.over(text)
        return next((span for span in matcher.spans(text) if not clears(*span)), None)


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + OTHER * (end - start) + text[end:]
