"""What became of deliveries, what nobody knows, what came too late and what is long past."""

from __future__ import annotations

from typing import Any

import pytest

from bot.model import Receipt, State
from bot.store import Outcome, Store, deliveries

from .nouns import LANE, NOON, at, delivery, doubtful, planned, read, settle, started, take

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
    await take(store)
    words = [Outcome(id=each.id, owner="one", fence=1, state=State.SENT) for each in many[:3]]
    words.append(Outcome(id=many[3].id, owner="two", fence=1, state=State.SENT))
    async with store.begin() as tx:
        assert await deliveries.settle(tx, words, NOON) == {each.id for each in many[:3]}
        assert await deliveries.counts(tx) == {("tip", "sent"): 3, ("tip", "started"): 2}
        assert await deliveries.settle(tx, [], NOON) == frozenset()


async def test_what_has_to_wait_is_free_again_at_its_time_and_not_before(store: Store) -> None:
    one = await started(store)
    await settle(store, one.id, State.WAITING, reason="rate_limited", free_at=at(seconds=7))
    assert await take(store, now=at(seconds=6)) == ()
    (again,) = await take(store, now=at(seconds=7))
    assert (again.turn, again.reason) == (NOON, "rate_limited"), "it kept its turn"


async def test_refusals_are_no_attempts_and_doubts_are(store: Store) -> None:
    one = await started(store)
    for number in range(20):
        await settle(store, one.id, State.WAITING, reason="429", free_at=at(seconds=number))
        assert [each.attempts for each in await take(store, now=at(seconds=number))] == [0]
    for number in range(20, 23):
        await settle(store, one.id, State.UNSURE, reason="timeout", free_at=at(seconds=number))
        assert (await read(store, one.id)).attempts == number - 19
        (unknown,) = await doubtful(store, owner="one", fence=1, now=at(seconds=number))
        assert unknown.attempts == number - 19, "looking it up is no attempt"
        await settle(store, one.id, State.UNSURE, reason="lookup_failed", free_at=at(seconds=number))
        await doubtful(store, owner="one", fence=1, now=at(seconds=number))
        await settle(store, one.id, State.WAITING, reason="not_there", free_at=at(seconds=number))
        await take(store, now=at(seconds=number))
    assert (await read(store, one.id)).attempts == 3


# --- doubt ---------------------------------------------------------------------------------------------------------


async def test_a_started_delivery_whose_sender_died_is_looked_up_by_the_next(store: Store) -> None:
    one = await started(store)
    assert await doubtful(store, now=at(minutes=1)) == ()
    (unknown,) = await doubtful(store, now=at(minutes=2))
    assert (unknown.id, unknown.state, unknown.fence, unknown.started_at) == (one.id, State.UNSURE, 2, NOON)
    assert unknown.attempts == 1, "nobody knows what became of it"
    assert await settle(store, one.id, State.SENT) == frozenset(), "the dead one's late word does not count"
    assert await settle(store, one.id, State.WAITING, owner="two", fence=2) == {one.id}


async def test_a_doubtful_delivery_is_looked_up_by_one_alone_when_it_is_time(store: Store) -> None:
    one = await started(store)
    await settle(store, one.id, State.UNSURE, reason="timeout", free_at=at(seconds=3))
    assert await take(store, now=at(seconds=3)) == (), "never simply sent again"
    assert await doubtful(store, now=at(seconds=2)) == ()
    async with store.read() as tx:
        assert await deliveries.next_free(tx) == at(seconds=3)
        assert await deliveries.lanes(tx, at(seconds=3)) == {LANE: None}
    assert [each.id for each in await doubtful(store, now=at(seconds=3))] == [one.id]
    assert await doubtful(store, owner="three", fence=3, now=at(seconds=4)) == ()
    assert len(await doubtful(store, owner="three", fence=3, now=at(minutes=4))) == 1


async def test_no_more_is_looked_up_than_asked_for_and_the_earliest_first(store: Store) -> None:
    made = [await started(store, due_at=at(seconds=-number)) for number in range(4)]
    assert [each.id for each in await doubtful(store, now=at(minutes=2), limit=3)] == [
        each.id for each in sorted(made, key=lambda each: each.due_at)[:3]
    ]


async def test_what_an_owner_lets_go_is_looked_up_at_once(store: Store) -> None:
    sending, asking, others = [await started(store) for _ in range(3)]
    await settle(store, asking.id, State.UNSURE, reason="timeout", free_at=NOON)
    await settle(store, others.id, State.UNSURE, reason="timeout", free_at=NOON)
    await doubtful(store, owner="one", fence=1, limit=1)
    async with store.begin() as tx:
        await deliveries.let_go(tx, "another", NOON)
    assert [each.id for each in await doubtful(store, owner="two")] != [sending.id]
    async with store.begin() as tx:
        await deliveries.let_go(tx, "one", NOON)
    assert sending.id in {each.id for each in await doubtful(store, owner="three", fence=3)}


# --- too late ------------------------------------------------------------------------------------------------------


async def test_what_is_past_its_freshness_is_skipped_and_counted(store: Store) -> None:
    waiting = delivery(expires_at=at(hours=1))
    other = delivery(kind="daily_prompt", expires_at=at(hours=1))
    fresh = delivery(due_at=at(hours=2), expires_at=at(hours=5))
    await planned(store, waiting, other, fresh)
    async with store.begin() as tx:
        assert not await deliveries.expired(tx, at(minutes=59))
        assert await deliveries.expire(tx, at(minutes=59)) == {}
        assert await deliveries.expired(tx, at(hours=1))
        assert await deliveries.expire(tx, at(hours=1)) == {"tip": 1, "daily_prompt": 1}
        assert not await deliveries.expired(tx, at(hours=1))
        assert await deliveries.expire(tx, at(hours=1)) == {}
    late = await read(store, waiting.id)
    assert (late.state, late.reason) == (State.SKIPPED, "late")


@pytest.mark.parametrize("state", [State.STARTED, State.UNSURE])
async def test_what_is_in_flight_or_in_doubt_is_not_skipped(store: Store, state: State) -> None:
    one = await started(store, expires_at=at(minutes=1))
    if state is State.UNSURE:
        await settle(store, one.id, state, reason="timeout", free_at=at(seconds=3))
    async with store.begin() as tx:
        assert not await deliveries.expired(tx, at(hours=9))
        assert await deliveries.expire(tx, at(hours=9)) == {}
    assert (await read(store, one.id)).state is state


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
