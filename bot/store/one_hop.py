"""aiosqlite with one way to its thread and back for each statement.

Its own cursor goes there four times, to be made, to execute, to fetch and to be closed, and each way costs a tenth to
a third of a millisecond, more than most of our statements themselves. What SQLAlchemy asks of a cursor is all rows at
once, so all four are done together.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, Self

import aiosqlite


class OneHopCursor:
    """What SQLAlchemy needs of a cursor; its rows are there as soon as it has executed."""

    arraysize = 1

    def __init__(self, connection: OneHopConnection) -> None:
        """Work on a connection's thread."""
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount, self.lastrowid = -1, None

    async def __aenter__(self) -> Self:
        """Enter; nothing is opened."""
        return self

    async def __aexit__(self, *error: object) -> None:
        """Leave; nothing is open."""

    async def execute(self, statement: str, parameters: Iterable[Any] = ()) -> OneHopCursor:
        """Run a statement."""
        return await self._run(lambda cursor: cursor.execute(statement, tuple(parameters)))

    async def executemany(self, statement: str, parameters: Sequence[Sequence[Any]]) -> OneHopCursor:
        """Run a statement for each row of parameters."""
        return await self._run(lambda cursor: cursor.executemany(statement, parameters))

    async def _run(self, run: Callable[[sqlite3.Cursor], object]) -> OneHopCursor:
        told = await self._connection.hop(run)
        self._rows, self.description, self.rowcount, self.lastrowid = told
        return self

    async def fetchall(self) -> list[Any]:
        """Return all rows."""
        rows, self._rows = self._rows, []
        return rows

    async def fetchone(self) -> Any:
        """Return the next row."""
        return self._rows.pop(0) if self._rows else None

    async def close(self) -> None:
        """Forget the rows."""
        self._rows = []


class OneHopConnection(aiosqlite.Connection):
    """An aiosqlite connection whose cursors go to its thread once a statement."""

    def cursor(self) -> OneHopCursor:  # type: ignore[override]
        """Return a cursor, to be entered."""
        return OneHopCursor(self)

    async def hop(self, run: Callable[[sqlite3.Cursor], object]) -> tuple[list[Any], Any, int, Any]:
        """Let the thread run something with a cursor; return its rows, description, rowcount and last row id."""
        return await self._execute(_all_at_once, self._conn, run)  # type: ignore[no-any-return, no-untyped-call]


def _all_at_once(
    connection: sqlite3.Connection, run: Callable[[sqlite3.Cursor], object]
) -> tuple[list[Any], Any, int, Any]:
    cursor = connection.cursor()
    try:
        run(cursor)
        rows = cursor.fetchall() if cursor.description else []
        return rows, cursor.description, cursor.rowcount, cursor.lastrowid
    finally:
        cursor.close()


async def connect(path: str) -> OneHopConnection:
    """Connect; where that fails, see the thread to its end, lest it outlive the loop and complain aloud."""
    made = OneHopConnection(partial(sqlite3.connect, path, check_same_thread=False), iter_chunk_size=64)
    made._thread.daemon = True  # as SQLAlchemy does: no cancelled connection keeps the process from ending
    try:
        await made
    except sqlite3.Error:
        await asyncio.to_thread(made._thread.join)
        raise
    return made
