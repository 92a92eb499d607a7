"""Which part of the gateway a process receives: `0-3/16` is shards 0 to 3 of 16."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST = 4096
"""More than any bot needs: at Discord's most of 2,500 servers a shard, ten million servers."""

_WRITTEN = re.compile(r"(\d{1,4})(?:-(\d{1,4}))?/(\d{1,4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """One of `count` streams of events; servers belong to it by their id, direct messages to number 0."""

    number: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shards:
    """From `first` to `last`, both included, of `count`."""

    first: int
    last: int
    count: int

    @classmethod
    def parse(cls, text: str) -> Shards:
        """Read `0-3/16` or `0/1`. Raises ValueError with what is wrong."""
        found = _WRITTEN.fullmatch(text.strip())
        if found is None:
            raise ValueError("has to be written like 0-3/16: from, to, and of how many shards there are")
        first, last, count = int(found[1]), int(found[2] or found[1]), int(found[3])
        if not first <= last < count <= MOST:
            raise ValueError(f"there are no shards {text.strip()}: they are numbered from 0, below a count of {MOST}")
        return cls(first=first, last=last, count=count)

    @classmethod
    def whole(cls, count: int) -> Shards:
        """Return all of `count` shards."""
        return cls(first=0, last=count - 1, count=count)

    def __iter__(self) -> Iterator[Shard]:
        """Return each of them, in order."""
        return (Shard(number=number, count=self.count) for number in range(self.first, self.last + 1))

    def __len__(self) -> int:
        """Return how many they are."""
        return self.last - self.first + 1
