"""Planning 1,000 due members among 10,000 and among 1,000,000, with recurrence and the choice of a question each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.app import App

from .bare import Bare
from .members import due_again, opened
from .run import Contestant, Run, median, ratio, rounds_of
from .watch import Watch

NAME = "planning"
GOAL_MS, GOAL_GROWTH = 100.0, 2.5


async def measure(run: Run) -> None:
    """Let a small and a large community take turns."""
    due, few, many = run.size(1000, 50), run.size(10_000, 200), run.size(1_000_000, 2_000)
    small, large = run.folder / f"members-{few}", run.folder / f"members-{many}"
    run.tell(f"writing {many:,} members")
    async with opened(small, few, due) as (few_app, _), opened(large, many, due) as (many_app, _):

        async def in_few() -> float:
            return await _planned(few_app, small / "ajar.db", due)

        async def in_many() -> float:
            return await _planned(many_app, large / "ajar.db", due)

        await in_few()
        await in_many()
        floors = [Bare(small / "ajar.db"), Bare(large / "ajar.db")]

        def floor(bare: Bare, path: Path) -> Contestant:
            async def plan() -> float:
                due_again(path)
                return bare.plan()

            return plan

        bare_few, bare_many = (floor(bare, bare.path) for bare in floors)
        contestants = {"few": in_few, "many": in_many, "bare few": bare_few, "bare many": bare_many}
        seconds = await run.rounds(contestants)
        profiled = f"planning {due:,} of {many:,}"
        await run.profiled(profiled, lambda: due_again(large / "ajar.db"), many_app.planner.tick)
        for bare in floors:
            bare.close()
    _tell(run, seconds, due, few, many)


def _tell(run: Run, seconds: Mapping[str, Sequence[float]], due: int, few: int, many: int) -> None:
    told = f"recurrence and choice of a question each, 30 of which were shown before; {rounds_of(seconds)}"
    for name, members in (("few", few), ("many", many)):
        share = ratio(seconds[f"bare {name}"], seconds[name])
        beside = f"{share:.2f} of the speed of bare sqlite3, which only selects, inserts and updates; {told}"
        took = 1000 * median(seconds[name])
        run.add(NAME, f"{due:,} due of {members:,}", took, "ms", at_most=GOAL_MS, beside=beside)
    growth, bare = ratio(seconds["many"], seconds["few"]), ratio(seconds["bare many"], seconds["bare few"])
    beside = f"{bare:.2f} times for bare sqlite3; turn by turn"
    run.add(NAME, f"of {many:,} over of {few:,}", growth, "times", at_most=GOAL_GROWTH, beside=beside)


async def _planned(app: App, path: Path, due: int) -> float:
    due_again(path)
    with Watch() as watch:
        planned = await app.planner.tick()
    if planned != due:
        raise RuntimeError(f"{planned} were planned instead of {due}")
    return watch.seconds
