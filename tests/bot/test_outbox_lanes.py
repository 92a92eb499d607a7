"""Who may send what: holds, members who stop, lanes that belong to one courier and keep their pace."""

from __future__ import annotations

import asyncio

import pytest

from bot.clock import FrozenClock
from bot.messages import Message
from bot.model import Delivery, Priority, State, Target
from bot.platform import Skip
from bot.store import Store, deliveries, holds, lanes, members
from tests.bot.courier import Courier, PatientClock, plain
from tests.bot.store.nouns import NOON, at, delivery, joined, planned, read

# --- holds, members, lanes ------------------------------------------------------------------------------------------


async def test_a_hold_stops_what_is_unasked_until_its_release(store: Store, clock: FrozenClock) -> None:
    unasked, answer = delivery(content="unasked"), delivery(content="answer", priority=Priority.ANSWER)
    await planned(store, unasked, answer)
    async with store.begin() as tx:
        await holds.hold(tx, "all", NOON)
    courier = Courier(store, clock)
    await courier.outbox.drain()
    assert courier.texts == ["answer"]
    async with store.begin() as tx:
        await holds.release(tx, "all")
    await courier.outbox.drain()
    assert courier.texts == ["answer", "unasked"]


async def test_a_hold_that_begins_while_a_batch_goes_out_stops_its_rest(store: Store, clock: FrozenClock) -> None:
    async def hold_at_first(delivery: Delivery) -> Message | Skip:
        async with store.begin() as tx:
            await holds.hold(tx, "kind:daily_prompt", NOON)
        return plain(delivery.content)

    tip = delivery(content="tip", priority=Priority.TOPIC)
    prompt = delivery(content="prompt", kind="daily_prompt", due_at=at(seconds=-2))
    answer = delivery(content="answer", kind="daily_prompt", priority=Priority.ANSWER)
    last = delivery(content="last tip")
    await planned(store, answer, tip, prompt, last)
    courier = Courier(store, clock, write=hold_at_first, pace=1)
    await courier.outbox.drain()
    assert courier.texts == ["answer", "tip", "last tip"]
    async with store.begin() as tx:
        await holds.release(tx, "kind:daily_prompt")
    await courier.after(minutes=2)
    assert courier.texts == ["answer", "tip", "last tip", "prompt"]


async def test_one_who_stops_while_a_batch_goes_out_gets_nothing_more(store: Store, clock: FrozenClock) -> None:
    ada = await joined(store)

    async def stop_at_first(delivery: Delivery) -> Message | Skip:
        async with store.begin() as tx:
            await members.update(tx, ada.id, status="stopped")
            await deliveries.cancel(tx, member_id=ada.id, reason="stopped")
        return plain(delivery.content)

    first, hers = delivery(content="first", due_at=at(seconds=-1)), delivery(content="hers", member_id=ada.id)
    await planned(store, first, hers)
    courier = Courier(store, clock, write=stop_at_first, pace=1)
    await courier.outbox.drain()
    assert courier.texts == ["first"]
    assert (await read(store, hers.id)).state is State.CANCELLED


async def test_a_lane_of_another_courier_is_left_alone_until_its_lease_runs_out(
    store: Store, clock: FrozenClock
) -> None:
    one = delivery()
    await planned(store, one)
    async with store.begin() as tx:
        await lanes.acquire(tx, "rehearsal", "another", NOON, 120)
    courier = Courier(store, clock)
    await courier.after(seconds=119)
    assert courier.keys == []
    await courier.after(seconds=1)
    assert courier.keys == [one.key]


async def test_what_goes_to_a_platform_we_do_not_serve_waits(store: Store, clock: FrozenClock) -> None:
    one = delivery(target=Target(platform="slack", scope="T1", kind="channel", channel="C1"))
    await planned(store, one)
    await Courier(store, clock).outbox.drain()
    assert (await read(store, one.id)).state is State.WAITING


@pytest.mark.parametrize("pace", [1.0, 4.0, 40.0])
async def test_a_lanes_pace_is_never_exceeded(store: Store, pace: float) -> None:
    clock = PatientClock(NOON)
    count = int(pace * 3) + 1
    await planned(store, *(delivery() for _ in range(count)))
    courier = Courier(store, clock, pace=pace)
    await courier.outbox.drain()
    moments = sorted((each.at - NOON).total_seconds() for each in courier.platform.seen)
    assert len(moments) == count
    for moment in moments:
        assert sum(moment <= other < moment + 1 for other in moments) <= pace
    assert moments[-1] == 3


async def test_two_lanes_do_not_wait_for_each_other(store: Store, clock: FrozenClock) -> None:
    slow, quick = asyncio.Event(), delivery(content="quick")
    blocked = delivery(content="slow", target=Target(platform="rehearsal", scope="T1", kind="channel", channel="C1"))

    async def one_waits(delivery: Delivery) -> Message | Skip:
        if delivery.content == "slow":
            await slow.wait()
        else:
            slow.set()
        return plain(delivery.content)

    await planned(store, blocked, quick)
    courier = Courier(store, clock, write=one_waits)
    async with asyncio.timeout(10):
        await courier.outbox.drain()
    assert courier.texts == ["quick", "slow"]
