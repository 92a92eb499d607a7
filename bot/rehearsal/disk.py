"""The database as a simulation has it: one file, several processes, one thread; slow, locked, full or failing by seed.

No call may block the thread, so SQLite's own waiting for a lock is switched off and done here in virtual time.
"""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from bot.store.inline import Around, InlineConnection, InlineCursor

from .process import ACT, Act, Process
from .weather import DISK, LOCKED, Weather

BUSY_SECONDS, BUSY_AGAIN = 5.0, 0.2
NOT_HERE = ("PRAGMA busy_timeout", "PRAGMA synchronous")
"""What the product tells SQLite and the simulation decides for itself: no waiting, and no disk to be sure of."""

WRITES = ("INSERT", "UPDATE", "DELETE")
WRITTEN = re.compile(r"(?:INSERT INTO|UPDATE|DELETE FROM) (\w+)")
SLOW = (0.2, 2.0)
QUICK = (0.0, 0.004)


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """A write transaction that was kept: when, by the loop and by the machines' clocks, by which process, in what.

    `looked` is how often the clock had been looked at in the act by then; `tables` are those written to.
    """

    at: float
    shown: datetime
    process: str
    act: Act | None
    looked: int
    tables: frozenset[str]


class Disk:
    """Makes the connections of all processes to one file, and notes every commit in the order in which they came."""

    def __init__(self, path: Path, weather: Weather) -> None:
        """Serve the file at `path`."""
        self._path, self._weather = path, weather
        self.commits: list[Commit] = []

    def hook(self, process: Process) -> Callable[[], Awaitable[InlineConnection]]:
        """Return the connection hook of one process."""

        async def connect() -> InlineConnection:
            await process.gate()
            raw = self._open()
            raw.execute("PRAGMA synchronous=OFF")
            made = _Connection(process, raw, _Line(process, raw, self._weather, self.commits.append).around)
            process.on_death(made.stop)
            return made

        return connect

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=0, check_same_thread=False, isolation_level=None)

    async def lock(self, seconds: float) -> None:
        """Hold the write lock for so long, as a program of the operator's might."""
        raw = self._open()
        try:
            await _patiently(partial(raw.execute, "BEGIN IMMEDIATE"))
            self._weather.note(LOCKED)
            await asyncio.sleep(seconds)
            raw.rollback()
        except sqlite3.OperationalError:
            return
        finally:
            raw.close()


class _Connection(InlineConnection):
    """A connection that is of no use to the dead."""

    def __init__(self, process: Process, raw: sqlite3.Connection, around: Around) -> None:
        super().__init__(raw, around)
        self._process = process

    def cursor(self) -> InlineCursor:
        """Return a cursor."""
        if self._process.dead.is_set():
            raise asyncio.CancelledError
        return super().cursor()


class _Line:
    """What lies between one process and one of its connections."""

    def __init__(
        self, process: Process, raw: sqlite3.Connection, weather: Weather, kept: Callable[[Commit], None]
    ) -> None:
        self._process, self._raw, self._weather, self._kept = process, raw, weather, kept
        self._writing = False
        self._tables: set[str] = set()

    async def around(self, asked: str, call: Callable[[], Any]) -> Any:
        """Make one call of the driver; an `Around`. What prepares or gives back never fails and takes no time."""
        if asked.startswith("PRAGMA"):
            return None if asked.startswith(NOT_HERE) else call()
        if asked == "ROLLBACK":
            self._writing = False
            return None if self._process.dead.is_set() else call()
        await self._process.gate()
        trouble = self._trouble(asked)
        await asyncio.sleep(self._weather.between(*(SLOW if trouble == "slow_disk" else QUICK)))
        await self._process.gate()
        answer = await self._made(asked, call, trouble)
        await self._process.gate()
        return answer

    def _trouble(self, asked: str) -> str | None:
        if asked == "COMMIT":
            return self._weather.strikes(DISK) if self._writing else None
        kinds = ("slow_disk", "disk_full") if asked.startswith(WRITES) else ("slow_disk",)
        return self._weather.strikes(kinds)

    async def _made(self, asked: str, call: Callable[[], Any], trouble: str | None) -> Any:
        if trouble == "disk_full":
            raise _error("database or disk is full", sqlite3.SQLITE_FULL)
        if trouble == "commit_lost":
            self._raw.rollback()
            raise _error("disk I/O error", sqlite3.SQLITE_IOERR)
        answer = await _patiently(call)
        if asked == "BEGIN IMMEDIATE":
            self._writing = True
            self._tables.clear()
        elif written := WRITTEN.match(asked):
            self._tables.add(written[1])
        elif asked == "COMMIT" and self._writing:
            self._writing = False
            self._note()
        if trouble == "commit_unheard":
            raise _error("disk I/O error", sqlite3.SQLITE_IOERR)
        return answer

    def _note(self) -> None:
        process, act = self._process, ACT.get()
        commit = Commit(
            at=process.monotonic(),
            shown=process.shown,
            process=process.name,
            act=act,
            looked=len(act.readings) if act else 0,
            tables=frozenset(self._tables),
        )
        self._kept(commit)


async def _patiently(call: Callable[[], Any]) -> Any:
    """Try again while another has the lock, for as long as SQLite would."""
    loop = asyncio.get_running_loop()
    until = loop.time() + BUSY_SECONDS
    while True:
        try:
            return call()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or loop.time() >= until:
                raise
        await asyncio.sleep(BUSY_AGAIN)


def _error(said: str, code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError(said)
    error.sqlite_errorcode = code
    return error
