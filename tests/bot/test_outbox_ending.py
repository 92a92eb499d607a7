"""Couriers that end, killed or gracefully, at any moment; in virtual time."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.model import State
from bot.rehearsal.platform import FakePlatform
from bot.store import Store, deliveries, open_store
from tests.bot.courier import (
    Courier,
    Listening,
    LoopClock,
    in_virtual_time,
    prompts,
)
from tests.bot.store.nouns import at, delivery, planned, read


@asynccontextmanager
async def killed(url: str, clock: LoopClock, platform: FakePlatform) -> AsyncIterator[None]:
    """Let a process of its own work, and end it in the middle of whatever it does."""
    store = await open_store(url, clock=clock, inline=True)
    before = asyncio.all_tasks()
    work = asyncio.create_task(Courier(store, clock, platform=platform, pace=10.0).outbox.run())
    yield
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)
    left = asyncio.all_tasks() - before
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
    await store.close()


@pytest.mark.parametrize("seconds", [0.01, 0.31, 0.5, 1.0, 1.27, 2.02, 2.6])
def test_a_courier_killed_in_mid_send_sends_nothing_twice_and_loses_nothing(sqlite_url: str, seconds: float) -> None:
    @in_virtual_time
    async def scene(store: Store, clock: LoopClock) -> None:
        made = prompts(40)
        await planned(store, *made)
        platform = Listening(clock, sending=0.25)
        async with killed(sqlite_url, clock, platform):
            await asyncio.sleep(seconds)
        async with Courier(store, clock, platform=platform, pace=10.0, owner="two").running():
            await asyncio.sleep(300)
        assert Counter(each.key for each in platform.seen) == Counter(each.key for each in made)
        async with store.read() as tx:
            assert await deliveries.counts(tx) == {("tip", "sent"): 40}

    scene(sqlite_url)


@in_virtual_time
async def test_a_graceful_stop_settles_what_is_in_flight_and_leaves_the_rest_for_the_next_start(
    store: Store, clock: LoopClock
) -> None:
    made = prompts(50)
    await planned(store, *made)
    platform = Listening(clock, sending=2)
    async with Courier(store, clock, platform=platform, pace=10.0).running():
        await asyncio.sleep(0.55)
    states = Counter([(await read(store, each.id)).state for each in made])
    assert set(states) == {State.SENT, State.WAITING}, "nothing is left that the next would have to look up"
    assert 6 <= states[State.SENT] == len(platform.seen) <= 10, "what was taken may be sent, nothing more is begun"
    stopped_at = clock.now()
    second = Courier(store, clock, platform=platform, pace=10.0, owner="two")
    await second.outbox.drain()
    assert clock.now() - stopped_at < timedelta(seconds=10), "at once, without waiting for a lease"
    assert Counter(second.keys) == Counter(each.key for each in made)


@in_virtual_time
async def test_nothing_is_sent_any_more_once_an_outbox_is_closed(store: Store, clock: LoopClock) -> None:
    """What is still to be called by then would be looked up by the next process before it arrives."""
    await planned(store, *prompts(50))
    platform = Listening(clock, sending=3)
    async with Courier(store, clock, platform=platform, pace=10.0).running():
        await asyncio.sleep(0.15)
    closed_at = clock.now()
    await asyncio.sleep(60)
    assert [moment for moment, _ in platform.called if moment > closed_at] == []
    assert [each.at for each in platform.seen if each.at > closed_at] == []


@in_virtual_time
async def test_closing_twice_or_without_work_is_harmless(store: Store, clock: LoopClock) -> None:
    courier = Courier(store, clock)
    await courier.outbox.close()
    await courier.outbox.close()
    await courier.outbox.drain()


@in_virtual_time
async def test_draining_returns_when_everything_free_is_settled_and_not_before(store: Store, clock: LoopClock) -> None:
    made, later = prompts(25), delivery(due_at=at(hours=1))
    await planned(store, *made, later)
    courier = Courier(store, clock, platform=Listening(clock, sending=3), pace=10.0)
    await courier.outbox.drain()
    assert Counter(each.id for each, _ in courier.told) == Counter(each.id for each in made)
    assert (await read(store, later.id)).state is State.WAITING
    assert clock.now() < at(seconds=10)
