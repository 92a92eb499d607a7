"""A second look at what no rule knew: every word and pair of words weighs a little towards danger or away.

Rules find what they were written for; people say it in ever other words. The weights are learned from the texts that
rules are tried on (`python -m tests.bot.features.safety.train`) and stand as data beside the rules of their language,
in `content/safety/<language>/weights.json`. They are heard where rules are silent, above a threshold that few harmless
texts pass; and where a rule of a family that often errs (`MILD`) has spoken, but all else in the text is far from it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from bot.errors import ContentError

from .language import FAMILIES

FILE = "weights.json"
START, END = "^", "$"
BEGINNING = 4
"""Letters of a word's beginning, of words that are longer."""

DOUBT = 60.0
"""What is added to the length of every text, so that a few words do not weigh as much as many."""

KNOWN = 0.6
"""The share of a text's words that a language must know before its weights say anything about it."""

SURELY = 0.85
"""The share at which no other language is asked."""

FEWEST = 5
"""Words a text must have: what is said with fewer is for rules, and weighs too little either way."""

MOST = 400
"""Words that are weighed, from the start: people write less, and a flood costs no more."""

Row: TypeAlias = list[float]
Features: TypeAlias = tuple[set[str], ...]


def features(words: Sequence[str]) -> Features:
    """Return what is weighed of a text: its words, its pairs of neighbours, the beginnings of its longer words."""
    return set(words), *_more(words)


def _more(words: Sequence[str]) -> tuple[set[str], set[str]]:
    pairs = set(map(" ".join, pairwise((START, *words, END))))
    return pairs, {word[:BEGINNING] for word in words if len(word) > BEGINNING}


class File(BaseModel):
    """A file of weights: for each kind of feature, by feature, how rare it is and what it says of danger and families.

    `bias` begins each sum: of danger, then of each family in the order of `FAMILIES`. A sum of `enough` is danger, one
    below `calm` far from it; where the words alone add less than `least`, it is never enough.
    """

    model_config = ConfigDict(extra="forbid")

    about: str
    least: float
    enough: float
    calm: float
    bias: list[float]
    weights: list[dict[str, list[float]]]

    @model_validator(mode="after")
    def _whole(self) -> File:
        width = len(FAMILIES) + 1
        if len(self.bias) != width or len(self.weights) != len(features(())):
            raise ValueError("the numbers of families and kinds are not those of this version")
        if any(len(row) != width + 1 for kind in self.weights for row in kind.values()):
            raise ValueError(f"a feature has {width + 1} numbers")
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaning:
    """Where a text leans that no rule knew."""

    tier: int
    family: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The weights of one language; `met` are the words of its learning, `light` is what most texts need of `kinds`."""

    language: str
    least: float
    enough: float
    calm: float
    bias: Sequence[float]
    kinds: Sequence[Mapping[str, Row]]
    met: frozenset[str]
    light: Sequence[Mapping[str, tuple[float, float]]]

    @classmethod
    def of(cls, language: str, file: File) -> Weights:
        """Make ready what a file says."""
        return cls(
            language=language,
            least=file.least,
            enough=file.enough,
            calm=file.calm,
            bias=file.bias,
            kinds=file.weights,
            met=frozenset(file.weights[0]),
            light=[{each: (row[0], row[1]) for each, row in kind.items()} for kind in file.weights],
        )

    def read(self, words: Sequence[str], different: set[str]) -> Leaning | None:
        """Return the leaning of a text, None where it is not heavy enough; `different` are its words, each once."""
        if _sum(different, self.light[0]) < self.least:
            return None
        found = (different, *_more(words))
        if self.danger(found) < self.enough:
            return None
        family = self._family(found)
        return Leaning(tier=1 if family in SOFT else 2, family=family, language=self.language)

    def danger(self, found: Features) -> float:
        """Return how much a text leans towards danger."""
        return self.bias[0] + sum(map(_sum, found, self.light))

    def _family(self, found: Features) -> str:
        """Return the family that a text at risk leans to most."""
        sums = list(self.bias[1:])
        for some, kind in zip(found, self.kinds, strict=True):
            rows = list(filter(None, map(kind.get, some)))
            length = math.sqrt(sum(row[0] for row in rows) + DOUBT)
            sums = [so_far + sum(row[number] for row in rows) / length for number, so_far in enumerate(sums, 2)]
        return FAMILIES[sums.index(max(sums))]


def _sum(some: set[str], kind: Mapping[str, tuple[float, float]]) -> float:
    """Add up what features of one kind weigh, by the length of their rarities, so that long texts weigh no more."""
    rarities = weighs = 0.0
    for rarity, weight in filter(None, map(kind.get, some)):
        rarities += rarity
        weighs += weight
    return weighs / math.sqrt(rarities + DOUBT)


SOFT = frozenset({"passive", "hopeless"})
"""What is answered with two lines."""

MILD = frozenset({"passive", "hopeless", "someone_else", "plan"})
"""Families whose rules ask for little: what they find may be taken back. What is said outright never is."""


class Scales:
    """The weights of every language that has them."""

    def __init__(self, languages: Iterable[Weights]) -> None:
        """Prefer the language that comes first, where a text is both."""
        self._languages = tuple(languages)

    def read(self, words: Sequence[str]) -> Leaning | None:
        """Return where a text leans in the language that knows most of it; None for nothing, or nothing known."""
        words = words[:MOST]
        different = set(words)
        language = self._of(different) if len(words) >= FEWEST else None
        return language.read(words, different) if language else None

    def calms(self, words: Sequence[str], family: str | None, language: str | None) -> bool:
        """Tell whether a text is far from what a rule found in it."""
        if family not in MILD:
            return False
        found = features(words[:MOST])
        mine = self._of(found[0])
        return mine is not None and mine.language == language and mine.danger(found) < mine.calm

    def _of(self, different: set[str]) -> Weights | None:
        """Return the language that knows most of some words, None where it knows too few."""
        best, most = None, KNOWN * len(different)
        for each in self._languages:
            known = len(different & each.met)
            if known >= most:
                best, most = each, known + 1
                if known >= SURELY * len(different):
                    break
        return best


def load(folder: Path) -> Weights | None:
    """Read a language's weights, None where it has none; raise ContentError where they are wrong."""
    path = folder / FILE
    if not path.exists():
        return None
    try:
        file = File.model_validate(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        said = error.errors()[0]["msg"] if isinstance(error, ValidationError) else " ".join(str(error).split())
        raise ContentError(f"safety/{folder.name}/{FILE}: cannot be read ({said}); learn it anew") from None
    return Weights.of(folder.name, file)
