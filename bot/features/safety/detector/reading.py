"""The detector: every language's rules are tried on every text, because people mix languages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from bot.errors import ContentError

from .language import Language
from .rules import Written, read
from .words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found in one text: tier 0 nothing, 1 unclear or passive, 2 danger; in which family and language."""

    tier: int
    family: str | None
    language: str | None


NOTHING = Finding(tier=0, family=None, language=None)


class Detector:
    """Reads texts by the rules of all languages; pure, never raises, in time linear in the length of the text."""

    def __init__(self, written: Iterable[Written]) -> None:
        """Make ready the rules of some languages, the one to be preferred first."""
        everything = tuple(written)
        words = {word for each in everything for word in each.language.codes}
        self._languages = tuple(_with_stems(each.language, words) for each in everything)
        self._gates = tuple(each.gate() for each in self._languages)
        self._words = Words(
            known=words,
            stems=(word[:-1] for word in words if word.endswith("*")),
            near=(word for each in everything for word in each.near),
            ordinary=(word for each in everything for word in each.ordinary),
            parts=(word for word in words if _may_be_glued(word)),
        )

    def read(self, text: str) -> Finding:
        """Return the gravest finding in a text."""
        words = self._words.of(text)
        best, where = None, None
        for language, gate in zip(self._languages, self._gates, strict=True):
            family = None if gate.isdisjoint(words) else language.read(words)
            if family is not None and (best is None or family.rank < best.rank):
                best, where = family, language.name
        return NOTHING if best is None else Finding(tier=best.tier, family=best.name, language=where)


def load(folder: Path) -> Detector:
    """Read the rules of every language below `folder` (content/safety); raise ContentError where one is wrong."""
    languages = sorted(
        {path.parent for path in folder.glob("*/rules*.toml")}, key=lambda each: (each.name != "en", each)
    )
    if not languages:
        raise ContentError(f"{folder.name}: there is no language with a rules.toml in it")
    return Detector(read(each) for each in languages)


def _may_be_glued(word: str) -> bool:
    return not word.endswith("*") and (len(word) > 2 or word in {"i", "me", "my", "to", "it", "se", "je", "te"})  # noqa: PLR2004


def _with_stems(language: Language, words: Iterable[str]) -> Language:
    """Let a language's stems match the words that others spell out: a word is looked up once, for all languages."""
    own = sorted((word for word in language.codes if word.endswith("*")), key=len, reverse=True)
    codes = dict(language.codes)
    for word in words:
        stem = next((each for each in own if word.startswith(each[:-1])), None)
        if stem is not None:
            codes.setdefault(word, codes[stem])
    return replace(language, codes=codes)
