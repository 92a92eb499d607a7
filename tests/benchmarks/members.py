"""Members by the hundred thousand, written straight into the tables, some of them due at the same moment."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from bot.app import App, build
from bot.clock import FrozenClock
from bot.messages import Message
from bot.model import Receipt, Target
from bot.recurrence import zone
from bot.rehearsal.platform import LIMITS, NAME, FakePlatform
from bot.settings import load
from bot.store import tables

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ZONES = (
    "Africa/Cairo", "America/Bogota", "America/Chicago", "America/New_York", "America/Sao_Paulo", "America/St_Johns",
    "Asia/Dubai", "Asia/Kathmandu", "Asia/Kolkata", "Asia/Manila", "Asia/Seoul", "Asia/Tehran", "Asia/Tokyo",
    "Australia/Adelaide", "Australia/Lord_Howe", "Australia/Sydney", "Europe/Athens", "Europe/Berlin", "Europe/London",
    "Pacific/Auckland",
)  # fmt: skip
SEEN = 30
AT_ONCE = 20_000


class RealSeconds(FrozenClock):
    """Stands still for the product, and waits for nobody: what is measured is work, not waiting."""

    def monotonic(self) -> float:
        """Return real seconds."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Let others run."""
        await asyncio.sleep(0)


class Instantly(FakePlatform):
    """Takes everything at once and keeps nothing."""

    limits = replace(LIMITS, pace=1e9, opening_pace=1e9, lookup_pace=1e9)

    def __init__(self, clock: FrozenClock) -> None:
        super().__init__(clock)
        self.sent = 0

    async def send(self, target: Target, message: Message, key: str) -> Receipt:
        """Count."""
        self.sent += 1
        return Receipt(channel=target.channel or "D", message=str(self.sent))


def micros(moment: datetime) -> int:
    """Return an instant as it is stored."""
    return (moment - EPOCH) // timedelta(microseconds=1)


@asynccontextmanager
async def opened(folder: Path, members: int, due: int) -> AsyncIterator[tuple[App, Instantly, RealSeconds]]:
    """Open an app with so many members, of whom `due` fall due at noon, spread at random over the table."""
    clock = RealSeconds(NOON)
    told = load(adapters=(), data_dir=folder, database_url="", master_key=None, master_key_file=None, spread_seconds=0)
    app = await build(told, clock)
    platform = app.platforms[NAME] = Instantly(clock)
    try:
        if not (folder / "filled").exists():
            _fill(folder / "ajar.db", list(app.ctx.library.voice("en").prompts), members, due)
            (folder / "filled").touch()
        yield app, platform, clock
    finally:
        await app.close()


def _fill(path: Path, prompts: list[str], members: int, due: int) -> None:
    rng = random.Random(members)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous=OFF")
    community = UUID(int=1).hex
    _insert(connection, "communities", [(community, NAME, "here", "Etc/UTC", "en", None, "[]", "[]")])
    chosen = set(rng.sample(range(members), due))
    for start in range(0, members, AT_ONCE):
        numbers = range(start, min(members, start + AT_ONCE))
        people = [(number, UUID(int=rng.getrandbits(128)).hex, rng.choice(ZONES)) for number in numbers]
        _insert(connection, "members", (_member(key, where) for _, key, where in people))
        _insert(connection, "accounts", (_account(n, key, community, rng) for n, key, _ in people))
        _insert(connection, "schedules", (_schedule(n in chosen, key, where, rng) for n, key, where in people))
        shown = [(f"member:{key}", "daily_prompt", " ".join(rng.sample(prompts, SEEN))) for _, key, _ in people]
        _insert(connection, "shown", shown)
    connection.commit()
    connection.close()


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    width = len(tables.metadata.tables[table].columns)
    connection.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * width)})", rows)


def _member(key: str, where: str) -> tuple[Any, ...]:
    return key, "active", "en", where, None, False, 1, micros(NOON), micros(NOON)


def _account(number: int, member: str, community: str, rng: random.Random) -> tuple[Any, ...]:
    return UUID(int=rng.getrandbits(128)).hex, member, NAME, "", str(number), f"D{number}", community, None


def _schedule(due: bool, member: str, where: str, rng: random.Random) -> tuple[Any, ...]:
    moment = NOON if due else NOON + timedelta(days=500, minutes=rng.randrange(1440))
    local = NOON.astimezone(zone(where))
    at, yesterday = local.strftime("%H:%M:00.000000"), (local - timedelta(days=1)).date().isoformat()
    key = UUID(int=rng.getrandbits(128)).hex
    return key, "daily_prompt", member, None, at, 127, where, micros(moment), yesterday, None, None, None


def due_again(path: Path) -> None:
    """Let the same members be due at noon again, as if nothing had been planned."""
    connection = sqlite3.connect(path, timeout=30)
    soon = micros(NOON + timedelta(days=400))
    connection.execute("DELETE FROM deliveries")
    connection.execute(
        "UPDATE schedules SET next_due_at = ?, last_date = date(last_date, '-1 day') WHERE next_due_at < ?"
        " AND next_due_at > ?",
        (micros(NOON), soon, micros(NOON)),
    )
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
