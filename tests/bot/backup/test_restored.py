from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from bot import erasing, restoring
from bot.backup import postgresql
from bot.errors import SealBroken
from bot.store import Store, accounts, open_store, schedules, tables
from tests.bot.store.nouns import delivery, direct, planned, schedule
from tests.conftest import Postgres

from .home import DAY, ENTRIES, Home, ref


async def put_back(home: Home, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """Restore the newest main backup as the operators' page says, and name the database it is then in."""
    copy = home.newest("main").file
    await home.store.close()
    if home.tools is None:
        for name in ("ajar.db", "ajar.db-wal", "ajar.db-shm"):  # the log of the database that is replaced goes with it
            (tmp_path / name).unlink(missing_ok=True)
        copy.replace(tmp_path / "ajar.db")
        yield f"sqlite+aiosqlite:///{tmp_path}/ajar.db"
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = f"restored_{uuid4().hex}"
    await server.tell(f"CREATE DATABASE {name}")
    await postgresql.restore(copy, server.url(name), "AJAR_DATABASE_URL", home.tools)
    yield server.url(name)
    await server.tell(f"DROP DATABASE {name} WITH (FORCE)")


async def test_forget_then_yesterdays_backup_then_a_start_leaves_no_message_and_no_readable_row(
    home: Home, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    ada, _ = await home.joined("ada-4711"), await home.joined("grace")
    async with home.store.begin() as tx:
        await schedules.put(tx, schedule(member_id=ada))
    waiting = {"id": uuid4(), "recipient": f"member:{ada.hex}", "member_id": ada, "target": direct("ada-4711", "D-ada")}
    await planned(home.store, delivery(**waiting))
    await home.back_up()
    home.clock.advance(DAY)
    assert await erasing.forget(home.store, home.seal, home.clock, ada)

    async for url in put_back(home, tmp_path, request):
        store = await open_store(url, clock=home.clock)
        await store.ready()
        async with store.read() as tx:
            assert await accounts.find(tx, ref("ada-4711")), "the backup brought her back"
            ((_, words),) = [row for row in await tx.execute(ENTRIES) if row.member_id == ada]
        with pytest.raises(SealBroken):
            await home.seal.opened(ada)
        assert await restoring.replay(store, home.seal, home.clock, erasing.forget) == 1
        assert await left_of(store, str(ada), ada.hex, "ada-4711", "D-ada", words.hex()) == []
        async with store.read() as tx:
            assert await accounts.find(tx, ref("grace"))
        await store.close()


async def left_of(store: Store, *traces: str) -> list[str]:
    """Return the tables in which any of these stands: schedules and waiting deliveries, whatever could be sent."""
    found = []
    async with store.read() as tx:
        for table in tables.metadata.sorted_tables:
            shown = [
                " ".join(each.hex() if isinstance(each, bytes) else str(each) for each in row)
                for row in await tx.execute(select(table))
            ]
            found += [table.name for row in shown for each in traces if each in row]
    return found
