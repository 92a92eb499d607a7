"""What makes an erasure outlive a restore: at each start, before anything is planned or sent.

Each erasure raises a counter in the key store, and the main database notes the highest it has seen. So a start knows
both ways in which a backup can be put back: a main database that has seen fewer is an older one, in which everybody
who was erased since is erased again; a key store that counts fewer than the main database has seen is an older list,
with which nobody could know whom to erase, and the start is refused.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from bot.clock import Clock
from bot.errors import KeysError
from bot.seal import Seal
from bot.store import Store, Tx, consents, marks

logger = logging.getLogger(__name__)

MARK = "erasures"
"""The mark of the main database: the highest count of erasures it has seen."""

REPLAYING = "erasures.replaying"
"""Stands in the main database from the first erasure that is repeated to the last: each of them raises `MARK`, so that
after a crash in between, or in a process that starts meanwhile, it would not tell that some are still to come."""

YES, NO = "yes", "no"
LOOKED_AT_ONCE = 500

Forget: TypeAlias = Callable[[Store, Seal, Clock, UUID, datetime], Awaitable[object]]
"""Erases a member, listed as of an instant: `bot.erasing.forget`."""


async def note(tx: Tx, seal: Seal) -> None:
    """Let the main database know of every erasure so far, in the transaction that deletes what was erased.

    The mark never goes down, whoever else notes at the same time. Raises StoreUnavailable.
    """
    count = await seal.erasures()
    while True:
        before = await marks.get(tx, MARK)
        if count <= _count(before) or await marks.swap(tx, MARK, before, str(count)):
            return


async def replay(store: Store, seal: Seal, clock: Clock, forget: Forget) -> int:
    """Erase again whoever was erased since this main database was backed up; return how many.

    To be called at the start, before anything is planned or sent; costs two look-ups where nothing was restored, and
    is harmless when several processes start at once. Raises KeysError when the list is older than the main database,
    StoreUnavailable.
    """
    async with store.read() as tx:  # before the count, which another process may raise meanwhile
        seen, replaying = _count(await marks.get(tx, MARK)), await marks.get(tx, REPLAYING) == YES
    listed = await seal.erasures()
    if listed < seen:
        raise KeysError(
            f"the key store is older than the main database: it lists {listed} erasures, and {seen} were seen; "
            "put back the newest key store, or an older backup of the main database"
        )
    if listed == seen and not replaying:
        return 0
    async with store.begin() as tx:
        await marks.put(tx, REPLAYING, YES)
    again = await _erased_again(store, seal, clock, forget)
    async with store.begin() as tx:
        await note(tx, seal)
        await marks.put(tx, REPLAYING, NO)
    if again:
        logger.warning("an older main database was put back: %s members who had been erased are erased again", again)
    return again


async def _erased_again(store: Store, seal: Seal, clock: Clock, forget: Forget) -> int:
    count, after = 0, None
    while True:
        async with store.read() as tx:
            found = await consents.some(tx, after, LOOKED_AT_ONCE)
        if not found:
            return count
        for member, at in (await _erased(seal, found)).items():
            await forget(store, seal, clock, member, at)
            count += 1
        after = found[-1].id


async def _erased(seal: Seal, found: Sequence[consents.Consent]) -> dict[UUID, datetime]:
    """Return whom of these the list names, and as of when, other than those who agreed anew after it.

    Listed as of now, an erasure would hit those who begin anew, should a later backup be put back.
    """
    listed = await seal.erased_among([each.ref for each in found])
    return {each.member_id: listed[each.ref] for each in found if each.ref in listed and each.at <= listed[each.ref]}


def _count(mark: str | None) -> int:
    return int(mark or 0)
