"""The whole way of 1,000 deliveries: planned, taken, sent to a fake, settled, durable; `synchronous=FULL`.

Once by the core alone, as a job of a scheduler has no words to choose either; once with the daily question's own
choice and writing; once more on a slower disk (see `slow_disk`). The longest block of the event loop is what a task
that only wants to run every millisecond had to wait.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from . import slow_disk
from .bare import Bare
from .core import Way, core, whole
from .members import due_again, opened
from .run import Contestant, Run, median, ratio, rounds_of
from .watch import longest_block

NAME = "the whole way"
GOAL_A_SECOND, GOAL_SHARE, GOAL_CORE = 5000.0, 0.25, 1.0
DISCORD_A_SECOND = 50
BLOCK_ROUNDS = 9


async def measure(run: Run) -> None:
    """Let the core, the product, the core on a slower disk, and the bare driver take turns."""
    due, members = run.size(1000, 50), run.size(10_000, 200)
    folder = run.folder / f"members-{members}"
    path = folder / "ajar.db"
    async with opened(folder, members, due) as (app, platform):
        ours, product = core(app, platform, path), whole(app, platform, path)
        await product.go()
        with_words = Bare(path)
        await ours.go()
        bare = Bare(path)
        cpu: list[float] = []

        async def timed() -> float:
            seconds = await ours.go()
            cpu.append(ours.cpu)
            return seconds

        contestants = {
            "core": timed,
            "with words": product.go,
            "slow disk": _slow(ours),
            "bare": _bare(bare, shown=False),
            "bare with words": _bare(with_words, shown=True),
        }
        seconds = await run.rounds(contestants)
        blocks = [await _block(product) for _ in range(run.size(BLOCK_ROUNDS, 1))]
        for name, way in (("core", ours), ("with words", product)):
            await run.profiled(f"the whole way, {name}", lambda: due_again(path), way.work)
        bare.close()
        with_words.close()
    _tell(run, seconds, cpu, due, f"{due:,} due of {members:,}, each durable before it counts; {rounds_of(seconds)}")
    run.add(NAME, "longest block of the event loop, with words", 1000 * median(blocks), "ms", beside="no peer; alone")


def _slow(way: Way) -> Contestant:
    async def go() -> float:
        with slow_disk.slower():
            return await way.go()

    return go


def _bare(bare: Bare, *, shown: bool) -> Contestant:
    async def go() -> float:
        due_again(bare.path)
        return bare.plan() + bare.send(shown=shown)

    return go


async def _block(way: Way) -> float:
    async with longest_block() as longest:
        await way.go()
    return longest[0]


def _tell(run: Run, seconds: Mapping[str, Sequence[float]], cpu: Sequence[float], due: int, told: str) -> None:
    rate = {name: due / median(found) for name, found in seconds.items()}
    run.add(NAME, "deliveries a second", rate["core"], "/s", at_least=GOAL_A_SECOND, beside=told)
    beside = f"1 ms more {slow_disk.told()}; {rate['slow disk'] / rate['core']:.2f} of the speed without"
    run.add(
        NAME, "deliveries a second on a slower disk", rate["slow disk"], "/s", at_least=GOAL_A_SECOND, beside=beside
    )
    share = ratio(seconds["bare"], seconds["core"])
    beside = f"the same writes by the driver alone: {rate['bare']:,.0f} a second"
    run.add(NAME, "share of bare sqlite3", share, at_least=GOAL_SHARE, beside=beside)
    share = ratio(seconds["bare with words"], seconds["with words"])
    beside = f"{share:.2f} of bare sqlite3, which notes what was shown and chooses nothing; {told}"
    run.add(NAME, "a second, question chosen and written", rate["with words"], "/s", beside=beside)
    beside = f"all threads of the process: {1_000_000 * median(cpu) / due:,.0f} us a delivery, at 50 requests a second"
    used = 100 * DISCORD_A_SECOND * median(cpu) / due
    run.add(NAME, "share of a core at Discord's pace", used, "%", at_most=GOAL_CORE, beside=beside)
