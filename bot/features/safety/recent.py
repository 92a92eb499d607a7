"""Which block of the answer was shown to whom within the hour, so that it is not said twice in full."""

from __future__ import annotations

from collections import OrderedDict
from datetime import timedelta

from bot.clock import Clock
from bot.model import AccountRef
from bot.offer import Body

HOUR_SECONDS = timedelta(hours=1).total_seconds()
CAPACITY = 10_000


class Recent:
    """A bounded memory of this process; nothing of it is ever stored."""

    def __init__(self, clock: Clock, capacity: int = CAPACITY) -> None:
        """Remember by `clock`, and of the latest `capacity` blocks only."""
        self._clock, self._capacity = clock, capacity
        self._shown: OrderedDict[tuple[AccountRef, Body], tuple[float, str]] = OrderedDict()

    def first(self, account: AccountRef, body: Body, event: str) -> bool:
        """Return whether the block was not shown to this account within the hour, and note that it is shown now.

        The same event, repeated by its platform, is answered as it was: the first answer may never have arrived.
        """
        now, block = self._clock.monotonic(), (account, body)
        shown, before = self._shown.get(block, (now - HOUR_SECONDS, ""))
        if now - shown < HOUR_SECONDS:
            return before == event
        self._shown.pop(block, None)
        self._shown[block] = (now, event)
        if len(self._shown) > self._capacity:
            self._shown.popitem(last=False)
        return True
