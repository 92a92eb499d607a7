"""What the store asks of the databases: few statements however many rows, and none that reads a whole table."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event

from bot.clock import FrozenClock
from bot.model import AccountRef, CommunityRef, Receipt, State
from bot.store import (
    Outcome,
    Store,
    Tx,
    accounts,
    belongings,
    communities,
    deliveries,
    departures,
    entries,
    inbox,
    lanes,
    members,
    open_store,
    schedules,
    seen,
    slots,
)

from .nouns import A_DAY, LANE, at, delivery, schedule

KINDS = ("daily_prompt", "weekly_topic")
Asked = Callable[[Tx], Awaitable[object]]


@contextmanager
def heard(tx: Tx) -> Iterator[list[tuple[str, object]]]:
    """Collect the statements of a transaction with their parameters."""
    said: list[tuple[str, object]] = []

    def hear(_: object, cursor: object, statement: str, parameters: object, *rest: object) -> None:
        said.append((statement, parameters))

    connection = tx.sync_connection
    event.listen(connection, "before_cursor_execute", hear)
    try:
        yield said
    finally:
        event.remove(connection, "before_cursor_execute", hear)


async def a_batch(tx: Tx, size: int) -> dict[str, int]:
    """Take a batch all the way; return how many statements each step said."""
    ids = [uuid4() for _ in range(size)]
    counts: dict[str, int] = {}
    held = {"owner": "one", "fence": 1}
    with heard(tx) as said:
        await deliveries.plan(tx, [delivery(id=each) for each in ids])
        counts["plan"] = len(said)
    with heard(tx) as said:
        assert len(await deliveries.take(tx, lane=LANE, now=at(), lease_until=at(minutes=2), **held)) == size  # type: ignore[arg-type]
        counts["take"] = len(said)
    receipt = Receipt(channel="c", message="m")
    with heard(tx) as said:
        words = [Outcome(id=each, state=State.SENT, receipt=receipt, **held) for each in ids]  # type: ignore[arg-type]
        assert len(await deliveries.settle(tx, words, at())) == size
        counts["settle"] = len(said)
    return counts


async def test_a_batch_takes_few_statements_however_large_it_is(store: Store) -> None:
    async with store.begin() as tx:
        first, few, many = await a_batch(tx, 1), await a_batch(tx, 3), await a_batch(tx, 300)
    assert first["plan"] == 3, "a lane that nobody knows yet is written down once"
    assert few["plan"] == 2
    assert few["take"] == 1
    assert few["settle"] <= 2, "a driver may have to be asked how many rows were changed"
    assert many == few


async def test_appointments_move_on_in_one_statement(store: Store) -> None:
    community = await communities_of(store, 40)
    moved = [schedule(community_id=each) for each in community]
    async with store.begin() as tx:
        for each in moved:
            await schedules.put(tx, each)
        with heard(tx) as said:
            due = await schedules.due(tx, at(), KINDS)
            await schedules.advance(tx, [(each.id, at(days=1), A_DAY) for each in due])
        assert (len(due), len(said)) == (40, 2)
        assert await schedules.due(tx, at(), KINDS) == ()


async def communities_of(store: Store, count: int) -> list[object]:
    async with store.begin() as tx:
        refs = [CommunityRef(platform=LANE, id=str(each)) for each in range(count)]
        return [(await communities.ensure(tx, each, "UTC", "en")).id for each in refs]


def _word() -> Outcome:
    return Outcome(id=uuid4(), owner="one", fence=1, state=State.SENT)


ASKED: dict[str, Asked] = {
    "account": lambda tx: accounts.find(tx, AccountRef(platform="p", scope="", id="1")),
    "community": lambda tx: communities.find(tx, CommunityRef(platform="p", id="1")),
    "accounts of members": lambda tx: accounts.of_members(tx, [uuid4()]),
    "muted themes": lambda tx: members.muted(tx, [uuid4()]),
    "seen": lambda tx: seen.seen(tx, ["member:1"], "tip"),
    "entries": lambda tx: entries.list(tx, uuid4(), "checkin", 10),
    "entries to purge": lambda tx: entries.purge(tx, at(), 10),
    "entries to date": lambda tx: entries.date_undated(tx, 10),
    "entries kept for": lambda tx: entries.keep_for(tx, uuid4(), 7, at()),
    "belongings": lambda tx: belongings.of(tx, uuid4()),
    "parting": lambda tx: belongings.part_with(tx, uuid4(), at()),
    "erasing": belongings.erasing,
    "erasing some": lambda tx: belongings.erase_some(tx, uuid4(), 10),
    "erasing a member": lambda tx: belongings.erase_member(tx, uuid4()),
    "leaving": lambda tx: departures.left(tx, account_id=uuid4(), community_id=uuid4(), erase_at=at()),
    "grace over": lambda tx: departures.over(tx, at(), 10),
    "reached": lambda tx: departures.reached(tx, uuid4(), at()),
    "inbox": lambda tx: inbox.take(tx, "key", at()),
    "purge": lambda tx: inbox.purge(tx, at()),
    "due": lambda tx: schedules.due(tx, at(), KINDS),
    "next due": schedules.next_due,
    "advance": lambda tx: schedules.advance(tx, [(uuid4(), at(), A_DAY)]),
    "appointment": lambda tx: schedules.get(tx, "daily_prompt", uuid4()),
    "rest": lambda tx: schedules.rest(tx, uuid4(), "unreachable"),
    "lanes": lambda tx: deliveries.lanes(tx, at(), ["kind:tip"]),
    "couriers": lambda tx: lanes.couriers(tx, at()),
    "take": lambda tx: deliveries.take(tx, lane=LANE, owner="one", fence=1, now=at(), lease_until=at(minutes=2)),
    "first turns": lambda tx: deliveries.first_turns(tx, [LANE, "another"], at()),
    "let go": lambda tx: deliveries.let_go(tx, "one", at()),
    "expired": lambda tx: deliveries.expired(tx, at()),
    "mark": lambda tx: seen.mark(tx, [("member:1", "tip", "t-1")]),
    "slots": lambda tx: slots.page(tx, slots.FIRST, 100),
    "settle": lambda tx: deliveries.settle(tx, [_word()], at()),
    "unsure": lambda tx: deliveries.unsure(tx, lane=LANE, owner="one", fence=1, now=at(), lease_until=at()),
    "cancel for a member": lambda tx: deliveries.cancel(tx, member_id=uuid4(), reason="stopped"),
    "cancel for a recipient": lambda tx: deliveries.cancel(tx, recipient="topic:1", reason="withdrawn"),
    "expire": lambda tx: deliveries.expire(tx, at()),
    "fold": lambda tx: deliveries.fold(tx, at()),
    "next free": deliveries.next_free,
}
SMALL = ("SCAN lanes", "SCAN holds", "SCAN found")
"""Tables with a row for each lane or hold, and what a statement itself has found, which may be read whole."""


@pytest.fixture
async def on_sqlite(sqlite_url: str, clock: FrozenClock) -> AsyncIterator[Store]:
    store = await open_store(sqlite_url, clock=clock)
    yield store
    await store.close()


async def explained(tx: Tx, statement: str, parameters: Any) -> list[str]:
    """Return the steps in which SQLite would go about a statement."""
    row = parameters[0] if isinstance(parameters, list) else parameters
    found = await tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", row)
    return [str(each) for each in found.scalars("detail")]


@pytest.mark.parametrize("name", ASKED)
async def test_nothing_that_is_asked_often_reads_a_whole_table(name: str, on_sqlite: Store) -> None:
    async with on_sqlite.begin() as tx:
        with heard(tx) as said:
            await ASKED[name](tx)
        assert said
        for statement, parameters in said:
            steps = await explained(tx, statement, parameters)
            scans = [each for each in steps if each.startswith("SCAN ") and not each.startswith(SMALL)]
            assert [each for each in scans if "INDEX" not in each and "CONSTANT" not in each] == [], statement


async def test_what_is_free_is_found_in_the_order_of_an_index(on_sqlite: Store) -> None:
    async with on_sqlite.begin() as tx:
        with heard(tx) as said:
            await ASKED["take"](tx)
        statement, parameters = said[-1]
        plan = await explained(tx, statement, parameters)
    assert any("ix_deliveries_turn" in each for each in plan), plan
    assert not any("TEMP B-TREE" in each for each in plan), plan
