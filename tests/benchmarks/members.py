"""Members by the hundred thousand, written straight into the tables, some of them due at the same moment."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from bot.app import App, build
from bot.model import CONSENT_VERSION
from bot.recurrence import zone
from bot.running import keep_what_is_loaded
from bot.settings import Settings, load
from bot.store import tables

from .fakes import PLATFORM, Instantly, RealSeconds

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ZONES = (
    "Africa/Cairo", "Africa/Casablanca", "America/Anchorage", "America/Asuncion", "America/Bogota", "America/Caracas",
    "America/Chicago", "America/Denver", "America/Halifax", "America/Havana", "America/Los_Angeles",
    "America/Mexico_City", "America/New_York", "America/Nuuk", "America/Santiago", "America/Sao_Paulo",
    "America/St_Johns", "Asia/Beirut", "Asia/Dubai", "Asia/Jerusalem", "Asia/Kabul", "Asia/Kathmandu", "Asia/Kolkata",
    "Asia/Manila", "Asia/Seoul", "Asia/Tehran", "Asia/Tokyo", "Asia/Yangon", "Atlantic/Azores", "Australia/Adelaide",
    "Australia/Eucla", "Australia/Lord_Howe", "Australia/Sydney", "Europe/Athens", "Europe/Berlin", "Europe/Lisbon",
    "Europe/London", "Pacific/Apia", "Pacific/Auckland", "Pacific/Chatham",
)  # fmt: skip
"""Forty: with and without summer time, half and quarter hours."""

SEEN = 30
"""Questions that each member was shown in the last weeks."""

MUTED_BY_ONE_IN = 4
"""Every fourth member does not want one of the themes."""

AT_ONCE = 20_000


def micros(moment: datetime) -> int:
    """Return an instant as it is stored."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def settings(folder: Path, spread_seconds: int = 0) -> Settings:
    """Return the settings of an app whose database lies in `folder`."""
    return load(
        adapters=(),
        data_dir=folder,
        database_url="",
        master_key=None,
        master_key_file=None,
        spread_seconds=spread_seconds,
    )


@asynccontextmanager
async def opened(folder: Path, members: int, due: int) -> AsyncIterator[tuple[App, Instantly]]:
    """Open an app with so many members, of whom `due` fall due at noon, spread at random over the table."""
    app = await build(settings(folder), RealSeconds(NOON))
    platform = app.platforms[PLATFORM] = Instantly()
    try:
        await filled(app, folder, members, due)
        keep_what_is_loaded()
        yield app, platform
    finally:
        await app.close()


async def filled(app: App, folder: Path, members: int, due: int, zones: Sequence[str] = ZONES) -> None:
    """Write the members, unless they were written before."""
    if (folder / "filled").exists():
        return
    voice = app.ctx.library.voice("en")
    _fill(folder / "ajar.db", list(voice.prompts), list(voice.themes), members, due, zones)
    (folder / "filled").touch()


def _fill(path: Path, prompts: list[str], themes: list[str], members: int, due: int, zones: Sequence[str]) -> None:
    rng = random.Random(members)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous=OFF")
    community = UUID(int=1).hex
    _insert(connection, "communities", [(community, PLATFORM, "here", "Etc/UTC", "en", None, "[]", "[]")])
    chosen = set(rng.sample(range(members), due))
    for start in range(0, members, AT_ONCE):
        numbers = range(start, min(members, start + AT_ONCE))
        people = [(number, UUID(int=rng.getrandbits(128)).hex, rng.choice(zones)) for number in numbers]
        _insert(connection, "members", (_member(key, where) for _, key, where in people))
        _insert(connection, "accounts", (_account(n, key, community, rng) for n, key, _ in people))
        _insert(connection, "schedules", (_schedule(n in chosen, key, where, rng) for n, key, where in people))
        shown = [(f"member:{key}", "daily_prompt", " ".join(rng.sample(prompts, SEEN))) for _, key, _ in people]
        _insert(connection, "shown", shown)
        _insert(connection, "muted_themes", ((k, rng.choice(themes)) for n, k, _ in people if n % MUTED_BY_ONE_IN == 0))
    connection.commit()
    connection.close()


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    width = len(tables.metadata.tables[table].columns)
    connection.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * width)})", rows)


def _member(key: str, where: str) -> tuple[Any, ...]:
    seen = micros(NOON - timedelta(days=1))
    return key, "active", "en", where, None, False, CONSENT_VERSION, micros(NOON), seen, 90, None, False


def _account(number: int, member: str, community: str, rng: random.Random) -> tuple[Any, ...]:
    return UUID(int=rng.getrandbits(128)).hex, member, PLATFORM, "", str(number), f"D{number}", community, None


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
