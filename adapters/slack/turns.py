"""Slack's limits, each of one method in one workspace: kept to the second, and none holding up another.

A workspace where history may be read once a minute (apps that are sold outside Slack's Marketplace, since May 2025) is
not asked for: its first long Retry-After tells, and from then on those who wait get turns, so that a call is not
wasted on being refused. In memory: another process learns it by one refusal of its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bot.clock import Clock
from bot.errors import Wait

from .errors import DEFAULT_WAIT, RATE_LIMITED, translated

HISTORY = "conversations.history"
SLOW_SECONDS = 20.0
"""A Retry-After as long as this says that a method is given once in so many seconds, a minute at most."""

MINUTE, HOUR = 60.0, 3600.0

LONGEST_SILENCE = 1800.0
KEPT = 1000


@dataclass(slots=True)
class Method:
    """One method in one workspace; instants are monotonic, in seconds."""

    blocked_until: float = -math.inf
    free_at: float = -math.inf
    every: float = 0.0
    slow_until: float = -math.inf
    silence: float = 0.0
    turns: dict[str, float] = field(default_factory=dict)

    def enter(self, now: float, key: str, *, lane: bool) -> None:
        """Let `key` go now, or raise Wait until its turn, which it then keeps."""
        at = self.turns.pop(key, None)
        if at is None:
            at = max(now, self.free_at)
            self.free_at = at + (self.every if now < self.slow_until else 0.0)
        at = max(at, self.blocked_until)
        if at > now:
            if len(self.turns) >= KEPT:
                self.turns.clear()
            self.turns[key] = at
            raise Wait(RATE_LIMITED, seconds=at - now, lane=lane)

    def refused(self, now: float, key: str, seconds: float, *, slow: bool) -> None:
        """Keep to what Slack told; `slow` lets a long wait be the pace for the next hour."""
        if slow and seconds >= SLOW_SECONDS:
            self.every, self.slow_until = min(seconds, MINUTE), now + HOUR
        self.blocked_until = max(self.blocked_until, now + seconds)
        self.turns[key] = now + seconds
        self.free_at = max(self.free_at, now + seconds + self.every)

    def silent(self, now: float) -> float:
        """Return how long to wait where Slack does not say: longer each time that it was not enough."""
        if now < self.blocked_until:
            return self.blocked_until - now
        calm = now - self.blocked_until >= self.silence
        self.silence = DEFAULT_WAIT if calm else min(2 * self.silence, LONGEST_SILENCE)
        return self.silence


class Turns:
    """Whose turn it is, by workspace and method."""

    def __init__(self, clock: Clock) -> None:
        """Count by `clock`."""
        self._clock = clock
        self._methods: dict[tuple[str, str], Method] = {}

    @contextmanager
    def take(self, team: str, name: str, key: str, *, direct: bool, lane: bool) -> Iterator[None]:
        """Make one call of a method inside, for the delivery `key`; raises SendErrors, and Wait before its turn."""
        method = self._methods.setdefault((team, name), Method())
        now = self._clock.monotonic()
        method.enter(now, key, lane=lane)
        try:
            with translated(direct=direct, lane=lane, silent=lambda: method.silent(self._clock.monotonic())):
                yield
        except Wait as error:
            if error.reason == RATE_LIMITED:
                method.refused(self._clock.monotonic(), key, error.seconds, slow=name == HISTORY)
            raise
