"""A database as the version before left it, with a row of every kind."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import date, time
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from alembic import command
from sqlalchemy import Connection, MetaData, Table, select

from bot.clock import FrozenClock
from bot.store import Store, open_store, schema
from bot.store.database import Database, parsed
from bot.store.tables import EPOCH, MICROSECOND

from .nouns import LANE, at

FIRST = "0001"
ADA, HERE, ACCOUNT = UUID(int=1), UUID(int=2), UUID(int=3)
Row = dict[str, Any]


def moment(**later: float) -> int:
    return (at(**later) - EPOCH) // MICROSECOND


def old_delivery(**changes: Any) -> Row:
    """Return a row as the version before wrote it."""
    values: Row = {
        "id": uuid4(),
        "kind": "tip",
        "recipient": f"member:{uuid4().hex}",
        "occasion": "2026-03-02",
        "member_id": None,
        "community_id": None,
        "lane": LANE,
        "platform": LANE,
        "scope": "",
        "place": "direct",
        "channel": "D-ada",
        "account": "ada",
        "thread": False,
        "content": "t-1",
        "revises": None,
        "priority": 2,
        "due_at": moment(),
        "expires_at": moment(hours=3),
        "free_at": moment(),
        "state": "waiting",
        "attempts": 0,
        "owner": None,
        "fence": 0,
        "lease_until": None,
        "started_at": None,
        "settled_at": None,
        "reason": None,
        "receipt_channel": None,
        "receipt_message": None,
        "receipt_thread": None,
        "unwanted": None,
    }
    return {**values, **changes}


HELD = {"owner": "old", "fence": 1, "lease_until": moment(minutes=2)}
OLD: Mapping[str, Sequence[Row]] = {
    "communities": [
        {
            "id": HERE,
            "platform": LANE,
            "external_id": "here",
            "zone": "UTC",
            "locale": "en",
            "moderators_channel": "C1",
            "moderator_roles": ["r"],
            "moderator_accounts": [],
        }
    ],
    "members": [
        {
            "id": ADA,
            "status": "active",
            "locale": "en",
            "zone": "UTC",
            "country": "GR",
            "discreet": True,
            "consent_version": 1,
            "consent_at": moment(),
            "seen_at": moment(),
        }
    ],
    "accounts": [
        {
            "id": ACCOUNT,
            "member_id": ADA,
            "platform": LANE,
            "scope": "",
            "external_id": "ada",
            "direct_channel": "D-ada",
            "community_id": HERE,
            "unreachable_at": None,
        }
    ],
    "memberships": [{"community_id": HERE, "account_id": ACCOUNT, "joined_at": moment()}],
    "deliveries": [
        old_delivery(member_id=ADA, community_id=HERE),
        old_delivery(state="claimed", **HELD),
        old_delivery(state="started", started_at=moment(), attempts=1, **HELD),
        old_delivery(state="unsure", started_at=moment(), attempts=2, reason="timeout"),
        old_delivery(state="sent", settled_at=moment(), receipt_channel="D", receipt_message="1", attempts=1),
        old_delivery(state="cancelled", settled_at=moment(hours=1), reason="paused"),
    ],
    "schedules": [
        {
            "id": UUID(int=5),
            "kind": "daily_prompt",
            "member_id": ADA,
            "community_id": None,
            "days": 127,
            "time_of_day": time(9),
            "zone": "UTC",
            "next_due_at": moment(),
            "last_date": date(2026, 3, 1),
            "paused_until": None,
            "resting": None,
            "detail": "p-1",
        }
    ],
    "topics": [
        {
            "id": UUID(int=6),
            "community_id": HERE,
            "state": "draft",
            "content": None,
            "sealed": b"\0words",
            "target": {"kind": "forum"},
            "post_at": None,
            "agreed_hash": None,
            "receipt": None,
            "created_at": moment(),
        }
    ],
    "entries": [
        {
            "id": UUID(int=7),
            "member_id": ADA,
            "kind": "checkin",
            "local_date": date(2026, 3, 2),
            "created_at": moment(),
            "sealed": b"\xff\0",
            "key_version": 1,
        }
    ],
    "seen": [
        {"owner": "member:1", "kind": "daily_prompt", "content": each, "seen_at": moment(hours=hours)}
        for each, hours in (("p-2", 2), ("p-1", 1), ("p-3", 3))
    ]
    + [{"owner": "member:1", "kind": "tip", "content": "t-1", "seen_at": moment()}],
    "muted_themes": [{"member_id": ADA, "theme": "work"}],
    "inbox": [{"key": "k", "taken_at": moment(), "outcome": "done"}],
    "holds": [{"scope": "kind:topic", "since": moment()}],
    "lanes": [{"lane": LANE, "owner": "old", "lease_until": moment(minutes=2), "fence": 1, "paused_until": None}],
    "shelf": [{"adapter": "slack", "scope": "T1", "key": "k", "sealed": b"s"}],
    "locks": [{"name": "n", "owner": "o", "until": moment()}],
    "daily_totals": [{"day": date(2026, 3, 1), "kind": "tip", "outcome": "sent", "count": 3}],
}


def _reflected(connection: Connection) -> dict[str, Table]:
    found = MetaData()
    found.reflect(connection)
    return {name: table for name, table in found.tables.items() if name != "alembic_version"}


def _fill(connection: Connection) -> None:
    tables = _reflected(connection)
    assert set(tables) == set(OLD), "a row of every kind"
    for name, rows in OLD.items():
        assert {each.name for each in tables[name].columns} == set(rows[0])
        for row in rows:
            added(connection, name, row)


def _told(connection: Connection, row: Row) -> Row:
    """Return a row as the driver wants it: SQLite knows no UUID, and does not say that a column is one."""
    if connection.dialect.name != "sqlite":
        return row
    return {name: value.hex if isinstance(value, UUID) else value for name, value in row.items()}


def added(connection: Connection, name: str, row: Row) -> None:
    """Write a row down as the version before did, which knew nothing of newer columns."""
    connection.execute(_reflected(connection)[name].insert(), [_told(connection, row)])


def _dump(connection: Connection) -> dict[str, list[Row]]:
    found = {}
    for name, table in _reflected(connection).items():
        columns = [each for each in table.columns if name not in OLD or each.name in OLD[name][0]]
        rows = connection.execute(select(*columns)).mappings()
        found[name] = sorted((dict(each) for each in rows), key=lambda each: str(sorted(map(str, each.values()))))
    return found


async def made_old(url: str) -> None:
    """Make the tables of the first version, with a row of every kind."""
    database = Database(parsed(url))
    if database.sqlite:
        Path(database.url.database or "").parent.mkdir(parents=True, exist_ok=True)
    try:
        async with database.migrating() as tx:
            if not database.sqlite:
                await tx.commit()
            await tx.run_sync(lambda connection: command.upgrade(schema._config(connection), FIRST))
        async with database.begin() as tx:
            await tx.run_sync(_fill)
    finally:
        await database.close()


@asynccontextmanager
async def opened(url: str, clock: FrozenClock) -> AsyncIterator[Store]:
    store = await open_store(url, clock=clock)
    try:
        yield store
    finally:
        await store.close()


async def dumped(store: Store) -> dict[str, list[Row]]:
    async with store.read() as tx:
        return await tx.run_sync(_dump)
