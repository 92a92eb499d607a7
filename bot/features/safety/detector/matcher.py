"""A pattern made ready to search: its sets of words become a small alphabet of its own, then a regular expression.

Regular expressions over thousands of characters are slow to compile, ones over a handful are not. So each matcher first
writes a text in the letters that matter to it (one for each combination of its sets), and patterns of one shape share
one expression. It is made when it is first needed; nothing in it backtracks without bounds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .patterns import OTHER, Element, Lexicon
from .words import BREAK

FIRST_SET = 0xE000
LETTERS = "".join(map(chr, (*range(0xC0, 0x100), *range(0x61, 0x7B), *range(0x41, 0x5B), *range(0x100, 0x1000))))
"""The alphabet; what comes first is compiled fastest."""

SHAPES = 4_096
START, END = r"(?:(?<=\.)|\A)", r"(?=\.|\Z)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Barred:
    """Characters of the words that gaps do not cross: those within a sentence, and those beyond."""

    near: str = ""
    far: str = ""


class Matcher:
    """Finds one of some patterns in texts of codes; with `ending`, only where the text that is searched ends.

    Where `gate` is given, nothing can be found in a text without any of these codes.
    """

    def __init__(
        self,
        patterns: Sequence[Sequence[Element]],
        lexicon: Lexicon,
        barred: Barred,
        *,
        ending: bool = False,
        gate: frozenset[str] | None = None,
    ) -> None:
        sets = _Sets(lexicon)
        written = "|".join(dict.fromkeys(_written(each, sets, barred) for each in patterns)) or "(?!)"
        letters, table = sets.alphabet()
        self._table, self._gate = table, gate
        self._expression = _compiled((rf"(?:{written})\Z" if ending else written).translate(letters))

    def over(self, text: str) -> Callable[[int, int], bool]:
        """Return what tells whether it is found between two places of a text, which is written in its letters once."""
        if self._gate is not None and self._gate.isdisjoint(text):
            return _nowhere
        letters, search = text.translate(self._table), self._expression.search
        return lambda start, end: search(letters, start, end) is not None

    def found(self, text: str) -> bool:
        """Tell whether it is found anywhere in a text."""
        if self._gate is not None and self._gate.isdisjoint(text):
            return False
        return self._expression.search(text.translate(self._table)) is not None

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield from where to where it is found, once for each place where it begins."""
        letters, start = text.translate(self._table), 0
        while match := self._expression.search(letters, start):
            yield match.span()
            start = match.start() + 1

    def blanked(self, text: str) -> str:
        """Return a text in which everything found is blank."""
        pieces: list[str] = []
        last = 0
        for match in self._expression.finditer(text.translate(self._table)):
            start, end = match.span()
            pieces += (text[last:start], OTHER * (end - start))
            last = end
        return "".join((*pieces, text[last:])) if pieces else text


def _nowhere(start: int, end: int) -> bool:
    return False


@lru_cache(maxsize=SHAPES)
def _compiled(expression: str) -> re.Pattern[str]:
    """Compile; what is kept are rules, never a text."""
    return re.compile(expression)


class _Sets:
    """The sets of words of a pattern; each stands as one character until all are known."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._known: dict[frozenset[str], str] = {}

    def of(self, words: Sequence[str]) -> str:
        """Return what stands for a set of words."""
        return self.of_codes("".join(map(self._lexicon.matching, words)))

    def of_codes(self, codes: str) -> str:
        """Return what stands for a set of codes."""
        return self._known.setdefault(frozenset(codes), chr(FIRST_SET + len(self._known)))

    def alphabet(self) -> tuple[dict[int, str], str]:
        """Return the letters of each set; and a letter for every code, in their order, as `str.translate` likes it."""
        combined: dict[str, int] = {}
        for number, codes in enumerate(self._known):
            for code in codes:
                combined[code] = combined.get(code, 0) | 1 << number
        letter = dict(zip(sorted(set(combined.values())), LETTERS, strict=False))
        sets = {
            ord(sign): "".join(each for bits, each in letter.items() if bits >> number & 1)
            for number, sign in enumerate(self._known.values())
        }
        table = [OTHER] * self._lexicon.end()
        table[ord(BREAK)] = BREAK
        for code, bits in combined.items():
            table[ord(code)] = letter[bits]
        return sets, "".join(table)


def _written(elements: Sequence[Element], sets: _Sets, barred: Barred) -> str:
    return "".join(_part(each, sets, barred) for each in elements)


def _part(element: Element, sets: _Sets, barred: Barred) -> str:
    if element.anchor:
        return START if element.anchor == "^" else END
    if element.gap:
        return f"{_crossed(element, sets, barred)}{{0,{element.gap}}}?"
    ways = [END] if element.ends else []
    single = [row[0] for row in element.rows if len(row) == 1]
    ways += [f"[{sets.of(single)}]"] if single else []
    ways += ["".join(f"[{sets.of((word,))}]" for word in row) for row in element.rows if len(row) > 1]
    body = ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"
    if element.refused:
        return f"(?!{body})"
    return f"(?:{body})?" if element.optional else body


def _crossed(gap: Element, sets: _Sets, barred: Barred) -> str:
    """Return what one word of a gap may be."""
    if gap.rows:
        return f"[{sets.of([row[0] for row in gap.rows])}]"
    codes = barred.far if gap.far else barred.near
    closed = sets.of_codes(codes) if codes else ""
    return f"[^{closed}]" if gap.far and closed else "." if gap.far else f"[^{BREAK}{closed}]"
