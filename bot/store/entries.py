"""A member's private entries, sealed; never found by their id alone."""

from __future__ import annotations

import builtins
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete as delete_from
from sqlalchemy import select, update

from . import tables
from .database import Tx

_table = tables.entries


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry as it is stored: what kind and when, and the sealed rest."""

    id: UUID
    member_id: UUID
    kind: str
    local_date: date
    created_at: datetime
    sealed: bytes = field(repr=False)
    key_version: int


async def add(
    tx: Tx,
    entry_id: UUID,
    member_id: UUID,
    kind: str,
    local_date: date,
    created_at: datetime,
    sealed: bytes,
    key_version: int,
) -> None:
    """Write an entry down."""
    await tx.execute(
        _table.insert().values(
            id=entry_id,
            member_id=member_id,
            kind=kind,
            local_date=local_date,
            created_at=created_at,
            sealed=sealed,
            key_version=key_version,
        )
    )


async def get(tx: Tx, member_id: UUID, entry_id: UUID) -> Entry | None:
    """Return an entry of this member; None for anyone else's."""
    where = (_table.c.id == entry_id, _table.c.member_id == member_id)
    row = (await tx.execute(select(_table).where(*where))).first()
    return Entry(**row._mapping) if row else None


async def list(tx: Tx, member_id: UUID, kind: str, limit: int) -> builtins.list[Entry]:
    """Return a member's entries of a kind, the newest first."""
    where = (_table.c.member_id == member_id, _table.c.kind == kind)
    wanted = select(_table).where(*where).order_by(_table.c.created_at.desc(), _table.c.id).limit(limit)
    return [Entry(**row._mapping) for row in await tx.execute(wanted)]


async def purge(tx: Tx, before: datetime, limit: int) -> int:
    """Delete up to `limit` entries made before an instant, whoever's they are; return how many."""
    old = select(_table.c.id).where(_table.c.created_at < before).limit(limit)
    return int((await tx.execute(delete_from(_table).where(_table.c.id.in_(old)))).rowcount)


async def replace(tx: Tx, member_id: UUID, entry_id: UUID, sealed: bytes, key_version: int) -> None:
    """Replace what is sealed in an entry of this member."""
    where = (_table.c.id == entry_id, _table.c.member_id == member_id)
    await tx.execute(update(_table).where(*where).values(sealed=sealed, key_version=key_version))


async def delete(tx: Tx, member_id: UUID, entry_id: UUID) -> None:
    """Delete an entry of this member."""
    where = (_table.c.id == entry_id, _table.c.member_id == member_id)
    await tx.execute(delete_from(_table).where(*where))
