"""Turns a text into words that rules know: spaced letters joined, misspellings of what matters put right.

Only words that no language knows are looked at closely, and each costs at most its own (capped) length, so the whole
is linear. Corrections lead only to words that some language lists for it: everything else stays as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from .fold import Fold

WHOLE, TAIL = 60_000, 10_000
"""Characters read from the start of a text and, of what is longer still, from its end. Platforms give 4,000 a field."""

LONGEST_WORD = 40
"""Characters of one word that are looked at."""

SHORTEST_STEM = 5
"""Letters a word must have before one wrong letter in it is forgiven."""

SHORTEST_SOUND = 4
"""Letters a word must have before one that sounds the same is read as it."""

SHORTEST_START = 3
"""Letters of the shortest stem that a rule may ask for."""

SHORTEST_GLUED, LONGEST_PIECE = 7, 12
"""Letters of a word that is several, as in a hashtag, and of each of these."""

BREAK = "."
NUMBER = "#"

_SPACED = re.compile(r"(?<![a-z0-9])[a-z0-9$@](?:[ .]{1,6}[a-z0-9$@]){2,39}(?![a-z0-9$@])")
_INSIDE = re.compile(r"[!*.$@](?=[a-z])(?<=[a-z].)")
_SINGLE = frozenset("bcdefghjklmnopqrstuvwxyz$@")
"""Two different ones of these by themselves: letters may be spaced."""

_NUMBER = re.compile(r"\d+(?:am|pm|h|st|nd|rd|th|mg|x|min|yo|yrs?)?$")
_LEET = tuple(str.maketrans("013456789$@!", f"o{one}easgtbgsai", "*") for one in "il")
_HEARD = tuple(
    (re.compile(written), heard)
    for written, heard in (
        ("qu(?=[ei])|k|c(?=[aouklrt]|$)|q", "c"),
        ("ph", "f"),
        ("c(?=[eiy])|z|ss|ç", "s"),
        ("(?<!c)h", ""),
        ("v|w(?=[aeiou])", "b"),
        ("ll", "y"),
        ("g(?=[ei])", "j"),
        ("gu(?=[ei])", "g"),
        ("y$", "i"),
        (r"(.)\1+", r"\1"),
    )
)
_RUN = re.compile(r"(.)\1+")
_LONG_RUN = re.compile(r"(.)\1{2,}")


class Words:
    """Reads texts as words; `known` are words of the rules, `stems` their beginnings, `near` those worth correcting."""

    def __init__(
        self,
        known: Iterable[str],
        stems: Iterable[str],
        near: Iterable[str],
        ordinary: Iterable[str],
        parts: Iterable[str],
        by_ear: Iterable[str] = (),
    ) -> None:
        """`ordinary` words are never taken for a misspelling; `parts` are words a longer one may be glued from.

        Those in `by_ear` are known by their sound, too, where nothing else is known of a word.
        """
        self._known = frozenset(known) | frozenset(ordinary) | {BREAK, NUMBER}
        self._stems = frozenset(stems)
        self._lengths = sorted({len(each) for each in self._stems}, reverse=True)
        self._near = frozenset(near)
        self._parts = frozenset(parts)
        self._grams = frozenset(each[:4] for each in self._near)
        self._sounds = _sounds(each for each in by_ear if len(each) >= SHORTEST_SOUND and each.isalpha())
        self._single = {_RUN.sub(r"\1", each): each for each in sorted(self._near)}
        self._starts = frozenset(each[:SHORTEST_START] for each in self._stems)
        self._fronts = frozenset(each[:3] for each in self._near)
        self._backs = frozenset(each[-3:] for each in self._near)
        self._shortened = _shortened(each for each in self._near if len(each) >= SHORTEST_STEM)
        self._fold = Fold()

    def of(self, text: str) -> list[str]:
        """Return the words of a text; a full stop stands for the end of a sentence, `#` for a number."""
        plain = _plain(text, self._fold)
        found = plain.split()
        if len(_SINGLE.intersection(found)) > 1 and _SPACED.search(plain):
            found = _SPACED.sub(_joined, plain).split()
        if self._known.issuperset(found):
            return found
        return self._mended(found)

    def _mended(self, found: list[str]) -> list[str]:
        words: list[str] = []
        known = self._known
        last = ""
        for word in found:
            if word in known:
                words.append(word)
            elif word != last:
                words.extend(self._mend(word[:LONGEST_WORD]))
            last = word
        return words

    def _mend(self, word: str) -> tuple[str, ...]:
        """Return what an unknown word stands for."""
        if not word.isalpha():
            return self._decoded(word)
        if close := self._close(word):
            return (close,)
        if glued := self._glued(word):
            return glued
        found = self._known_as(word) or self._sounds.get(sound(word))
        if found is None and _LONG_RUN.search(word):
            found = self._known_as(_LONG_RUN.sub(r"\1\1", word)) or self._known_as(_LONG_RUN.sub(r"\1", word))
        return (found or word,)

    def _decoded(self, word: str) -> tuple[str, ...]:
        """Read digits and signs as the letters that they stand for."""
        bare = word.strip("@$*!")
        if _NUMBER.match(bare):
            return (NUMBER,)
        ways = [bare, *dict.fromkeys(bare.translate(each) for each in _LEET)]
        known = next((each for each in ways if each in self._known), None)
        if known or ways[-1].isalpha():
            return (known,) if known else self._mend(ways[1])
        return (bare,)

    def _known_as(self, word: str) -> str | None:
        if word in self._known:
            return word
        if word[:SHORTEST_START] in self._starts:
            for length in self._lengths:
                if word[:length] in self._stems:
                    return word[:length] + "*"
        return self._single.get(_RUN.sub(r"\1", word) if _RUN.search(word) else word)

    def _close(self, word: str) -> str | None:
        """Return the listed word that differs by one letter, or by two that changed places."""
        if len(word) < SHORTEST_STEM - 1 or (word[:3] not in self._fronts and word[-3:] not in self._backs):
            return None
        for short in (word, *_without_one(word)):
            for candidate in self._shortened.get(short, ()):
                if candidate[0] == word[0] and _one_apart(word, candidate):
                    return candidate
        return None

    def _glued(self, word: str) -> tuple[str, ...]:
        """Split a word that consists of known ones only, as in a hashtag; longest pieces first from the left."""
        if len(word) < SHORTEST_GLUED or not any(word[at : at + 4] in self._grams for at in range(len(word) - 3)):
            return ()
        ways: dict[int, tuple[str, ...]] = {0: ()}
        for start in range(len(word)):
            before = ways.pop(start, None)
            if before is None:
                continue
            for end in range(start + 1, min(start + LONGEST_PIECE, len(word)) + 1):
                piece = word[start:end]
                if piece in self._parts and (end not in ways or len(before) + 1 < len(ways[end])):
                    ways[end] = (*before, piece)
        return ways.get(len(word), ())


@lru_cache(maxsize=4_096)
def sound(word: str) -> str:
    """Return how a word sounds, roughly, in the languages that hurried people spell by ear: `kiero` as `quiero`."""
    for written, heard in _HEARD:
        word = written.sub(heard, word)
    return word


def _sounds(words: Iterable[str]) -> dict[str, str]:
    """Map sounds to words; of several that sound the same none is meant."""
    found: dict[str, str] = {}
    for word in sorted(set(words)):
        key = sound(word)
        found[key] = "" if key in found else word
    return {key: word for key, word in found.items() if word}


def _plain(text: str, fold: Fold) -> str:
    if len(text) > WHOLE + TAIL:
        text = f"{text[:WHOLE]} . {text[-TAIL:]}"
    text = text.translate(fold)
    if "\n\n" in text:
        text = text.replace("\n\n", " . ")
    if ".." in text:
        text = re.sub(r"\.{2,}", " ", text)
    if _INSIDE.search(text):
        text = _INSIDE.sub(_inside, text)
    return text.replace(".", " . ").replace("!", " . ") if "." in text or "!" in text else text


def _joined(match: re.Match[str]) -> str:
    return re.sub(r"[ .]", "", match[0])


def _inside(match: re.Match[str]) -> str:
    return {"!": "i", ".": " . "}.get(match[0], match[0])


def _without_one(word: str) -> Iterator[str]:
    return (word[:place] + word[place + 1 :] for place in range(1, len(word)))


def _shortened(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word in sorted(set(words)):
        for short in {word, *_without_one(word)}:
            found[short] = (*found.get(short, ()), word)
    return found


def _one_apart(word: str, other: str) -> bool:
    """Tell whether one letter added, left out or changed, or two neighbours swapped, make one word the other."""
    start = 0
    for left, right in zip(word, other, strict=False):
        if left != right:
            break
        start += 1
    left, right = word[start:], other[start:]
    if len(left) == len(right):
        return left[1:] == right[1:] or (left[2:] == right[2:] and left[:2] == right[1::-1])
    return left[1:] == right if len(left) > len(right) else left == right[1:]
