"""`python -m tests.bot.features.safety.report [seen|unseen] [languages] [--show]`: recall and false alarms by family.

A text of passive or hopeless counts as found in either tier, one of any other family in tier 2.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.features.safety.detector import Detector, load

TEXTS = Path(__file__).parent / "texts"
RULES = Path(__file__).parents[4] / "content" / "safety"
SOFT = ("passive", "hopeless")
BAR = {"explicit": 0.98, "plan": 0.98, "self_harm": 0.98, "slang": 0.85} | dict.fromkeys(
    ("farewell", "passive", "hopeless", "abuse", "someone_else"), 0.90
)
MISSPELT = 0.85
FALSE_ALARMS = 0.05


@dataclass
class Score:
    """How many of how many texts were hit."""

    hits: int = 0
    all: int = 0

    @property
    def share(self) -> float:
        """Return the share of hits, 0 for no texts."""
        return self.hits / self.all if self.all else 0.0


@dataclass(frozen=True)
class Text:
    """One text of the set."""

    text: str
    risk: bool
    subject: str
    """The family of a risk, the kind of a harmless text."""

    style: str


def texts(half: str, language: str) -> Iterator[Text]:
    """Yield the texts of one half and language."""
    for line in (TEXTS / half / f"{language}.jsonl").read_text("utf-8").splitlines():
        one: dict[str, Any] = json.loads(line)
        subject = one["family"] if one["risk"] else one["kind"]
        yield Text(text=one["text"], risk=one["risk"], subject=subject, style=one["style"])


def hit(detector: Detector, text: Text) -> bool:
    """Tell whether a text is found as it has to be; for a harmless one, whether it is found at all."""
    tier = detector.read(text.text).tier
    return tier >= (2 if text.risk and text.subject not in SOFT else 1)


def scores(detector: Detector, some: Iterable[Text]) -> dict[tuple[bool, str], Score]:
    """Count hits by family and kind; misspelt risk texts once more by themselves."""
    found: dict[tuple[bool, str], Score] = defaultdict(Score)
    for each in some:
        got = hit(detector, each)
        for subject in (each.subject, "misspelt") if each.risk and each.style == "misspelt" else (each.subject,):
            found[each.risk, subject].hits += got
            found[each.risk, subject].all += 1
    return found


def table(found: Mapping[tuple[bool, str], Score]) -> str:
    """Write scores, risks first."""
    lines = []
    for (risk, subject), score in sorted(found.items(), key=lambda each: (not each[0][0], each[0][1])):
        bar = f"at least {BAR.get(subject, MISSPELT):.2f}" if risk else f"at most {FALSE_ALARMS:.2f}"
        share = f"{score.share:.3f}  {score.hits:4} of {score.all:4}"
        lines.append(f"  {'recall' if risk else 'alarms'} {subject:13} {share}  {bar}")
    harmless = [score for (risk, _), score in found.items() if not risk]
    alarms, number = sum(each.hits for each in harmless), sum(each.all for each in harmless)
    lines.append(
        f"  alarms {'all':13} {alarms / max(number, 1):.3f}  {alarms:4} of {number:4}  at most {FALSE_ALARMS:.2f}"
    )
    return "\n".join(lines)


def main() -> None:
    """Print the report of one half."""
    options = _options()
    detector = load(RULES)
    everything: list[Text] = []
    for language in options.languages or sorted(path.stem for path in (TEXTS / options.half).glob("*.jsonl")):
        some = list(texts(options.half, language))
        everything += some
        _say(f"{language}, {options.half}:\n{table(scores(detector, some))}\n")
        for each in some if options.show else ():
            if hit(detector, each) != each.risk:
                _say(f"  {'missed' if each.risk else 'alarm'} {each.subject}: {each.text}")
    _say(f"all languages, {options.half}:\n{table(scores(detector, everything))}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bot.features.safety.report", description=__doc__)
    parser.add_argument("half", nargs="?", choices=["seen", "unseen"], default="seen")
    parser.add_argument("languages", nargs="*")
    parser.add_argument("--show", action="store_true", help="show what was missed, and the false alarms")
    options = parser.parse_args()
    if options.show and options.half == "unseen":
        parser.error("the unseen half is measured, not shown")
    return options


if __name__ == "__main__":
    main()
