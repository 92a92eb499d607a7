"""Group commit: many outcomes in one commit, each sender waiting for its own; a store that is away is ridden out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, cast

import pytest
from sqlalchemy import text

from bot.clock import Clock, FrozenClock
from bot.errors import StoreUnavailable
from bot.metrics import Metrics
from bot.model import Delivery, Receipt, State
from bot.outbox import Recorder, SettledBatch
from bot.store import Outcome, Store, Tx, inbox
from tests.bot.courier import LoopClock, in_virtual_time
from tests.bot.store.nouns import NOON, delivery, planned, read, take

RECEIPT = Receipt(channel="D-ada", message="1")
PATIENCE = 120.0


@dataclass
class Moody:
    """A store that is away for some transactions, that loses the answer to a commit, or that waits before one."""

    store: Store
    away: int = 0
    answers_lost: int = 0
    before_commit: asyncio.Event | None = None
    commits: int = 0
    trouble: list[Exception] = field(default_factory=list)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Tx]:
        if self.away > 0:
            self.away -= 1
            raise StoreUnavailable("away")
        async with self.store.begin() as tx:
            if self.trouble:
                raise self.trouble.pop()
            yield tx
            if self.before_commit:
                await self.before_commit.wait()
        self.commits += 1
        if self.answers_lost > 0:
            self.answers_lost -= 1
            raise StoreUnavailable("the answer was lost")


def recorder(
    store: Store | Moody,
    clock: Clock,
    settled: dict[str, SettledBatch] | None = None,
    metrics: Metrics | None = None,
) -> Recorder:
    return Recorder(
        store=cast("Any", store),
        clock=clock,
        settled=settled or {},
        metrics=metrics or Metrics(),
        patience_seconds=PATIENCE,
    )


async def taken(store: Store, count: int = 1, **changes: Any) -> list[Delivery]:
    await planned(store, *(delivery(**changes) for _ in range(count)))
    return list(await take(store))


def sent(one: Delivery, **changes: Any) -> Outcome:
    values: dict[str, Any] = {"owner": "one", "fence": 1, "state": State.SENT, "receipt": RECEIPT, **changes}
    return Outcome(id=one.id, **values)


async def states(store: Store, made: Sequence[Delivery]) -> list[State]:
    return [(await read(store, each.id)).state for each in made]


# --- group commit --------------------------------------------------------------------------------------------------


async def test_what_waits_together_is_written_in_one_commit(store: Store, clock: FrozenClock) -> None:
    made = await taken(store, 50)
    moody = Moody(store)
    recording = recorder(moody, clock)
    await asyncio.gather(*(recording.record(each, sent(each)) for each in made))
    assert moody.commits <= 2
    assert set(await states(store, made)) == {State.SENT}


async def test_nobody_goes_on_before_its_own_outcome_is_durable(store: Store, clock: FrozenClock) -> None:
    first, second = await taken(store, 2)
    moody = Moody(store, before_commit=asyncio.Event())
    assert moody.before_commit
    recording = recorder(moody, clock)
    early = asyncio.create_task(recording.record(first, sent(first)))
    late = asyncio.create_task(recording.record(second, sent(second)))
    done, _ = await asyncio.wait([early, late], timeout=0.2)
    assert not done
    assert await states(store, [first, second]) == [State.STARTED] * 2
    moody.before_commit.set()
    await asyncio.gather(early, late)
    assert await states(store, [first, second]) == [State.SENT] * 2


async def test_one_who_comes_while_others_are_written_waits_for_the_next_commit(
    store: Store, clock: FrozenClock
) -> None:
    first, second = await taken(store, 2)
    moody = Moody(store, before_commit=asyncio.Event())
    assert moody.before_commit
    recording = recorder(moody, clock)
    early = asyncio.create_task(recording.record(first, sent(first)))
    await asyncio.wait([early], timeout=0.1)
    late = asyncio.create_task(recording.record(second, sent(second)))
    moody.before_commit.set()
    await asyncio.gather(early, late)
    assert moody.commits == 2
    assert await states(store, [first, second]) == [State.SENT] * 2


async def test_one_who_gives_up_waiting_takes_nobody_along(store: Store, clock: FrozenClock) -> None:
    first, second = await taken(store, 2)
    moody = Moody(store, away=1)
    recording = recorder(moody, clock)
    impatient = asyncio.create_task(recording.record(first, sent(first)))
    patient = asyncio.create_task(recording.record(second, sent(second)))
    await asyncio.sleep(0)
    impatient.cancel()
    await patient
    assert (await states(store, [second])) == [State.SENT]
    assert impatient.cancelled() or impatient.cancelling()


# --- a store that is away ------------------------------------------------------------------------------------------


async def test_a_store_that_is_away_is_ridden_out(store: Store, clock: FrozenClock) -> None:
    made = await taken(store, 3)
    recording = recorder(Moody(store, away=100), clock)
    await asyncio.gather(*(recording.record(each, sent(each)) for each in made))
    assert set(await states(store, made)) == {State.SENT}
    assert timedelta(seconds=100) <= clock.now() - NOON < timedelta(seconds=PATIENCE)


async def test_a_store_that_stays_away_is_given_up_when_others_may_look(store: Store, clock: FrozenClock) -> None:
    one, later = await taken(store, 2)
    moody = Moody(store, away=10_000)
    recording = recorder(moody, clock)
    with pytest.raises(StoreUnavailable):
        await recording.record(one, sent(one))
    assert timedelta(0) <= clock.now() - NOON - timedelta(seconds=PATIENCE) <= timedelta(seconds=1)
    moody.away = 0
    await recording.record(later, sent(later))
    assert await states(store, [one, later]) == [State.STARTED, State.SENT]


@in_virtual_time
async def test_each_is_given_up_in_its_own_time(store: Store, clock: LoopClock) -> None:
    first, second = await taken(store, 2)
    moody = Moody(store, away=10_000)
    recording = recorder(moody, clock)
    early = asyncio.create_task(recording.record(first, sent(first)))
    await clock.sleep(PATIENCE - 10)
    late = asyncio.create_task(recording.record(second, sent(second)))
    with pytest.raises(StoreUnavailable):
        await early
    assert not late.done()
    moody.away = 0
    await late
    assert await states(store, [first, second]) == [State.STARTED, State.SENT]


async def test_a_commit_whose_answer_was_lost_is_written_again_without_harm(store: Store, clock: FrozenClock) -> None:
    (one,) = await taken(store)
    metrics = Metrics()
    await recorder(Moody(store, answers_lost=2), clock, metrics=metrics).record(one, sent(one))
    assert (await read(store, one.id)).receipt == RECEIPT
    assert b'ajar_deliveries_total{kind="tip",state="sent"} 1.0' in metrics.text()


async def test_a_bug_ends_that_batch_and_the_next_is_written(store: Store, clock: FrozenClock) -> None:
    one, other = await taken(store, 2)
    recording = recorder(Moody(store, trouble=[ZeroDivisionError()]), clock)
    with pytest.raises(ZeroDivisionError):
        await recording.record(one, sent(one))
    await recording.record(other, sent(other))
    assert await states(store, [one, other]) == [State.STARTED, State.SENT]


# --- who is told ---------------------------------------------------------------------------------------------------


async def test_a_feature_is_told_what_was_sent_in_the_same_transaction(store: Store, clock: FrozenClock) -> None:
    told: list[tuple[Delivery, Receipt]] = []

    async def note(tx: Tx, these: Sequence[tuple[Delivery, Receipt]]) -> None:
        told.extend(these)
        await inbox.take(tx, "noted", NOON)

    made = await taken(store, 3)
    outcomes = [sent(made[0]), sent(made[1], state=State.SKIPPED, receipt=None), sent(made[2], owner="another")]
    recording = recorder(store, clock, {"tip": note})
    await asyncio.gather(*(recording.record(each, outcome) for each, outcome in zip(made, outcomes, strict=True)))
    assert [(each.id, receipt) for each, receipt in told] == [(made[0].id, RECEIPT)], "not what others hold by now"
    assert await events(store) == 1


async def test_a_feature_that_fails_undoes_what_it_wrote_and_nothing_else(store: Store, clock: FrozenClock) -> None:
    async def broken(tx: Tx, these: Sequence[tuple[Delivery, Receipt]]) -> None:
        await inbox.take(tx, "half", NOON)
        raise RuntimeError("a bug in a feature")

    async def fine(tx: Tx, these: Sequence[tuple[Delivery, Receipt]]) -> None:
        await inbox.take(tx, "whole", NOON)

    async def wrong(tx: Tx, these: Sequence[tuple[Delivery, Receipt]]) -> None:
        await tx.execute(text("SELECT * FROM nowhere"))

    made = [*await taken(store), *await taken(store, kind="topic"), *await taken(store, kind="daily_prompt")]
    recording = recorder(store, clock, {"tip": broken, "topic": fine, "daily_prompt": wrong})
    await asyncio.gather(*(recording.record(each, sent(each)) for each in made))
    assert await states(store, made) == [State.SENT] * 3
    async with store.begin() as tx:
        assert [(await inbox.take(tx, key, NOON)).first for key in ("half", "whole")] == [True, False]


async def test_a_feature_that_cannot_reach_the_store_is_told_again(store: Store, clock: FrozenClock) -> None:
    away = [StoreUnavailable("away")]

    async def note(tx: Tx, these: Sequence[tuple[Delivery, Receipt]]) -> None:
        await inbox.take(tx, "noted", NOON)
        if away:
            raise away.pop()

    (one,) = await taken(store)
    await recorder(store, clock, {"tip": note}).record(one, sent(one))
    assert (await states(store, [one]), await events(store)) == ([State.SENT], 1)


async def events(store: Store) -> int:
    async with store.read() as tx:
        return int((await tx.execute(text("SELECT count(*) FROM inbox"))).scalar() or 0)
