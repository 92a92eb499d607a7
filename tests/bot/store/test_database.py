"""Migrations, errors in our own tree, and transactions that let go of what they held."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.exc import ProgrammingError

from bot.clock import FrozenClock
from bot.errors import SettingsError, StoreUnavailable
from bot.store import Store, database, inbox, open_store
from bot.store.tables import metadata
from tests.conftest import Postgres

from .nouns import at


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return list(compare_metadata(context, metadata))


@pytest.fixture
def sqlite_path(sqlite_url: str) -> Path:
    return Path(sqlite_url.partition(":///")[2])


# --- migrations ----------------------------------------------------------------------------------------------------


async def test_migrations_make_the_very_tables_that_the_code_knows(store: Store) -> None:
    async with store.read() as tx:
        assert await tx.run_sync(_differences) == []


async def test_migrating_from_nothing_and_again_is_harmless(empty_url: str, clock: FrozenClock) -> None:
    store = await open_store(empty_url, clock=clock)
    await store.migrate()
    async with store.begin() as tx:
        await inbox.take(tx, "kept", at())
    await store.migrate()
    await store.ready()
    async with store.begin() as tx:
        assert not (await inbox.take(tx, "kept", at())).first
        assert await tx.run_sync(_differences) == []
    await store.close()


async def test_two_processes_that_migrate_at_once_do_it_once(empty_url: str, clock: FrozenClock) -> None:
    stores = [await open_store(empty_url, clock=clock) for _ in range(3)]
    await asyncio.gather(*(each.migrate() for each in stores))
    for each in stores:
        await each.ready()
        await each.close()


async def test_a_postgresql_that_was_not_migrated_stops_the_start_in_one_line(
    empty_postgres_url: str, clock: FrozenClock
) -> None:
    store = await open_store(empty_postgres_url, clock=clock)
    with pytest.raises(SettingsError, match="ajar migrate"):
        await store.ready()
    await store.close()


async def test_closing_twice_is_harmless(store: Store) -> None:
    await store.close()
    await store.close()


# --- out of reach --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", ["mysql://here/ajar", "sqlite:///ajar.db", "postgresql://here/ajar", "nonsense", ""])
async def test_a_database_we_do_not_serve_is_refused_in_one_line(url: str, clock: FrozenClock) -> None:
    with pytest.raises(SettingsError, match=r"^AJAR_DATABASE_URL: .+"):
        await open_store(url, clock=clock)


@pytest.fixture
def lost_urls(postgres: Postgres, tmp_path: Path, unused_tcp_port: int) -> dict[str, str]:
    (tmp_path / "a folder").mkdir()
    (tmp_path / "no database").write_bytes(b"something else altogether" * 1000)
    return {
        "no server": f"postgresql+asyncpg://postgres@127.0.0.1:{unused_tcp_port}/ajar",
        "no socket": f"postgresql+asyncpg://postgres@/ajar?host={tmp_path}",
        "no such database": postgres.url("nowhere"),
        "a folder": f"sqlite+aiosqlite:///{tmp_path}/a folder",
        "no database": f"sqlite+aiosqlite:///{tmp_path}/no database",
    }


@pytest.mark.usefixtures("last_words")
@pytest.mark.parametrize("lost", ["no server", "no socket", "no such database", "a folder", "no database"])
async def test_a_database_out_of_reach_is_said_to_be_so(
    lost: str, lost_urls: dict[str, str], clock: FrozenClock
) -> None:
    store = await open_store(lost_urls[lost], clock=clock)
    with pytest.raises(StoreUnavailable):
        async with store.begin() as tx:
            await tx.execute(text("SELECT 1"))
    with pytest.raises(StoreUnavailable):
        async with store.read() as tx:
            await tx.execute(text("SELECT 1"))
    with pytest.raises(SettingsError, match=r"^AJAR_DATABASE_URL: "):
        await store.ready()
    await store.close()


@pytest.mark.usefixtures("last_words")
async def test_a_file_that_another_process_locks_is_out_of_reach_until_it_lets_go(
    sqlite_url: str, sqlite_path: Path, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient = tuple(each for each in database.SQLITE if not each.startswith("busy_timeout"))
    monkeypatch.setattr(database, "SQLITE", ("busy_timeout=1", *patient))
    store = await open_store(sqlite_url, clock=clock)
    other = sqlite3.connect(sqlite_path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable):
        async with store.begin() as tx:
            await inbox.take(tx, "one", at())
    async with store.read() as tx:  # reading goes on
        assert (await tx.execute(text("SELECT count(*) FROM inbox"))).scalar() == 0
    other.execute("ROLLBACK")
    other.close()
    async with store.begin() as tx:
        assert (await inbox.take(tx, "one", at())).first
    await store.close()


async def test_a_postgresql_connection_that_was_cut_is_made_anew(
    postgres: Postgres, postgres_url: str, clock: FrozenClock
) -> None:
    store = await open_store(postgres_url, clock=clock)
    name = postgres_url.partition("@/")[2].partition("?")[0]
    cut = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    with pytest.raises(StoreUnavailable):
        async with store.begin() as tx:
            await inbox.take(tx, "one", at())
            await postgres.tell(cut)
            await inbox.take(tx, "two", at())
    async with store.begin() as tx:
        assert (await inbox.take(tx, "one", at())).first, "nothing of the cut transaction was kept"
    await store.close()


async def test_a_mistake_of_ours_is_not_passed_off_as_a_lost_database(store: Store) -> None:
    with pytest.raises(Exception, match="nowhere") as caught:
        async with store.begin() as tx:
            await tx.execute(text("SELECT * FROM nowhere"))
    assert not isinstance(caught.value, StoreUnavailable)
    assert isinstance(caught.value, ProgrammingError) or "OperationalError" in type(caught.value).__name__


async def test_what_a_driver_says_is_not_repeated(lost_urls: dict[str, str], clock: FrozenClock) -> None:
    store = await open_store(lost_urls["no socket"], clock=clock)
    with pytest.raises(StoreUnavailable) as caught:
        async with store.begin():
            pass
    assert "ajar" not in str(caught.value)
    assert "/" not in str(caught.value)


# --- transactions --------------------------------------------------------------------------------------------------


async def test_all_of_a_transaction_is_kept_or_nothing(store: Store) -> None:
    with pytest.raises(RuntimeError, match="half way"):
        async with store.begin() as tx:
            await inbox.take(tx, "one", at())
            raise RuntimeError("half way")
    async with store.read() as tx:
        assert (await tx.execute(text("SELECT count(*) FROM inbox"))).scalar() == 0


async def test_a_cancelled_transaction_frees_the_writer_and_keeps_nothing(store: Store) -> None:
    inside = asyncio.Event()

    async def stuck() -> None:
        async with store.begin() as tx:
            await inbox.take(tx, "one", at())
            inside.set()
            await asyncio.Event().wait()

    for _ in range(8):  # more than any pool has connections
        inside.clear()
        task = asyncio.create_task(stuck())
        await inside.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    async with asyncio.timeout(5):
        async with store.begin() as tx:
            assert (await inbox.take(tx, "one", at())).first


async def test_a_transaction_cancelled_at_any_moment_frees_the_writer(store: Store) -> None:
    async def write(key: str) -> None:
        async with store.begin() as tx:
            await inbox.take(tx, key, at())
            await inbox.note(tx, key, "done")

    for steps in range(60):
        task = asyncio.create_task(write(f"key {steps}"))
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    async with asyncio.timeout(5):
        await write("the last")
    async with store.read() as tx:
        halves = await tx.execute(text("SELECT count(*) FROM inbox WHERE outcome <> 'done'"))
        assert halves.scalar() == 0


async def test_one_who_waits_for_the_writer_may_give_up(sqlite_url: str, clock: FrozenClock) -> None:
    store = await open_store(sqlite_url, clock=clock)
    async with store.begin() as tx:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0), store.begin():
                pass
        await inbox.take(tx, "one", at())
    async with store.begin() as tx:
        assert not (await inbox.take(tx, "one", at())).first
    await store.close()


async def test_readers_go_on_while_somebody_writes(store: Store) -> None:
    async with store.begin() as tx:
        await inbox.take(tx, "one", at())
        async with store.read() as reader:
            assert (await reader.execute(text("SELECT count(*) FROM inbox"))).scalar() == 0


async def test_sqlite_keeps_its_word_after_a_power_cut_and_about_foreign_keys(
    sqlite_url: str, clock: FrozenClock
) -> None:
    store = await open_store(sqlite_url, clock=clock)
    async with store.begin() as tx:
        told = {
            name: (await tx.exec_driver_sql(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert told == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    await store.close()


async def test_the_driver_without_a_thread_says_the_same(sqlite_url: str, clock: FrozenClock) -> None:
    store = await open_store(sqlite_url, clock=clock, inline=True)
    async with store.begin() as tx:
        assert (await inbox.take(tx, "one", at(), "first")).first
    with pytest.raises(RuntimeError, match="half way"):
        async with store.begin() as tx:
            await inbox.take(tx, "two", at())
            raise RuntimeError("half way")
    async with store.begin() as tx:
        assert await inbox.take(tx, "one", at()) == inbox.Taken(False, "first")
        assert (await inbox.take(tx, "two", at())).first
    await store.close()
