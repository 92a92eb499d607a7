"""Marks: short facts about the database itself, by name, such as by which zone rules its slots were computed."""

from __future__ import annotations

from sqlalchemy import select, update

from . import tables
from .database import Tx
from .sql import insert

_table = tables.marks


async def get(tx: Tx, name: str) -> str | None:
    """Return a mark, if it is there."""
    found: str | None = (await tx.execute(select(_table.c.value).where(_table.c.name == name))).scalar()
    return found


async def put(tx: Tx, name: str, value: str) -> None:
    """Set a mark, whatever it was."""
    statement = insert(tx, _table).values(name=name, value=value)
    await tx.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


async def swap(tx: Tx, name: str, old: str | None, new: str) -> bool:
    """Set a mark if it still is `old` (None: not there); return whether it was."""
    if old is None:
        changed = await tx.execute(insert(tx, _table).values(name=name, value=new).on_conflict_do_nothing())
    else:
        mine = (_table.c.name == name) & (_table.c.value == old)
        changed = await tx.execute(update(_table).where(mine).values(value=new))
    return changed.rowcount == 1
