"""Planning deliveries, moving them, cancelling them; see ARCHITECTURE, "Delivery states"."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from bot.model import Priority, Receipt, State, Target
from bot.store import Store, deliveries

from .nouns import (
    LANE,
    NOON,
    OPENING_LANE,
    at,
    delivery,
    direct,
    joined,
    kept,
    planned,
    read,
    settle,
    settled_in,
    started,
    take,
)

# --- planning ------------------------------------------------------------------------------------------------------


async def test_a_delivery_is_read_as_it_was_planned(store: Store) -> None:
    ada, here = await joined(store), await settled_in(store)
    earlier = delivery(member_id=ada.id)
    whole = delivery(
        member_id=ada.id,
        community_id=here.id,
        content="p-17",
        priority=Priority.TOPIC,
        revises=earlier.id,
        target=Target(platform="slack", scope="T1", kind="channel", channel="C1", account=None, thread=True),
        free_at=at(seconds=17, milliseconds=3),
        turn=at(microseconds=-1),
    )
    await planned(store, earlier, whole)
    assert await read(store, whole.id) == whole
    async with store.read() as tx:
        assert await deliveries.find(tx, whole.kind, whole.recipient, whole.occasion) == whole
        assert await deliveries.find(tx, whole.kind, whole.recipient, "another day") is None


async def test_what_was_given_no_moment_and_no_turn_may_go_at_its_hour(store: Store) -> None:
    neither, later = delivery(), delivery(free_at=at(seconds=9))
    await planned(store, neither, later)
    assert await read(store, neither.id) == replace(neither, free_at=NOON, turn=NOON)
    assert await read(store, later.id) == replace(later, turn=at(seconds=9))


async def test_the_turns_given_beside_deliveries_count(store: Store) -> None:
    one, other = delivery(), delivery(free_at=at(seconds=1))
    async with store.begin() as tx:
        await deliveries.plan(tx, [one, other], {one.id: (at(seconds=5), at(seconds=-2))})
    assert await read(store, one.id) == replace(one, free_at=at(seconds=5), turn=at(seconds=-2))
    assert await read(store, other.id) == kept(other)


async def test_planning_twice_is_planning_once(store: Store) -> None:
    one = delivery()
    same_key, same_id = replace(one, id=uuid4(), content="other"), delivery(id=one.id, content="another")
    for again in (one, same_key, same_id):
        await planned(store, again)
    assert await read(store, one.id) == kept(one)
    async with store.read() as tx:
        assert await deliveries.counts(tx) == {("tip", "waiting"): 1}


async def test_one_batch_may_be_larger_than_a_statement_can_bind(store: Store) -> None:
    many = [delivery() for _ in range(1201)]
    await planned(store, *many)
    await planned(store, *many[:600], delivery())
    async with store.read() as tx:
        assert await deliveries.counts(tx) == {("tip", "waiting"): 1202}


async def test_nothing_planned_is_nothing_done(store: Store) -> None:
    await planned(store)
    async with store.read() as tx:
        assert await deliveries.counts(tx) == {}


async def test_deliveries_are_counted_by_kind_and_state_since_an_hour(store: Store) -> None:
    await planned(store, delivery(), delivery(kind="topic"), delivery(due_at=at(hours=-1)))
    async with store.read() as tx:
        assert await deliveries.counts(tx) == {("tip", "waiting"): 2, ("topic", "waiting"): 1}
        assert await deliveries.counts(tx, NOON) == {("tip", "waiting"): 1, ("topic", "waiting"): 1}


# --- planning anew -------------------------------------------------------------------------------------------------


async def test_what_waits_can_be_planned_anew(store: Store) -> None:
    old = delivery(free_at=at(seconds=-5), turn=at(days=-1))
    new = replace(delivery(due_at=at(hours=1)), recipient=old.recipient, content="other")
    await planned(store, old)
    async with store.begin() as tx:
        assert await deliveries.replan(tx, new)
    assert await take(store) == ()
    assert await read(store, old.id) == kept(new, id=old.id)


async def test_what_is_planned_anew_may_go_elsewhere(store: Store) -> None:
    one = delivery()
    await planned(store, one)
    async with store.begin() as tx:
        await deliveries.replan(tx, replace(one, target=direct(channel=None)))
    assert await take(store) == ()
    assert [each.id for each in await take(store, lane=OPENING_LANE)] == [one.id]


async def test_what_was_cancelled_can_be_planned_anew(store: Store) -> None:
    old = delivery()
    await planned(store, old)
    async with store.begin() as tx:
        await deliveries.cancel(tx, recipient=old.recipient, reason="withdrawn")
        assert await deliveries.replan(tx, old)
    again = await read(store, old.id)
    assert (again.state, again.reason) == (State.WAITING, None)


async def test_what_was_sent_is_never_planned_anew(store: Store) -> None:
    one = await started(store)
    await settle(store, one.id, State.SENT, receipt=Receipt(channel="D1", message="1"))
    async with store.begin() as tx:
        assert not await deliveries.replan(tx, one)
    assert (await read(store, one.id)).state is State.SENT


@pytest.mark.parametrize("state", [State.STARTED, State.UNSURE])
async def test_what_is_in_flight_or_in_doubt_is_never_planned_anew(store: Store, state: State) -> None:
    one = await started(store)
    if state is State.UNSURE:
        await settle(store, one.id, state, reason="timeout", free_at=at(seconds=3))
    async with store.begin() as tx:
        assert not await deliveries.replan(tx, replace(one, due_at=at(hours=1)))
    left = await read(store, one.id)
    assert (left.state, left.due_at) == (state, NOON)


# --- cancelling ----------------------------------------------------------------------------------------------------


async def test_what_was_cancelled_is_not_taken(store: Store) -> None:
    ada = await joined(store)
    one = delivery(member_id=ada.id)
    await planned(store, one)
    async with store.begin() as tx:
        assert await deliveries.cancel(tx, member_id=ada.id, reason="stopped") == 1
        assert await deliveries.cancel(tx, member_id=ada.id, reason="again") == 0
    assert await take(store) == ()
    ended = await read(store, one.id)
    assert (ended.state, ended.reason) == (State.CANCELLED, "stopped")


async def test_what_is_in_flight_is_not_cancelled(store: Store) -> None:
    ada = await joined(store)
    one = await started(store, member_id=ada.id)
    async with store.begin() as tx:
        assert await deliveries.cancel(tx, member_id=ada.id, reason="stopped") == 0
    assert await settle(store, one.id, State.SENT) == {one.id}


async def test_only_what_is_named_is_cancelled(store: Store) -> None:
    ada, grace, here = await joined(store), await joined(store, "grace"), await settled_in(store)
    hers = delivery(member_id=ada.id)
    others = delivery(member_id=grace.id)
    everyones = delivery(community_id=here.id)
    await planned(store, hers, others, everyones)
    async with store.begin() as tx:
        assert await deliveries.cancel(tx, member_id=ada.id, reason="paused") == 1
        assert await deliveries.cancel(tx, community_id=here.id, reason="withdrawn") == 1
        with pytest.raises(ValueError, match="whose"):
            await deliveries.cancel(tx, reason="everything")
    assert (await read(store, hers.id)).reason == "paused"
    assert (await read(store, others.id)).state is State.WAITING


# --- lanes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "lane"),
    [
        (direct(), LANE),
        (direct(channel=None), OPENING_LANE),
        (direct(platform="slack", scope="T1"), "slack:T1"),
        (direct(platform="slack", scope="T1", channel=None), "slack:T1:opening"),
        (Target(platform="slack", scope="T1", kind="channel", channel="C1"), "slack:T1"),
        (Target(platform="discord", scope="", kind="forum", channel="F1"), "discord"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_a_delivery_waits_in_the_lane_of_its_target(store: Store, target: Target, lane: str) -> None:
    assert target.lane == lane
    one = delivery(target=target)
    await planned(store, one)
    async with store.read() as tx:
        assert await deliveries.lanes(tx, NOON) == {lane: None}
    assert [each.id for each in await take(store, lane=lane)] == [one.id]
