"""From one version's tables to the next: nothing is lost, nobody is stopped, the version before goes on beside it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from bot.clock import FrozenClock
from bot.errors import SettingsError
from bot.model import State
from bot.store import Store, schema, seen
from bot.store.tables import EPOCH, MICROSECOND, metadata
from tests.bot.courier import Courier

from .nouns import delivery as a_delivery
from .nouns import direct, planned, read, take
from .old import OLD, Row, added, dumped, made_old, old_delivery, opened


def carried(rows: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """Return what goes on to the tables of today: what was seen stands in `shown` by now."""
    return {name: rows[name] for name in OLD if name != "seen"}


# --- rows ----------------------------------------------------------------------------------------------------------


async def test_no_row_changes_on_the_way_to_the_tables_of_today(old_url: str, clock: FrozenClock) -> None:
    async with opened(old_url, clock) as store:
        before = await dumped(store)
        await store.migrate()
        after = await dumped(store)
        assert carried(after) == carried(before)
        async with store.read() as tx:
            context = await tx.run_sync(lambda each: list(compare_metadata(MigrationContext.configure(each), metadata)))
        assert context == []


async def test_what_was_seen_is_carried_over_in_its_order(old_url: str, clock: FrozenClock) -> None:
    async with opened(old_url, clock) as store:
        await store.migrate()
        async with store.begin() as tx:
            assert await seen.seen(tx, ["member:1"], "daily_prompt") == {"member:1": ("p-1", "p-2", "p-3")}
            assert await seen.seen(tx, ["member:1"], "tip") == {"member:1": ("t-1",)}


async def test_migrating_again_changes_nothing_and_ready_is_content(old_url: str, clock: FrozenClock) -> None:
    async with opened(old_url, clock) as store:
        await store.migrate()
        before = await dumped(store)
        await store.migrate()
        await store.ready()
        assert await dumped(store) == before


async def test_several_processes_that_migrate_at_once_do_it_once(old_url: str, clock: FrozenClock) -> None:
    async with opened(old_url, clock) as one, opened(old_url, clock) as two, opened(old_url, clock) as three:
        before = await dumped(one)
        async with asyncio.timeout(60):
            await asyncio.gather(one.migrate(), two.migrate(), three.migrate())
        after = await dumped(three)
        assert carried(after) == carried(before)


async def test_each_entry_is_dated_where_it_is_not_a_page_that_stays(
    old_url: str, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = OLD["entries"][0]
    kept = {UUID(int=number): "safety_notes" if number == 100 else "checkin" for number in range(100, 109)}
    async with opened(old_url, clock) as store:
        async with store.begin() as tx:
            for key, kind in kept.items():
                await tx.run_sync(added, "entries", {**entry, "id": key, "kind": kind})
        await store.migrate()
        async with store.read() as tx:
            found = (await tx.execute(metadata.tables["entries"].select())).all()
            members = (await tx.execute(metadata.tables["members"].select())).all()
    goes = {row.id: row.expires_at for row in found}
    made = EPOCH + entry["created_at"] * MICROSECOND
    assert goes.pop(UUID(int=100)) is None
    assert set(goes.values()) == {made + timedelta(days=90)} and len(goes) == 9
    assert {(each.retention_days, each.erase_at) for each in members} == {(90, None)}


# --- the version before, beside this one ---------------------------------------------------------------------------


async def test_statements_of_the_version_before_still_run(old_url: str, clock: FrozenClock) -> None:
    async with opened(old_url, clock) as store:
        await store.migrate()
        row = old_delivery(id=UUID(int=99))
        steps = (
            "state = 'claimed', lease_until = 1",
            "state = 'started', attempts = attempts + 1",
            "state = 'waiting'",
        )
        async with store.begin() as tx:
            await tx.run_sync(added, "deliveries", row)
            await tx.run_sync(added, "entries", {**OLD["entries"][0], "id": UUID(int=98)})
            await tx.run_sync(added, "members", {**OLD["members"][0], "id": UUID(int=97)})
            for step in steps:
                said = await tx.execute(
                    text(f"UPDATE deliveries SET {step} WHERE recipient = :r"), {"r": row["recipient"]}
                )
                assert said.rowcount == 1
        taken = await take(store)
        found = next(each for each in taken if each.id == row["id"])
        assert (found.attempts, found.turn) == (1, EPOCH), "it goes first"


async def test_what_the_version_before_planned_waited_or_was_left_in_doubt_is_sent_once(
    old_url: str, clock: FrozenClock
) -> None:
    async with opened(old_url, clock) as store:
        await store.migrate()
        courier = Courier(store, clock)
        await courier.after(minutes=2)
        for _ in range(3):
            await courier.after(minutes=1)
        open_ones = [each["id"] for each in OLD["deliveries"] if each["state"] in ("waiting", "started", "unsure")]
        assert [(await read(store, each)).state for each in open_ones] == [State.SENT] * 3


@pytest.mark.parametrize("fresh", [True, False], ids=["while it is fresh", "when it is too late"])
async def test_what_a_process_of_the_version_before_left_claimed_is_not_lost(
    old_url: str, clock: FrozenClock, fresh: bool
) -> None:
    """It had claimed ahead, which nothing does any more, and it died."""
    async with opened(old_url, clock) as store:
        await store.migrate()
        (claimed,) = (each["id"] for each in OLD["deliveries"] if each["state"] == "claimed")
        courier = Courier(store, clock)
        await courier.after(minutes=1)
        assert claimed.hex not in courier.keys, "while its lease lasts it may be sent by its holder"
        await courier.after(minutes=1 if fresh else 240)
        await courier.after(minutes=1)
        ended = await read(store, claimed)
        assert (ended.state, ended.reason) == ((State.SENT, None) if fresh else (State.SKIPPED, "late"))


# --- a schema of another version -----------------------------------------------------------------------------------


async def test_a_schema_newer_than_this_code_serves_it_too(store: Store) -> None:
    async with store.begin() as tx:
        await tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        await tx.execute(text("ALTER TABLE deliveries ADD COLUMN unknown_here INTEGER"))
    await store.ready()
    await store.migrate()
    one = a_delivery(target=direct())
    await planned(store, one)
    assert [each.id for each in await take(store)] == [one.id]
    async with store.read() as tx:
        assert (await tx.execute(text("SELECT version_num FROM alembic_version"))).scalar() == "9999"


async def test_an_older_schema_on_postgresql_stops_the_start_in_one_line(old_postgres: str, clock: FrozenClock) -> None:
    async with opened(old_postgres, clock) as store:
        with pytest.raises(SettingsError, match=r"^AJAR_DATABASE_URL: .*`ajar migrate`$"):
            await store.ready()
        await store.migrate()
        await store.ready()


async def test_an_older_schema_on_sqlite_is_migrated_at_the_start(tmp_path: Path, clock: FrozenClock) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/ajar.db"
    await made_old(url)
    async with opened(url, clock) as store:
        await store.ready()
        assert await at_head(store)


async def at_head(store: Store) -> bool:
    async with store.read() as tx:
        return await tx.run_sync(schema._is_at_head)
