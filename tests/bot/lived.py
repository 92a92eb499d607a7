"""Members with something in every place, and what is to be left of them once they are erased: nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from bot import copying
from bot.clock import Clock
from bot.errors import SealBroken
from bot.model import AccountRef
from bot.seal import Seal
from bot.store import Store, accounts, deliveries, entries, members, open_keys, schedules, seen
from bot.store.belongings import name

from .store.nouns import A_DAY, NOON, PLATFORM, account, delivery, direct, member
from .store.nouns import schedule as a_schedule

MASTER = bytes(range(32))


@asynccontextmanager
async def sealing(folder: Path, clock: Clock, *, inline: bool = False) -> AsyncIterator[Seal]:
    """Open a seal with its keys in a folder."""
    made = await Seal.open(await open_keys(folder / "keys.db", inline=inline), MASTER, clock)
    yield made
    await made.close()


def ref(who: str) -> AccountRef:
    return AccountRef(platform=PLATFORM, scope="", id=who)


async def lived(store: Store, seal: Seal, who: str, notes: Sequence[str] = ("a note",), waiting: int = 2) -> UUID:
    """Write a member down with words, an appointment, and deliveries that wait."""
    made = member()
    await seal.make_key(made.id)
    key = await seal.opened(made.id)
    async with store.begin() as tx:
        await members.add(tx, made)
        await accounts.add(tx, account(made.id, who, direct_channel=f"D-{who}"))
        await schedules.put(tx, a_schedule(member_id=made.id))
        await seen.mark(tx, [(name(made.id), "tip", "t-1")])
        for text in notes:
            entry = uuid4()
            sealed = key.seal_json("entries", entry, {"note": text})
            await entries.add(tx, entry, made.id, "checkin", A_DAY, NOON, sealed, key.version)
        target = direct(who, f"D-{who}")
        for number in range(waiting):
            await deliveries.plan(
                tx,
                [delivery(member_id=made.id, recipient=name(made.id), target=target, occasion=str(number))],
            )
    return made.id


async def is_gone(store: Store, seal: Seal, member_id: UUID, who: str) -> bool:
    """Return whether nothing is left: no row, no key, and the erasure listed."""
    with pytest.raises(SealBroken):
        await seal.opened(member_id)
    assert await seal.erased(ref(who)) is not None
    async with store.read() as tx:
        assert await accounts.find(tx, ref(who)) is None
    return not await copying.copy(store, seal, member_id)
