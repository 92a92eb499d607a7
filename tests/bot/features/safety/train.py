"""`python -m tests.bot.features.safety.train [languages]`: learn the weights of the detector anew, from the texts.

It learns from `texts/seen` and `texts/training`, never from `texts/unseen`, and from what Ajar itself says to members,
which is harmless although it speaks of pain. Two thresholds are set by texts that were
left out of the learning in turn: of harmless ones that no rule finds, `ALARMS` may pass what is enough; of risks that a
rule finds, `LOST` may fall below what is calm.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import diags_array
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_union

from bot.features.safety.detector import Detector, load
from bot.features.safety.detector.language import FAMILIES
from bot.features.safety.detector.weights import DOUBT, FILE, features

from .report import RULES, TEXTS

ALARMS, LOST = 0.05, 0.01
FEW, CAREFUL = 200, 0.02
"""With fewer harmless texts than these a threshold is a guess, so that only so many may pass it."""
STRENGTH = 4.0
"""How closely the texts are followed (the inverse of scikit-learn's regularisation)."""

FOLDS, SEED = 10, 7
SEEN_TWICE = 2
"""Texts in which a feature has to stand."""

OURS = 0.05
"""How much a sentence of Ajar counts beside one of a person."""

SLACK = 0.25
FEWEST_SAID = 4
KINDS = len(features(()))
DIGITS = 2
ABOUT = "Learned by python -m tests.bot.features.safety.train; do not edit. What it is: content/safety/README.md"

Words = Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One text to learn from: its words, and the family of a risk."""

    words: Words
    family: str | None
    quiet: bool
    """Whether no rule finds it."""

    ours: bool = False
    """Whether Ajar says it; thresholds are for what members write."""


def samples(detector: Detector, language: str) -> list[Sample]:
    """Read the texts of a language that may be learned from."""
    paths = [TEXTS / "seen" / f"{language}.jsonl", *sorted((TEXTS / "training").glob(f"{language}*.jsonl"))]
    lines = [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]
    written = [
        Sample(
            words=detector.words(each["text"]),
            family=each["family"] if each["risk"] else None,
            quiet=detector.by_rules(each["text"]).tier == 0,
        )
        for each in lines
    ]
    ours = [Sample(words=detector.words(each), family=None, quiet=True, ours=True) for each in said(language)]
    return written + ours


def said(language: str) -> list[str]:
    """Return what Ajar says in a language: questions, topics, practices, journeys, a sentence each."""
    paths = sorted((RULES.parent / language).rglob("*.toml"))
    texts = [text for path in paths for text in _strings(tomllib.loads(path.read_text("utf-8")))]
    sentences = (each for text in texts for each in re.split(r"(?<=[.?!])\s+", text))
    return [each for each in dict.fromkeys(sentences) if len(each.split()) >= FEWEST_SAID]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)


class Weighed(TfidfVectorizer):  # type: ignore[misc]  # scikit-learn brings no types
    """Words by their rarity, divided by the length that `weights` divides by."""

    def transform(self, raw_documents: Any) -> Any:
        """Turn texts into rows."""
        return _divided(super().transform(raw_documents))


def _divided(rows: Any) -> Any:
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel() + DOUBT)
    return diags_array(1 / lengths) @ rows.tocsr()


class Model:
    """Two regressions over the same features: danger or not, and of danger which family."""

    def __init__(self, known: Sequence[Sample]) -> None:
        kinds = [Weighed(analyzer=_of_kind(kind), binary=True, norm=None, min_df=SEEN_TWICE) for kind in range(KINDS)]
        self.union = make_union(*kinds)
        self.union.fit([each.words for each in known if not each.ours])
        rows = self.union.transform([each.words for each in known])
        counts = np.array([OURS if each.ours else 1.0 for each in known])
        self.danger = self._regression().fit(rows, [each.family is not None for each in known], sample_weight=counts)
        risky = [number for number, each in enumerate(known) if each.family is not None]
        self.family = self._regression().fit(rows[risky], [known[number].family for number in risky])

    @staticmethod
    def _regression() -> Any:
        return LogisticRegression(C=STRENGTH, max_iter=5000, class_weight="balanced")

    def scores(self, some: Sequence[Sample]) -> Any:
        """Return how much each text leans towards danger."""
        return self.danger.decision_function(self.union.transform([each.words for each in some]))

    def least(self, some: Sequence[Sample], enough: float) -> float:
        """Return what the words alone add in the lightest text that passes, and a little less."""
        rows = self.union.transform([each.words for each in some])
        width = len(self.union.transformer_list[0][1].vocabulary_)
        alone = rows[:, :width] @ self.danger.coef_[0][:width]
        return float(min(alone[self.danger.decision_function(rows) >= enough]) - SLACK)

    def written(self, least: float, enough: float, calm: float) -> dict[str, Any]:
        """Return the file of weights."""
        classes = list(self.family.classes_)
        columns = [self.danger.coef_[0], *(self.family.coef_[classes.index(each)] for each in FAMILIES)]
        bias = [self.danger.intercept_[0], *(self.family.intercept_[classes.index(each)] for each in FAMILIES)]
        weights, start = [], 0
        for _, kind in self.union.transformer_list:
            rows = {}
            for feature, number in sorted(kind.vocabulary_.items()):
                rarity = float(kind.idf_[number])
                row = [rarity**2, *(float(column[start + number]) * rarity for column in columns)]
                rows[feature] = [round(value, DIGITS) for value in row]
            weights.append(rows)
            start += len(kind.vocabulary_)
        return {
            "about": ABOUT,
            "least": round(least, DIGITS),
            "enough": round(enough, DIGITS),
            "calm": round(calm, DIGITS),
            "bias": [round(float(each), DIGITS) for each in bias],
            "weights": weights,
        }


def _of_kind(kind: int) -> Any:
    return lambda words: features(words)[kind]


def thresholds(known: Sequence[Sample]) -> tuple[float, float, float]:
    """Return what is enough, what is calm, and how many of what rules miss pass; each text by a model blind to it."""
    families = [each.family or "none" for each in known]
    scores = np.zeros(len(known))
    for learned, left in StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(known, families):
        model = Model([known[number] for number in learned])
        scores[left] = model.scores([known[number] for number in left])
    paired = [(score, each) for score, each in zip(scores, known, strict=True) if not each.ours]
    harmless = [score for score, each in paired if each.quiet and each.family is None]
    missed = [score for score, each in paired if each.quiet and each.family is not None]
    risks = [score for score, each in paired if not each.quiet and each.family is not None]
    alarms = ALARMS if len(harmless) > FEW else CAREFUL
    enough, calm = float(np.quantile(harmless, 1 - alarms)), float(np.quantile(risks, LOST))
    return enough, calm, float(np.mean(np.array(missed) >= enough)) if missed else 0.0


def learn(detector: Detector, language: str) -> None:
    """Learn the weights of one language, and write them."""
    known = samples(detector, language)
    enough, calm, found = thresholds(known)
    path = RULES / language / FILE
    model = Model(known)
    path.write_text(_lines(model.written(model.least(known, enough), enough, calm)), "utf-8")
    said = f"{language}: {len(known)} texts, {path.stat().st_size // 1000} kB, thresholds {enough:.2f} and {calm:.2f}"
    sys.stdout.write(f"{said}; blind to them it finds {found:.2f} of what rules miss\n")


def _lines(written: dict[str, Any]) -> str:
    """Write it with a line a feature, so that a change can be read."""
    head = json.dumps({name: value for name, value in written.items() if name != "weights"}, indent=0)[:-2]
    kinds = []
    for kind in written["weights"]:
        rows = (
            f"{json.dumps(name, ensure_ascii=False)}:{json.dumps(row, separators=(',', ':'))}"
            for name, row in kind.items()
        )
        kinds.append("{\n" + ",\n".join(rows) + "\n}")
    return f'{head},\n"weights": [\n' + ",\n".join(kinds) + "\n]\n}\n"


def main() -> None:
    """Learn the languages named, or all that have texts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("languages", nargs="*")
    named = parser.parse_args().languages
    detector = load(RULES)
    for language in named or sorted(path.stem for path in (TEXTS / "seen").glob("*.jsonl")):
        learn(detector, language)


if __name__ == "__main__":
    main()
