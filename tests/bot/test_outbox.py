"""What waits is sent once, at the lane's pace, and refusals are taken at their word."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from bot.clock import FrozenClock
from bot.messages import Message
from bot.model import AccountRef, Delivery, Priority, Receipt, State
from bot.platform import Skip
from bot.rehearsal.platform import WAIT_SECONDS, FakePlatform
from bot.store import Store, accounts, schedules
from tests.bot.courier import Courier, PatientClock, plain
from tests.bot.store.nouns import NOON, at, delivery, joined, planned, read, schedule


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


# --- refusals -------------------------------------------------------------------------------------------------------


async def test_a_rate_limit_is_waited_for_exactly_and_then_sending_goes_on(store: Store) -> None:
    clock = PatientClock(NOON)
    refused: list[datetime] = []

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


# --- what is written ------------------------------------------------------------------------------------------------


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
