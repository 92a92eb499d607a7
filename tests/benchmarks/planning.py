"""Planning 1,000 due members among 10,000 and among 1,000,000, with recurrence and the choice of a question each."""

from __future__ import annotations

from bot.app import App

from .bare import Bare
from .members import due_again, opened
from .run import Run, Watch, median, ratio

NAME = "planning"
GOAL_MS, GOAL_GROWTH = 100.0, 2.5


async def measure(run: Run) -> None:
    """Let a small and a large community take turns."""
    due, few, many = run.size(1000, 50), run.size(10_000, 200), run.size(1_000_000, 2_000)
    small, large = run.folder / f"members-{few}", run.folder / f"members-{many}"
    run.tell(f"writing {many:,} members")
    async with opened(small, few, due) as (few_app, *_), opened(large, many, due) as (many_app, *_):
        await _planned(few_app, small / "ajar.db", due)
        await _planned(many_app, large / "ajar.db", due)
        bare = Bare(small / "ajar.db")
        bare.remember()

        async def bare_plan() -> float:
            due_again(small / "ajar.db")
            return bare.plan()

        async def in_few() -> float:
            return await _planned(few_app, small / "ajar.db", due)

        async def in_many() -> float:
            return await _planned(many_app, large / "ajar.db", due)

        seconds = await run.rounds({"of few": in_few, "of many": in_many, "sqlite3": bare_plan})
        bare.close()
    run.add(NAME, f"{due:,} due of {few:,}", 1000 * median(seconds["of few"]), "ms", at_most=GOAL_MS)
    run.add(NAME, f"{due:,} due of {many:,}", 1000 * median(seconds["of many"]), "ms", at_most=GOAL_MS)
    growth = ratio(seconds["of many"], seconds["of few"])
    run.add(NAME, "of many over of few", growth, "times", at_most=GOAL_GROWTH, beside="the same app, turn by turn")
    floor = ratio(seconds["sqlite3"], seconds["of few"])
    run.add(
        NAME, "share of bare sqlite3", floor, "", beside="select, the same inserts and updates, no thread, no choice"
    )


async def _planned(app: App, path: object, due: int) -> float:
    due_again(path)  # type: ignore[arg-type]
    with Watch() as watch:
        planned = await app.planner.tick()
    if planned != due:
        raise RuntimeError(f"{planned} were planned instead of {due}")
    return watch.seconds
