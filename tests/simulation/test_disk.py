from __future__ import annotations

import asyncio
import random
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import StoreUnavailable
from bot.rehearsal import stand
from bot.rehearsal.disk import Disk
from bot.rehearsal.loop import run
from bot.rehearsal.process import Process, WallClock
from bot.rehearsal.weather import Episode, Weather
from bot.store import Store, holds, open_store

START = datetime(2026, 3, 2, 12, tzinfo=UTC)


def now() -> float:
    return asyncio.get_running_loop().time()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "ajar.db"
    path.write_bytes(stand.template())
    return path


class Bench:
    """A database file, and processes that share it."""

    def __init__(self, path: Path, *troubles: str) -> None:
        self.path = path
        self.wall = WallClock(START)
        episodes = [Episode(kind=each, begin=0, end=1000) for each in troubles]
        self.disk = Disk(self.path, Weather(random.Random(1), episodes, now))

    async def store(self, name: str) -> tuple[Process, Store]:
        process = Process(name, self.wall)
        hook = self.disk.hook(process)
        return process, await open_store(f"sqlite+aiosqlite:///{self.path}", clock=process, connect_hook=hook)

    def kept(self) -> int:
        connection = sqlite3.connect(self.path)
        try:
            return int(connection.execute("SELECT count(*) FROM holds").fetchone()[0])
        finally:
            connection.close()


async def write(store: Store, scope: str = "all", seconds: float = 0) -> None:
    async with store.begin() as tx:
        await holds.hold(tx, scope, START)
        await asyncio.sleep(seconds)


def test_two_processes_write_one_after_the_other_without_blocking_the_thread(path: Path) -> None:
    async def both() -> float:
        bench = Bench(path)
        (_, one), (_, other) = await bench.store("p0"), await bench.store("p1")
        await asyncio.gather(write(one, "a", 2), write(other, "b", 2))
        await one.close()
        await other.close()
        assert bench.kept() == 2
        return now()

    assert 4 < run(both()) < 5


def test_a_lock_held_too_long_fails_as_in_sqlite(path: Path) -> None:
    async def both() -> float:
        bench = Bench(path)
        (_, one), (_, other) = await bench.store("p0"), await bench.store("p1")
        holding = asyncio.create_task(write(one, "a", 60))
        await asyncio.sleep(1)
        with pytest.raises(StoreUnavailable):
            await write(other, "b")
        gave_up = now()
        await holding
        await one.close()
        await other.close()
        return gave_up

    assert 6 <= run(both()) < 7


@pytest.mark.parametrize(("trouble", "kept"), [("disk_full", 0), ("commit_lost", 0), ("commit_unheard", 1)])
def test_trouble_is_told_and_keeps_what_it_says(path: Path, trouble: str, kept: int) -> None:
    async def one() -> int:
        bench = Bench(path, trouble)
        _, store = await bench.store("p0")
        with pytest.raises(StoreUnavailable):
            await write(store)
        await store.close()
        assert len(bench.disk.commits) == kept
        return bench.kept()

    assert run(one()) == kept


def test_a_crash_undoes_what_was_not_committed_and_frees_the_lock(path: Path) -> None:
    async def crash() -> int:
        bench = Bench(path)
        (process, one), (_, other) = await bench.store("p0"), await bench.store("p1")
        task = process.spawn(write(one, "a", 60))
        await asyncio.sleep(1)
        process.crash()
        await process.buried()
        assert task.cancelled()
        await write(other, "b")
        await other.close()
        return bench.kept()

    assert run(crash()) == 1


def test_the_dead_reach_nothing_any_more(path: Path) -> None:
    async def dead() -> None:
        bench = Bench(path)
        process, store = await bench.store("p0")
        await write(store)
        process.crash()
        with pytest.raises(asyncio.CancelledError):
            await write(store, "b")
        with pytest.raises(asyncio.CancelledError):
            await process.sleep(1)
        assert bench.kept() == 1

    run(dead())


def test_a_process_asleep_does_nothing_until_it_wakes(path: Path) -> None:
    async def asleep() -> float:
        bench = Bench(path)
        process, store = await bench.store("p0")
        process.fall_asleep(3600)
        assert not process.awake
        await write(store)
        await store.close()
        return now()

    assert 3600 <= run(asleep()) < 3601
