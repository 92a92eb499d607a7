from __future__ import annotations

import asyncio
import time

import pytest

from bot.rehearsal.loop import TimeStandsStill, run


def test_a_month_passes_in_a_moment() -> None:
    async def month() -> float:
        await asyncio.sleep(30 * 86400)
        return asyncio.get_running_loop().time()

    began = time.perf_counter()
    assert run(month()) == pytest.approx(30 * 86400)
    assert time.perf_counter() - began < 5


def test_timers_still_fire_after_years() -> None:
    async def years() -> float:
        await asyncio.sleep(40_000_000.1)
        for _ in range(100):
            await asyncio.sleep(0.1)
        return asyncio.get_running_loop().time()

    assert run(years()) == pytest.approx(40_000_010.1)


def test_deadlines_are_virtual_and_kept_in_their_order() -> None:
    async def order() -> list[str]:
        seen: list[str] = []

        async def later(seconds: float, name: str) -> None:
            await asyncio.sleep(seconds)
            seen.append(name)

        others = [asyncio.create_task(later(20.1, "after")), asyncio.create_task(later(19.9, "before"))]
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(20):
                await asyncio.Event().wait()
        seen.append("given up")
        await asyncio.gather(*others)
        return seen

    assert run(order()) == ["before", "given up", "after"]


def test_a_deadlock_is_told_instead_of_waited_for() -> None:
    with pytest.raises(TimeStandsStill, match="everything waits"):
        run(asyncio.Event().wait())


def test_a_busy_loop_is_told_too() -> None:
    async def spin() -> None:
        while True:  # noqa: ASYNC110  that it spins is the point
            await asyncio.sleep(0)

    with pytest.raises(TimeStandsStill, match="spins"):
        run(spin())


def test_tasks_lie_in_sets_in_the_order_in_which_they_were_made() -> None:
    async def many() -> list[str]:
        tasks = {asyncio.create_task(asyncio.sleep(1), name=str(number)) for number in range(50)}
        names = [each.get_name() for each in tasks]
        await asyncio.gather(*tasks)
        return names

    assert run(many()) == run(many())
