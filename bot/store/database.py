"""One database, SQLite or PostgreSQL: writes one after another, reads beside them, errors in our own tree."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, TypeAlias

from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import SettingsError, StoreUnavailable

Tx: TypeAlias = AsyncConnection
"""An open transaction; every function of the store takes it first."""

ConnectHook: TypeAlias = Callable[..., Awaitable[Any]]
"""Makes the driver's connection instead of the driver itself; see `bot.store.inline`."""

BUSY_MILLISECONDS = 5000
READERS = 4
SCHEMES = ("sqlite+aiosqlite", "postgresql+asyncpg")
OUR_MISTAKES = (IntegrityError, ProgrammingError)
SETTING = "AJAR_DATABASE_URL"


@contextmanager
def translated() -> Iterator[None]:
    """Turn a database out of reach, locked or full into StoreUnavailable; mistakes of ours stay what they are."""
    try:
        yield
    except OUR_MISTAKES:
        raise
    except (DBAPIError, PoolTimeout) as error:
        cause = getattr(error, "orig", None) or error
        raise StoreUnavailable(f"the database did not answer ({type(cause).__name__})") from None
    except OSError as error:
        raise StoreUnavailable(f"the database is out of reach ({type(error).__name__})") from None


def parsed(url: str, setting: str = SETTING) -> URL:
    """Read a database URL. Raises SettingsError for one we do not serve."""
    try:
        read = make_url(url)
    except (ArgumentError, ValueError):
        raise SettingsError(f"{setting}: is not a database URL; write {' or '.join(SCHEMES)}://...") from None
    if read.drivername not in SCHEMES:
        raise SettingsError(f"{setting}: {read.drivername!r} is not served; write {' or '.join(SCHEMES)}://...")
    return read


class Database:
    """Engines for writing and reading. On SQLite there is one writer, with WAL and `synchronous=FULL`."""

    def __init__(self, url: URL, *, connect_hook: ConnectHook | None = None, secure_delete: bool = False) -> None:
        """Prepare the engines; nothing connects before the first use."""
        self.url = url
        self.sqlite = url.get_backend_name() == "sqlite"
        more: dict[str, Any] = {"pool_reset_on_return": None}
        if connect_hook:
            more["async_creator"] = connect_hook
        try:
            self.writer = self._engine(more, pool_size=1 if self.sqlite else 5)
            self.reader = self._engine(more, pool_size=READERS) if self.sqlite else self.writer
        except (ModuleNotFoundError, NoSuchModuleError) as error:
            raise SettingsError(f"{SETTING}: the driver is not installed ({error})") from None
        self._one_writer = asyncio.Lock()
        if self.sqlite:
            _prepare_sqlite(self.writer, begin="BEGIN IMMEDIATE", secure_delete=secure_delete)
            _prepare_sqlite(self.reader, begin="BEGIN", secure_delete=secure_delete)

    def _engine(self, more: dict[str, Any], pool_size: int) -> AsyncEngine:
        if not self.sqlite:
            more = {**more, "pool_pre_ping": True}
        return create_async_engine(
            self.url, hide_parameters=True, pool_size=pool_size, max_overflow=0, pool_timeout=10, **more
        )

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Tx]:
        """Open one write transaction; all of it or nothing is kept. Raises StoreUnavailable."""
        if not self.sqlite:
            with translated():
                async with self.writer.begin() as tx:
                    yield tx
            return
        async with self._one_writer:
            with translated():
                async with self.writer.begin() as tx:
                    yield tx

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Tx]:
        """Open a transaction for reading. Raises StoreUnavailable."""
        with translated():
            async with self.reader.begin() as tx:
                yield tx

    async def close(self) -> None:
        """Let go of every connection."""
        await self.writer.dispose()
        if self.reader is not self.writer:
            await self.reader.dispose()


def _prepare_sqlite(engine: AsyncEngine, *, begin: str, secure_delete: bool) -> None:
    """Set what SQLite has to be told on each connection, and begin transactions ourselves.

    The driver's own way would begin late and as a reader; see SQLAlchemy's pysqlite page, "Serializable isolation".
    """

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
        if secure_delete:
            cursor.execute("PRAGMA secure_delete=ON")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: Any) -> None:
        connection.exec_driver_sql(begin)
