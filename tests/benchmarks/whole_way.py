"""The whole way of 1,000 deliveries: planned, taken, sent to a fake, settled, durable; `synchronous=FULL`.

Once by the core alone, planner, outbox and store, as a job of a scheduler has no words to choose either; once with the
daily question's own choice and writing. Once more with a millisecond added to every commit, in the database's own
thread, as a slower disk would. The longest block of the event loop is what a task that only wants to run every
millisecond had to wait.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.app import App
from bot.messages import Message, Text
from bot.model import Delivery, Schedule, Target, delivery_id
from bot.outbox import Outbox
from bot.planner import Planner
from bot.rehearsal.platform import NAME as PLATFORM
from bot.store import Tx, one_hop

from .bare import Bare
from .members import Instantly, due_again, opened
from .run import Run, Watch, median, ratio

NAME = "whole way"
GOAL_A_SECOND, GOAL_SHARE = 5000.0, 0.25
SLOW_SECONDS = 0.001
KIND = "daily_prompt"
FRESH = timedelta(hours=3)
HELLO = Message(parts=(Text(words=("hello",)),), summary="hello")


@dataclass(frozen=True)
class Way:
    """A planner and an outbox that work together on the database at `path`."""

    planner: Planner
    outbox: Outbox
    platform: Instantly
    path: Path

    async def go(self) -> float:
        """Plan and send everything that is due at noon, once more; return the seconds."""
        due_again(self.path)
        before = self.platform.sent
        with Watch() as watch:
            planned = await self.planner.tick()
            await self.outbox.drain()
        if self.platform.sent - before != planned:
            raise RuntimeError(f"{self.platform.sent - before} were sent instead of {planned}")
        return watch.seconds


def whole(app: App, platform: Instantly, path: Path) -> Way:
    """Return the app's own planner and outbox, with everything the daily question does."""
    return Way(app.planner, app.outbox, platform, path)


def core(app: App, platform: Instantly, path: Path) -> Way:
    """Return a planner and an outbox that choose and write no words."""
    store, clock = app.ctx.store, app.clock
    outbox = Outbox(
        store=store,
        clock=clock,
        platforms=app.platforms,
        write={KIND: _write},
        settled={},
        metrics=app.metrics,
        owner=app.owner,
    )
    return Way(Planner(store=store, clock=clock, plans={KIND: _plan}), outbox, platform, path)


async def _plan(tx: Tx, due: Sequence[Schedule]) -> Sequence[Delivery]:
    return [_delivery(each) for each in due]


def _delivery(schedule: Schedule) -> Delivery:
    if schedule.next_due_at is None or schedule.member_id is None:
        raise LookupError("every schedule here is a member's and due")
    recipient, occasion = f"member:{schedule.member_id.hex}", str(schedule.last_date)
    return Delivery(
        id=delivery_id(KIND, recipient, occasion, schedule.next_due_at),
        kind=KIND,
        recipient=recipient,
        occasion=occasion,
        target=Target(platform=PLATFORM, scope="", kind="direct", channel="D", account="1"),
        due_at=schedule.next_due_at,
        expires_at=schedule.next_due_at + FRESH,
        member_id=schedule.member_id,
        content="hello",
    )


async def _write(batch: Sequence[Delivery]) -> Sequence[Message]:
    return [HELLO for _ in batch]


async def measure(run: Run) -> None:
    """Let the core, the product, the core on a slower disk, and the bare driver take turns."""
    due, members = run.size(1000, 50), run.size(10_000, 200)
    folder = run.folder / f"members-{members}"
    path, blocks = folder / "ajar.db", []
    async with opened(folder, members, due) as (app, platform, _):
        ours, product = core(app, platform, path), whole(app, platform, path)
        await product.go()
        await ours.go()
        bare = Bare(path)
        bare.remember()

        async def slow() -> float:
            with slower_commits():
                return await ours.go()

        async def driver() -> float:
            due_again(path)
            return bare.plan() + bare.send()

        contestants = {"core": ours.go, "with words": product.go, "1 ms slower": slow, "sqlite3": driver}
        seconds = await run.rounds(contestants)
        for _ in range(run.size(9, 1)):
            async with longest_block() as longest:
                await product.go()
            blocks.append(longest[0])
        bare.close()
    rate = {name: due / median(found) for name, found in seconds.items()}
    told = f"{due:,} due of {members:,}, each durable before it counts"
    run.add(NAME, "deliveries a second", rate["core"], "/s", at_least=GOAL_A_SECOND, beside=told)
    run.add(NAME, "the same, 1 ms more a commit", rate["1 ms slower"], "/s", at_least=GOAL_A_SECOND)
    run.add(NAME, "the same, with the question chosen and written", rate["with words"], "/s", beside=told)
    share = ratio(seconds["sqlite3"], seconds["core"])
    run.add(NAME, "share of bare sqlite3", share, "", at_least=GOAL_SHARE, beside="the same writes by the driver alone")
    run.add(NAME, "share of the time that Discord allows", 100 * 50 / rate["core"], "%", beside="50 requests a second")
    run.add(NAME, "longest block of the event loop, with words", 1000 * median(blocks), "ms")


@contextmanager
def slower_commits() -> Iterator[None]:
    """Let every commit take a millisecond more."""
    before = one_hop.OneHopConnection.commit

    async def slowly(self: one_hop.OneHopConnection) -> None:
        def late() -> None:
            self._conn.commit()
            time.sleep(SLOW_SECONDS)

        await self._execute(late)  # type: ignore[no-untyped-call]

    one_hop.OneHopConnection.commit = slowly  # type: ignore[method-assign,assignment]
    try:
        yield
    finally:
        one_hop.OneHopConnection.commit = before  # type: ignore[method-assign]


@asynccontextmanager
async def longest_block() -> AsyncIterator[list[float]]:
    """Measure the longest time for which nobody else could run, in seconds."""
    longest = [0.0]

    async def beat() -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.001)
            longest[0] = max(longest[0], time.perf_counter() - before - 0.001)

    task = asyncio.create_task(beat())
    try:
        yield longest
    finally:
        task.cancel()
