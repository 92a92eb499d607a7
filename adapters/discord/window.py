"""Counting over time, without a request: how many happened lately, and how long to keep still when nobody says."""

from __future__ import annotations

import math
from collections import deque


class Window:
    """How many happened within the last `seconds`, to the second: a moment too many at times, never too few."""

    def __init__(self, seconds: int) -> None:
        """Begin empty; what is kept is bounded by the seconds, not by how much happens in them."""
        self._seconds = seconds
        self._counts: deque[tuple[int, int]] = deque()
        self._total = 0

    def add(self, now: float) -> None:
        """Note that it happened now; `now` is monotonic, in seconds."""
        self._forget(now)
        second, count = math.floor(now), 1
        if self._counts and self._counts[-1][0] >= second:
            second, before = self._counts.pop()
            count += before
        self._counts.append((second, count))
        self._total += 1

    def count(self, now: float) -> int:
        """Return how many happened lately."""
        self._forget(now)
        return self._total

    def clears(self, now: float, below: int) -> float:
        """Return in how many seconds fewer than `below` will have happened lately, if nothing more does."""
        left, at = self.count(now), now
        for second, count in self._counts:
            if left < below:
                break
            left, at = left - count, self._ends(second)
        return max(0.0, at - now)

    def _forget(self, now: float) -> None:
        while self._counts and self._ends(self._counts[0][0]) <= now:
            self._total -= self._counts.popleft()[1]

    def _ends(self, second: int) -> float:
        return float(second + 1 + self._seconds)


class Growing:
    """A wait that doubles each time it was not enough, from `first` to `most` seconds, and begins anew after calm."""

    def __init__(self, *, first: float, most: float) -> None:
        """Begin with `first`."""
        self._first, self._most = first, most
        self._last, self._until = 0.0, -math.inf

    def seconds(self, now: float) -> float:
        """Return how long to keep still from now on; those who ask during one wait share it."""
        if now < self._until:
            return self._until - now
        calm = now - self._until >= self._last
        self._last = self._first if calm else min(2 * self._last, self._most)
        self._until = now + self._last
        return self._last
