from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.clock import FrozenClock
from bot.errors import StoreUnavailable
from bot.store import ConnectHook, holds, open_store
from bot.store.inline import InlineConnection, inline


class Around:
    """Notes what the driver is asked for, and fails as told."""

    def __init__(self, failing: str = "") -> None:
        self.asked: list[str] = []
        self.written = asyncio.Event()
        self._failing = failing

    async def __call__(self, asked: str, call: Callable[[], Any]) -> Any:
        self.asked.append(asked)
        if self._failing and asked.startswith(self._failing):
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise error
        await asyncio.sleep(0)
        if asked.startswith("INSERT"):
            self.written.set()
        return call()

    def hook(self, url: str) -> ConnectHook:
        async def connect() -> InlineConnection:
            raw = sqlite3.connect(url.removeprefix("sqlite+aiosqlite:///"), check_same_thread=False)
            return InlineConnection(raw, self)

        return connect


async def test_every_statement_and_commit_goes_through_what_is_around(sqlite_url: str, clock: FrozenClock) -> None:
    around = Around()
    store = await open_store(sqlite_url, clock=clock, connect_hook=around.hook(sqlite_url))
    async with store.begin() as tx:
        await holds.hold(tx, "all", clock.now())
    asked = [each.split()[0] for each in around.asked if not each.startswith("PRAGMA")]
    assert asked[-3:] == ["BEGIN", "INSERT", "COMMIT"]
    async with store.read() as tx:
        assert await holds.held(tx) == {"all"}
    await store.close()


@pytest.mark.parametrize("failing", ["INSERT", "BEGIN IMMEDIATE"])
async def test_what_fails_around_a_call_is_told_and_undone(sqlite_url: str, clock: FrozenClock, failing: str) -> None:
    store = await open_store(sqlite_url, clock=clock, connect_hook=Around(failing).hook(sqlite_url))
    with pytest.raises(StoreUnavailable):
        async with store.begin() as tx:
            await holds.hold(tx, "all", clock.now())
    async with store.read() as tx:
        assert await holds.held(tx) == frozenset()
    await store.close()


async def test_a_connection_that_is_stopped_gives_its_lock_back_though_a_cursor_lives(tmp_path: Path) -> None:
    path = str(tmp_path / "some.db")
    one, other = await inline(path)(), sqlite3.connect(path, timeout=0, isolation_level=None)
    await one.execute("CREATE TABLE some (number INTEGER)")
    one._conn.isolation_level = None
    await one.execute("BEGIN IMMEDIATE")
    cursor = one.cursor()
    await cursor.execute("INSERT INTO some VALUES (1), (2) RETURNING number")
    one.stop()
    other.execute("BEGIN IMMEDIATE")
    assert other.execute("SELECT count(*) FROM some").fetchone() == (0,)
    other.close()
    assert one._connection is None


async def test_a_transaction_cut_short_leaves_nothing(sqlite_url: str, clock: FrozenClock) -> None:
    around = Around()
    store = await open_store(sqlite_url, clock=clock, connect_hook=around.hook(sqlite_url))

    async def never_ends() -> None:
        async with store.begin() as tx:
            await holds.hold(tx, "all", clock.now())
            await asyncio.Event().wait()

    task = asyncio.create_task(never_ends())
    await around.written.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with store.begin() as tx:
        assert await holds.held(tx) == frozenset()
    await store.close()
