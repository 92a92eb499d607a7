"""What is decided while a delivery is on its way, and which lanes there is work for."""

from __future__ import annotations

from typing import Any

import pytest

from bot.model import Delivery, Priority, State
from bot.store import Outcome, Store, deliveries, holds, lanes

from .nouns import at, delivery, joined, planned, read

LANE = "rehearsal"


async def claimed(store: Store, owner: str = "one", **later: float) -> tuple[Delivery, ...]:
    async with store.begin() as tx:
        return await deliveries.claim(
            tx, lane=LANE, owner=owner, now=at(**later), lease_until=at(minutes=2, **later), fence=1
        )


async def started(store: Store, one: Delivery) -> None:
    await planned(store, one)
    await claimed(store)
    async with store.begin() as tx:
        assert await deliveries.start(tx, [one.id], owner="one", fence=1, now=at()) == {one.id}


async def settled(store: Store, one: Delivery, state: State, **more: Any) -> None:
    word = Outcome(id=one.id, owner="one", fence=1, state=state, **more)
    async with store.begin() as tx:
        assert await deliveries.settle(tx, [word], at()) == {one.id}


async def cancelled(store: Store, one: Delivery, **more: Any) -> int:
    async with store.begin() as tx:
        return await deliveries.cancel(tx, recipient=one.recipient, reason="paused", **more)


async def working(store: Store, **more: Any) -> tuple[str, ...]:
    """Return the lanes with work, a second from now."""
    async with store.read() as tx:
        return await deliveries.lanes(tx, at(seconds=1), held=await holds.held(tx), **more)


# --- cancelled while in flight -------------------------------------------------------------------------------------


async def test_what_was_cancelled_in_flight_and_did_not_arrive_is_not_sent_again(store: Store) -> None:
    one = delivery()
    await started(store, one)
    assert await cancelled(store, one) == 0
    await settled(store, one, State.WAITING, reason="429", free_at=at(seconds=5))
    ended = await read(store, one.id)
    assert (ended.state, ended.reason) == (State.CANCELLED, "paused")


async def test_what_was_cancelled_in_flight_and_arrived_counts_as_sent(store: Store) -> None:
    one = delivery()
    await started(store, one)
    await cancelled(store, one)
    await settled(store, one, State.SENT)
    assert (await read(store, one.id)).state is State.SENT


async def test_what_was_cancelled_in_doubt_is_looked_up_and_not_sent_again(store: Store) -> None:
    one = delivery()
    await started(store, one)
    await settled(store, one, State.UNSURE, reason="timeout", free_at=at())
    await cancelled(store, one)
    async with store.begin() as tx:
        doubtful = await deliveries.unsure(
            tx, lane=LANE, owner="one", fence=1, now=at(seconds=1), lease_until=at(minutes=2)
        )
    assert [each.id for each in doubtful] == [one.id]
    await settled(store, one, State.WAITING, reason="not_there", free_at=at())
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


@pytest.mark.parametrize("state", [State.CLAIMED, State.STARTED, State.CANCELLED])
async def test_a_delivery_is_not_settled_as_what_it_cannot_become(store: Store, state: State) -> None:
    one = delivery()
    await started(store, one)
    with pytest.raises(ValueError, match="settled"):
        await settled(store, one, state)
    assert (await read(store, one.id)).state is State.STARTED


# --- which lanes there is work for ---------------------------------------------------------------------------------


async def test_a_lane_of_another_courier_is_no_work_of_ours(store: Store) -> None:
    await planned(store, delivery())
    async with store.begin() as tx:
        await lanes.acquire(tx, LANE, "two", at(), 30)
    assert await working(store, owner="one") == ()
    assert await working(store, owner="two") == (LANE,)
    assert await working(store) == (LANE,)
    async with store.begin() as tx:
        assert await deliveries.lanes(tx, at(seconds=30), owner="one") == (LANE,)


async def test_a_lane_that_the_platform_paused_has_no_work_until_then(store: Store) -> None:
    await planned(store, delivery())
    async with store.begin() as tx:
        await lanes.pause(tx, LANE, at(minutes=1))
        assert await deliveries.lanes(tx, at(seconds=59)) == ()
        assert await deliveries.lanes(tx, at(seconds=60)) == (LANE,)


async def test_what_a_hold_stops_is_no_work_and_an_answer_is(store: Store) -> None:
    await planned(store, delivery())
    async with store.begin() as tx:
        await holds.hold(tx, "all", at())
    assert await working(store) == ()
    await planned(store, delivery(priority=Priority.ANSWER))
    assert await working(store) == (LANE,)


async def test_what_is_claimed_is_work_again_once_its_lease_ran_out(store: Store) -> None:
    await planned(store, delivery())
    await claimed(store)
    assert await working(store) == ()
    async with store.begin() as tx:
        assert await deliveries.next_free(tx) == at(minutes=2)
        assert await deliveries.lanes(tx, at(minutes=2)) == (LANE,)


async def test_what_is_too_late_is_no_work(store: Store) -> None:
    await planned(store, delivery(expires_at=at(seconds=1)))
    assert await working(store) == ()


# --- starting ------------------------------------------------------------------------------------------------------


async def test_starting_may_hold_for_longer_in_one_step(store: Store) -> None:
    ada = await joined(store)
    one, two = delivery(member_id=ada.id), delivery()
    await planned(store, one, two)
    await claimed(store)
    async with store.begin() as tx:
        held = {"owner": "one", "fence": 1, "now": at()}
        await deliveries.start(tx, [one.id], lease_until=at(minutes=9), **held)  # type: ignore[arg-type]
        await deliveries.start(tx, [two.id], **held)  # type: ignore[arg-type]
        at_five = await deliveries.unsure(
            tx, lane=LANE, owner="two", fence=2, now=at(minutes=5), lease_until=at(minutes=7)
        )
    assert [each.id for each in at_five] == [two.id]


# --- folding -------------------------------------------------------------------------------------------------------


async def test_folding_takes_no_more_than_asked_and_the_rest_the_next_time(store: Store) -> None:
    await planned(store, *(delivery(expires_at=at(seconds=1)) for _ in range(5)))
    async with store.begin() as tx:
        await deliveries.expire(tx, at(seconds=1))
        assert [await deliveries.fold(tx, at(days=36), limit=2) for _ in range(4)] == [2, 2, 1, 0]
