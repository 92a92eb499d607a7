"""How much of each kind a member has ever made: numbers that only grow, whatever is deleted or goes with time."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from . import tables
from .database import Tx
from .sql import insert

_table = tables.tallies


async def count(tx: Tx, member_id: UUID, kind: str) -> None:
    """Count one more."""
    statement = insert(tx, _table).values(member_id=member_id, kind=kind, made=1)
    more = statement.on_conflict_do_update(index_elements=["member_id", "kind"], set_={"made": _table.c.made + 1})
    await tx.execute(more)


async def of(tx: Tx, member_id: UUID) -> Mapping[str, int]:
    """Return how much of each kind a member has made."""
    rows = await tx.execute(select(_table.c.kind, _table.c.made).where(_table.c.member_id == member_id))
    return {row.kind: row.made for row in rows}
