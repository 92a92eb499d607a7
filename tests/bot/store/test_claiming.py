"""Many couriers at once, each with connections of its own: nobody is served twice, nobody is left out."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from bot.model import State
from bot.store import Outcome, Store, deliveries, schedules
from tests.conftest import Opening

from .nouns import NOON, at, delivery, joined, planned, schedule

COURIERS = 8
ROUNDS, FEWER_ROUNDS = 30, 4
"""SQLite has one writer, whom all wait for in turn; the race is on PostgreSQL."""

EACH_ROUND = 40


async def take_all(store: Store, owner: str) -> list[UUID]:
    """Claim a few at a time until there is nothing left; return all that were claimed."""
    mine: list[UUID] = []
    while True:
        async with store.begin() as tx:
            claimed = await deliveries.claim(
                tx, lane="rehearsal", owner=owner, now=NOON, lease_until=at(minutes=2), fence=1, limit=3
            )
        if not claimed:
            return mine
        mine += [each.id for each in claimed]


async def race(stores: Sequence[Store]) -> list[list[UUID]]:
    return await asyncio.gather(*(take_all(each, f"courier {number}") for number, each in enumerate(stores)))


async def test_no_delivery_is_ever_claimed_by_two_couriers(store: Store, store_url: str, another: Opening) -> None:
    couriers = [await another() for _ in range(COURIERS)]
    for _ in range(ROUNDS if "postgresql" in store_url else FEWER_ROUNDS):
        made = [delivery() for _ in range(EACH_ROUND)]
        await planned(store, *made)
        found = Counter(each for taken in await race(couriers) for each in taken)
        assert [each for each, times in found.items() if times > 1] == []


async def test_every_delivery_is_claimed_in_the_end(store: Store, another: Opening) -> None:
    made = [delivery() for _ in range(EACH_ROUND * 3)]
    await planned(store, *made)
    found = [each for taken in await race([await another() for _ in range(COURIERS)]) for each in taken]
    found += await take_all(store, "the last")
    assert sorted(found) == sorted(each.id for each in made)


async def test_of_many_words_about_one_delivery_one_counts(store: Store, another: Opening) -> None:
    one = delivery()
    await planned(store, one)
    await take_all(store, "one")
    async with store.begin() as tx:
        await deliveries.start(tx, [one.id], owner="one", fence=1, now=NOON)
    word = Outcome(id=one.id, owner="one", fence=1, state=State.SENT)

    async def say(each: Store) -> int:
        async with each.begin() as tx:
            return len(await deliveries.settle(tx, [word], NOON))

    assert sum(await asyncio.gather(*[say(await another()) for _ in range(4)])) == 1


async def test_of_many_planners_one_plans_an_appointment(store: Store, another: Opening) -> None:
    for number in range(20):
        ada = await joined(store, f"ada {number}")
        async with store.begin() as tx:
            await schedules.put(tx, schedule(member_id=ada.id))

    async def plan(each: Store) -> list[UUID]:
        async with each.begin() as tx:
            due = await schedules.due(tx, NOON, limit=6)
            await schedules.advance(tx, [schedule(id=one.id, next_due_at=at(days=1)) for one in due])
        return [one.id for one in due]

    planned_by = await asyncio.gather(*[plan(await another()) for _ in range(6)])
    every = [each for one in planned_by for each in one]
    assert len(every) == len(set(every)) == 20
