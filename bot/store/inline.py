"""The SQLite driver called inline on the event loop, without a thread: the same SQL, in an order one seed decides.

For rehearsals and simulations, through `open_store`'s one connection hook. It has aiosqlite's shape as far as
SQLAlchemy uses it. Nobody else may use it: a slow disk would stop the loop.

Every call that touches the file goes through an `Around`, which a simulation gives its own: it may take time, fail, or
never come back. Without one, calls are made at once and no coroutine ever waits.
"""

from __future__ import annotations

import sqlite3
from asyncio import Future
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import Any, Self, TypeAlias

BUSY_SECONDS = 5.0

Around: TypeAlias = Callable[[str, Callable[[], Any]], Awaitable[Any]]
"""Is told what the driver is asked for (a statement, `COMMIT` or `ROLLBACK`), and makes the call, or does not."""


async def at_once(asked: str, call: Callable[[], Any]) -> Any:
    """Make the call."""
    return call()


class InlineCursor:
    """A cursor whose coroutines wait only for what is around them."""

    def __init__(self, cursor: sqlite3.Cursor, around: Around = at_once) -> None:
        """Wrap the driver's own cursor."""
        self._cursor, self._around = cursor, around

    async def __aenter__(self) -> Self:
        """Enter; nothing is opened."""
        return self

    async def __aexit__(self, *error: object) -> None:
        """Close."""
        self._cursor.close()

    def __getattr__(self, name: str) -> Any:
        """Give what needs no waiting: `description`, `rowcount`, `lastrowid`, `arraysize`."""
        return getattr(self._cursor, name)

    async def execute(self, statement: str, parameters: Iterable[Any] = ()) -> InlineCursor:
        """Run a statement."""
        await self._around(statement, partial(self._cursor.execute, statement, tuple(parameters)))
        return self

    async def executemany(self, statement: str, parameters: Iterable[Iterable[Any]]) -> InlineCursor:
        """Run a statement for each row of parameters."""
        rows = [tuple(each) for each in parameters]
        await self._around(statement, partial(self._cursor.executemany, statement, rows))
        return self

    async def fetchone(self) -> Any:
        """Return the next row."""
        return self._cursor.fetchone()

    async def fetchmany(self, size: int = 1) -> list[Any]:
        """Return some rows."""
        return self._cursor.fetchmany(size)

    async def fetchall(self) -> list[Any]:
        """Return the remaining rows."""
        return self._cursor.fetchall()

    async def close(self) -> None:
        """Close the cursor."""
        self._cursor.close()


class _Now:
    """Stands for aiosqlite's queue to its thread: what is put is done at once."""

    def put_nowait(self, order: tuple[Future[Any] | None, Callable[[], Any]]) -> None:
        future, function = order
        if future:
            future.set_result(function())
            return
        with suppress(sqlite3.Error):  # nobody waits for it, nobody would hear
            function()


class InlineConnection:
    """A connection whose coroutines wait only for what is around them. `_connection` is None once it is closed."""

    def __init__(self, connection: sqlite3.Connection, around: Around = at_once) -> None:
        """Wrap the driver's own connection."""
        self._conn = connection
        self._connection: sqlite3.Connection | None = connection
        self._tx, self._around = _Now(), around

    @property
    def isolation_level(self) -> str | None:
        """Return the driver's isolation level."""
        return self._conn.isolation_level

    @property
    def in_transaction(self) -> bool:
        """Return whether a transaction is open."""
        return self._conn.in_transaction

    def cursor(self) -> InlineCursor:
        """Return a cursor, to be entered."""
        return InlineCursor(self._conn.cursor(), self._around)

    async def create_function(self, *arguments: Any, **options: Any) -> None:
        """Teach SQLite a function."""
        self._conn.create_function(*arguments, **options)

    async def execute(self, statement: str) -> None:
        """Run a statement."""
        await self._around(statement, partial(self._conn.execute, statement))

    async def commit(self) -> None:
        """Commit."""
        await self._around("COMMIT", self._conn.commit)

    async def rollback(self) -> None:
        """Roll back."""
        await self._around("ROLLBACK", self._conn.rollback)

    async def close(self) -> None:
        """Close the connection."""
        self.stop()

    def stop(self) -> None:
        """Close the connection, in a hurry. SQLite itself would keep its transaction for as long as a cursor lives."""
        self._connection = None
        with suppress(sqlite3.Error):
            self._conn.rollback()
        self._conn.close()


def inline(path: str) -> Callable[[], Any]:
    """Return a connection hook for the SQLite file at `path`."""

    async def connect() -> InlineConnection:
        return InlineConnection(sqlite3.connect(path, timeout=BUSY_SECONDS, check_same_thread=False))

    return connect
