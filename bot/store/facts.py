"""What a backup says of the database it holds, and a few sealed rows to try its keys on; nothing is shown of them.

Everything here is handed a connection to a copy, or to a snapshot, of either kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Table, func, inspect, select
from sqlalchemy import table as any_table

from . import key_tables, tables
from .schema import _config

SEALED: tuple[tuple[Table, str], ...] = ((tables.entries, "member_id"), (tables.topics, "community_id"))
"""Tables with a column `sealed`, and the column that says under whose key; table and id are bound in."""

ERASURES = "erasures"
"""The mark of the main database; see `bot.restoring`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a manifest says of a database: its schema, and how many rows; nothing of any member."""

    revision: str
    rows: Mapping[str, int]
    erasures: int
    """How many erasures the main database has seen, or the key store lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedRow:
    """A sealed row and what binds it to its place."""

    owner: UUID
    table: str
    record: UUID
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """What a key store holds for some owners: proofs of master keys by version, and wrapped keys by owner."""

    proofs: Mapping[int, bytes]
    keys: Mapping[UUID, tuple[bytes, int, int]] = field(repr=False)
    """Wrapped key, its version, and the version of the master key that locks it."""


def of_main(connection: Connection) -> Facts:
    """Return what there is to say of a main database."""
    rows, revision = _rows(connection), MigrationContext.configure(connection).get_current_revision()
    seen = None
    if tables.marks.name in rows:
        mark = select(tables.marks.c.value).where(tables.marks.c.name == ERASURES)
        seen = connection.execute(mark).scalar()
    return Facts(revision=revision or "", rows=rows, erasures=int(seen or 0))


def of_keys(connection: Connection) -> Facts:
    """Return what there is to say of a key store."""
    rows, counted = _rows(connection), None
    if key_tables.counters.name in rows:
        counter = select(key_tables.counters.c.value).where(key_tables.counters.c.name == key_tables.ERASURES)
        counted = connection.execute(counter).scalar()
    revision = key_tables.REVISION if key_tables.masters.name in rows else ""
    return Facts(revision=revision, rows=rows, erasures=int(counted or 0))


def newest() -> str:
    """Return the revision of the main database to which this version of Ajar brings it."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def some_sealed(connection: Connection, limit: int) -> Sequence[SealedRow]:
    """Return up to `limit` sealed rows of each kind."""
    found = []
    for table, owner in SEALED:
        asked = select(table.c[owner], table.c.id, table.c.sealed).order_by(table.c.id).limit(limit)
        for whose, record, sealed in connection.execute(asked):
            found.append(SealedRow(owner=whose, table=table.name, record=record, sealed=sealed))
    return found


def locked(connection: Connection, owners: Iterable[UUID]) -> Locked:
    """Return what a key store holds for some owners."""
    keys, masters = key_tables.keys.c, key_tables.masters.c
    asked = select(keys.owner, keys.wrapped, keys.version, keys.master).where(keys.owner.in_(set(owners)))
    held = {whose: (wrapped, version, master) for whose, wrapped, version, master in connection.execute(asked)}
    proofs = connection.execute(select(masters.version, masters.proof)).all()
    return Locked(proofs={each.version: each.proof for each in proofs}, keys=held)


def is_empty(connection: Connection) -> bool:
    """Return whether a database has no table at all."""
    return not inspect(connection).get_table_names()


def _rows(connection: Connection) -> dict[str, int]:
    names = sorted(inspect(connection).get_table_names())
    counted = {each: connection.execute(select(func.count()).select_from(any_table(each))) for each in names}
    return {name: int(found.scalar_one()) for name, found in counted.items()}
