"""What a member said of the practices they tried: sealed entries, and what follows from them. Nobody else's count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from bot.errors import SealBroken
from bot.seal import Key
from bot.store import Tx, entries

KIND = "tip_outcome"
HELPED, NOT_NOW, REFUSED = "helped", "not_now", "not_for_me"
OUTCOMES = (HELPED, NOT_NOW, REFUSED)

LOOKED_AT = 500
"""So many of the latest are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How often something was told of, and how often it had helped."""

    helped: int = 0
    tried: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of the practices of one member; `refused` are those last said to be not for them."""

    tallies: Mapping[str, Tally] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()

    def of(self, tip: str) -> Tally:
        """Return the tally of a practice."""
        return self.tallies.get(tip, Tally())

    def together(self, tips: Iterable[str]) -> Tally:
        """Return the tally of several practices, as of a category."""
        found = [self.of(each) for each in tips]
        return Tally(helped=sum(each.helped for each in found), tried=sum(each.tried for each in found))


def known(told: Iterable[tuple[str, str]]) -> Known:
    """Sum up (practice, outcome), the oldest first."""
    helped: defaultdict[str, int] = defaultdict(int)
    tried: defaultdict[str, int] = defaultdict(int)
    latest: dict[str, str] = {}
    for tip, outcome in told:
        tried[tip] += 1
        helped[tip] += outcome == HELPED
        latest[tip] = outcome
    return Known(
        tallies={tip: Tally(helped=helped[tip], tried=number) for tip, number in tried.items()},
        refused=frozenset(tip for tip, outcome in latest.items() if outcome == REFUSED),
    )


async def of(tx: Tx, key: Key, member_id: UUID) -> Known:
    """Read what a member said; an entry that does not open is left out, since it keeps nobody from a practice."""
    told: list[tuple[str, str]] = []
    for entry in reversed(await entries.list(tx, member_id, KIND, LOOKED_AT)):
        try:
            one = key.open_json("entries", entry.id, entry.sealed)
        except SealBroken:
            continue
        told.append((one["tip"], one["outcome"]))
    return known(told)
