"""The detector: every language's rules are tried on every text, because people mix languages; then its weights."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.errors import ContentError

from .bank import numbers
from .language import Language
from .rules import Written, read
from .weights import Scales, Weights
from .weights import load as load_weights
from .words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found in one text: tier 0 nothing, 1 unclear or passive, 2 danger; in which family and language."""

    tier: int
    family: str | None
    language: str | None


NOTHING = Finding(tier=0, family=None, language=None)


class Detector:
    """Reads texts by the rules of all languages; pure, never raises, in time linear in the length of the text.

    Where no rule finds anything, and none was denied, the weights are asked; and where one that often errs has spoken.
    """

    def __init__(self, written: Iterable[Written], weights: Iterable[Weights] = ()) -> None:
        """Make ready the rules of some languages, and their weights, the one to be preferred first."""
        everything = tuple(written)
        words = {word for each in everything for word in each.language.codes}
        self._languages = tuple(_with_stems(each.language, words) for each in everything)
        self._index = _Index(self._languages)
        self._words = Words(
            known=words,
            stems=(word[:-1] for word in words if word.endswith("*")),
            near=(word for each in everything for word in each.near),
            ordinary=(word for each in everything for word in each.ordinary),
            parts=(word for word in words if _may_be_glued(word)),
            by_ear=(word for each in everything for word in each.by_ear),
        )

        self._scales = Scales(weights)

    def read(self, text: str) -> Finding:
        """Return the gravest finding in a text."""
        words = self.words(text)
        found, taken_back = self._by_rules(words)
        if found.tier:
            return NOTHING if self._scales.calms(words, found.family, found.language) else found
        leaning = None if taken_back else self._scales.read(words)
        if leaning is None:
            return NOTHING
        return Finding(tier=leaning.tier, family=leaning.family, language=leaning.language)

    def words(self, text: str) -> Sequence[str]:
        """Return a text as words that rules and weights know."""
        return self._words.of(text)

    def by_rules(self, text: str) -> Finding:
        """Return what the rules alone find."""
        return self._by_rules(self.words(text))[0]

    def _by_rules(self, words: Sequence[str]) -> tuple[Finding, bool]:
        """Return the gravest finding of the rules, and whether one was denied or told as past."""
        best, where, taken_back = None, None, False
        for language, signs in self._index.open(words):
            family, denied = language.read(words, signs)
            taken_back = taken_back or denied
            if family is not None and (best is None or family.rank < best.rank):
                best, where = family, language.name
        return NOTHING if best is None else Finding(tier=best.tier, family=best.name, language=where), taken_back


class _Index:
    """Tells from the words alone which signs of which languages may be in a text; for most texts none.

    Each word has three numbers with one bit for every sign of every language, one behind the other; see `bank`.
    """

    def __init__(self, languages: Iterable[Language]) -> None:
        self._places: list[tuple[Language, int, int]] = []
        self._bits: dict[str, tuple[int, int, int]] = {}
        self._always, offset = (0, 0, 0), 0
        for each in languages:
            self._always = _joined(self._always, each.signs.always(), offset)
            for word, code in each.codes.items():
                bits = each.signs.bits(code)
                if any(bits):
                    self._bits[word] = _joined(self._bits.get(word, (0, 0, 0)), bits, offset)
            self._places.append((each, offset, (1 << len(each.signs)) - 1))
            offset += len(each.signs)

    def open(self, words: Iterable[str]) -> Iterator[tuple[Language, Iterator[int]]]:
        """Yield each language with its signs that may be found among these words."""
        first, second, third = self._always
        get = self._bits.get
        for word in set(words):
            found = get(word)
            if found:
                first |= found[0]
                second |= found[1]
                third |= found[2]
        left = first & second & third
        if left:
            for language, offset, mask in self._places:
                if own := left >> offset & mask:
                    yield language, numbers(own)


def _joined(one: Sequence[int], other: Sequence[int], offset: int) -> tuple[int, int, int]:
    first, second, third = (each | more << offset for each, more in zip(one, other, strict=True))
    return first, second, third


def load(folder: Path) -> Detector:
    """Read rules and weights of every language in `folder` (content/safety); raise ContentError where one is wrong."""
    languages = sorted(
        {path.parent for path in folder.glob("*/rules*.toml")}, key=lambda each: (each.name != "en", each)
    )
    if not languages:
        raise ContentError(f"{folder.name}: there is no language with a rules.toml in it")
    weights = (found for each in languages if (found := load_weights(each)) is not None)
    return Detector((read(each) for each in languages), weights)


def _may_be_glued(word: str) -> bool:
    return not word.endswith("*") and (len(word) > 2 or word in {"i", "me", "my", "to", "it", "se", "je", "te"})  # noqa: PLR2004


def _with_stems(language: Language, words: Iterable[str]) -> Language:
    """Let a language's stems match the words that others spell out: a word is looked up once, for all languages."""
    stems = {word[:-1]: code for word, code in language.codes.items() if word.endswith("*")}
    lengths = sorted({len(each) for each in stems}, reverse=True)
    codes = dict(language.codes)
    for word in words:
        if word not in codes:
            code = next((stems[word[:length]] for length in lengths if word[:length] in stems), None)
            if code is not None:
                codes[word] = code
    return replace(language, codes=codes)
