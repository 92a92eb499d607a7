"""Lanes belong to one courier at a time, and couriers know how many they are."""

from __future__ import annotations

import asyncio

from sqlalchemy import select

from bot.store import Lease, Store, deliveries, lanes, tables
from tests.conftest import Opening

from .nouns import at


async def acquire(store: Store, owner: str, seconds: float = 0) -> Lease | None:
    async with store.begin() as tx:
        return await lanes.acquire(tx, "slack:T1", owner, at(seconds=seconds), 120)


async def test_a_lane_belongs_to_one_courier_at_a_time(store: Store) -> None:
    assert await acquire(store, "one") == Lease(fence=1, paused_until=None)
    assert await acquire(store, "two", 119) is None


async def test_its_courier_keeps_a_lane_under_the_same_fence(store: Store) -> None:
    await acquire(store, "one")
    assert await acquire(store, "one", 100) == Lease(fence=1, paused_until=None)
    assert await acquire(store, "two", 219) is None, "the lease was prolonged"


async def test_a_lane_whose_lease_ran_out_goes_to_the_next_with_a_higher_fence(store: Store) -> None:
    await acquire(store, "one")
    assert await acquire(store, "two", 120) == Lease(fence=2, paused_until=None)
    assert await acquire(store, "one", 121) is None


async def test_a_lane_given_back_is_anybodys_once_its_pace_allows_the_next(store: Store) -> None:
    await acquire(store, "one")
    async with store.begin() as tx:
        await lanes.give_back(tx, "slack:T1", "one", 1, at(seconds=1))
    assert await acquire(store, "two") == Lease(fence=2, paused_until=at(seconds=1))


async def test_the_platforms_word_to_wait_outlasts_the_pace(store: Store) -> None:
    await acquire(store, "one")
    async with store.begin() as tx:
        await lanes.pause(tx, "slack:T1", at(minutes=5))
        await lanes.give_back(tx, "slack:T1", "one", 1, at(seconds=1))
    assert await acquire(store, "two") == Lease(fence=2, paused_until=at(minutes=5))


async def test_one_who_lost_a_lane_cannot_give_it_back(store: Store) -> None:
    await acquire(store, "one")
    await acquire(store, "two", 120)
    async with store.begin() as tx:
        await lanes.give_back(tx, "slack:T1", "one", 1, at())
        await lanes.give_back(tx, "slack:T1", "two", 1, at())
    assert await acquire(store, "one", 121) is None


async def present(store: Store, owner: str, **later: float) -> None:
    async with store.begin() as tx:
        await lanes.present(tx, owner, at(**later), 120)


async def couriers(store: Store, **later: float) -> int:
    async with store.read() as tx:
        return await lanes.couriers(tx, at(**later))


async def test_couriers_are_counted_while_they_are_heard_of(store: Store) -> None:
    assert await couriers(store) == 0
    await present(store, "one")
    await present(store, "two", seconds=60)
    assert (await couriers(store, seconds=60), await couriers(store, seconds=120)) == (2, 1)
    await present(store, "one", seconds=130)
    assert await couriers(store, seconds=140) == 2
    async with store.begin() as tx:
        await lanes.release(tx, "one")
    assert await couriers(store, seconds=140) == 1, "one who stops says so"


async def test_a_courier_is_no_lane_with_work_and_is_forgotten_after_a_day(store: Store) -> None:
    await present(store, "one")
    await acquire(store, "one")
    await present(store, "two", days=2)
    async with store.read() as tx:
        assert await deliveries.lanes(tx, at(days=2)) == {}
        rows = (await tx.execute(select(tables.lanes.c.lane))).scalars()
        assert set(rows) == {"courier:two", "slack:T1"}


async def test_a_lane_that_was_let_go_is_free_at_once(store: Store) -> None:
    await acquire(store, "one")
    async with store.begin() as tx:
        await lanes.release(tx, "two")
    assert await acquire(store, "two") is None
    async with store.begin() as tx:
        await lanes.release(tx, "one")
    assert await acquire(store, "two") == Lease(fence=2, paused_until=None)


async def test_the_platforms_word_to_wait_passes_to_the_next_courier(store: Store) -> None:
    await acquire(store, "one")
    async with store.begin() as tx:
        await lanes.pause(tx, "slack:T1", at(minutes=5))
        await lanes.release(tx, "one")
    assert await acquire(store, "two") == Lease(fence=2, paused_until=at(minutes=5))


async def test_of_many_couriers_one_gets_the_lane(another: Opening) -> None:
    couriers = [await another() for _ in range(6)]
    for number in range(5):
        leases = await asyncio.gather(
            *(acquire(each, f"courier {index}", number * 120) for index, each in enumerate(couriers))
        )
        assert [each.fence for each in leases if each] == [number + 1]
