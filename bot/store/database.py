"""One database, SQLite or PostgreSQL: writes one after another, reads beside them, errors in our own tree."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, nullcontext
from functools import partial
from typing import Any, TypeAlias

from sqlalchemy import event, func, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    NoSuchModuleError,
    NotSupportedError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import SettingsError, StoreUnavailable

from . import one_hop

Tx: TypeAlias = AsyncConnection
"""An open transaction; every function of the store takes it first."""

ConnectHook: TypeAlias = Callable[..., Awaitable[Any]]
"""Makes the driver's connection instead of the driver itself; see `bot.store.inline`."""

SQLITE = ("busy_timeout=5000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-32768")
READERS = 4
POOL, POOL_SECONDS = 5, 10
MIGRATION_LOCK = 0x616A6172
"""The name of PostgreSQL's advisory lock under which one process migrates: "ajar" in ASCII."""

SCHEMES = ("sqlite+aiosqlite", "postgresql+asyncpg")
SETTING = "AJAR_DATABASE_URL"
OUR_MISTAKES = (IntegrityError, ProgrammingError, DataError, NotSupportedError)
OUR_SQLSTATES = ("22", "23", "42")
"""PostgreSQL's classes of errors that trying again cannot mend: bad values, broken constraints, wrong statements."""

OUR_SQLITE_CODES = (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISUSE)
"""The same for SQLite: a wrong statement, a driver used wrongly."""

POSTGRESQL: Mapping[str, Any] = {
    "timeout": 5,
    "command_timeout": 30,
    "server_settings": {"application_name": "ajar", "idle_in_transaction_session_timeout": "60000"},
}
"""Seconds to connect and for one statement; milliseconds after which the server frees what a stuck process holds."""

MIGRATING: Mapping[str, Any] = {
    "timeout": 5,
    "server_settings": {"application_name": "ajar-migrate", "lock_timeout": "5000"},
}
"""A migration may take long, but makes others wait for a table five seconds at most; then it gives up, unharmed."""

MIGRATION_ASKS_SECONDS = 0.2


@contextmanager
def translated() -> Iterator[None]:
    """Turn a database out of reach, locked or full into StoreUnavailable; mistakes of ours stay what they are.

    The message names the kind of error alone: a driver's own words may carry values.
    """
    try:
        yield
    except (DBAPIError, PoolTimeout) as error:
        if _ours(error):
            raise
        cause = getattr(error, "orig", None) or error
        raise StoreUnavailable(f"the database did not answer ({type(cause).__name__})") from None
    except OSError as error:
        raise StoreUnavailable(f"the database is out of reach ({type(error).__name__})") from None


def _ours(error: Exception) -> bool:
    """Return whether an error is a mistake of ours; where a driver's class of error is too wide, its code tells."""
    if isinstance(error, OUR_MISTAKES):
        return True
    driver = getattr(error, "orig", None)
    if isinstance(driver, sqlite3.Error):
        code = getattr(driver, "sqlite_errorcode", None)  # a driver's own complaint has none
        return code is not None and code & 0xFF in OUR_SQLITE_CODES
    told = getattr(driver, "__cause__", None)
    bad_value = isinstance(error, InterfaceError) and isinstance(told, ValueError)
    return bad_value or str(getattr(told, "sqlstate", "") or "")[:2] in OUR_SQLSTATES


@asynccontextmanager
async def part(tx: Tx) -> AsyncIterator[None]:
    """Open a part of a transaction that is undone by itself when it fails. Raises StoreUnavailable."""
    with translated():
        async with tx.begin_nested():
            yield


def parsed(url: str, setting: str = SETTING) -> URL:
    """Read a database URL. Raises SettingsError for one we do not serve."""
    try:
        read = make_url(url)
    except (ArgumentError, ValueError):
        raise SettingsError(f"{setting}: is not a database URL; write {' or '.join(SCHEMES)}://...") from None
    if read.drivername not in SCHEMES:
        raise SettingsError(f"{setting}: {read.drivername!r} is not served; write {' or '.join(SCHEMES)}://...")
    if read.get_backend_name() == "sqlite" and read.database in (None, "", ":memory:"):
        raise SettingsError(f"{setting}: a database in memory would lose everything; name a file")
    return read


