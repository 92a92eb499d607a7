"""The database's slots follow newer zone rules, and stay under older ones."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from importlib.metadata import version as package_version
from typing import Any

import pytest

from bot import zone_rules
from bot.clock import FrozenClock
from bot.model import Delivery, Schedule
from bot.planner import Planner, next_due
from bot.store import Store, Tx, marks, schedules
from bot.store import slots as stored
from bot.zone_rules import MARK, SETTLING, age, dated, follow, report, version
from tests.bot.store.nouns import joined, schedule
from tests.bot.test_wall_clock_rules import EAST, HOME, WEST, rules
from tests.bot.wall_clock import DAY, HOUR, made
from tests.conftest import NOON as NOW
from tests.conftest import Opening


async def appointed(store: Store, name: str = "ada", **changes: Any) -> Schedule:
    """Write down a member with a daily appointment by the older rules."""
    member = await joined(store, name)
    each = schedule(member_id=member.id, zone=HOME, **changes)
    with rules(EAST):
        each = replace(each, next_due_at=next_due(each, NOW))
    async with store.begin() as tx:
        await schedules.put(tx, each)
    return each


async def slot(store: Store, each: Schedule) -> datetime | None:
    assert each.member_id is not None
    async with store.read() as tx:
        found = await schedules.get(tx, each.kind, each.member_id)
    assert found is not None
    return found.next_due_at


async def mark(store: Store) -> str | None:
    async with store.read() as tx:
        return await marks.get(tx, MARK)


async def noted(store: Store, value: str) -> None:
    async with store.begin() as tx:
        await marks.put(tx, MARK, value)


async def test_slots_follow_newer_rules(store: Store, clock: FrozenClock) -> None:
    await noted(store, "2025b")
    evening, noon = (
        await appointed(store, time_of_day=time(18)),
        await appointed(store, "bob", time_of_day=time(13, 30)),
    )
    stopped = await appointed(store, "cy", time_of_day=time(18))
    async with store.begin() as tx:
        await schedules.put(tx, replace(stopped, next_due_at=None, resting="stopped"))
    with rules(WEST):
        assert await follow(store, clock, "2026a") == 2
    assert await slot(store, evening) == NOW + 5 * HOUR
    assert noon.next_due_at == NOW + DAY - HOUR / 2  # half past one was over by the older rules; now it is ahead again
    assert await slot(store, noon) == NOW + HOUR / 2
    assert await slot(store, stopped) is None
    assert await mark(store) == f"2026a since {NOW.isoformat()}"


async def test_a_slot_that_newer_rules_put_just_behind_is_due_at_once_and_one_served_stays(
    store: Store, clock: FrozenClock
) -> None:
    missed = await appointed(store, time_of_day=time(14, 30))
    served = await appointed(store, "bob", time_of_day=time(14, 30), last_date=NOW.date())
    with rules(made((0, 10800))):
        assert await follow(store, clock, "2026a") == 2
    assert await slot(store, missed) == NOW - HOUR / 2
    assert await slot(store, served) == NOW + DAY - HOUR / 2


async def test_an_overdue_slot_whose_hour_newer_rules_put_ahead_waits_for_it(store: Store, clock: FrozenClock) -> None:
    early = await appointed(store, time_of_day=time(13, 30))
    async with store.begin() as tx:
        await schedules.put(tx, replace(early, next_due_at=NOW - HOUR / 2))
    with rules(WEST):
        assert await follow(store, clock, "2026a") == 1
    assert await slot(store, early) == NOW + HOUR / 2


async def test_older_rules_leave_all_as_it_is_and_say_so(
    store: Store, clock: FrozenClock, caplog: pytest.LogCaptureFixture
) -> None:
    await noted(store, "2026a")
    each = await appointed(store, time_of_day=time(18))
    with rules(WEST):
        assert await follow(store, clock, "2025b") == 0
    assert await slot(store, each) == each.next_due_at
    assert "zone rules 2025b are older than the database's 2026a" in caplog.text


async def test_what_older_rules_compute_beside_newer_ones_follows_when_they_are_gone(
    store: Store, clock: FrozenClock
) -> None:
    with rules(WEST):
        assert await follow(store, clock, "2026a") == 0
    late = await appointed(store, time_of_day=time(18))  # by a process of the version before, still at work
    with rules(WEST):
        clock.advance(SETTLING - HOUR)
        assert await follow(store, clock, "2026a") == 0
        assert await follow(store, clock, "2025b") == 0
        clock.advance(HOUR)
        assert await follow(store, clock, "2026a") == 0
        clock.advance(HOUR)
        assert await follow(store, clock, "2026a") == 1
        assert await follow(store, clock, "2026a") == 0
    assert late.next_due_at is not None
    assert await slot(store, late) == late.next_due_at + HOUR
    assert await mark(store) == "2026a"
    assert await follow(store, clock, "2025b") == 0
    assert await mark(store) == f"2026a since {clock.now().isoformat()}"


async def test_a_mark_is_swapped_only_from_what_it_was(store: Store) -> None:
    async with store.begin() as tx:
        assert await marks.swap(tx, MARK, None, "2025b")
        assert not await marks.swap(tx, MARK, None, "2025c")
        assert not await marks.swap(tx, MARK, "2025a", "2025c")
        assert await marks.swap(tx, MARK, "2025b", "2026a")
    assert await mark(store) == "2026a"


async def test_several_processes_follow_at_once_page_by_page(
    store: Store, another: Opening, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zone_rules, "PAGE", 3)
    all_ = [await appointed(store, f"member {number}", time_of_day=time(18)) for number in range(10)]
    others = [await another() for _ in range(3)]
    with rules(WEST):
        moved = await asyncio.gather(*(follow(each, clock, "2026a") for each in [store, *others]))
    assert max(moved) > 0
    assert {await slot(store, each) for each in all_} == {NOW + 5 * HOUR}
    assert await mark(store) == f"2026a since {NOW.isoformat()}"


async def test_an_appointment_that_was_changed_meanwhile_is_left_alone(store: Store) -> None:
    read_before = await appointed(store, time_of_day=time(18))
    planned = replace(read_before, last_date=NOW.date(), next_due_at=NOW + DAY)
    async with store.begin() as tx:
        await schedules.put(tx, planned)
        await stored.move(tx, [(read_before, NOW)])
    assert await slot(store, planned) == planned.next_due_at


async def test_a_planner_serves_every_date_once_while_the_rules_change_again_and_again(
    store: Store, clock: FrozenClock
) -> None:
    all_ = [await appointed(store, f"member {hour}", time_of_day=time(hour, 20)) for hour in range(0, 24, 3)]
    names = {each.id: number for number, each in enumerate(all_)}
    occasions: Counter[str] = Counter()

    async def plan(tx: Tx, due_now: Sequence[Schedule]) -> Sequence[Delivery]:
        occasions.update(f"{names[each.id]} {each.last_date}" for each in due_now)
        return []

    planner = Planner(store=store, clock=clock, plans={"daily_prompt": plan})
    for number, hours in enumerate((2, 1, 3, -2, 0, 2)):
        with rules(made((0, hours * 3600))):
            await follow(store, clock, f"202{number}a")
            for _ in range(37):
                await planner.tick()
                clock.advance(HOUR)
            await planner.tick()
    assert set(occasions.values()) == {1}
    for number in range(len(all_)):
        dates = sorted(key.split()[1] for key in occasions if key.startswith(f"{number} "))
        assert dates == [str(date.fromisoformat(dates[0]) + n * DAY) for n in range(len(dates))]
        assert len(dates) >= 9


# --- the version and its age ---------------------------------------------------------------------------------------


def test_the_version_is_the_one_the_data_names() -> None:
    year, number = package_version("tzdata").split(".")
    assert version() == f"{year}{chr(ord('a') - 1 + int(number))}"


def test_data_older_than_a_year_is_reported_in_one_line(caplog: pytest.LogCaptureFixture) -> None:
    published = datetime(int(version()[:4]), 12, 31, tzinfo=UTC)  # at the latest
    assert datetime(published.year, 1, 1, tzinfo=UTC) <= dated() <= published
    assert age(dated() + 30 * DAY) == 30 * DAY
    report(dated() + 365 * DAY)
    assert not caplog.records
    report(published + 366 * DAY)
    assert [each.levelname for each in caplog.records] == ["WARNING"]
    assert version() in caplog.text
