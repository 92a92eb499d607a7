from __future__ import annotations

import asyncio

from bot.store import Lease, Store, lanes
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


async def test_one_who_lost_a_lane_cannot_renew_it(store: Store) -> None:
    await acquire(store, "one")
    await acquire(store, "two", 120)
    async with store.begin() as tx:
        assert not await lanes.renew(tx, "slack:T1", "one", 1, at(hours=1))
        assert not await lanes.renew(tx, "slack:T1", "two", 1, at(hours=1))
        assert await lanes.renew(tx, "slack:T1", "two", 2, at(hours=1))


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
