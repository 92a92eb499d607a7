"""What waits is sent once, at the lane's pace, and refusals are taken at their word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.clock import FrozenClock
from bot.errors import StoreUnavailable
from bot.messages import Message
from bot.model import AccountRef, Delivery, Priority, Receipt, State
from bot.platform import Skip
from bot.rehearsal.platform import WAIT_SECONDS, FakePlatform
from bot.store import Store, accounts, schedules
from tests.bot.courier import Courier, PatientClock, plain
from tests.bot.store.nouns import NOON, at, delivery, direct, joined, planned, read, schedule


async def test_what_is_due_is_sent_once_and_told(store: Store, clock: FrozenClock) -> None:
    one, later = delivery(content="p-1"), delivery(due_at=at(hours=1))
    await planned(store, one, later)
    courier = Courier(store, clock)
    await courier.outbox.drain()
    await courier.outbox.drain()
    assert courier.keys == [one.key]
    sent = await read(store, one.id)
    assert (sent.state, sent.receipt) == (State.SENT, Receipt(channel="D-ada", message="00000001"))
    assert [(each.id, receipt) for each, receipt in courier.told] == [(one.id, sent.receipt)]
    assert (await read(store, later.id)).state is State.WAITING


async def test_the_dm_that_was_opened_is_kept_and_what_comes_next_goes_there(store: Store, clock: FrozenClock) -> None:
    ada = await joined(store)
    await planned(store, delivery(member_id=ada.id, target=direct(channel=None)))
    await Courier(store, clock).outbox.drain()
    found = await store.who(AccountRef(platform="rehearsal", scope="", id="ada"), None)
    assert found[0] is not None
    assert found[0].direct_channel == "D-ada"


async def test_a_dm_that_was_opened_before_is_left_as_it_is(store: Store, clock: FrozenClock) -> None:
    ada = await joined(store)
    await planned(store, delivery(member_id=ada.id))
    await Courier(store, clock).outbox.drain()
    found = await store.who(AccountRef(platform="rehearsal", scope="", id="ada"), None)
    assert found[0] is not None
    assert found[0].direct_channel is None


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
    refused: list[datetime] = []

    def once() -> str | None:
        if refused:
            return None
        refused.append(clock.now())
        return "rate_limited"

    await planned(store, delivery(), delivery())
    first = Courier(store, clock, platform=FakePlatform(clock, once))
    await first.outbox.drain()
    await first.outbox.close()
    second = Courier(store, clock, owner="two")
    await planned(store, delivery())
    free_at = refused[0] + timedelta(seconds=WAIT_SECONDS)
    clock.move_to(free_at - timedelta(microseconds=1))
    await second.outbox.drain()
    assert second.keys == []
    clock.move_to(free_at)
    await second.outbox.drain()
    assert len(second.keys) == 3


async def test_refusals_for_being_too_fast_use_up_no_attempts(store: Store, clock: FrozenClock) -> None:
    one = delivery()
    await planned(store, one)
    courier = Courier(store, clock, faults=["rate_limited"] * 20)
    for _ in range(21):
        await courier.after(seconds=WAIT_SECONDS)
    sent = await read(store, one.id)
    assert (sent.state, sent.attempts) == (State.SENT, 0)


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


async def test_a_batch_is_written_in_one_call_for_each_kind(store: Store, clock: FrozenClock) -> None:
    asked: list[list[str]] = []

    async def write_batch(batch: Sequence[Delivery]) -> Sequence[Message | Skip]:
        asked.append([each.content for each in batch])
        return [Skip("odd") if each.content in "13" else plain(each.content) for each in batch]

    tips = [delivery(content=str(number), turn=at(seconds=number)) for number in range(5)]
    await planned(store, *tips, delivery(kind="topic", content="topic", priority=Priority.TOPIC))
    courier = Courier(store, clock, write_batch=write_batch)
    await courier.outbox.drain()
    assert asked == [["topic"], ["0", "1", "2", "3", "4"]]
    assert courier.texts == ["topic", "0", "2", "4"]
    assert [(await read(store, each.id)).state for each in tips[:2]] == [State.SENT, State.SKIPPED]


async def test_a_batch_that_cannot_be_written_is_written_one_by_one(store: Store, clock: FrozenClock) -> None:
    asked: list[int] = []

    async def write_batch(batch: Sequence[Delivery]) -> Sequence[Message | Skip]:
        asked.append(len(batch))
        if any(each.content == "bad" for each in batch):
            raise RuntimeError("a bug in a feature")
        return [plain(each.content) for each in batch]

    made = [delivery(content=each) for each in ("good", "bad", "better")]
    await planned(store, *made)
    courier = Courier(store, clock, write_batch=write_batch)
    await courier.outbox.drain()
    assert asked == [3, 1, 1, 1]
    assert Counter(courier.texts) == Counter(["good", "better"])
    assert (await read(store, made[1].id)).reason == "not_written"


async def test_what_cannot_be_written_while_the_store_is_away_waits_again(store: Store, clock: FrozenClock) -> None:
    away = [StoreUnavailable("away")] * 2

    async def needs_the_store(delivery: Delivery) -> Message | Skip:
        if away:
            raise away.pop()
        return plain("hello")

    one = delivery()
    await planned(store, one)
    courier = Courier(store, clock, write=needs_the_store)
    await courier.outbox.drain()
    left = await read(store, one.id)
    assert (left.state, left.reason, left.attempts) == (State.WAITING, "store_unavailable", 0)
    assert left.free_at is not None
    assert timedelta(0) < left.free_at - clock.now() <= timedelta(seconds=30)
    for _ in range(2):
        await courier.after(seconds=30)
    assert courier.keys == [one.key]


async def test_a_renderer_that_raises_fails_that_delivery_alone(store: Store, clock: FrozenClock) -> None:
    async def some_fail(delivery: Delivery) -> Message | Skip:
        if delivery.content == "bad":
            raise RuntimeError("a bug in a feature")
        return plain(delivery.content)

    bad, good = delivery(content="bad"), delivery(content="good")
    await planned(store, bad, good)
    courier = Courier(store, clock, write=some_fail)
    await courier.outbox.drain()
    failed = await read(store, bad.id)
    assert (failed.state, failed.reason) == (State.FAILED, "not_written")
    assert courier.texts == ["good"]


async def test_what_a_newer_version_planned_waits_for_its_process(store: Store, clock: FrozenClock) -> None:
    unknown = delivery(kind="not yet known here")
    await planned(store, unknown)
    await Courier(store, clock).outbox.drain()
    left = await read(store, unknown.id)
    assert (left.state, left.reason, left.free_at) == (
        State.WAITING,
        "unknown_kind",
        clock.now() + timedelta(minutes=1),
    )


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


async def test_one_who_is_told_and_fails_does_not_undo_the_receipt(store: Store, clock: FrozenClock) -> None:
    class Broken(Courier):
        async def note(self, tx: object, sent: object) -> None:
            raise RuntimeError("a bug in a feature")

    one = delivery()
    await planned(store, one)
    broken = Broken(store, clock)
    await broken.outbox.drain()
    assert (await read(store, one.id)).state is State.SENT
    await broken.after(minutes=5)
    assert broken.keys == [one.key]
