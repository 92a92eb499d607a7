"""Many patterns at once: words that each needs rule almost all of them out before any is searched for.

For every code there is a number with one bit per pattern that the code may open; the bits of a text's codes, joined
for each of the (up to three) rarest places of a pattern, leave the few patterns for which all of these are there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from .matcher import Barred, Matcher
from .patterns import Element, Lexicon

DEPTH = 3
"""Places of a pattern that are looked for first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One pattern; `needs` are sets of codes of which each must have one in the text, the rarest first."""

    elements: tuple[Element, ...]
    needs: tuple[frozenset[str], ...]


class Bank:
    """Patterns in the order in which they are to be tried; each is made ready when it is first needed."""

    def __init__(self, patterns: Sequence[Pattern], lexicon: Lexicon, barred: Barred) -> None:
        self._patterns, self._lexicon, self._barred = patterns, lexicon, barred
        self._matchers: list[Matcher | None] = [None] * len(patterns)
        opened = (_opened(patterns, depth) for depth in range(DEPTH))
        self._opened = tuple((frozenset(codes), codes, always) for codes, always in opened)

    def bits(self, code: str) -> tuple[int, ...]:
        """Return what a code opens, for each of the places that are looked for."""
        return tuple(opened.get(code, 0) for _, opened, _ in self._opened)

    def always(self) -> tuple[int, ...]:
        """Return what is open without any code, for each of these places."""
        return tuple(always for _, _, always in self._opened)

    def open(self, codes: AbstractSet[str]) -> Iterator[int]:
        """Yield the number of every pattern that may be found in a text of these codes, in order."""
        left = -1
        for which, opened, always in self._opened:
            bits = always
            for code in which & codes:
                bits |= opened[code]
            left &= bits
            if not left:
                return
        yield from numbers(left)

    def matcher(self, number: int) -> Matcher:
        """Return what searches for a pattern."""
        found = self._matchers[number]
        if found is None:
            found = Matcher([self._patterns[number].elements], self._lexicon, self._barred)
            self._matchers[number] = found
        return found

    def __len__(self) -> int:
        return len(self._patterns)


def numbers(bits: int) -> Iterator[int]:
    """Yield the number of every bit that is set, in order."""
    while bits:
        lowest = bits & -bits
        bits ^= lowest
        yield lowest.bit_length() - 1


def _opened(patterns: Sequence[Pattern], depth: int) -> tuple[dict[str, int], int]:
    """Return, for one place, what each code opens, and what is open without any because it has no such place."""
    opened: dict[str, int] = {}
    always = 0
    for number, pattern in enumerate(patterns):
        if depth >= len(pattern.needs):
            always |= 1 << number
            continue
        for code in pattern.needs[depth]:
            opened[code] = opened.get(code, 0) | 1 << number
    return opened, always
