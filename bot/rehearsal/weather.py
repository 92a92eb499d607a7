"""What goes wrong, when, and how often it struck: episodes of trouble with calm between them, drawn from one seed.

Trouble comes in episodes because real trouble does, and so that what the product says about itself can be checked: in
the calm, "it was too late" is no excuse.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

NETWORK = (
    "server_error_before", "server_error_after", "timeout_lost", "timeout_arrived", "timeout_late",
    "reset_before", "reset_after", "rate_limited", "rate_limited_alone", "rate_limited_untold", "crawl",
)  # fmt: skip
"""Troubles of a call to the platform: before the message arrived or after, never heard of again, or slow."""

LOOKUP = ("lookup_error", "lookup_timeout", "lookup_rate_limited")
"""Troubles of looking up what was sent."""

DISK = ("disk_full", "commit_lost", "commit_unheard", "slow_disk")
"""Troubles of the database: nothing kept, nothing kept at the commit, kept though it seemed not, seconds a call."""

GONE = "no_channel"
"""A channel that is no more, or closed to us, for a while."""

LOCKED = "locked"
"""Another program holds the database's one lock."""

CALL_SECONDS, MINUTES, HOURS = (5.0, 60.0), (60.0, 1200.0), (3600.0, 5 * 3600.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """Trouble of one kind from `begin` until `end`, in seconds of the simulation; `chance` is how often it strikes."""

    kind: str
    begin: float
    end: float
    chance: float = 1.0


class Weather:
    """The episodes, and a count of what struck."""

    def __init__(self, rng: random.Random, episodes: Sequence[Episode], now: Callable[[], float]) -> None:
        """Draw from `rng` whether an episode strikes at a call, by the seconds that `now` tells."""
        self._rng, self._now = rng, now
        self.episodes = tuple(episodes)
        self.struck: Counter[str] = Counter()
        self._cleared = float("inf")

    def clear(self) -> None:
        """End all trouble for good."""
        self._cleared = self._now()

    def strikes(self, kinds: Sequence[str]) -> str | None:
        """Return the trouble that strikes this call, if any."""
        now = self._now()
        if now >= self._cleared:
            return None
        for each in self.episodes:
            if each.begin <= now < each.end and each.kind in kinds and self._rng.random() < each.chance:
                self.struck[each.kind] += 1
                return each.kind
        return None

    def note(self, kind: str) -> None:
        """Count trouble that was arranged elsewhere."""
        self.struck[kind] += 1

    def between(self, low: float, high: float) -> float:
        """Draw a number, such as how long something takes."""
        return self._rng.uniform(low, high)


def drawn(rng: random.Random, anchors: Sequence[float], days: float, storm: float) -> list[Episode]:
    """Draw episodes around the moments when something falls due, for trouble at other times proves little."""
    episodes = []
    for _ in range(round(storm * days)):
        kind = rng.choice((*NETWORK, *NETWORK, *LOOKUP, *DISK, *DISK, LOCKED, GONE))
        begin = max(0.0, rng.choice(anchors) + rng.uniform(-40, 40)) if anchors else rng.uniform(0, days * 86400)
        chance = 1.0 if kind == LOCKED else rng.choice((0.1, 0.3, 0.6, 1.0))
        episodes.append(Episode(kind=kind, begin=begin, end=begin + length(rng), chance=chance))
    return episodes


def length(rng: random.Random) -> float:
    """Draw how long trouble lasts: mostly seconds, often minutes, seldom hours."""
    low, high = rng.choices((CALL_SECONDS, MINUTES, HOURS), weights=(50, 35, 15))[0]
    return rng.uniform(low, high)
