"""What waits is sent once, whatever the platform, the store and the machine do meanwhile."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from bot.clock import FrozenClock
from bot.errors import Refused, Unreadable, Unsure, Wait
from bot.messages import Message
from bot.model import AccountRef, Delivery, Priority, Receipt, State, Target
from bot.outbox import lane as lane_module
from bot.platform import Skip
from bot.rehearsal.platform import WAIT_SECONDS, FakePlatform
from bot.store import Store, accounts, deliveries, holds, lanes, members, schedules
from tests.bot.courier import Courier, PatientClock, plain
from tests.bot.store.nouns import NOON, at, delivery, joined, planned, read, schedule
from tests.conftest import Opening


async def test_what_is_due_is_sent_once_and_told(store: Store, clock: FrozenClock) -> None:
    one, later = delivery(content="p-1"), delivery(due_at=at(hours=1))
    await planned(store, one, later)
    courier = Courier(store, clock)
    await courier.outbox.drain()
    await courier.outbox.drain()
    assert courier.keys == [one.key]
    sent = await read(store, one.id)
    assert (sent.state, sent.receipt) == (State.SENT, Receipt(channel="D-ada", message="00000001"))
    assert [(each.id, each.receipt) for each in courier.told] == [(one.id, sent.receipt)]
    assert (await read(store, later.id)).state is State.WAITING


async def test_the_dm_that_was_opened_is_kept(store: Store, clock: FrozenClock) -> None:
    ada = await joined(store)
    await planned(store, delivery(member_id=ada.id))
    await Courier(store, clock).outbox.drain()
    found = await store.who(AccountRef(platform="rehearsal", scope="", id="ada"), None)
    assert found[0] is not None
    assert found[0].direct_channel == "D-ada"


async def test_what_came_too_late_is_skipped_and_counted(store: Store, clock: FrozenClock) -> None:
    one = delivery(expires_at=at(hours=3))
    await planned(store, one)
    courier = Courier(store, clock)
    await courier.after(hours=3)
    late = await read(store, one.id)
    assert (late.state, late.reason, courier.keys) == (State.SKIPPED, "late", [])
    assert b'ajar_deliveries_total{kind="tip",state="skipped"} 1.0' in courier.metrics.text()


# --- doubt ---------------------------------------------------------------------------------------------------------


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
    assert [each.id for each in courier.told] == [one.id]


async def test_what_never_arrived_is_sent_again_after_looking(store: Store, clock: FrozenClock) -> None:
    one = delivery()
    await planned(store, one)
    courier = Courier(store, clock, faults=["never_arrived"])
    await courier.outbox.drain()
    assert courier.keys == []
    await courier.after(seconds=3)
    assert courier.keys == [one.key]
    again = await read(store, one.id)
    assert (again.state, again.attempts) == (State.SENT, 2)


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
        (RuntimeError("a bug"), State.UNSURE, "unknown"),
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


async def test_nothing_stands_as_started_while_doubt_is_looked_into(store: Store, clock: FrozenClock) -> None:
    lost, waiting = delivery(), delivery(due_at=at(seconds=3))
    await planned(store, lost, waiting)
    states: list[State] = []

    class Watched(FakePlatform):
        async def find(self, target: Target, key: str, since: datetime) -> Receipt | None:
            states.append((await read(store, waiting.id)).state)
            return await super().find(target, key, since)

    courier = Courier(store, clock, platform=Watched(clock, iter(["never_arrived", None, None]).__next__))
    await courier.outbox.drain()
    await courier.after(seconds=3)
    assert set(states) == {State.WAITING}
    assert Counter(courier.keys) == Counter([lost.key, waiting.key])


# --- refusals ------------------------------------------------------------------------------------------------------


async def test_a_rate_limit_is_waited_for_exactly_and_then_sending_goes_on(store: Store) -> None:
    clock, refused = PatientClock(NOON), []

    def second_is_refused() -> str | None:
        if len(platform.seen) != 1 or refused:
            return None
        refused.append(clock.now())
        return "rate_limited"

    platform = FakePlatform(clock, second_is_refused)
    made = [delivery(due_at=at(seconds=-number)) for number in range(5)]
    await planned(store, *made)
    courier = Courier(store, clock, platform=platform, pace=1)
    await courier.outbox.drain()
    assert len(courier.keys) == 1
    free_at = refused[0] + timedelta(seconds=WAIT_SECONDS)
    clock.move_to(free_at - timedelta(microseconds=1))
    await courier.outbox.drain()
    assert len(courier.keys) == 1
    clock.move_to(free_at)
    await courier.outbox.drain()
    assert Counter(courier.keys) == Counter(each.key for each in made)
    assert platform.seen[1].at == free_at


async def test_the_platforms_word_to_wait_is_kept_by_the_next_process(store: Store, clock: FrozenClock) -> None:
    await planned(store, delivery(), delivery())
    first = Courier(store, clock, faults=["rate_limited", "rate_limited"])
    await first.outbox.drain()
    await first.outbox.close()
    second = Courier(store, clock, owner="two")
    await planned(store, delivery())
    await second.after(seconds=6)
    assert second.keys == []
    await second.after(seconds=1)
    assert len(second.keys) == 3


async def test_a_closed_dm_rests_the_schedules_and_cancels_the_rest(store: Store, clock: FrozenClock) -> None:
    ada, grace = await joined(store), await joined(store, "grace")
    async with store.begin() as tx:
        await schedules.put(tx, schedule(member_id=ada.id, next_due_at=at(days=1)))
        await schedules.put(tx, schedule(member_id=grace.id, next_due_at=at(days=1)))
    refused, next_one = delivery(member_id=ada.id), delivery(member_id=ada.id, due_at=at(hours=1))
    others = delivery(member_id=grace.id, due_at=at(hours=1))
    await planned(store, refused, next_one, others)
    courier = Courier(store, clock, faults=["closed_direct"])
    await courier.outbox.drain()
    assert ((await read(store, refused.id)).state, (await read(store, refused.id)).reason) == (
        State.FAILED,
        "unreachable",
    )
    assert (await read(store, next_one.id)).state is State.CANCELLED
    await courier.after(hours=1)
    assert courier.keys == [others.key]
    async with store.read() as tx:
        hers = await schedules.get(tx, "daily_prompt", ada.id)
        assert hers is not None
        assert (hers.resting, hers.next_due_at) == ("unreachable", None)
        assert (await accounts.of_members(tx, [ada.id]))[ada.id][0].unreachable_at == NOON
        assert await schedules.next_due(tx) == at(days=1)


async def test_a_lost_channel_fails_that_delivery_alone(store: Store, clock: FrozenClock) -> None:
    gone, fine = delivery(priority=Priority.TOPIC), delivery()
    await planned(store, gone, fine)
    courier = Courier(store, clock, faults=["no_channel"])
    await courier.outbox.drain()
    assert (await read(store, gone.id)).reason == "no_channel"
    assert courier.keys == [fine.key]


# --- what is written -----------------------------------------------------------------------------------------------


async def test_a_renderer_may_skip_with_a_reason(store: Store, clock: FrozenClock) -> None:
    async def not_now(delivery: Delivery) -> Message | Skip:
        return Skip("withdrawn")

    one = delivery()
    await planned(store, one)
    courier = Courier(store, clock, write=not_now)
    await courier.outbox.drain()
    skipped = await read(store, one.id)
    assert (skipped.state, skipped.reason, courier.keys, courier.told) == (State.SKIPPED, "withdrawn", [], [])


async def test_a_renderer_that_raises_fails_that_delivery_alone(store: Store, clock: FrozenClock) -> None:
    async def some_fail(delivery: Delivery) -> Message | Skip:
        if delivery.content == "bad":
            raise RuntimeError("a bug in a feature")
        return plain(delivery.content)

    bad, good, unknown = delivery(content="bad"), delivery(content="good"), delivery(kind="nobody's")
    await planned(store, bad, good, unknown)
    courier = Courier(store, clock, write=some_fail)
    await courier.outbox.drain()
    for each in (bad, unknown):
        failed = await read(store, each.id)
        assert (failed.state, failed.reason) == (State.FAILED, "not_written")
    assert courier.texts == ["good"]


async def test_a_later_delivery_may_replace_an_earlier_message(store: Store, clock: FrozenClock) -> None:
    first = delivery(content="first words")
    second = delivery(content="better words", revises=first.id, due_at=at(minutes=1))
    await planned(store, first, second)
    courier = Courier(store, clock)
    await courier.outbox.drain()
    await courier.after(minutes=1)
    assert courier.texts == ["better words"]
    assert (await read(store, second.id)).receipt == (await read(store, first.id)).receipt


async def test_there_is_nothing_to_replace_when_the_earlier_one_was_never_sent(
    store: Store, clock: FrozenClock
) -> None:
    first = delivery(due_at=at(hours=1))
    second = delivery(revises=first.id)
    await planned(store, first, second)
    courier = Courier(store, clock)
    await courier.outbox.drain()
    assert (await read(store, second.id)).reason == "nothing_to_revise"
    assert courier.keys == []


async def test_one_who_is_told_and_fails_leaves_nothing_unfinished(store: Store, clock: FrozenClock) -> None:
    class Broken(Courier):
        async def _note(self, tx: object, sent: object) -> None:
            raise RuntimeError("a bug in a feature")

    one = delivery()
    await planned(store, one)
    broken = Broken(store, clock)
    await broken.outbox.drain()
    await broken.outbox.close()
    second = Courier(store, clock, platform=broken.platform, owner="two")
    await second.after(minutes=2)
    assert (await read(store, one.id)).reason == "found"
    assert second.keys == [one.key]


# --- holds, members, lanes -----------------------------------------------------------------------------------------


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


# --- crash and stop ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arrived", [True, False], ids=["it had arrived", "it had not arrived"])
async def test_a_crash_between_start_and_settling_is_looked_up(
    store: Store, clock: FrozenClock, arrived: bool
) -> None:
    one = delivery()
    await planned(store, one)
    platform = FakePlatform(clock)
    async with store.begin() as tx:  # all that a courier does before it dies
        lease = await lanes.acquire(tx, "rehearsal", "dead", NOON, 120)
        assert lease is not None
        until = at(minutes=2)
        await deliveries.claim(
            tx, lane="rehearsal", owner="dead", now=NOON, lease_until=until, fence=lease.fence
        )
        assert await deliveries.start(tx, [one.id], owner="dead", fence=lease.fence, now=NOON)
    if arrived:
        await platform.send(one.target, plain("hello"), one.key)
    courier = Courier(store, clock, platform=platform, owner="new")
    await courier.after(seconds=119)
    assert (await read(store, one.id)).state is State.STARTED
    await courier.after(seconds=1)
    assert courier.keys == [one.key]
    assert (await read(store, one.id)).reason == ("found" if arrived else None)
    assert (await read(store, one.id)).state is State.SENT


async def test_a_courier_killed_in_mid_send_sends_nothing_twice(store: Store, clock: FrozenClock) -> None:
    made = [delivery() for _ in range(6)]
    await planned(store, *made)
    in_flight = asyncio.Event()

    async def third_hangs(delivery: Delivery) -> Message | Skip:
        if len(platform.seen) == 3:
            in_flight.set()
            await asyncio.Event().wait()
        return plain("hello")

    platform = FakePlatform(clock)
    first = Courier(store, clock, platform=platform, write=third_hangs, pace=1)
    running = asyncio.create_task(first.outbox.run())
    await asyncio.wait_for(in_flight.wait(), 10)
    running.cancel()
    for task in first.outbox._work.values():
        task.cancel()
    await asyncio.gather(running, *first.outbox._work.values(), return_exceptions=True)
    second = Courier(store, clock, platform=platform, owner="two")
    for _ in range(3):
        await second.after(minutes=2)
    assert Counter(second.keys) == Counter(each.key for each in made)


async def test_a_graceful_stop_settles_what_is_in_flight_and_leaves_the_rest_for_the_next_start(
    store: Store, clock: FrozenClock
) -> None:
    made = [delivery() for _ in range(5)]
    await planned(store, *made)
    on_its_way, may_finish = asyncio.Event(), asyncio.Event()

    async def slowly(delivery: Delivery) -> Message | Skip:
        on_its_way.set()
        await may_finish.wait()
        return plain("hello")

    platform = FakePlatform(clock)
    first = Courier(store, clock, platform=platform, write=slowly, pace=1)
    running = asyncio.create_task(first.outbox.run())
    await asyncio.wait_for(on_its_way.wait(), 10)
    closing = asyncio.create_task(first.outbox.close())
    while not first.outbox._closing:
        await asyncio.sleep(0)
    may_finish.set()
    await closing
    first.outbox.wake()
    await running
    states = Counter([(await read(store, each.id)).state for each in made])
    assert states[State.SENT] == len(platform.seen) >= 1
    assert states[State.STARTED] == states[State.UNSURE] == 0
    assert len(platform.seen) < 5, "nothing more was begun"
    second = Courier(store, clock, platform=platform, owner="two")
    await second.outbox.drain()
    assert Counter(second.keys) == Counter(each.key for each in made), "at once, without waiting for a lease"


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


async def test_a_send_that_takes_too_long_is_in_doubt(
    store: Store, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Hanging(FakePlatform):
        async def send(self, target: Target, message: Message, key: str) -> Receipt:
            await asyncio.Event().wait()
            raise AssertionError

    monkeypatch.setattr(lane_module, "SEND_SECONDS", 0.0)
    one = delivery()
    await planned(store, one)
    await Courier(store, clock, platform=Hanging(clock)).outbox.drain()
    assert ((await read(store, one.id)).state, (await read(store, one.id)).reason) == (State.UNSURE, "timeout")


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
