"""What became of deliveries, what nobody knows, what came too late and what is long past."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from bot.model import Delivery, Receipt, State
from bot.store import Outcome, Store, deliveries

from .nouns import NOON, at, delivery, planned, read

LANE = "rehearsal"


async def claim(store: Store, *, owner: str = "one", now: datetime = NOON, **more: Any) -> tuple[Delivery, ...]:
    values: dict[str, Any] = {"lane": LANE, "lease_until": at(minutes=2), "fence": 1, **more}
    async with store.begin() as tx:
        return await deliveries.claim(tx, owner=owner, now=now, **values)


async def start(
    store: Store, ids: Sequence[UUID], *, owner: str = "one", fence: int = 1, now: datetime = NOON
) -> frozenset[UUID]:
    async with store.begin() as tx:
        return await deliveries.start(tx, ids, owner=owner, fence=fence, now=now)


async def settle(store: Store, delivery_id: UUID, state: State, **more: Any) -> frozenset[UUID]:
    values: dict[str, Any] = {"owner": "one", "fence": 1, **more}
    async with store.begin() as tx:
        return await deliveries.settle(tx, [Outcome(id=delivery_id, state=state, **values)], NOON)


async def started(store: Store, **changes: Any) -> Delivery:
    """Plan one, claim it and start it."""
    one = delivery(**changes)
    await planned(store, one)
    await claim(store)
    assert await start(store, [one.id]) == {one.id}
    return one


# --- settling ------------------------------------------------------------------------------------------------------


async def test_what_was_sent_keeps_its_receipt(store: Store) -> None:
    one = await started(store)
    receipt = Receipt(channel="D1", message="7", thread="8")
    assert await settle(store, one.id, State.SENT, receipt=receipt) == {one.id}
    assert (await read(store, one.id)).receipt == receipt


@pytest.mark.parametrize("word", [{"owner": "two"}, {"fence": 2}])
async def test_another_owners_or_fences_word_does_not_count(store: Store, word: dict[str, Any]) -> None:
    one = await started(store)
    assert await settle(store, one.id, State.SENT, **word) == frozenset()
    assert (await read(store, one.id)).state is State.STARTED


async def test_what_is_settled_is_settled_for_good(store: Store) -> None:
    one = await started(store)
    await settle(store, one.id, State.FAILED, reason="gone")
    assert await settle(store, one.id, State.SENT) == frozenset()
    assert (await read(store, one.id)).reason == "gone"


async def test_many_outcomes_are_written_at_once_and_only_ours(store: Store) -> None:
    many = [delivery() for _ in range(5)]
    await planned(store, *many)
    await claim(store)
    await start(store, [each.id for each in many])
    words = [Outcome(id=each.id, owner="one", fence=1, state=State.SENT) for each in many[:3]]
    words.append(Outcome(id=many[3].id, owner="two", fence=1, state=State.SENT))
    async with store.begin() as tx:
        assert await deliveries.settle(tx, words, NOON) == {each.id for each in many[:3]}
        assert await deliveries.counts(tx) == {("tip", "sent"): 3, ("tip", "started"): 2}
        assert await deliveries.settle(tx, [], NOON) == frozenset()


async def test_what_has_to_wait_is_free_again_at_its_time_and_not_before(store: Store) -> None:
    one = await started(store)
    await settle(store, one.id, State.WAITING, reason="rate_limited", free_at=at(seconds=7))
    assert await claim(store, now=at(seconds=6)) == ()
    assert [each.attempts for each in await claim(store, now=at(seconds=7))] == [1]


# --- doubt ---------------------------------------------------------------------------------------------------------


async def unsure(store: Store, *, owner: str = "two", now: datetime = NOON, fence: int = 2) -> tuple[Delivery, ...]:
    async with store.begin() as tx:
        return await deliveries.unsure(tx, lane=LANE, owner=owner, fence=fence, now=now, lease_until=at(minutes=4))


async def test_a_started_delivery_whose_sender_died_is_looked_up_by_the_next(store: Store) -> None:
    one = await started(store)
    assert await unsure(store, now=at(minutes=1)) == ()
    assert [each.id for each in await unsure(store, now=at(minutes=2))] == [one.id]
    assert await settle(store, one.id, State.SENT) == frozenset(), "the dead one's late word does not count"
    assert await settle(store, one.id, State.WAITING, owner="two", fence=2) == {one.id}


async def test_a_doubtful_delivery_is_looked_up_by_one_alone_when_it_is_time(store: Store) -> None:
    one = await started(store)
    await settle(store, one.id, State.UNSURE, reason="timeout", free_at=at(seconds=3))
    assert await claim(store, now=at(seconds=3)) == (), "never simply sent again"
    assert await unsure(store, now=at(seconds=2)) == ()
    async with store.read() as tx:
        assert await deliveries.lanes(tx, at(seconds=3)) == (LANE,)
    assert [each.id for each in await unsure(store, now=at(seconds=3))] == [one.id]
    assert await unsure(store, owner="three", fence=3, now=at(seconds=4)) == ()
    assert len(await unsure(store, owner="three", fence=3, now=at(minutes=4))) == 1


# --- too late ------------------------------------------------------------------------------------------------------


async def test_what_is_past_its_freshness_is_skipped_and_counted(store: Store) -> None:
    waiting = delivery(expires_at=at(hours=1))
    dropped = delivery(kind="daily_prompt", expires_at=at(hours=1))
    fresh = delivery(due_at=at(hours=2), expires_at=at(hours=5))
    await planned(store, waiting, dropped, fresh)
    await claim(store, limit=1)
    async with store.begin() as tx:
        assert await deliveries.expire(tx, at(minutes=59)) == {}
        assert await deliveries.expire(tx, at(hours=1)) == {"tip": 1, "daily_prompt": 1}
        assert await deliveries.expire(tx, at(hours=1)) == {}
    late = await read(store, waiting.id)
    assert (late.state, late.reason) == (State.SKIPPED, "late")


async def test_what_is_claimed_or_in_flight_is_not_skipped_under_its_sender(store: Store) -> None:
    one = delivery(expires_at=at(minutes=1))
    await planned(store, one)
    await claim(store)
    async with store.begin() as tx:
        assert await deliveries.expire(tx, at(minutes=1)) == {}
    other = await started(store, expires_at=at(minutes=1))
    async with store.begin() as tx:
        assert await deliveries.expire(tx, at(hours=9)) == {"tip": 1}
    assert (await read(store, other.id)).state is State.STARTED


# --- folding -------------------------------------------------------------------------------------------------------


async def totals(store: Store) -> dict[tuple[str, str], int]:
    from sqlalchemy import select

    from bot.store.tables import daily_totals as table

    async with store.read() as tx:
        return {(kind, outcome): count for _, kind, outcome, count in await tx.execute(select(table))}


async def test_settled_deliveries_are_folded_into_daily_totals(store: Store) -> None:
    old = [await started(store) for _ in range(2)]
    for each in old:
        await settle(store, each.id, State.SENT)
    failed = await started(store)
    await settle(store, failed.id, State.FAILED, reason="gone")
    waiting = delivery()
    await planned(store, waiting)
    async with store.begin() as tx:
        assert await deliveries.fold(tx, NOON) == 0, "settled at noon is not before noon"
        assert await deliveries.fold(tx, at(seconds=1)) == 3
        assert await deliveries.get(tx, old[0].id) is None
        assert await deliveries.get(tx, waiting.id) is not None
    assert await totals(store) == {("tip", "sent"): 2, ("tip", "failed:gone"): 1}


async def test_a_later_fold_adds_to_the_totals_of_the_same_day(store: Store) -> None:
    for _ in range(2):
        one = await started(store)
        await settle(store, one.id, State.SENT)
        async with store.begin() as tx:
            assert await deliveries.fold(tx, at(days=35)) == 1
    assert await totals(store) == {("tip", "sent"): 2}
