"""The planner itself, over the strangest nights there were, beside what the bytes of the tz database say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import partial
from uuid import UUID

import pytest

from bot.clock import FrozenClock
from bot.model import Delivery, Schedule
from bot.planner import Planner, next_due
from bot.store import Store, Tx, schedules
from tests.bot.store.nouns import joined, schedule
from tests.bot.test_wall_clock import Served, slots
from tests.bot.wall_clock import DAY, HOUR

SECOND = timedelta(seconds=1)
NIGHTS = {
    "America/Nuuk": datetime(2026, 3, 29, tzinfo=UTC),  # 23:00 on Saturday becomes 0:00 on Sunday
    "Asia/Pyongyang": datetime(2018, 5, 4, tzinfo=UTC),  # 23:30 becomes midnight
    "Pacific/Apia": datetime(2011, 12, 30, tzinfo=UTC),  # a date is left out
    "Kwajalein": datetime(1993, 8, 21, tzinfo=UTC),  # another
    "Antarctica/Casey": datetime(2010, 3, 4, tzinfo=UTC),  # 2:00 becomes 23:00 of the day before
    "America/St_Johns": datetime(2010, 11, 7, tzinfo=UTC),  # 0:01 becomes 23:01 of the day before
    "Africa/Cairo": datetime(2026, 4, 23, tzinfo=UTC),  # midnight becomes 1:00
    "Australia/Lord_Howe": datetime(2026, 4, 4, tzinfo=UTC),  # half an hour back
    "Europe/Dublin": datetime(2026, 10, 25, tzinfo=UTC),  # where it is winter time that is the exception
}
HOURS = (time(0), time(0, 30), time(1, 45), time(2, 30), time(12), time(22, 15), time(23, 30), time(23, 59))


async def appointed(store: Store, zone_name: str, start: datetime) -> list[Schedule]:
    """Write down a member for each of the hours."""
    members = [await joined(store, f"{zone_name} {hour}") for hour in HOURS]
    all_ = [
        schedule(member_id=member.id, zone=zone_name, time_of_day=hour)
        for member, hour in zip(members, HOURS, strict=True)
    ]
    async with store.begin() as tx:
        for each in all_:
            await schedules.put(tx, replace(each, next_due_at=next_due(each, start)))
    return all_


@pytest.mark.parametrize("late", [0 * HOUR, 50 * HOUR])
async def test_over_the_strangest_nights_every_date_is_planned_once_at_its_instant(
    store: Store, late: timedelta
) -> None:
    for zone_name, night in NIGHTS.items():
        start, served = night - 3 * DAY, dict[UUID, Served]()
        all_ = await appointed(store, zone_name, start)
        clock = FrozenClock(start + late)
        planner = Planner(store=store, clock=clock, plans={"daily_prompt": partial(noted, served)})
        while clock.now() < start + 7 * DAY:
            await planner.tick()
            async with store.read() as tx:
                coming = await schedules.next_due(tx)
            clock.move_to(min(coming or start + 7 * DAY, start + 7 * DAY))
        assert served == {each.id: slots(each, start, clock.now() - SECOND) for each in all_}, zone_name
        async with store.begin() as tx:
            for each in all_:
                assert each.member_id is not None
                await schedules.drop(tx, each.kind, each.member_id)


async def noted(served: dict[UUID, Served], tx: Tx, due: Sequence[Schedule]) -> Sequence[Delivery]:
    """Note what is planned: the date that is served, and its instant."""
    for each in due:
        assert each.last_date is not None
        assert each.next_due_at is not None
        served.setdefault(each.id, []).append((each.last_date, each.next_due_at))
    return []
