"""Copies of a database, for backups: made while others write, and looked into without changing them.

A copy of SQLite is written anew (`VACUUM INTO`), so that nothing that was deleted is left in it; one of PostgreSQL is
made by its own tools, from a snapshot that is held open here meanwhile.
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, create_engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from bot.errors import StoreUnavailable

from .database import MIGRATING, Database, parsed, translated

T = TypeVar("T")

COPY_SECONDS = 60.0
"""How long a copy waits for another's lock."""


def sqlite_path(url: str, setting: str) -> Path | None:
    """Return the file that a URL names, if it is one of SQLite. Raises SettingsError for a URL that is not served."""
    read = parsed(url, setting)
    return Path(read.database or "") if read.get_backend_name() == "sqlite" else None


def copy_sqlite(source: Path, target: Path) -> None:
    """Write a copy of a SQLite database into an empty file while others go on. Raises StoreUnavailable."""
    try:
        with closing(sqlite3.connect(source, timeout=COPY_SECONDS, isolation_level=None)) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
    except sqlite3.Error as error:
        raise StoreUnavailable(f"{source}: cannot be copied ({type(error).__name__}: {_code(error)})") from None


def sqlite_is_whole(path: Path) -> bool:
    """Return whether a copy passes SQLite's own check of every page."""
    try:
        with closing(_unchanged(path)) as connection:
            return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    except sqlite3.Error:
        return False


def in_sqlite(path: Path, look: Callable[[Connection], T]) -> T:
    """Look into a copy without changing it. Raises StoreUnavailable when it cannot be read."""
    engine = create_engine("sqlite://", creator=lambda: _unchanged(path), poolclass=NullPool, hide_parameters=True)
    try:
        with engine.connect() as connection:
            return look(connection)
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise StoreUnavailable(f"{path.name} cannot be read ({type(error).__name__})") from None


@asynccontextmanager
async def snapshot(url: str, setting: str, look: Callable[[Connection], T]) -> AsyncIterator[tuple[str, T]]:
    """Hold one moment of PostgreSQL for its own tools, for as long as it takes: its name, and what is seen in it.

    Raises StoreUnavailable, SettingsError for a URL that is not served.
    """
    database = Database(parsed(url, setting))
    engine = database._engine(None, size=1, postgresql=MIGRATING)
    try:
        with translated():
            async with engine.connect() as connection:
                await connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
                async with connection.begin():
                    await connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
                    name = str((await connection.exec_driver_sql("SELECT pg_export_snapshot()")).scalar_one())
                    yield name, await connection.run_sync(look)
    finally:
        await engine.dispose()
        await database.close()


async def in_postgresql(url: str, setting: str, look: Callable[[Connection], T]) -> T:
    """Look into a database of PostgreSQL, for as long as it takes. Raises StoreUnavailable, SettingsError."""
    async with snapshot(url, setting, look) as (_, found):
        return found


def libpq(url: str, setting: str) -> tuple[dict[str, str], str | None]:
    """Return what PostgreSQL's own tools need to connect, and the password apart. Raises SettingsError."""
    read: URL = parsed(url, setting)
    query = {name: value for name, value in read.query.items() if isinstance(value, str)}
    told = {
        "host": read.host or query.get("host"),
        "port": str(read.port) if read.port else query.get("port"),
        "user": read.username or query.get("user"),
        "dbname": read.database,
        "sslmode": query.get("ssl") or query.get("sslmode"),
    }
    password = read.password or query.get("password")
    return {name: value for name, value in told.items() if value}, str(password) if password else None


def _unchanged(path: Path) -> sqlite3.Connection:
    """Open a file so that nothing is written, not even beside it."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)


def _code(error: sqlite3.Error) -> str:
    return getattr(error, "sqlite_errorname", "no code")
