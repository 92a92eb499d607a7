"""Daily totals, on both databases: they add up, and small ones about danger are not told."""

from __future__ import annotations

from datetime import date

from bot.store import Store, totals

DAY, NEXT = date(2026, 11, 23), date(2026, 11, 24)


async def test_totals_add_up_by_day_kind_and_outcome(store: Store) -> None:
    async with store.begin() as tx:
        for day, outcome, count in ((DAY, "sent", 2), (DAY, "sent", 3), (DAY, "failed", 1), (NEXT, "sent", 1)):
            await totals.add(tx, day, "topic", outcome, count)
    async with store.read() as tx:
        assert await totals.told(tx, "topic", DAY) == {(DAY, "failed"): 1, (DAY, "sent"): 5, (NEXT, "sent"): 1}
        assert await totals.told(tx, "topic", NEXT) == {(NEXT, "sent"): 1}


async def test_fewer_than_five_about_danger_are_never_told(store: Store) -> None:
    async with store.begin() as tx:
        await totals.add(tx, DAY, totals.SAFETY, "tier2", 4)
        await totals.add(tx, DAY, totals.SAFETY, "tier1", 5)
    async with store.read() as tx:
        assert await totals.told(tx, totals.SAFETY, DAY) == {(DAY, "tier1"): 5}
