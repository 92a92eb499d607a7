"""Due schedules become deliveries, once, and nothing that was slept through vanishes."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from bot.clock import FrozenClock
from bot.model import Delivery, Schedule, State
from bot.planner import Planner, next_due
from bot.store import Store, Tx, deliveries, holds, open_store, schedules
from tests.bot.courier import Courier
from tests.bot.store.nouns import NOON, at, delivery, direct, joined, schedule, settled_in
from tests.conftest import Opening


async def plan(tx: Tx, slots: Sequence[Schedule]) -> Sequence[Delivery]:
    """One delivery for each slot, to be sent within three hours."""
    return [_planned(each) for each in slots]


def _planned(slot: Schedule) -> Delivery:
    assert slot.member_id is not None
    assert slot.next_due_at is not None
    return delivery(
        id=uuid4(),
        kind=slot.kind,
        recipient=f"member:{slot.member_id.hex}",
        occasion=str(slot.last_date),
        member_id=slot.member_id,
        content=slot.detail or "",
        target=direct(slot.member_id.hex, f"D-{slot.member_id.hex}"),
        due_at=slot.next_due_at,
        expires_at=slot.next_due_at + timedelta(hours=3),
    )


def planner(store: Store, clock: FrozenClock, batch: int = 500) -> Planner:
    return Planner(store=store, clock=clock, plans={"daily_prompt": plan}, batch=batch)


async def appointed(store: Store, name: str = "ada", **changes: Any) -> Schedule:
    """Write down a member with a daily appointment at noon UTC, due today."""
    ada = await joined(store, name)
    one = schedule(**{"member_id": ada.id, "time_of_day": time(12), **changes})
    async with store.begin() as tx:
        await schedules.put(tx, one)
    return one


async def of(store: Store, one: Schedule) -> Schedule:
    assert one.member_id is not None
    async with store.read() as tx:
        found = await schedules.get(tx, one.kind, one.member_id)
    assert found is not None
    return found


async def counts(store: Store) -> dict[str, int]:
    async with store.read() as tx:
        return {state: number for (_, state), number in (await deliveries.counts(tx)).items()}


async def test_a_due_schedule_is_sent_once_and_waits_for_tomorrow(store: Store, clock: FrozenClock) -> None:
    one = await appointed(store)
    planning, courier = planner(store, clock), Courier(store, clock)
    assert await planning.tick() == 1
    assert await planning.tick() == 0
    await courier.outbox.drain()
    assert len(courier.keys) == 1
    moved = await of(store, one)
    assert (moved.next_due_at, moved.last_date) == (at(days=1), date(2026, 3, 2))
    clock.advance(timedelta(days=1, microseconds=-1))
    assert await planning.tick() == 0
    await courier.after(microseconds=1)
    assert await planning.tick() == 1
    await courier.outbox.drain()
    assert len(courier.keys) == 2


async def test_a_week_slept_through_ends_as_skipped_with_a_reason_but_for_the_fresh_day(
    store: Store, clock: FrozenClock
) -> None:
    await appointed(store)
    clock.advance(timedelta(days=7))
    assert await planner(store, clock).tick() == 8, "one tick plans everything that is due"
    courier = Courier(store, clock)
    await courier.outbox.drain()
    assert await counts(store) == {"skipped": 7, "sent": 1}
    async with store.read() as tx:
        lost = [
            await deliveries.find(tx, "daily_prompt", f"member:{courier.platform.seen[0].place[2:]}", f"2026-03-0{day}")
            for day in range(2, 9)
        ]
    assert {(each.state, each.reason) for each in lost if each} == {(State.SKIPPED, "late")}


async def test_more_is_due_than_one_batch_holds(store: Store, clock: FrozenClock) -> None:
    for number in range(7):
        await appointed(store, f"member {number}")
    assert await planner(store, clock, batch=3).tick() == 7
    assert await counts(store) == {"waiting": 7}


async def test_a_plan_that_fails_moves_nothing_on(store: Store, clock: FrozenClock) -> None:
    async def broken(tx: Tx, slots: Sequence[Schedule]) -> Sequence[Delivery]:
        await deliveries.plan(tx, await plan(tx, slots))
        raise RuntimeError("a bug in a feature")

    one = await appointed(store)
    assert await Planner(store=store, clock=clock, plans={"daily_prompt": broken}).tick() == 0
    assert (await of(store, one), await counts(store)) == (one, {})
    assert await planner(store, clock).tick() == 1


async def test_one_kinds_trouble_keeps_no_other_kind_from_its_hour(store: Store, clock: FrozenClock) -> None:
    async def broken(tx: Tx, slots: Sequence[Schedule]) -> Sequence[Delivery]:
        raise RuntimeError("a bug in a feature")

    one, other = await appointed(store), await appointed(store, "another", kind="weekly_topic")
    plans = {"daily_prompt": plan, "weekly_topic": broken}
    assert await Planner(store=store, clock=clock, plans=plans).tick() == 1
    assert (await of(store, one)).next_due_at == at(days=1)
    assert await of(store, other) == other


async def test_a_kind_that_a_newer_version_plans_waits_for_its_process(store: Store, clock: FrozenClock) -> None:
    one = await appointed(store, kind="not yet known here", next_due_at=at(hours=-1))
    known = await appointed(store, "grace")
    assert await planner(store, clock, batch=1).tick() == 1, "what is unknown takes nobody's place"
    assert await of(store, one) == one
    assert (await of(store, known)).next_due_at == at(days=1)


async def test_a_plan_is_told_the_local_date_it_serves(store: Store, clock: FrozenClock) -> None:
    told: list[date | None] = []

    async def listen(tx: Tx, slots: Sequence[Schedule]) -> Sequence[Delivery]:
        told.extend(each.last_date for each in slots)
        return []

    await appointed(store, zone="Pacific/Auckland", time_of_day=time(1))  # noon in UTC is one at night, the day after
    await Planner(store=store, clock=clock, plans={"daily_prompt": listen}).tick()
    assert told == [date(2026, 3, 3)]


async def test_many_planners_plan_everything_once(store: Store, another: Opening, clock: FrozenClock) -> None:
    for number in range(12):
        await appointed(store, f"member {number}")
    ticks = await asyncio.gather(*[planner(await another(), clock, batch=2).tick() for _ in range(4)])
    assert sum(ticks) + await planner(store, clock).tick() == 12
    assert await counts(store) == {"waiting": 12}


# --- the next slot -------------------------------------------------------------------------------------------------


def test_the_next_slot_serves_no_local_date_twice() -> None:
    served = schedule(time_of_day=time(18), last_date=date(2026, 3, 2))
    assert next_due(served, NOON) == datetime(2026, 3, 3, 18, tzinfo=NOON.tzinfo)
    assert next_due(replace(served, last_date=None), NOON) == datetime(2026, 3, 2, 18, tzinfo=NOON.tzinfo)


def test_the_next_slot_lies_after_a_pause() -> None:
    paused = schedule(time_of_day=time(18), paused_until=date(2026, 3, 9), last_date=date(2026, 3, 1))
    assert next_due(paused, NOON) == datetime(2026, 3, 9, 18, tzinfo=NOON.tzinfo)


def test_the_next_slot_lies_on_a_chosen_day() -> None:
    sundays = schedule(time_of_day=time(18), days=0b1000000)
    assert next_due(sundays, NOON) == datetime(2026, 3, 8, 18, tzinfo=NOON.tzinfo)


async def test_across_a_change_of_the_clocks_every_local_date_is_served_once(store: Store, clock: FrozenClock) -> None:
    zone = ZoneInfo("Europe/Athens")
    start = datetime(2026, 3, 27, 3, 30, tzinfo=zone)
    await appointed(store, zone="Europe/Athens", time_of_day=time(3, 30), next_due_at=start)
    planning, courier = planner(store, clock), Courier(store, clock)
    clock.move_to(start)
    for _ in range(5 * 24 - 12):
        await planning.tick()
        await courier.outbox.drain()
        clock.advance(timedelta(hours=1))
    local = Counter(each.at.astimezone(zone).date() for each in courier.platform.seen)
    assert local == {date(2026, 3, 27) + timedelta(days=each): 1 for each in range(5)}


# --- fair shares ---------------------------------------------------------------------------------------------------


async def of_community(tx: Tx, slots: Sequence[Schedule]) -> Sequence[Delivery]:
    """One delivery for each slot, of the community that its detail names."""
    return [
        delivery(
            kind=slot.kind,
            recipient=f"member:{slot.id.hex}",
            community_id=UUID(hex=slot.detail or ""),
            content=slot.detail or "",
            due_at=slot.next_due_at,
            expires_at=(slot.next_due_at or NOON) + timedelta(hours=3),
        )
        for slot in slots
    ]


async def due_in(store: Store, sizes: dict[str, int], **changes: Any) -> dict[str, str]:
    """Let so many be due at noon in some communities; return what marks the messages of each."""
    marks = {name: (await settled_in(store, name)).id.hex for name in sizes}
    async with store.begin() as tx:
        for name, count in sizes.items():
            for _ in range(count):
                await schedules.put(tx, schedule(time_of_day=time(12), detail=marks[name], **changes))
    return marks


@pytest.mark.parametrize("order", [("many", "few"), ("few", "many")])
async def test_a_community_of_few_does_not_wait_for_one_of_thousands(
    sqlite_url: str, clock: FrozenClock, order: tuple[str, str]
) -> None:
    store = await open_store(sqlite_url, clock=clock, inline=True)
    sizes = {"many": 2000, "few": 10}
    marks = await due_in(store, {name: sizes[name] for name in order})
    assert await Planner(store=store, clock=clock, plans={"daily_prompt": of_community}).tick() == 2010
    courier = Courier(store, clock, pace=200.0)
    await courier.outbox.drain()
    assert len(courier.texts) == 2010
    assert Counter(courier.texts[:40])[marks["few"]] == 10
    await store.close()


async def test_what_a_hold_keeps_back_gives_nobody_the_turns_of_hours_ago(sqlite_url: str, clock: FrozenClock) -> None:
    store = await open_store(sqlite_url, clock=clock, inline=True)
    plans = {"daily_prompt": of_community, "topic": of_community}
    planning, courier = Planner(store=store, clock=clock, plans=plans), Courier(store, clock, pace=200.0)
    async with store.begin() as tx:
        await holds.hold(tx, "kind:topic", NOON)
    await due_in(store, {"held": 1}, kind="topic", days=0b1)
    await due_in(store, {"one": 500}, days=0b1)
    await planning.tick()
    await courier.outbox.drain()
    clock.move_to(at(hours=1))
    marks = await due_in(store, {"another": 500, "one": 10}, next_due_at=at(hours=1))
    await planning.tick()
    before = len(courier.texts)
    await courier.outbox.drain()
    assert Counter(courier.texts[before : before + 40])[marks["one"]] == 10
    await store.close()


async def test_prompts_of_one_minute_go_out_spread_over_it(sqlite_url: str, clock: FrozenClock) -> None:
    store = await open_store(sqlite_url, clock=clock, inline=True)
    await due_in(store, {"here": 200})
    planning = Planner(store=store, clock=clock, plans={"daily_prompt": of_community}, spread_seconds=50)
    assert await planning.tick() == 200
    courier = Courier(store, clock, pace=200.0)
    for _ in range(60):
        await courier.outbox.drain()
        clock.move_to(max(clock.now(), clock.now().replace(microsecond=0) + timedelta(seconds=1)))
    moments = [(each.at - NOON).total_seconds() for each in courier.platform.seen]
    assert len(moments) == 200
    assert (min(moments) < 3, 45 < max(moments) < 60) == (True, True)
    assert max(Counter(int(each) for each in moments).values()) < 20
    async with store.read() as tx:
        assert {each.due_at for each in [await deliveries.get(tx, UUID(hex=key)) for key in courier.keys] if each} == {
            NOON
        }, "what they were due at is unchanged"
    await store.close()