class Database:
    """Engines for writing and reading. On SQLite there is one writer, with WAL and `synchronous=FULL`."""

    def __init__(self, url: URL, *, connect_hook: ConnectHook | None = None, secure_delete: bool = False) -> None:
        """Prepare the engines; nothing connects before the first use."""
        self.url = url
        self.sqlite = url.get_backend_name() == "sqlite"
        try:
            self.writer = self._engine(connect_hook, size=1 if self.sqlite else POOL)
            reader = self._engine(connect_hook, size=READERS) if self.sqlite else self.writer
        except (ModuleNotFoundError, NoSuchModuleError) as error:
            raise SettingsError(f"{SETTING}: the driver is not installed ({error})") from None
        self.reader = reader if self.sqlite else reader.execution_options(postgresql_readonly=True)
        self._one_writer = asyncio.Lock()
        if self.sqlite:
            more = ("secure_delete=ON",) if secure_delete else ()
            _prepare_sqlite(self.writer, "BEGIN IMMEDIATE", *more)
            _prepare_sqlite(self.reader, "BEGIN", "query_only=ON", *more)

    def _engine(
        self, connect_hook: ConnectHook | None, *, size: int, postgresql: Mapping[str, Any] = POSTGRESQL
    ) -> AsyncEngine:
        """Make an engine. `begin` and `read` end what it lends, so the pool looks at it only where that failed."""
        more: dict[str, Any] = {"pool_reset_on_return": None}
        if not self.sqlite:
            more |= {"pool_pre_ping": True, "connect_args": dict(postgresql)}
        elif connect_hook is None:
            connect_hook = partial(one_hop.connect, self.url.database or "")
        if connect_hook:
            more |= {"async_creator": connect_hook}
        return create_async_engine(
            self.url, hide_parameters=True, pool_size=size, max_overflow=0, pool_timeout=POOL_SECONDS, **more
        )

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Tx]:
        """Open one write transaction; all of it or nothing is kept, also when cancelled. Raises StoreUnavailable."""
        async with self._alone():
            with translated():
                async with self.writer.begin() as tx:
                    yield tx

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Tx]:
        """Open a transaction for reading; a write in it is refused. Raises StoreUnavailable."""
        with translated():
            async with self.reader.begin() as tx:
                yield tx

    @asynccontextmanager
    async def migrating(self) -> AsyncIterator[Tx]:
        """Open a transaction for changing tables, while no other process changes them. Raises StoreUnavailable.

        SQLite changes a table by making it anew and dropping the old one, upon which foreign keys would delete what
        belongs to its rows; they are switched off meanwhile, which works only outside a transaction, and checked.
        """
        if not self.sqlite:
            async with self._alone_on_postgresql() as tx:
                yield tx
            return
        async with self._alone():
            with translated():
                await self._pragma("foreign_keys=OFF")
                try:
                    async with self.writer.begin() as tx:
                        yield tx
                        _unbroken((await tx.exec_driver_sql("PRAGMA foreign_key_check")).all())
                finally:
                    await self._pragma("foreign_keys=ON")

    @asynccontextmanager
    async def _alone_on_postgresql(self) -> AsyncIterator[Tx]:
        """Hold the lock in one connection and give another, which Alembic commits as it goes.

        The lock is asked for again and again: a statement that waited for it would be an older transaction, which
        the building of an index in turn waits for.
        """
        engine = self._engine(None, size=2, postgresql=MIGRATING)
        try:
            with translated():
                async with engine.connect() as guard, engine.connect() as tx:
                    await guard.execution_options(isolation_level="AUTOCOMMIT")
                    ask = select(func.pg_try_advisory_lock(MIGRATION_LOCK))
                    while not (await guard.execute(ask)).scalar():  # noqa: ASYNC110  another process tells no event
                        await asyncio.sleep(MIGRATION_ASKS_SECONDS)
                    yield tx
                    await tx.commit()
        finally:
            await engine.dispose()

    async def truncate_log(self) -> None:
        """Empty SQLite's write-ahead log of what was deleted. Raises StoreUnavailable while somebody reads it."""
        if not self.sqlite:
            return
        async with self._alone():
            with translated():
                found = await self._pragma("wal_checkpoint(TRUNCATE)")
        if found is None or found[0]:
            raise StoreUnavailable("the database's log is being read, so that it could not be emptied")

    async def _pragma(self, pragma: str) -> Any:
        """Tell SQLite something outside a transaction; return the first row of its answer."""
        async with self.writer.connect() as connection:
            driver = (await connection.get_raw_connection()).driver_connection
            if driver is None:
                raise StoreUnavailable("the database's connection is closed")
            async with driver.cursor() as cursor:
                await cursor.execute(f"PRAGMA {pragma}")
                return await cursor.fetchone()

    def _alone(self) -> AbstractAsyncContextManager[object]:
        """Return what SQLite's one writer has to hold; PostgreSQL's many need nothing."""
        return self._one_writer if self.sqlite else nullcontext()

    async def close(self) -> None:
        """Let go of every connection; harmless when called twice."""
        await self.writer.dispose()
        if self.sqlite:
            await self.reader.dispose()


def _unbroken(broken: Sequence[object]) -> None:
    if broken:
        raise RuntimeError(f"a migration broke {len(broken)} foreign keys; nothing of it was kept")


def _prepare_sqlite(engine: AsyncEngine, begin: str, *more: str) -> None:
    """Set what SQLite has to be told on each connection, and begin transactions ourselves.

    The driver's own way would begin late and as a reader; see SQLAlchemy's pysqlite page, "Serializable isolation".
    """

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (*SQLITE, *more):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    @event.listens_for(engine.sync_engine, "reset")
    def end(connection: Any, record: object, state: Any) -> None:
        """End what a commit left open that failed, on a full disk for one: it would keep the lock for good."""
        if not state.terminate_only and connection.driver_connection.in_transaction:
            connection.rollback()

    @event.listens_for(engine.sync_engine, "invalidate")
    def roll_back(connection: Any, record: object, error: object) -> None:
        """Give the lock back before a cancelled task's connection is closed.

        SQLite keeps a closed connection's transaction for as long as a cursor of it lives, and the traceback of the
        cancellation may hold one. It is put before the closing in the queue to the driver's thread, and not awaited,
        since a second cancellation would cut that short.
        """
        driver = connection.driver_connection
        if driver._connection is not None:
            driver._tx.put_nowait((None, driver._connection.rollback))  # the way SQLAlchemy itself takes to the thread
