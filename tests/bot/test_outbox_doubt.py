"""What nobody knows the outcome of is looked up before it is sent again, also after a crash."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime
from uuid import UUID

import pytest

from bot.clock import FrozenClock
from bot.errors import Refused, Unreadable, Unsure, Wait
from bot.messages import Message
from bot.model import Receipt, State, Target
from bot.rehearsal.platform import FakePlatform
from bot.store import Store, lanes
from tests.bot.courier import Courier, plain
from tests.bot.store.nouns import NOON, at, delivery, planned, read, take
from tests.conftest import Opening

# --- doubt ----------------------------------------------------------------------------------------------------------


async def test_a_lost_reply_is_found_and_adopted_not_sent_twice(store: Store, clock: FrozenClock) -> None:
    one = delivery()
    await planned(store, one)
    courier = Courier(store, clock, faults=["reply_lost"])
    await courier.outbox.drain()
    assert (await read(store, one.id)).state is State.UNSURE
    await courier.after(seconds=3)
    found = await read(store, one.id)
    assert (found.state, found.reason, courier.keys) == (State.SENT, "found", [one.key])
    assert found.receipt == Receipt(channel="D-ada", message="00000001")
    assert [each.id for each, _ in courier.told] == [one.id]


async def test_what_never_arrived_is_sent_again_after_looking(store: Store, clock: FrozenClock) -> None:
    one = delivery()
    await planned(store, one)
    courier = Courier(store, clock, faults=["never_arrived"])
    await courier.outbox.drain()
    assert courier.keys == []
    await courier.after(seconds=3)
    await courier.outbox.drain()
    assert courier.keys == [one.key]
    again = await read(store, one.id)
    assert (again.state, again.attempts) == (State.SENT, 1), "one attempt was in doubt"


async def test_what_never_arrives_is_given_up_after_a_few_times(store: Store, clock: FrozenClock) -> None:
    one = delivery()
    await planned(store, one)
    courier = Courier(store, clock, faults=["never_arrived"] * 20)
    for _ in range(20):
        await courier.after(seconds=5)
    failed = await read(store, one.id)
    assert (failed.state, failed.reason, failed.attempts) == (State.FAILED, "too_many_attempts", 5)


async def test_what_is_not_there_and_too_late_is_skipped(store: Store, clock: FrozenClock) -> None:
    one = delivery(expires_at=at(seconds=4))
    await planned(store, one)
    courier = Courier(store, clock, faults=["never_arrived"])
    await courier.outbox.drain()
    await courier.after(seconds=4)
    late = await read(store, one.id)
    assert (late.state, late.reason, courier.keys) == (State.SKIPPED, "late", [])


class Hidden(FakePlatform):
    """A platform on which looking does not work."""

    error: Exception = Unreadable("no_history")

    async def find(self, target: Target, key: str, since: datetime) -> Receipt | None:
        raise self.error


@pytest.mark.parametrize(
    ("error", "state", "reason"),
    [
        (Unreadable("no_history"), State.SKIPPED, "unreadable"),
        (Refused("50001"), State.SKIPPED, "unreadable_50001"),
        (Unsure("reset"), State.UNSURE, "lookup_failed"),
        (Wait("rate_limited", seconds=30), State.UNSURE, "rate_limited"),
        (RuntimeError("a bug"), State.UNSURE, "lookup_broke"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
async def test_what_cannot_be_looked_up_is_never_sent_again_blindly(
    store: Store, clock: FrozenClock, error: Exception, state: State, reason: str
) -> None:
    one = delivery()
    await planned(store, one)
    platform = Hidden(clock, iter(["reply_lost", None, None]).__next__)
    platform.error = error
    courier = Courier(store, clock, platform=platform)
    await courier.outbox.drain()
    await courier.after(seconds=3)
    found = await read(store, one.id)
    assert (found.state, found.reason, courier.keys) == (state, reason, [one.key])


# --- crash and stop -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arrived", [True, False], ids=["it had arrived", "it had not arrived"])
async def test_a_crash_between_start_and_settling_is_looked_up(store: Store, clock: FrozenClock, arrived: bool) -> None:
    one = delivery()
    await planned(store, one)
    platform = FakePlatform(clock)
    async with store.begin() as tx:  # all that a courier does before it dies
        lease = await lanes.acquire(tx, "rehearsal", "dead", NOON, 120)
        assert lease is not None
    await take(store, owner="dead", fence=lease.fence)
    if arrived:
        await platform.send(one.target, plain("hello"), one.key)
    courier = Courier(store, clock, platform=platform, owner="new")
    await courier.after(seconds=119)
    assert (await read(store, one.id)).state is State.STARTED
    await courier.after(seconds=1)
    await courier.outbox.drain()
    assert courier.keys == [one.key]
    assert (await read(store, one.id)).reason == ("found" if arrived else None)
    assert (await read(store, one.id)).state is State.SENT


async def test_what_does_not_finish_in_time_is_looked_up_by_the_next(
    store: Store, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = delivery()
    await planned(store, one)
    on_its_way = asyncio.Event()

    class Hanging(FakePlatform):
        async def send(self, target: Target, message: Message, key: str) -> Receipt:
            await super().send(target, message, key)
            on_its_way.set()
            await asyncio.Event().wait()
            raise AssertionError

    platform = Hanging(clock)
    first = Courier(store, clock, platform=platform)
    monkeypatch.setattr("bot.outbox.DRAIN_SECONDS", 0.0)
    running = asyncio.create_task(first.outbox.run())
    await asyncio.wait_for(on_its_way.wait(), 10)
    await first.outbox.close()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    second = Courier(store, clock, platform=platform, owner="two")
    await second.after(minutes=2)
    assert ((await read(store, one.id)).reason, second.keys) == ("found", [one.key])


async def test_many_processes_send_everything_once(store: Store, another: Opening, clock: FrozenClock) -> None:
    platform = FakePlatform(clock)
    made = [
        delivery(target=Target(platform="rehearsal", scope=f"T{n % 3}", kind="channel", channel="C")) for n in range(90)
    ]
    await planned(store, *made)
    couriers = [Courier(await another(), clock, platform=platform, owner=f"courier {n}") for n in range(4)]
    await asyncio.gather(*(each.outbox.drain() for each in couriers))
    found: list[UUID] = [UUID(hex=each.key) for each in platform.seen]
    assert Counter(found) == Counter(each.id for each in made)
