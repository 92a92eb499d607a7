"""What members write goes when they chose, at the hour and not before."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from bot import retention
from bot.clock import FrozenClock
from bot.store import Store, entries, members
from bot.store.tables import entries as table

from .store.nouns import A_DAY, NOON, at, joined


async def writes(store: Store, member_id: UUID, kind: str = "checkin", **earlier: float) -> UUID:
    entry = uuid4()
    async with store.begin() as tx:
        await entries.add(tx, entry, member_id, kind, A_DAY, NOON - timedelta(**earlier), b"sealed", 1)
    return entry


async def left(store: Store, *ids: UUID) -> list[bool]:
    async with store.read() as tx:
        found = {row.id for row in (await tx.execute(table.select())).all()}
    return [each in found for each in ids]


async def chooses(store: Store, member_id: UUID, days: int, clock: FrozenClock) -> None:
    async with store.begin() as tx:
        await entries.keep_for(tx, member_id, days, clock.now())


@pytest.mark.parametrize("days", retention.CHOICES)
async def test_an_entry_goes_after_the_days_its_member_chose_and_not_a_moment_before(
    store: Store, clock: FrozenClock, days: int
) -> None:
    ada, bea = await joined(store), await joined(store, "bea")
    await chooses(store, ada.id, days, clock)
    await chooses(store, bea.id, 365, clock)
    mine, hers = await writes(store, ada.id), await writes(store, bea.id, hours=-1)
    clock.advance(timedelta(days=days, microseconds=-1))
    await retention.purge(store, clock)
    assert await left(store, mine, hers) == [True, True]
    clock.advance(timedelta(microseconds=1))
    await retention.purge(store, clock)
    assert await left(store, mine, hers) == [False, True]


async def test_ninety_days_is_what_nobody_has_to_choose(store: Store, clock: FrozenClock) -> None:
    ada = await joined(store)
    async with store.read() as tx:
        assert await members.retention(tx, ada.id) == 90
    mine = await writes(store, ada.id)
    clock.advance(timedelta(days=90))
    await retention.purge(store, clock)
    assert await left(store, mine) == [False]


async def test_a_choice_holds_at_once_for_what_is_there_and_for_nobody_else(store: Store, clock: FrozenClock) -> None:
    ada, bea = await joined(store), await joined(store, "bea")
    old, new, hers = (
        await writes(store, ada.id, days=8),
        await writes(store, ada.id),
        await writes(store, bea.id, days=8),
    )
    async with store.read() as tx:
        assert await entries.older(tx, ada.id, at(days=-7)) == 1
    await chooses(store, ada.id, 7, clock)
    assert await left(store, old, new, hers) == [False, True, True]
    await chooses(store, ada.id, 365, clock)
    clock.advance(timedelta(days=364))
    await retention.purge(store, clock)
    assert await left(store, new, hers) == [True, False]


async def test_safety_notes_stay_whatever_was_chosen(store: Store, clock: FrozenClock) -> None:
    ada = await joined(store)
    notes = await writes(store, ada.id, "safety_notes", days=1000)
    await chooses(store, ada.id, 7, clock)
    clock.advance(timedelta(days=3650))
    await retention.purge(store, clock)
    assert await left(store, notes) == [True]


async def test_what_the_version_before_adds_is_dated_by_its_members_choice(store: Store, clock: FrozenClock) -> None:
    ada = await joined(store)
    await chooses(store, ada.id, 30, clock)
    mine, notes = await writes(store, ada.id), await writes(store, ada.id, "safety_notes")
    async with store.begin() as tx:
        await tx.execute(table.update().values(expires_at=None))
    clock.advance(timedelta(days=29))
    await retention.purge(store, clock)
    assert await left(store, mine, notes) == [True, True]
    clock.advance(timedelta(days=1))
    await retention.purge(store, clock)
    assert await left(store, mine, notes) == [False, True]


async def test_many_go_a_batch_at_a_time(store: Store, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "PURGED_AT_ONCE", 2)
    ada = await joined(store)
    old = [await writes(store, ada.id, days=100) for _ in range(5)]
    new = await writes(store, ada.id)
    await retention.purge(store, clock)
    assert await left(store, *old, new) == [False] * 5 + [True]
