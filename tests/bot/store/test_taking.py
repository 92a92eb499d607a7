"""What a lane takes for its next second, who gets it where many ask at once, and which lanes have work."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from uuid import UUID

import pytest

from bot.model import Priority, State, Target
from bot.store import Outcome, Store, deliveries, members, schedules
from tests.conftest import Opening

from .nouns import (
    A_DAY,
    LANE,
    NOON,
    at,
    delivery,
    direct,
    doubtful,
    joined,
    kept,
    planned,
    read,
    schedule,
    settle,
    take,
)

COURIERS = 8
ROUNDS, FEWER_ROUNDS = 30, 4
"""SQLite has one writer, whom all wait for in turn; the race is on PostgreSQL."""

EACH_ROUND = 40
SLACK = Target(platform="slack", scope="T1", kind="channel", channel="C1")

# --- taking --------------------------------------------------------------------------------------------------------


async def test_what_is_taken_stands_as_started_by_its_holder(store: Store) -> None:
    one = delivery()
    await planned(store, one)
    (taken,) = await take(store, fence=7)
    assert taken == kept(one, state=State.STARTED, started_at=NOON, fence=7, attempts=0)
    assert await read(store, one.id) == taken
    assert await take(store) == (), "nothing is taken twice"


async def test_what_matters_most_goes_first_then_whose_turn_it_is(store: Store) -> None:
    second = delivery(due_at=at(minutes=-5), turn=at(seconds=-2))
    first = delivery(due_at=at(minutes=-1), turn=at(seconds=-3))
    last = delivery(due_at=at(minutes=-9), turn=at(seconds=-1))
    topic = delivery(priority=Priority.TOPIC)
    answer = delivery(priority=Priority.ANSWER)
    await planned(store, last, second, topic, first, answer)
    taken = [*await take(store, limit=3), *await take(store)]
    assert [each.id for each in taken] == [answer.id, topic.id, first.id, second.id, last.id]


async def test_only_what_is_free_fresh_and_of_the_lane_is_taken(store: Store) -> None:
    early = delivery(due_at=at(seconds=1))
    spread = delivery(free_at=at(milliseconds=1), turn=at(days=-1))
    stale = delivery(due_at=at(hours=-4), expires_at=NOON)
    elsewhere = delivery(target=SLACK)
    to_be_opened = delivery(target=direct(channel=None))
    due = delivery()
    await planned(store, early, spread, stale, elsewhere, to_be_opened, due)
    assert [each.id for each in await take(store)] == [due.id]
    assert [each.id for each in await take(store, lane="slack:T1")] == [elsewhere.id]
    assert [each.id for each in await take(store, now=at(milliseconds=1))] == [spread.id]


async def test_one_whose_turn_came_but_not_its_moment_holds_up_nobody(store: Store) -> None:
    not_yet = [delivery(free_at=at(minutes=1), turn=at(days=-1)) for _ in range(5)]
    due = delivery(turn=at(days=1))
    await planned(store, *not_yet, due)
    assert [each.id for each in await take(store, limit=1)] == [due.id]


async def test_what_was_taken_is_never_simply_taken_again(store: Store) -> None:
    await planned(store, delivery())
    await take(store, lease_until=at(seconds=1))
    assert await take(store, owner="two", now=at(hours=1), fence=2) == ()


@pytest.mark.parametrize("status", ["stopped", "erasing"])
async def test_nothing_is_taken_for_a_member_who_is_no_longer_active(store: Store, status: str) -> None:
    ada, grace = await joined(store), await joined(store, "grace")
    hers, others, nobodys = delivery(member_id=ada.id), delivery(member_id=grace.id), delivery()
    await planned(store, hers, others, nobodys)
    async with store.begin() as tx:
        await members.update(tx, ada.id, status=status)
    assert {each.id for each in await take(store)} == {others.id, nobodys.id}
    assert (await read(store, hers.id)).state is State.WAITING


async def test_whom_nothing_may_be_sent_to_takes_nobodys_place(store: Store) -> None:
    ada = await joined(store, status="stopped")
    hers = [delivery(member_id=ada.id, turn=at(days=-1)) for _ in range(3)]
    due = delivery()
    await planned(store, *hers, due)
    assert [each.id for each in await take(store, limit=1)] == [due.id]


# --- no more than asked --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("limit", [1, 3, 40])
async def test_never_more_is_taken_than_asked_for(store: Store, limit: int) -> None:
    """PostgreSQL may run a subquery with a LIMIT again for each row, if it knows nothing of the table yet."""
    await planned(store, *(delivery() for _ in range(100)))
    assert len(await take(store, limit=limit)) == limit
    await take(store, limit=100)
    assert len(await doubtful(store, now=at(minutes=2), limit=limit)) == limit


# --- which lanes have work -----------------------------------------------------------------------------------------


async def test_lanes_with_work_are_named_and_others_not(store: Store) -> None:
    one = delivery(target=SLACK)
    await planned(store, one, delivery(due_at=at(minutes=1)))
    async with store.read() as tx:
        assert await deliveries.lanes(tx, NOON) == {"slack:T1": None}
        assert set(await deliveries.lanes(tx, at(minutes=1))) == {"slack:T1", LANE}
        assert await deliveries.next_free(tx) == NOON
    await take(store, lane="slack:T1")
    async with store.read() as tx:
        assert await deliveries.lanes(tx, NOON) == {}
        assert await deliveries.next_free(tx) == at(minutes=1)
        assert "slack:T1" in await deliveries.lanes(tx, at(minutes=2)), "what was left on its way is work again"


async def test_without_a_delivery_there_is_no_next_moment(store: Store) -> None:
    async with store.read() as tx:
        assert (await deliveries.lanes(tx, NOON), await deliveries.next_free(tx)) == ({}, None)


async def test_the_first_turn_is_that_of_a_prompt_that_is_free(store: Store) -> None:
    await planned(
        store,
        delivery(priority=Priority.TOPIC, turn=at(seconds=-9)),
        delivery(target=SLACK, turn=at(seconds=-7)),
        delivery(turn=at(seconds=-5)),
        delivery(turn=at(seconds=-3), free_at=at(hours=1)),
    )
    async with store.read() as tx:
        reached = await deliveries.first_turns(tx, [LANE, "nowhere", "slack:T1"], NOON)
    assert reached == {LANE: at(seconds=-5), "slack:T1": at(seconds=-7)}
    await take(store)
    async with store.read() as tx:
        assert await deliveries.first_turns(tx, [LANE], NOON) == {}, "what is not free yet holds up nobody"


# --- many at once --------------------------------------------------------------------------------------------------


async def take_all(store: Store, owner: str) -> list[UUID]:
    """Take a few at a time until there is nothing left; return all that were taken."""
    mine: list[UUID] = []
    while taken := await take(store, owner=owner, limit=3):
        mine += [each.id for each in taken]
    return mine


async def race(stores: Sequence[Store]) -> list[list[UUID]]:
    return await asyncio.gather(*(take_all(each, f"courier {number}") for number, each in enumerate(stores)))


async def test_no_delivery_is_ever_taken_by_two_couriers(store: Store, store_url: str, another: Opening) -> None:
    couriers = [await another() for _ in range(COURIERS)]
    for _ in range(ROUNDS if "postgresql" in store_url else FEWER_ROUNDS):
        made = [delivery() for _ in range(EACH_ROUND)]
        await planned(store, *made)
        found = Counter(each for taken in await race(couriers) for each in taken)
        assert [each for each, times in found.items() if times > 1] == []


async def test_every_delivery_is_taken_in_the_end(store: Store, another: Opening) -> None:
    made = [delivery() for _ in range(EACH_ROUND * 3)]
    await planned(store, *made)
    found = [each for taken in await race([await another() for _ in range(COURIERS)]) for each in taken]
    found += await take_all(store, "the last")
    assert sorted(found) == sorted(each.id for each in made)


async def test_of_many_words_about_one_delivery_one_counts(store: Store, another: Opening) -> None:
    one = delivery()
    await planned(store, one)
    await take_all(store, "one")
    words = [State.SENT, State.FAILED, State.SKIPPED, State.WAITING, State.UNSURE]
    counted = await asyncio.gather(*[settle(await another(), one.id, each) for each in words])
    assert sum(map(len, counted)) == 1
    assert (await read(store, one.id)).state is words[counted.index(frozenset({one.id}))]


async def test_two_who_settle_the_same_ones_in_another_order_never_wait_in_a_ring(
    store: Store, another: Opening
) -> None:
    couriers = [await another() for _ in range(4)]
    for _ in range(5):
        made = [delivery() for _ in range(EACH_ROUND)]
        await planned(store, *made)
        await take(store)
        words = [Outcome(id=each.id, owner="one", fence=1, state=State.SENT) for each in made]

        async def say(each: Store, these: Sequence[Outcome]) -> None:
            async with each.begin() as tx:
                await deliveries.settle(tx, these, NOON)

        turned = [words[number:] + words[:number] for number in range(0, EACH_ROUND, 10)]
        async with asyncio.timeout(30):
            await asyncio.gather(*map(say, couriers, turned))
    async with store.read() as tx:
        assert await deliveries.counts(tx) == {("tip", "sent"): 5 * EACH_ROUND}


async def test_of_many_planners_one_plans_an_appointment(store: Store, another: Opening) -> None:
    for number in range(20):
        ada = await joined(store, f"ada {number}")
        async with store.begin() as tx:
            await schedules.put(tx, schedule(member_id=ada.id))

    async def plan(each: Store) -> list[UUID]:
        async with each.begin() as tx:
            due = await schedules.due(tx, NOON, ["daily_prompt"], limit=6)
            await schedules.advance(tx, [(one.id, at(days=1), A_DAY) for one in due])
        return [one.id for one in due]

    planned_by = await asyncio.gather(*[plan(await another()) for _ in range(6)])
    every = [each for one in planned_by for each in one]
    assert len(every) == len(set(every)) == 20
