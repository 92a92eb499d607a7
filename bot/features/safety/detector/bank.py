"""Many patterns at once: words that each needs rule almost all of them out before any is searched for.

For every code there is a number with one bit per pattern that the code may open; the bits of a text's codes, joined
for each of the (up to three) rarest places of a pattern, leave the few patterns for which all of these are there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

DEPTH = 3
"""Places of a pattern that are looked for first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One pattern over codes; `needs` are sets of codes of which each must have one in the text, the rarest first."""

    expression: str
    needs: tuple[frozenset[str], ...]


class Bank:
    """Patterns in the order in which they are to be tried; each is compiled when it is first needed."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._expressions = [each.expression for each in patterns]
        self._compiled: list[re.Pattern[str] | None] = [None] * len(patterns)
        self._opened = tuple(_opened(patterns, depth) for depth in range(DEPTH))

    def opening(self) -> frozenset[str]:
        """Return codes of which a text must have one, or nothing can be found."""
        return frozenset(self._opened[0][0])

    def open(self, codes: AbstractSet[str]) -> Iterator[int]:
        """Yield the number of every pattern that may be found in a text of these codes, in order."""
        left = -1
        for opened, always in self._opened:
            bits = always
            for code in codes:
                bits |= opened.get(code, 0)
            left &= bits
            if not left:
                return
        while left:
            lowest = left & -left
            left ^= lowest
            yield lowest.bit_length() - 1

    def expression(self, number: int) -> re.Pattern[str]:
        """Return a pattern, ready to search."""
        found = self._compiled[number]
        if found is None:
            found = self._compiled[number] = re.compile(self._expressions[number])
        return found


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
