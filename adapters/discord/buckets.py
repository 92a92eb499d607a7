"""Rate limits known beforehand: a request that Discord would refuse is not made, and nobody sleeps over it.

discord.py's own buckets sleep in front of such a request, which may outlast the deadline of a delivery, and also
after one that used the last of its bucket up, so that what was sent looks as if it had never come back. It looks
through all of them whenever there are more than 256, too (3 ms each at 15,000 DMs, measured). These keep only what is
used up.
"""

from __future__ import annotations

from types import TracebackType

import aiohttp
import discord

from bot.clock import Clock

KEPT = 1024


class Buckets:
    """Which of Discord's buckets are used up, and until when."""

    def __init__(self, clock: Clock) -> None:
        """Begin with none."""
        self._clock = clock
        self._until: dict[str, float] = {}

    def install(self, http: discord.http.HTTPClient) -> None:
        """Let `http` ask here instead of making buckets of its own."""
        http.get_ratelimit = self.bucket  # type: ignore[method-assign, assignment]

    def bucket(self, key: str) -> Bucket:
        """Return the bucket for one request; `key` is the library's: hash or route, then channel or server."""
        return Bucket(self, key)

    def left(self, key: str) -> float:
        """Return for how many more seconds a bucket is used up."""
        return self._until.get(key, 0.0) - self._clock.monotonic()

    def use_up(self, key: str, seconds: float) -> None:
        """Note that a bucket is used up for so long."""
        now = self._clock.monotonic()
        if len(self._until) >= KEPT:
            self._until = {name: until for name, until in self._until.items() if until > now}
        self._until[key] = now + seconds


class Bucket:
    """What the library holds during one request. Entering raises RateLimited where it would be refused."""

    def __init__(self, buckets: Buckets, key: str) -> None:
        """Ask `buckets` about `key`."""
        self._buckets, self._key = buckets, key
        self.remaining = 1

    async def __aenter__(self) -> None:
        """Go on at once, or not at all."""
        left = self._buckets.left(self._key)
        if left > 0:
            raise discord.RateLimited(left)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing to let go of."""

    def update(self, response: aiohttp.ClientResponse, *, use_clock: bool = False) -> None:
        """Read what an answer tells of the bucket, which is known by its hash from then on."""
        headers = response.headers
        try:
            self.remaining = int(headers["X-RateLimit-Remaining"])
            seconds = float(headers["X-RateLimit-Reset-After"])
        except (KeyError, ValueError):
            return
        if self.remaining <= 0:
            major = self._key.rpartition(":")[2]
            self._buckets.use_up(f"{headers.get('X-RateLimit-Bucket', '')}:{major}", seconds)
            self._buckets.use_up(self._key, seconds)
