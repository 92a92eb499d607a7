"""How long what members write is kept: each chooses, and every hour what has had its time goes, a batch at a time."""

from __future__ import annotations

from bot.clock import Clock
from bot.store import Store, entries

CHOICES = (7, 30, 90, 365)
"""For how many days what a member writes may be kept."""

PURGED_AT_ONCE = 1000
"""Entries deleted, or dated, in one transaction, so that it stays well under a second."""


async def purge(store: Store, clock: Clock) -> None:
    """Delete every entry whose time has come; every hour. Raises StoreUnavailable.

    What a process of the version before has added does not say yet when it goes, and is dated first.
    """
    dated = PURGED_AT_ONCE
    while dated == PURGED_AT_ONCE:
        async with store.begin() as tx:
            dated = await entries.date_undated(tx, PURGED_AT_ONCE)
    now, purged = clock.now(), PURGED_AT_ONCE
    while purged == PURGED_AT_ONCE:
        async with store.begin() as tx:
            purged = await entries.purge(tx, now, PURGED_AT_ONCE)
