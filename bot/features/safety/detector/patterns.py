"""The small language in which rules are written, made into expressions over one character per word.

A pattern is a row of elements, each for one place in a text:

    word            this word                 stem*       any word that begins so
    a|b|<slot>      one of these              a_b         these words in a row, as one of several
    NUMBER          any number
    elem?           may be missing            !elem       not followed by this
    ~3              up to three words between, none of them of the slot `not` and none beyond the sentence
    ~20+            up to twenty words between, also in the sentences that follow
    ~3:slot|word    up to three words between, all of them of this slot or among these words
    ^  $            the sentence begins, ends here; `$` may also be one of several alternatives

Repetition is bounded everywhere, so that a search costs a constant for each place of a text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import prod

from .words import NUMBER

FIRST_CODE = 0x100
OTHER = "_"
WIDEST_GAP, FARTHEST_GAP = 9, 25
MOST_WAYS = 1_000
NEGATORS = "not"
SHORT, SHORT_WEIGHT = 2, 100
"""Words of two letters are frequent in some language."""

FIRM, WRITER = "firm", "writer"
"""The slots that gaps do not cross: negations in families; in vetoes wishes, and for the far gap the writer too."""


_SLOT = re.compile(r"<([a-z0-9]+)>")


class Malformed(ValueError):
    """A pattern or a slot that cannot be read; the text says why."""


@dataclass(slots=True)
class Lexicon:
    """The words of one language's rules, each with the character that stands for it."""

    codes: dict[str, str] = field(default_factory=dict)
    _matching: dict[str, str] = field(default_factory=dict)
    _sorted: list[str] = field(default_factory=list)

    def code(self, word: str) -> str:
        """Return the character of a word, a stem (`suicid*`), the number sign or the end of a sentence."""
        if known := self.codes.get(word):
            return known
        if not re.fullmatch(r"[a-z0-9]+\*?|#", word):
            raise Malformed(f"'{word}' is not a word in small letters without accents")
        self.codes[word] = chr(FIRST_CODE + len(self.codes))
        return self.codes[word]

    def end(self) -> int:
        """Return the first character, as a number, that stands for nothing yet."""
        return FIRST_CODE + len(self.codes)

    def matching(self, word: str) -> str:
        """Return the characters of all words that a word or stem stands for; asked when all words have their codes."""
        if not word.endswith("*"):
            return self.code(word)
        if word not in self._matching:
            self.code(word)
            if len(self._sorted) != len(self.codes):
                self._sorted = sorted(self.codes)
            start, after = bisect_left(self._sorted, word[:-1]), bisect_left(self._sorted, word[:-1] + "\x7f")
            self._matching[word] = "".join(self.codes[each] for each in self._sorted[start:after])
        return self._matching[word]


Row = tuple[str, ...]
"""Words in a row: one alternative of an element."""


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a pattern: what may stand there."""

    rows: tuple[Row, ...] = ()
    optional: bool = False
    refused: bool = False
    gap: int = 0
    far: bool = False
    ends: bool = False
    anchor: str = ""


class Grammar:
    """Reads patterns with the slots of one language."""

    def __init__(self, slots: Mapping[str, str]) -> None:
        """Keep the slots, each a list of words or rows of words between commas."""
        self._slots = slots
        self._read: dict[str, tuple[Row, ...]] = {}

    def elements(self, pattern: str) -> tuple[Element, ...]:
        """Return the elements of a pattern."""
        found = tuple(self._element(each) for each in pattern.split())
        if prod(each.gap + 1 for each in found) > MOST_WAYS:
            raise Malformed("its gaps multiply to too many ways")
        return found

    def _element(self, text: str) -> Element:
        if text in {"^", "$"}:
            return Element(anchor=text)
        if text.startswith("~"):
            return self._gap(text)
        refused, optional = text.startswith("!"), text.endswith("?")
        ways = text.removeprefix("!").removesuffix("?").split("|")
        rows = dict.fromkeys(row for each in ways if each != "$" for row in self._alternatives(each.replace("_", " ")))
        return Element(rows=tuple(rows), optional=optional, refused=refused, ends="$" in ways)

    def _gap(self, text: str) -> Element:
        width, _, allowed = text[1:].partition(":")
        far = width.endswith("+")
        width, widest = width.removesuffix("+"), FARTHEST_GAP if far else WIDEST_GAP
        if not width.isdigit() or not 0 < int(width) <= widest:
            raise Malformed(f"'{text}' is not a gap of 1 to {widest} words")
        names = allowed.replace("_", "|").split("|") if allowed else []
        rows = [row for each in names for row in (self.slot(each) if each in self._slots else self._alternatives(each))]
        return Element(gap=int(width), far=far, rows=tuple(row for row in rows if len(row) == 1))

    def _alternatives(self, text: str) -> tuple[Row, ...]:
        """Return every row of words that an alternative stands for; slots in it are filled in."""
        rows: tuple[Row, ...] = ((),)
        if not text.split():
            raise Malformed("an alternative is empty")
        for part in text.split():
            slot = _SLOT.fullmatch(part)
            filling = self.slot(slot[1]) if slot else ((NUMBER if part == "NUMBER" else part,),)
            rows = tuple((*row, *each) for row in rows for each in filling)
        return rows

    def slot(self, name: str) -> tuple[Row, ...]:
        """Return the rows of a slot."""
        if name not in self._read:
            if name not in self._slots:
                raise Malformed(f"there is no slot <{name}>")
            self._read[name] = ()  # a slot that holds itself is empty there
            entries = [each.strip() for each in self._slots[name].replace("\n", " ").split(",")]
            self._read[name] = tuple(row for each in entries if each for row in self._alternatives(each))
        return self._read[name]


def words_of(elements: tuple[Element, ...]) -> Iterator[str]:
    """Yield every word that stands in a pattern."""
    return (word for element in elements for row in element.rows for word in row)


def needs(elements: tuple[Element, ...], weights: Mapping[str, int]) -> list[frozenset[str]]:
    """Return, for every place that has to be filled, words of which one must be there; the rarest place first.

    `weights` say how frequent a word is, 1 where they say nothing.
    """

    def weight(word: str) -> int:
        return weights.get(word, 1 if len(word) > SHORT else SHORT_WEIGHT)

    places = [
        frozenset(min(row, key=weight) for row in each.rows)
        for each in elements
        if each.rows and not (each.optional or each.refused or each.ends or each.gap)
    ]
    if not places:
        raise Malformed("nothing in it has to be there")
    return sorted(places, key=lambda place: sum(map(weight, place)))
