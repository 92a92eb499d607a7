"""A member's appointment through changes, pauses and stops: never two on one local date, never one unasked."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from bot import agenda
from bot.clock import FrozenClock
from bot.model import Member, Schedule, State
from bot.planner import Planner
from bot.store import Store, deliveries, members, schedules
from tests.bot.courier import Courier
from tests.bot.store.nouns import NOON, at, joined
from tests.bot.test_planner import counts, plan


class Days:
    """A member's days: time passes by the hour, what falls due is planned and sent."""

    def __init__(self, store: Store, clock: FrozenClock) -> None:
        self.store, self.clock = store, clock
        self.planner = Planner(store=store, clock=clock, plans={agenda.DAILY: plan})
        self.courier = Courier(store, clock)

    async def go_on(self, hours: int) -> None:
        for _ in range(hours):
            self.clock.advance(timedelta(hours=1))
            await self.planner.tick()
            await self.courier.outbox.drain()

    def dates(self, zone: str = "UTC") -> list[str]:
        """Return the local dates on which something was sent, without the month."""
        return [each.at.astimezone(ZoneInfo(zone)).strftime("%d.%H") for each in self.courier.platform.seen]


@pytest.fixture
def days(store: Store, clock: FrozenClock) -> Days:
    return Days(store, clock)


@pytest.fixture
async def ada(store: Store) -> Member:
    return await joined(store, zone="UTC")


async def begin(days: Days, ada: Member, hour: int = 14) -> Schedule:
    async with days.store.begin() as tx:
        return await agenda.begin(tx, ada, time(hour), days.clock.now())


async def test_an_appointment_begins_today_when_its_hour_is_still_to_come(days: Days, ada: Member) -> None:
    begun = await begin(days, ada, 14)
    assert (begun.next_due_at, begun.days, begun.zone) == (at(hours=2), agenda.EVERY_DAY, "UTC")
    async with days.store.read() as tx:
        assert await agenda.of(tx, ada.id) == begun
        assert await agenda.of(tx, uuid4()) is None


async def test_an_appointment_begins_tomorrow_when_its_hour_has_passed(days: Days, ada: Member) -> None:
    assert (await begin(days, ada, 11)).next_due_at == at(hours=23)


@pytest.mark.parametrize("hour", [13, 15, 23])
async def test_a_changed_hour_keeps_one_for_each_local_date(days: Days, ada: Member, hour: int) -> None:
    await begin(days, ada, 14)
    await days.go_on(3)
    async with days.store.begin() as tx:
        await agenda.change(tx, ada.id, days.clock.now(), time_of_day=time(hour))
    await days.go_on(48)
    assert days.dates()[:2] == ["02.14", f"03.{hour}"]
    assert max(Counter(each[:2] for each in days.dates()).values()) == 1


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati"])
async def test_a_changed_zone_keeps_one_for_each_local_date(days: Days, ada: Member, zone: str) -> None:
    await begin(days, ada, 14)
    await days.go_on(3)
    async with days.store.begin() as tx:
        changed = await agenda.change(tx, ada.id, days.clock.now(), zone=zone)
    assert changed is not None
    assert changed.next_due_at is not None
    local = changed.next_due_at.astimezone(ZoneInfo(zone))
    assert local.date() > date(2026, 3, 2)
    assert local.time() == time(14)
    await days.go_on(24 * 4)
    after = [each.at.astimezone(ZoneInfo(zone)).date() for each in days.courier.platform.seen[1:]]
    assert after == [local.date() + timedelta(days=number) for number in range(len(after))]
    assert len(after) >= 3


async def test_chosen_days_are_kept_to(days: Days, ada: Member) -> None:
    await begin(days, ada)
    async with days.store.begin() as tx:
        changed = await agenda.change(tx, ada.id, NOON, days=0b0010100)
    assert changed is not None
    assert changed.time_of_day == time(14)
    await days.go_on(24 * 7)
    assert days.dates() == ["04.14", "06.14"]


async def test_there_is_nothing_to_change_without_an_appointment(days: Days, ada: Member) -> None:
    async with days.store.begin() as tx:
        assert await agenda.change(tx, ada.id, NOON, days=1) is None
        assert await agenda.pause(tx, ada.id, date(2026, 3, 5), NOON) is None
        assert await agenda.wake(tx, ada.id, NOON) is None
        await agenda.choose_next(tx, ada.id, "p-1")
        assert await agenda.of(tx, ada.id) is None


