"""A member's private entries, sealed; never found by their id alone. Each knows when it goes: its member's choice."""

from __future__ import annotations

import builtins
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, func, select, type_coerce, update
from sqlalchemy import delete as delete_from

from . import tables, tallies
from .columns import EPOCH, MICROSECOND
from .database import Tx

_table = tables.entries

STAYING = ("safety_notes", "plan")
"""The kinds that stay until their member deletes them, without an instant at which they go."""

A_DAY = timedelta(days=1) // MICROSECOND

_WIDTH = ("id", "member_id", "kind", "local_date", "created_at", "sealed", "key_version")
_COLUMNS = tuple(_table.c[each] for each in _WIDTH)


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
    """Write an entry down, to go after as many days as its member has chosen, unless its kind stays; and count it."""
    goes = None if kind in STAYING else (created_at - EPOCH) // MICROSECOND + _days_of(member_id)
    await tx.execute(
        _table.insert().values(
            id=entry_id,
            member_id=member_id,
            kind=kind,
            local_date=local_date,
            created_at=created_at,
            sealed=sealed,
            key_version=key_version,
            expires_at=goes,
        )
    )
    await tallies.count(tx, member_id, kind)


def _days_of(member_id: UUID | ColumnElement[UUID]) -> ColumnElement[int]:
    """Return how long a member's entries are kept, in microseconds, for the statement in which it stands."""
    chosen = select(tables.members.c.retention_days).where(tables.members.c.id == member_id)
    return type_coerce(chosen.scalar_subquery(), BigInteger) * A_DAY


async def get(tx: Tx, member_id: UUID, entry_id: UUID) -> Entry | None:
    """Return an entry of this member; None for anyone else's."""
    where = (_table.c.id == entry_id, _table.c.member_id == member_id)
    row = (await tx.execute(select(*_COLUMNS).where(*where))).first()
    return Entry(**row._mapping) if row else None


async def list(tx: Tx, member_id: UUID, kind: str, limit: int) -> builtins.list[Entry]:
    """Return a member's entries of a kind, the newest first."""
    where = (_table.c.member_id == member_id, _table.c.kind == kind)
    wanted = select(*_COLUMNS).where(*where).order_by(_table.c.created_at.desc(), _table.c.id).limit(limit)
    return [Entry(**row._mapping) for row in await tx.execute(wanted)]


async def replace(tx: Tx, member_id: UUID, entry_id: UUID, sealed: bytes, key_version: int) -> None:
    """Replace what is sealed in an entry of this member."""
    where = (_table.c.id == entry_id, _table.c.member_id == member_id)
    await tx.execute(update(_table).where(*where).values(sealed=sealed, key_version=key_version))


async def delete(tx: Tx, member_id: UUID, entry_id: UUID) -> None:
    """Delete an entry of this member."""
    where = (_table.c.id == entry_id, _table.c.member_id == member_id)
    await tx.execute(delete_from(_table).where(*where))


async def made_on(
    tx: Tx, wanted: Collection[tuple[UUID, date]], kinds: Collection[str]
) -> frozenset[tuple[UUID, date]]:
    """Return which of these members have made an entry of one of these kinds on the date beside them."""
    where = (
        _table.c.member_id.in_({member_id for member_id, _ in wanted}),
        _table.c.kind.in_(kinds),
        _table.c.local_date.in_({day for _, day in wanted}),
    )
    rows = await tx.execute(select(_table.c.member_id, _table.c.local_date).where(*where).distinct())
    return frozenset((member_id, day) for member_id, day in rows) & frozenset(wanted)


_MADE = type_coerce(_table.c.created_at, BigInteger)
_PASSING = _table.c.kind.not_in(STAYING)


async def keep_for(tx: Tx, member_id: UUID, days: int, now: datetime) -> None:
    """Keep a member's entries for so many days from now on, and delete at once those that are older."""
    chosen = update(tables.members).where(tables.members.c.id == member_id)
    await tx.execute(chosen.values(retention_days=days))
    theirs = update(_table).where(_table.c.member_id == member_id, _PASSING)
    await tx.execute(theirs.values(expires_at=_MADE + days * A_DAY))
    await tx.execute(delete_from(_table).where(_table.c.member_id == member_id, _table.c.expires_at <= now))


async def count(tx: Tx, member_id: UUID) -> int:
    """Return how many entries a member has."""
    return int((await tx.execute(select(func.count()).where(_table.c.member_id == member_id))).scalar() or 0)


async def older(tx: Tx, member_id: UUID, before: datetime) -> int:
    """Return how many of a member's entries, those that stay left out, were made before an instant or at it."""
    where = (_table.c.member_id == member_id, _PASSING, _table.c.created_at <= before)
    return int((await tx.execute(select(func.count()).where(*where))).scalar() or 0)


async def purge(tx: Tx, now: datetime, limit: int) -> int:
    """Delete up to `limit` entries whose time has come, whoever's they are; return how many."""
    over = select(_table.c.id).where(_table.c.expires_at <= now).order_by(_table.c.expires_at).limit(limit)
    return int((await tx.execute(delete_from(_table).where(_table.c.id.in_(over)))).rowcount)


async def date_undated(tx: Tx, limit: int) -> int:
    """Say when up to `limit` entries go that a process of the version before has added; return how many."""
    undated = select(_table.c.id).where(_table.c.expires_at.is_(None), _PASSING).limit(limit)
    dated = update(_table).where(_table.c.id.in_(undated)).values(expires_at=_MADE + _days_of(_table.c.member_id))
    return int((await tx.execute(dated)).rowcount)
