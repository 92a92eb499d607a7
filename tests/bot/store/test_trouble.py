"""A full disk, a log that is being read, a table made anew: what goes wrong with files and must not spread."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from uuid import uuid4

import aiosqlite
import pytest
from sqlalchemy import text

from bot.clock import FrozenClock
from bot.errors import SettingsError, StoreUnavailable
from bot.store import accounts, deliveries, inbox, open_keys, open_store
from bot.store.database import Database, parsed
from bot.store.tables import members

from .nouns import account, at, delivery, joined

MEMBERS_ANEW = (
    "CREATE TABLE members_new AS SELECT * FROM members",
    "DROP TABLE members",
    "CREATE TABLE members (id PRIMARY KEY, "
    + ", ".join(each.name for each in members.columns if each.name != "id")
    + ")",
    "INSERT INTO members SELECT * FROM members_new",
    "DROP TABLE members_new",
)
"""How a migration changes a table on SQLite."""


async def test_a_full_disk_is_out_of_reach_and_nothing_of_it_is_kept(sqlite_url: str, clock: FrozenClock) -> None:
    async def connect_to_a_full_disk() -> aiosqlite.Connection:
        connection = await aiosqlite.connect(sqlite_url.removeprefix("sqlite+aiosqlite:///"))
        await connection.execute("PRAGMA max_page_count=1")  # SQLite takes it for the pages there are
        return connection

    store = await open_store(sqlite_url, clock=clock, connect_hook=connect_to_a_full_disk)
    with pytest.raises(StoreUnavailable):
        async with store.begin() as tx:
            await inbox.take(tx, "one", at())
            await deliveries.plan(tx, [delivery(occasion=str(each)) for each in range(2000)])
    async with store.begin() as tx:
        assert (await inbox.take(tx, "one", at())).first
    await store.close()


async def test_a_table_made_anew_keeps_what_belongs_to_its_rows(sqlite_url: str, clock: FrozenClock) -> None:
    store = await open_store(sqlite_url, clock=clock)
    ada = await joined(store)
    database = Database(parsed(sqlite_url))
    async with database.migrating() as tx:
        for statement in MEMBERS_ANEW:
            await tx.execute(text(statement))
    async with database.begin() as tx:
        assert len((await accounts.of_members(tx, [ada.id]))[ada.id]) == 1
        assert (await tx.exec_driver_sql("PRAGMA foreign_keys")).scalar() == 1
    await database.close()
    await store.close()


async def test_a_migration_that_breaks_what_belongs_together_is_not_kept(sqlite_url: str, clock: FrozenClock) -> None:
    store = await open_store(sqlite_url, clock=clock)
    ada = await joined(store)
    database = Database(parsed(sqlite_url))
    with pytest.raises(RuntimeError, match="1 foreign keys"):
        async with database.migrating() as tx:
            await tx.execute(text("DELETE FROM members"))
    async with database.begin() as tx:
        await accounts.add(tx, account(ada.id, "another"))
    await database.close()
    await store.close()


def traces(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir() if b"the wrapped key" in each.read_bytes()]


async def test_a_key_counts_as_destroyed_only_once_no_reader_keeps_its_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.database.SQLITE", ("busy_timeout=1", "journal_mode=WAL", "synchronous=FULL"))
    keys, owner = await open_keys(tmp_path / "keys.db"), uuid4()
    await keys.add(owner, b"the wrapped key", 1, at())
    backup = sqlite3.connect(tmp_path / "keys.db", isolation_level=None)
    backup.execute("BEGIN")
    backup.execute("SELECT count(*) FROM keys").fetchall()
    with pytest.raises(StoreUnavailable, match="being read"):
        await keys.destroy(owner)
    backup.close()
    await keys.destroy(owner)
    assert not traces(tmp_path)
    await keys.close()


@pytest.mark.parametrize("url", ["sqlite+aiosqlite://", "sqlite+aiosqlite:///:memory:"])
async def test_a_database_that_would_forget_everything_is_refused(url: str, clock: FrozenClock) -> None:
    with pytest.raises(SettingsError, match="in memory"):
        await open_store(url, clock=clock)


async def test_a_value_that_does_not_fit_is_a_mistake_of_ours(postgres_url: str, clock: FrozenClock) -> None:
    store = await open_store(postgres_url, clock=clock)
    with pytest.raises(Exception, match="too long") as caught:
        async with store.begin() as tx:
            await inbox.take(tx, "x" * 200, at())
    assert not isinstance(caught.value, StoreUnavailable)
    await store.close()
