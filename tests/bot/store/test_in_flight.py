"""What is decided while a delivery is on its way, and which lanes there is work for."""

from __future__ import annotations

from typing import Any

import pytest

from bot.model import Delivery, Priority, State
from bot.store import Store, deliveries, holds, lanes

from .nouns import LANE, at, delivery, doubtful, planned, read, settle, started, take


async def cancelled(store: Store, one: Delivery, **more: Any) -> int:
    async with store.begin() as tx:
        return await deliveries.cancel(tx, recipient=one.recipient, reason="paused", **more)


async def working(store: Store, **later: float) -> dict[str, str | None]:
    """Return the lanes with work, and whose they are, a second from now or later."""
    async with store.read() as tx:
        return await deliveries.lanes(tx, at(**later) if later else at(seconds=1), await holds.held(tx))


# --- cancelled while in flight -------------------------------------------------------------------------------------


async def test_what_was_cancelled_in_flight_and_did_not_arrive_is_not_sent_again(store: Store) -> None:
    one = await started(store)
    assert await cancelled(store, one) == 0
    await settle(store, one.id, State.WAITING, reason="429", free_at=at(seconds=5))
    ended = await read(store, one.id)
    assert (ended.state, ended.reason) == (State.CANCELLED, "paused")


async def test_what_was_cancelled_in_flight_and_arrived_counts_as_sent(store: Store) -> None:
    one = await started(store)
    await cancelled(store, one)
    await settle(store, one.id, State.SENT)
    assert (await read(store, one.id)).state is State.SENT


async def test_what_was_cancelled_in_doubt_is_looked_up_and_not_sent_again(store: Store) -> None:
    one = await started(store)
    await settle(store, one.id, State.UNSURE, reason="timeout", free_at=at())
    await cancelled(store, one)
    looked_up = await doubtful(store, owner="one", fence=1, now=at(seconds=1))
    assert [each.id for each in looked_up] == [one.id]
    await settle(store, one.id, State.WAITING, reason="not_there", free_at=at())
    assert (await read(store, one.id)).state is State.CANCELLED


async def test_only_the_kinds_named_are_cancelled(store: Store) -> None:
    one = delivery(kind="tip")
    await planned(store, one)
    assert await cancelled(store, one, kinds=["daily_prompt"]) == 0
    assert await cancelled(store, one, kinds=["daily_prompt", "tip"]) == 1


async def test_a_cancellation_has_to_say_whose(store: Store) -> None:
    with pytest.raises(ValueError, match="whose"):
        async with store.begin() as tx:
            await deliveries.cancel(tx, reason="stopped")


@pytest.mark.parametrize("state", [State.STARTED, State.CANCELLED])
async def test_a_delivery_is_not_settled_as_what_it_cannot_become(store: Store, state: State) -> None:
    one = await started(store)
    with pytest.raises(ValueError, match="settled"):
        await settle(store, one.id, state)
    assert (await read(store, one.id)).state is State.STARTED


# --- which lanes there is work for ---------------------------------------------------------------------------------


async def test_lanes_with_work_are_named_with_their_courier(store: Store) -> None:
    await planned(store, delivery())
    assert await working(store) == {LANE: None}
    async with store.begin() as tx:
        await lanes.acquire(tx, LANE, "two", at(), 30)
    assert await working(store) == {LANE: "two"}
    assert await working(store, seconds=30) == {LANE: None}, "whose lease ran out has it no more"


async def test_a_lane_that_the_platform_paused_has_no_work_until_then(store: Store) -> None:
    await planned(store, delivery())
    async with store.begin() as tx:
        await lanes.pause(tx, LANE, at(minutes=1))
    assert await working(store, seconds=59) == {}
    assert await working(store, seconds=60) == {LANE: None}


async def test_what_a_hold_stops_is_no_work_and_an_answer_is(store: Store) -> None:
    await planned(store, delivery())
    async with store.begin() as tx:
        await holds.hold(tx, "all", at())
    assert await working(store) == {}
    await planned(store, delivery(priority=Priority.ANSWER))
    assert await working(store) == {LANE: None}


async def test_what_is_on_its_way_is_work_again_once_its_lease_ran_out(store: Store) -> None:
    await planned(store, delivery())
    await take(store)
    assert await working(store) == {}
    async with store.begin() as tx:
        assert await deliveries.next_free(tx) == at(minutes=2)
    assert await working(store, minutes=2) == {LANE: None}


async def test_what_is_too_late_is_no_work(store: Store) -> None:
    await planned(store, delivery(expires_at=at(seconds=1)))
    assert await working(store) == {}


# --- folding -------------------------------------------------------------------------------------------------------


async def test_folding_takes_no_more_than_asked_and_the_rest_the_next_time(store: Store) -> None:
    await planned(store, *(delivery(expires_at=at(seconds=1)) for _ in range(5)))
    async with store.begin() as tx:
        await deliveries.expire(tx, at(seconds=1))
        assert [await deliveries.fold(tx, at(days=36), limit=2) for _ in range(4)] == [2, 2, 1, 0]
