"""Texts a second that the detector reads, beside splitting them into words and one search of an alternation."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.features.safety.detector import load
from tests.bot.features.safety.report import RULES, TEXTS, texts

from .run import Contestant, Run, median, ratio, rounds_of
from .watch import Watch

NAME = "the detector"
GOAL = 20_000.0
SHORT = 110
"""Characters of a short text; with these the mean is about sixty."""

OURS, SPLIT, SEARCH = "texts a second", "casefold().split()", "one re.search of 40 alternatives"
PHRASES = (
    "want to die|kill myself|end my life|suicid|end it all|better off dead|hurt myself|cut myself|self harm|overdose|"
    "no way out|no point|can't go on|give up|hopeless|worthless|burden|goodbye|farewell|wake up|never been born|"
    "disappear|hit me|choked|raped|afraid of him|won't let me|threaten|kms|unalive|sewerslide|quiero morir|matarme|"
    "je veux mourir|me tuer|ich will sterben|umbringen|quero morrer|me matar|sumir"
)


@dataclass(frozen=True)
class Way:
    """Reads every text once."""

    some: list[str]
    read: Callable[[str], object]

    async def once(self) -> float:
        """Return the seconds a text took."""
        with Watch() as watch:
            for text in self.some:
                self.read(text)
        return watch.seconds / len(self.some)


async def measure(run: Run) -> None:
    """Let each read the same mixture of short texts, half of them harmless, of all languages."""
    some = _mixture(run.size(4_000, 40))
    detector, search = load(RULES), re.compile(PHRASES, re.IGNORECASE)
    ways: dict[str, Callable[[str], object]] = {
        OURS: detector.read,
        SPLIT: lambda text: text.casefold().split(),
        SEARCH: search.search,
    }
    contestants: dict[str, Contestant] = {name: Way(some, read).once for name, read in ways.items()}
    for contestant in contestants.values():
        await contestant()  # patterns are compiled when first needed
    seconds = await run.rounds(contestants)
    told = f"mean of {sum(map(len, some)) / len(some):.0f} characters, half harmless; {rounds_of(seconds)}"
    run.add(NAME, OURS, 1 / median(seconds[OURS]), at_least=GOAL, beside=told)
    for name in (SPLIT, SEARCH):
        beside = f"{ratio(seconds[OURS], seconds[name]):.1f} times faster than ours"
        run.add(NAME, name, 1 / median(seconds[name]), beside=beside)


def _mixture(count: int) -> list[str]:
    rng = random.Random(4)
    every = [each for path in sorted((TEXTS / "seen").glob("*.jsonl")) for each in texts("seen", path.stem)]
    short = [each for each in every if len(each.text) <= SHORT]
    halves = [[each.text for each in short if each.risk is risk] for risk in (True, False)]
    return [rng.choice(halves[number % 2]) for number in range(count)]
