"""The key store: a database of its own, so that a stolen main database or backup is unreadable without it.

On SQLite it runs with `secure_delete`, and the write-ahead log is truncated after each destruction. Where several
machines share the work it is a PostgreSQL database, best on a server of its own.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import Column, Integer, LargeBinary, MetaData, String, Table, Uuid, delete, select
from sqlalchemy.engine import URL

from bot.errors import KeysError, StoreUnavailable

from .database import Database, parsed
from .inline import inline as inline_hook
from .sql import insert
from .tables import Instant

OWNER_ONLY = 0o600
SETTING = "AJAR_KEYS_URL"

metadata = MetaData()

_keys = Table(
    "keys",
    metadata,
    Column("owner", Uuid, primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
)

_marks = Table(
    "marks",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", LargeBinary, nullable=False),
)


class KeyStore:
    """Wrapped keys by owner (a member, a community, the installation), and marks about the master key."""

    def __init__(self, database: Database) -> None:
        """Work on `database`."""
        self._database = database

    async def get(self, owner: UUID) -> tuple[bytes, int] | None:
        """Return an owner's wrapped key and its version. Raises StoreUnavailable."""
        async with self._database.read() as tx:
            row = (await tx.execute(select(_keys.c.wrapped, _keys.c.version).where(_keys.c.owner == owner))).first()
        return (row.wrapped, row.version) if row else None

    async def add(self, owner: UUID, wrapped: bytes, version: int, now: datetime) -> None:
        """Keep an owner's first key; one that has a key already keeps that one. Raises StoreUnavailable."""
        async with self._database.begin() as tx:
            values = insert(tx, _keys).values(owner=owner, wrapped=wrapped, version=version, created_at=now)
            await tx.execute(values.on_conflict_do_nothing())

    async def destroy(self, owner: UUID) -> None:
        """Destroy an owner's key, and every trace of it in the file; to be repeated until it passes.

        Raises StoreUnavailable, after which the key may be gone already, but not yet every trace.
        """
        async with self._database.begin() as tx:
            await tx.execute(delete(_keys).where(_keys.c.owner == owner))
        await self._database.truncate_log()

    async def mark(self, name: str) -> bytes | None:
        """Return a mark. Raises StoreUnavailable."""
        async with self._database.read() as tx:
            value: bytes | None = (await tx.execute(select(_marks.c.value).where(_marks.c.name == name))).scalar()
        return value

    async def set_mark(self, name: str, value: bytes) -> None:
        """Keep a mark for good; one that is there stays. Raises StoreUnavailable."""
        async with self._database.begin() as tx:
            await tx.execute(insert(tx, _marks).values(name=name, value=value).on_conflict_do_nothing())

    async def is_empty(self) -> bool:
        """Return whether there is no key at all. Raises StoreUnavailable."""
        async with self._database.read() as tx:
            return (await tx.execute(select(_keys.c.owner).limit(1))).first() is None

    async def close(self) -> None:
        """Let go of every connection; harmless when called twice."""
        await self._database.close()


async def open_keys(where: Path | str, *, inline: bool = False) -> KeyStore:
    """Return the key store in a file, made when missing and closed to other users of the machine, or at a URL.

    Raises KeysError in one line when that cannot be, SettingsError for a URL that cannot be served.
    """
    database = _in_file(where, inline) if isinstance(where, Path) else Database(parsed(where, SETTING))
    named = where if isinstance(where, Path) else SETTING
    try:
        if isinstance(where, Path):
            _prepare(where)
        async with database.migrating() as tx:
            await tx.run_sync(metadata.create_all)
    except (StoreUnavailable, OSError) as error:
        await database.close()
        raise KeysError(f"{named}: cannot open the key store ({error})") from None
    return KeyStore(database)


def _in_file(path: Path, inline: bool) -> Database:
    hook = inline_hook(str(path)) if inline else None
    return Database(URL.create("sqlite+aiosqlite", database=str(path)), connect_hook=hook, secure_delete=True)


def _prepare(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=OWNER_ONLY)
