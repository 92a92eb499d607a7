"""One transaction is kept whole or not at all, whatever interrupts it, and nobody sees half of it."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import aiosqlite
import pytest
from sqlalchemy import func, select

from bot.clock import FrozenClock
from bot.errors import StoreUnavailable
from bot.store import Store, holds, inbox, open_store, tables
from bot.store.one_hop import OneHopConnection
from tests.conftest import Opening

from .nouns import NOON

CANCELLATIONS = 120
DEADLINE = 20.0
QUICKLY = 2.0


async def write_two(store: Store, name: str) -> None:
    """Write two rows that belong together."""
    async with store.begin() as tx:
        await inbox.take(tx, f"{name}:a", NOON)
        await asyncio.sleep(0)
        await inbox.take(tx, f"{name}:b", NOON)


async def events(store: Store) -> int:
    async with store.read() as tx:
        return int((await tx.execute(select(func.count()).select_from(tables.inbox))).scalar() or 0)


def kept_whole(sqlite_url: str) -> set[str]:
    """Return the names of which both rows were kept; there must be none of which one was."""
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite+aiosqlite:///"))) as file:
        keys = {key for (key,) in file.execute("SELECT key FROM inbox")}
    names = {key.split(":")[0] for key in keys}
    assert keys == {f"{name}:{half}" for name in names for half in "ab"}
    return names


async def cancelled_after(turns: int, task: asyncio.Task[None]) -> None:
    """Let the loop turn some times, then cancel, and see the task to its end."""
    for _ in range(turns):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        async with store.begin() as tx:
            await inbox.take(tx, "one", NOON)
            raise ZeroDivisionError
    assert await events(store) == 0


async def test_a_reader_sees_only_what_was_committed(store: Store, another: Opening) -> None:
    reader = await another()
    async with store.begin() as tx:
        await inbox.take(tx, "one", NOON)
        assert (await events(store), await events(reader)) == (0, 0)
    assert (await events(store), await events(reader)) == (1, 1)


async def test_a_reader_keeps_what_it_began_with_while_others_write(store: Store) -> None:
    async with store.read() as tx:
        assert await holds.held(tx) == frozenset()
        await write_two(store, "meanwhile")
    assert await events(store) == 2


async def test_a_write_in_a_transaction_for_reading_is_refused(store: Store) -> None:
    with pytest.raises(StoreUnavailable):
        async with store.read() as tx:
            await inbox.take(tx, "one", NOON)
    async with store.begin() as tx:
        assert (await inbox.take(tx, "one", NOON)).first


async def test_writers_wait_for_each_other_and_none_is_lost(store: Store, another: Opening) -> None:
    stores = [store, await another(), await another()]
    writing = [write_two(stores[number % 3], str(number)) for number in range(30)]
    async with asyncio.timeout(DEADLINE):
        await asyncio.gather(*writing)
    assert await events(store) == 60


async def test_a_cancelled_write_leaves_all_or_nothing_and_frees_the_writer(store: Store) -> None:
    chance = random.Random(4)
    async with asyncio.timeout(DEADLINE):
        for number in range(CANCELLATIONS):
            task = asyncio.create_task(write_two(store, str(number)))
            await cancelled_after(chance.randrange(chance.choice([20, 100, 400])), task)
        await write_two(store, "last")
    async with store.read() as tx:
        keys = set((await tx.execute(select(tables.inbox.c.key))).scalars())
    names = {key.split(":")[0] for key in keys}
    assert keys == {f"{name}:{half}" for name in names for half in "ab"}
    assert "last" in names


class Steps:
    """A connection hook whose connections cancel a task at one step that they are asked to take."""

    def __init__(self, path: str) -> None:
        self.path, self.left = path, 0
        self.task: asyncio.Task[None] | None = None

    def cancel_at(self, step: int, task: asyncio.Task[None]) -> None:
        self.task, self.left = task, step

    async def connect(self) -> aiosqlite.Connection:
        steps = self

        class Counted(aiosqlite.Connection):
            async def _execute(self, *args: Any, **more: Any) -> Any:
                steps.left -= 1
                if steps.left == 0 and steps.task:
                    asyncio.get_running_loop().call_soon(steps.task.cancel)
                return await super()._execute(*args, **more)  # type: ignore[no-untyped-call]

        made = Counted(lambda: sqlite3.connect(self.path, check_same_thread=False), 64)
        made._thread.daemon = True
        return await made


async def test_a_write_cancelled_at_any_step_of_the_driver_lets_the_next_one_through(
    sqlite_url: str, clock: FrozenClock
) -> None:
    steps = Steps(sqlite_url.removeprefix("sqlite+aiosqlite:///"))
    store = await open_store(sqlite_url, clock=clock, connect_hook=steps.connect)
    ended: list[object] = []  # whoever keeps a cancellation keeps its traceback, and with it the driver's cursor
    step, reached = 0, True
    while reached:
        step += 1
        task = asyncio.create_task(write_two(store, f"cancelled {step}"))
        steps.cancel_at(step, task)
        ended += await asyncio.gather(task, return_exceptions=True)
        reached = steps.left <= 0
        async with asyncio.timeout(QUICKLY):
            await write_two(store, f"next {step}")
    await store.close()
    assert step > 8
    assert kept_whole(sqlite_url) >= {f"next {each}" for each in range(1, step + 1)}


async def test_cancelling_many_at_once_and_again_while_they_end_leaves_the_store_working(store: Store) -> None:
    chance = random.Random(5)

    async def read(_: str) -> None:
        await events(store)

    async def write(name: str) -> None:
        await write_two(store, name)

    kinds: list[Callable[[str], object]] = [read, write]
    async with asyncio.timeout(DEADLINE * 3):
        for number in range(25):
            tasks = [asyncio.ensure_future(kinds[each % 2](f"{number}-{each}")) for each in range(8)]  # type: ignore[call-overload]
            for _ in range(chance.randrange(300)):
                await asyncio.sleep(0)
            for task in tasks:
                task.cancel()
            await asyncio.sleep(0)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*(write(f"after-{each}") for each in range(6)), *(read("") for _ in range(6)))
    assert await events(store) % 2 == 0


async def test_a_commit_that_fails_leaves_the_writer_free_for_the_next(
    sqlite_url: str, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk refuses the commit and leaves the transaction open, with the lock."""
    commit, failing = OneHopConnection.commit, ["once"]

    async def full(self: OneHopConnection) -> None:
        if failing:
            failing.pop()
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise error
        await commit(self)

    monkeypatch.setattr(OneHopConnection, "commit", full)
    store = await open_store(sqlite_url, clock=clock)
    with pytest.raises(StoreUnavailable):
        async with store.begin() as tx:
            await holds.hold(tx, "all", NOON)
    async with store.begin() as tx:
        assert await holds.held(tx) == frozenset()
    await store.close()