async def test_a_pause_sends_nothing_until_its_last_day_is_over(days: Days, ada: Member) -> None:
    await begin(days, ada)
    await days.go_on(3)
    async with days.store.begin() as tx:
        await agenda.pause(tx, ada.id, date(2026, 3, 5), days.clock.now())
    await days.go_on(24 * 4)
    assert days.dates() == ["02.14", "05.14", "06.14"]


async def test_a_pause_cancels_what_waits_and_its_end_does_not_bring_it_back(days: Days, ada: Member) -> None:
    await begin(days, ada)
    days.clock.advance(timedelta(hours=2))
    await days.planner.tick()
    async with days.store.begin() as tx:
        await agenda.pause(tx, ada.id, date(2026, 3, 9), days.clock.now())
    assert await counts(days.store) == {"cancelled": 1}
    async with days.store.begin() as tx:
        ended = await agenda.pause(tx, ada.id, None, days.clock.now())
    assert ended is not None
    assert (ended.paused_until, ended.next_due_at) == (None, at(days=1, hours=2))
    await days.go_on(23)
    assert days.dates() == []
    await days.go_on(1)
    assert days.dates() == ["03.14"]


async def test_what_was_chosen_comes_next(days: Days, ada: Member) -> None:
    await begin(days, ada)
    async with days.store.begin() as tx:
        await agenda.choose_next(tx, ada.id, "p-9")
    await days.go_on(3)
    assert days.courier.texts == ["p-9"]


async def test_stopping_ends_everything_at_once(days: Days, ada: Member) -> None:
    await begin(days, ada)
    days.clock.advance(timedelta(hours=2))
    await days.planner.tick()
    async with days.store.begin() as tx:
        await agenda.stop(tx, ada.id)
    await days.go_on(48)
    async with days.store.read() as tx:
        stopped, found = await members.get(tx, ada.id), await agenda.of(tx, ada.id)
    assert stopped is not None
    assert found is not None
    assert (stopped.status, found.resting, found.next_due_at) == ("stopped", "stopped", None)
    assert (days.dates(), await counts(days.store)) == ([], {"cancelled": 1})


async def test_one_who_stopped_is_neither_woken_nor_changed_back_to_life(days: Days, ada: Member) -> None:
    await begin(days, ada)
    async with days.store.begin() as tx:
        await agenda.stop(tx, ada.id)
        await schedules.rest(tx, ada.id, "unreachable")
        woken = await agenda.wake(tx, ada.id, NOON)
        changed = await agenda.change(tx, ada.id, NOON, time_of_day=time(9))
    assert woken is not None
    assert changed is not None
    assert (woken.resting, woken.next_due_at, changed.next_due_at) == ("stopped", None, None)


async def test_one_who_comes_back_on_the_same_day_is_not_served_twice_on_it(days: Days, ada: Member) -> None:
    first = await begin(days, ada)
    await days.go_on(3)
    async with days.store.begin() as tx:
        await agenda.stop(tx, ada.id)
        await members.update(tx, ada.id, status="active")
    again = await begin(days, ada, 18)
    assert (again.id, again.last_date, again.next_due_at) == (first.id, date(2026, 3, 2), at(days=1, hours=6))
    await days.go_on(30)
    assert days.dates() == ["02.14", "03.18"]


async def test_one_who_could_not_be_reached_goes_on_once_woken(days: Days, ada: Member) -> None:
    await begin(days, ada)
    async with days.store.begin() as tx:
        await schedules.rest(tx, ada.id, "unreachable")
    await days.go_on(48)
    assert days.dates() == []
    async with days.store.begin() as tx:
        woken = await agenda.wake(tx, ada.id, days.clock.now())
        assert woken is not None
        assert await agenda.wake(tx, ada.id, days.clock.now()) == replace(woken)
    await days.go_on(24)
    assert days.dates() == ["04.14"]


async def test_what_is_cancelled_and_what_comes_next_change_together(days: Days, ada: Member) -> None:
    begun = await begin(days, ada)
    days.clock.advance(timedelta(hours=2))
    await days.planner.tick()
    with pytest.raises(RuntimeError, match="half way"):
        async with days.store.begin() as tx:
            await agenda.stop(tx, ada.id)
            raise RuntimeError("half way")
    async with days.store.read() as tx:
        found = await agenda.of(tx, ada.id)
        waiting = await deliveries.find(tx, agenda.DAILY, f"member:{ada.id.hex}", "2026-03-02")
    assert found is not None
    assert waiting is not None
    assert (found.id, found.resting, waiting.state) == (begun.id, None, State.WAITING)
    assert isinstance(found.next_due_at, datetime)
