"""Which practice a member gets: chosen by what helped them before, with a fixed share left to chance.

Each practice has a Beta distribution for "this helps here", drawn from once for each choice (Thompson 1933); the
highest draw wins. What nobody has tried yet starts at how its category has done, so that the first answer already
counts for its neighbours. Three in ten go to chance, those not seen yet first, so that it never narrows.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.helped import Known, Tally
from bot.store.seen import unseen_first

CHANCE = 0.3
"""The share that is left to chance."""

BEFORE = 2.0
"""How many answers the way its category has done is worth to a practice."""

RECENT = 3
"""The practices shown last, which are passed over where there are others."""

Reason: TypeAlias = Literal["", "chance", "category", "helped"]


@dataclass(frozen=True, slots=True)
class Choice:
    """A practice, and why it."""

    tip: str
    reason: Reason = ""


def choose(fits: Mapping[str, str], known: Known, shown: Sequence[str], seed: str, *, learned: bool) -> Choice:
    """Choose one of `fits` (practice to category, at least one); the same seed and history give the same.

    `shown` is what was shown before, longest ago first; without `learned` chance alone decides.
    """
    drawn = random.Random(seed)  # noqa: S311  a choice of words, not a secret
    learned = learned and any(known.tallies.values())
    if not learned or drawn.random() < CHANCE:
        return Choice(unseen_first(list(fits), shown, seed) or next(iter(fits)), "chance" if learned else "")
    rested = [each for each in fits if each not in shown[-RECENT:]] or list(fits)
    categories = {each: _together(fits, known, each) for each in dict.fromkeys(fits.values())}
    tip = max(rested, key=lambda each: _draw(drawn, known.of(each), categories[fits[each]]))
    return Choice(tip, _reason(known.of(tip), categories[fits[tip]]))


def _together(fits: Mapping[str, str], known: Known, category: str) -> Tally:
    return known.together(tip for tip, its in fits.items() if its == category)


def _draw(drawn: random.Random, own: Tally, category: Tally) -> float:
    share = (1 + category.helped) / (2 + category.tried)
    return drawn.betavariate(BEFORE * share + own.helped, BEFORE * (1 - share) + own.tried - own.helped)


def _reason(own: Tally, category: Tally) -> Reason:
    if own.helped:
        return "helped"
    return "category" if category.helped else ""
