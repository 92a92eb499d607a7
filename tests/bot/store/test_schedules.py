from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from bot.store import Store, schedules

from .nouns import NOON, at, joined, schedule, settled_in


async def test_an_appointment_is_read_as_written_and_replaced(store: Store) -> None:
    ada = await joined(store)
    one = schedule(
        member_id=ada.id, last_date=date(2026, 3, 1), paused_until=date(2026, 3, 5), detail="p-1", zone="Asia/Tokyo"
    )
    later = replace(one, time_of_day=time(21, 30), days=0b11111, detail=None, next_due_at=None)
    async with store.begin() as tx:
        await schedules.put(tx, one)
        assert await schedules.get(tx, "daily_prompt", ada.id) == one
        await schedules.put(tx, later)
        assert await schedules.get(tx, "daily_prompt", ada.id) == later
        assert await schedules.get(tx, "tip", ada.id) is None


async def test_a_member_has_one_appointment_of_a_kind(store: Store) -> None:
    ada = await joined(store)
    first, second = schedule(member_id=ada.id), schedule(member_id=ada.id, next_due_at=at(hours=1))
    async with store.begin() as tx:
        await schedules.put(tx, first)
        await schedules.put(tx, schedule(member_id=ada.id, kind="tip"))
        await schedules.put(tx, second)
        found = await schedules.get(tx, "daily_prompt", ada.id)
        assert found == replace(second, id=first.id)
        assert len(await schedules.due(tx, at(days=1), ["daily_prompt", "tip"])) == 2
        assert await schedules.due(tx, at(days=1), ["daily_prompt"]) == (found,)
        assert await schedules.due(tx, at(days=1), []) == ()


async def test_what_is_due_comes_earliest_first_and_no_more_than_asked(store: Store) -> None:
    here, ada = await settled_in(store), await joined(store)
    early = schedule(community_id=here.id, kind="weekly", next_due_at=at(hours=-1))
    now = schedule(member_id=ada.id)
    async with store.begin() as tx:
        for each in (
            now,
            early,
            schedule(kind="later", member_id=ada.id, next_due_at=at(seconds=1)),
            schedule(kind="none", member_id=ada.id, next_due_at=None),
        ):
            await schedules.put(tx, each)
        kinds = ["daily_prompt", "weekly", "later", "none"]
        assert await schedules.due(tx, NOON, kinds) == (early, now)
        assert await schedules.due(tx, NOON, kinds, limit=1) == (early,)
        assert await schedules.due(tx, NOON, ["daily_prompt"], limit=1) == (now,), "others take nobody's place"
        assert await schedules.next_due(tx) == at(hours=-1)


async def test_what_was_served_moves_on_together(store: Store) -> None:
    ada, grace = await joined(store), await joined(store, "grace")
    hers, others = schedule(member_id=ada.id), schedule(member_id=grace.id, time_of_day=time(8))
    async with store.begin() as tx:
        await schedules.put(tx, hers)
        await schedules.put(tx, others)
        moved = replace(hers, next_due_at=at(days=1), last_date=date(2026, 3, 2))
        over = replace(others, next_due_at=None, last_date=date(2026, 3, 2))
        await schedules.advance(tx, [(each.id, each.next_due_at, each.last_date) for each in (moved, over)])
        await schedules.advance(tx, [])
        assert await schedules.get(tx, "daily_prompt", ada.id) == moved
        assert await schedules.get(tx, "daily_prompt", grace.id) == over
        assert await schedules.next_due(tx) == at(days=1)


async def test_a_resting_member_has_nothing_due(store: Store) -> None:
    ada, grace = await joined(store), await joined(store, "grace")
    async with store.begin() as tx:
        await schedules.put(tx, schedule(member_id=ada.id))
        await schedules.put(tx, schedule(member_id=ada.id, kind="tip"))
        await schedules.put(tx, schedule(member_id=grace.id))
        await schedules.rest(tx, ada.id, "unreachable")
        assert [each.member_id for each in await schedules.due(tx, NOON, ["daily_prompt", "tip"])] == [grace.id]
        resting = await schedules.get(tx, "tip", ada.id)
    assert resting is not None
    assert (resting.resting, resting.next_due_at) == ("unreachable", None)


async def test_a_member_who_stopped_stays_stopped_whatever_else_happens(store: Store) -> None:
    ada = await joined(store)
    async with store.begin() as tx:
        await schedules.put(tx, schedule(member_id=ada.id))
        await schedules.rest(tx, ada.id, "unreachable")
        await schedules.rest(tx, ada.id, "stopped")
        await schedules.rest(tx, ada.id, "unreachable")
        found = await schedules.get(tx, "daily_prompt", ada.id)
    assert found is not None
    assert found.resting == "stopped"


async def test_what_was_wanted_is_cleared_and_an_appointment_ends(store: Store) -> None:
    here = await settled_in(store)
    one = schedule(community_id=here.id, kind="weekly", detail="t-1")
    async with store.begin() as tx:
        await schedules.put(tx, one)
        await schedules.forget_detail(tx, [])
        assert await schedules.get(tx, "weekly", here.id) == one
        await schedules.forget_detail(tx, [one.id])
        assert await schedules.get(tx, "weekly", here.id) == replace(one, detail=None)
        await schedules.drop(tx, "daily_prompt", here.id)
        assert await schedules.get(tx, "weekly", here.id) is not None
        await schedules.drop(tx, "weekly", here.id)
        assert await schedules.get(tx, "weekly", here.id) is None
        assert await schedules.next_due(tx) is None
