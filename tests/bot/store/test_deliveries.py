"""Planning, claiming, starting and settling; see ARCHITECTURE, "Delivery states"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from bot.model import Delivery, Priority, Receipt, State, Target
from bot.store import Outcome, Store, deliveries, members

from .nouns import NOON, at, delivery, joined, planned, read, settled_in

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
    )
    await planned(store, earlier, whole)
    assert await read(store, whole.id) == whole
    async with store.read() as tx:
        assert await deliveries.find(tx, whole.kind, whole.recipient, whole.occasion) == whole
        assert await deliveries.find(tx, whole.kind, whole.recipient, "another day") is None


async def test_planning_twice_is_planning_once(store: Store) -> None:
    one = delivery()
    async with store.begin() as tx:
        assert await deliveries.plan(tx, [one]) == 1
        assert await deliveries.plan(tx, [replace(delivery(), recipient=one.recipient)]) == 0
    assert await read(store, one.id) == one


async def test_one_batch_may_be_larger_than_a_statement_can_bind(store: Store) -> None:
    many = [delivery() for _ in range(1201)]
    async with store.begin() as tx:
        assert await deliveries.plan(tx, many) == 1201
        assert await deliveries.plan(tx, [*many[:600], delivery()]) == 1
        assert await deliveries.counts(tx) == {("tip", "waiting"): 1202}


async def test_nothing_planned_is_nothing_done(store: Store) -> None:
    async with store.begin() as tx:
        assert await deliveries.plan(tx, []) == 0


async def test_what_waits_can_be_planned_anew(store: Store) -> None:
    old = delivery()
    new = replace(delivery(due_at=at(hours=1)), recipient=old.recipient, content="other")
    await planned(store, old)
    async with store.begin() as tx:
        await deliveries.replan(tx, new)
    assert await claim(store) == ()
    moved = await read(store, old.id)
    assert (moved.due_at, moved.content, moved.state) == (at(hours=1), "other", State.WAITING)


async def test_what_was_cancelled_can_be_planned_anew(store: Store) -> None:
    old = delivery()
    await planned(store, old)
    async with store.begin() as tx:
        await deliveries.cancel(tx, recipient=old.recipient, reason="withdrawn")
        await deliveries.replan(tx, old)
    again = await read(store, old.id)
    assert (again.state, again.reason) == (State.WAITING, None)


async def test_what_was_sent_is_never_planned_anew(store: Store) -> None:
    one = await started(store)
    await settle(store, one.id, State.SENT, receipt=Receipt(channel="D1", message="1"))
    async with store.begin() as tx:
        await deliveries.replan(tx, one)
    assert (await read(store, one.id)).state is State.SENT


async def test_what_is_in_flight_is_never_planned_anew(store: Store) -> None:
    one = await started(store)
    async with store.begin() as tx:
        await deliveries.replan(tx, replace(one, due_at=at(hours=1)))
    assert (await read(store, one.id)).state is State.STARTED


async def test_a_claim_taken_back_by_planning_anew_is_not_started(store: Store) -> None:
    one = delivery()
    await planned(store, one)
    await claim(store)
    async with store.begin() as tx:
        await deliveries.replan(tx, replace(one, due_at=at(hours=1)))
    assert await start(store, [one.id]) == frozenset()


# --- claiming ------------------------------------------------------------------------------------------------------


async def test_what_matters_most_and_longest_is_claimed_first(store: Store) -> None:
    late = delivery(due_at=at(minutes=-5))
    later = delivery(due_at=at(minutes=-1))
    topic = delivery(priority=Priority.TOPIC)
    answer = delivery(priority=Priority.ANSWER)
    await planned(store, later, topic, late, answer)
    claimed = [*await claim(store, limit=3), *await claim(store)]
    assert [each.id for each in claimed] == [answer.id, topic.id, late.id, later.id]


async def test_only_what_is_due_fresh_and_of_the_lane_is_claimed(store: Store) -> None:
    early = delivery(due_at=at(seconds=1))
    stale = delivery(due_at=at(hours=-4), expires_at=NOON)
    elsewhere = delivery(target=Target(platform="slack", scope="T1", kind="channel", channel="C1"))
    due = delivery()
    await planned(store, early, stale, elsewhere, due)
    assert [each.id for each in await claim(store)] == [due.id]
    assert [each.id for each in await claim(store, lane="slack:T1")] == [elsewhere.id]


async def test_a_claim_holds_until_its_lease_runs_out(store: Store) -> None:
    one = delivery()
    await planned(store, one)
    assert len(await claim(store, owner="one", lease_until=at(minutes=2))) == 1
    assert await claim(store, owner="two", now=at(minutes=1)) == ()
    again = await claim(store, owner="two", now=at(minutes=2), lease_until=at(minutes=4), fence=2)
    assert [each.fence for each in again] == [2]


async def test_a_renewed_claim_holds_for_longer(store: Store) -> None:
    one = delivery()
    await planned(store, one)
    await claim(store)
    async with store.begin() as tx:
        await deliveries.renew(tx, [one.id], "two", 1, at(hours=1))
        await deliveries.renew(tx, [one.id], "one", 2, at(hours=1))
    assert len(await claim(store, now=at(minutes=2))) == 1, "another's word does not renew"
    async with store.begin() as tx:
        await deliveries.renew(tx, [one.id], "one", 1, at(hours=1))
    assert await claim(store, now=at(minutes=30)) == ()


async def test_lanes_with_work_are_named_and_others_not(store: Store) -> None:
    one = delivery(target=Target(platform="slack", scope="T1", kind="channel", channel="C1"))
    await planned(store, one, delivery(due_at=at(minutes=1)))
    async with store.read() as tx:
        assert await deliveries.lanes(tx, NOON) == ("slack:T1",)
        assert set(await deliveries.lanes(tx, at(minutes=1))) == {"slack:T1", "rehearsal"}
        assert await deliveries.next_free(tx) == NOON
    await claim(store, lane="slack:T1")
    async with store.read() as tx:
        assert await deliveries.lanes(tx, NOON) == ()
        assert await deliveries.next_free(tx) == at(minutes=1)
        assert "slack:T1" in await deliveries.lanes(tx, at(minutes=2)), "a dropped claim is work again"


# --- starting ------------------------------------------------------------------------------------------------------


async def test_cancelling_wins_over_a_claim_that_has_not_started(store: Store) -> None:
    ada = await joined(store)
    one = delivery(member_id=ada.id)
    await planned(store, one)
    await claim(store)
    async with store.begin() as tx:
        assert await deliveries.cancel(tx, member_id=ada.id, reason="stopped") == 1
    assert await start(store, [one.id]) == frozenset()
    assert (await read(store, one.id)).state is State.CANCELLED


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


@pytest.mark.parametrize("status", ["stopped", "erasing"])
async def test_nothing_starts_for_a_member_who_is_no_longer_active(store: Store, status: str) -> None:
    ada, grace = await joined(store), await joined(store, "grace")
    hers, others, nobodys = delivery(member_id=ada.id), delivery(member_id=grace.id), delivery()
    await planned(store, hers, others, nobodys)
    await claim(store)
    async with store.begin() as tx:
        await members.update(tx, ada.id, status=status)
    assert await start(store, [hers.id, others.id, nobodys.id]) == {others.id, nobodys.id}


async def test_only_the_holder_of_a_claim_starts_it_and_only_while_it_is_fresh(store: Store) -> None:
    one = delivery()
    await planned(store, one)
    assert await start(store, [one.id]) == frozenset(), "not claimed at all"
    await claim(store)
    assert await start(store, [one.id], owner="two") == frozenset()
    assert await start(store, [one.id], fence=2) == frozenset()
    assert await start(store, [one.id], now=at(hours=3)) == frozenset()
    assert await start(store, [one.id]) == {one.id}
    assert await start(store, [one.id]) == frozenset(), "nothing starts twice"
    begun = await read(store, one.id)
    assert (begun.attempts, begun.started_at, begun.state) == (1, NOON, State.STARTED)
