"""The one place where a member is erased: by their own /forget, 30 days after they left, or by the operator's hand.

Four steps, each of which may be the last one before a crash: the member is marked and their accounts are set free;
their key is destroyed and the erasure listed; their rows go in batches; the member goes. From the first on nothing is
sent, planned or read, and the same person may start anew. `resume` goes on where a crash left off.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from uuid import UUID

from bot import restoring
from bot.clock import Clock
from bot.errors import AjarError, StoreUnavailable
from bot.log import describe
from bot.seal import Seal
from bot.store import Store, Tx, belongings, deliveries, departures, schedules

logger = logging.getLogger(__name__)

GRACE = timedelta(days=30)
"""How long after leaving the last community somebody may come back and find everything as it was."""

ERASED_AT_ONCE = 1000
"""Rows deleted in one transaction."""

LEFT_AT_ONCE = 100
"""Members who left and are marked in one transaction."""


async def forget(store: Store, seal: Seal, clock: Clock, member_id: UUID, at: datetime | None = None) -> bool:
    """Erase a member; harmless twice, and for somebody who is not there.

    Returns False where the member is marked, and gone for everybody, but the rest has to wait for `resume`. `at` is
    when they asked for it, where that was earlier. Raises StoreUnavailable when nothing has changed.
    """
    async with store.begin() as tx:
        await _mark(tx, member_id, at or clock.now())
    try:
        await _finish(store, seal, member_id)
    except AjarError as error:
        logger.warning("an erasing is finished later: %s", describe(error))
        return False
    await _scrub(store)
    return True


async def resume(store: Store, seal: Seal, clock: Clock) -> None:
    """Finish every erasing that was cut short; at the start, and every hour. Raises StoreUnavailable."""
    async with store.read() as tx:
        waiting = await belongings.erasing(tx)
    for member_id in waiting:
        await _finish(store, seal, member_id)
    if waiting:
        await _scrub(store)


async def let_go(store: Store, seal: Seal, clock: Clock) -> None:
    """Erase, quietly, members who left every community and whose grace is over; every hour. Raises StoreUnavailable.

    Whoever was still reached meanwhile shares a community with us after all, of which we were not told, and stays.
    """
    count = LEFT_AT_ONCE
    while count == LEFT_AT_ONCE:
        async with store.begin() as tx:
            gone = await departures.over(tx, clock.now(), LEFT_AT_ONCE)
            for member_id, over in gone:
                if await departures.reached(tx, member_id, over - GRACE):
                    await departures.returned(tx, member_id)
                else:
                    await _mark(tx, member_id, clock.now())
        count = len(gone)
    await resume(store, seal, clock)


async def _mark(tx: Tx, member_id: UUID, now: datetime) -> None:
    if await belongings.part_with(tx, member_id, now):
        await schedules.rest(tx, member_id, "stopped")
        await deliveries.cancel(tx, member_id=member_id, reason="forgotten")


async def _finish(store: Store, seal: Seal, member_id: UUID) -> None:
    async with store.read() as tx:
        found = await belongings.parted(tx, member_id)
    if found is None:
        return
    since, refs = found
    await seal.erase(member_id, refs, since)
    erased = 1
    while erased:
        async with store.begin() as tx:
            erased = await belongings.erase_some(tx, member_id, ERASED_AT_ONCE)
    async with store.begin() as tx:
        await belongings.erase_member(tx, member_id)
        await restoring.note(tx, seal)


async def _scrub(store: Store) -> None:
    """Leave no trace in the log, if nobody reads it just now; else whoever writes next leaves none."""
    try:
        await belongings.scrub(store)
    except StoreUnavailable as error:
        logger.info("the log is emptied later: %s", describe(error))
