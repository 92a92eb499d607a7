"""PostgreSQL is migrated while others read and write, and a migration that was cut short can be repeated."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest

from bot.clock import FrozenClock
from bot.errors import SettingsError
from bot.store.database import MIGRATING
from tests.conftest import Postgres

from .old import dumped, opened


@asynccontextmanager
async def connected(postgres: Postgres, url: str) -> AsyncIterator[Any]:
    name = url.partition("@/")[2].partition("?")[0]
    connection = await asyncpg.connect(user="postgres", database=name, host=str(postgres.socket))
    try:
        await connection.execute("SET statement_timeout = '5s'")
        yield connection
    finally:
        await connection.close()


BUILDING = "SELECT NOT indisvalid FROM pg_index WHERE indexrelid = to_regclass('ix_deliveries_turn')"


async def until_building(other: Any, migrating: asyncio.Task[None]) -> None:
    async with asyncio.timeout(20):
        while not await other.fetchval(BUILDING):
            if migrating.done():
                migrating.result()
                raise AssertionError("the index was built although an older transaction was open")


async def test_whoever_writes_is_not_stopped_while_the_index_is_built(
    postgres: Postgres, old_postgres: str, clock: FrozenClock
) -> None:
    async with opened(old_postgres, clock) as store, connected(postgres, old_postgres) as other:
        async with connected(postgres, old_postgres) as old:
            transaction = old.transaction(isolation="repeatable_read")
            await transaction.start()
            await old.fetchval("SELECT count(*) FROM inbox")
            migrating = asyncio.create_task(store.migrate())
            await until_building(other, migrating)
            for _ in range(5):
                await other.execute("UPDATE deliveries SET attempts = attempts + 1")
                await other.execute("DELETE FROM inbox")
            assert not migrating.done()
            await transaction.commit()
        await migrating
        await store.ready()
        assert await other.fetchval(BUILDING) is False
        assert await other.fetchval("SELECT min(attempts) FROM deliveries") == 5


async def test_a_build_that_was_cut_short_is_mended_by_migrating_again(
    postgres: Postgres, old_postgres: str, clock: FrozenClock
) -> None:
    async with opened(old_postgres, clock) as store, connected(postgres, old_postgres) as other:
        before = await dumped(store)
        async with connected(postgres, old_postgres) as old:
            transaction = old.transaction(isolation="repeatable_read")
            await transaction.start()
            await old.fetchval("SELECT count(*) FROM inbox")
            migrating = asyncio.create_task(store.migrate())
            await until_building(other, migrating)
            cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX CONCURRENTLY%'"
            await other.execute(cut)
            with pytest.raises(Exception, match=r"."):
                await migrating
            await transaction.commit()
        assert await other.fetchval(BUILDING) is True, "it was left invalid"
        with pytest.raises(SettingsError):
            await store.ready()
        await store.migrate()
        await store.ready()
        assert await other.fetchval(BUILDING) is False
        after = await dumped(store)
        assert {name: after[name] for name in before if name in after} == {
            k: v for k, v in before.items() if k != "seen"
        }


async def test_a_table_in_use_makes_a_migration_give_up_unharmed_instead_of_stopping_everyone(
    postgres: Postgres, old_postgres: str, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = {**MIGRATING, "server_settings": {"lock_timeout": "100"}}
    monkeypatch.setattr("bot.store.database.MIGRATING", settings)
    async with opened(old_postgres, clock) as store, connected(postgres, old_postgres) as other:
        before = await dumped(store)
        async with other.transaction():
            await other.execute("UPDATE deliveries SET attempts = attempts")
            with pytest.raises(Exception, match=r"."):
                await store.migrate()
        assert await dumped(store) == before
        await store.migrate()
        await store.ready()
