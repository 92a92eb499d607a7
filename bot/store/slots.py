"""The slots that all appointments wait for, read page by page and moved where nobody else has changed them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select, update

from bot.model import Schedule

from . import schedules, tables
from .database import Tx

FIRST = UUID(int=0)
"""Lies before the id of every appointment."""

_table = tables.schedules
_PAGE = (
    select(_table)
    .where(_table.c.id > bindparam("last"), _table.c.next_due_at.is_not(None))
    .order_by(_table.c.id)
    .limit(bindparam("most"))
)
_MOVE = (
    update(_table)
    .where(
        _table.c.id == bindparam("key"),
        _table.c.next_due_at == bindparam("was"),
        _table.c.zone == bindparam("where"),
        _table.c.time_of_day == bindparam("at"),
        _table.c.days == bindparam("on"),
    )
    .values(next_due_at=bindparam("due"))
)


async def page(tx: Tx, last: UUID, limit: int) -> tuple[Schedule, ...]:
    """Return the appointments with a slot whose ids come after `last`, in the order of ids."""
    return tuple(schedules._read(row) for row in (await tx.execute(_PAGE, {"last": last, "most": limit})).all())


async def move(tx: Tx, moved: Sequence[tuple[Schedule, datetime | None]]) -> None:
    """Move appointments to another slot; one that was planned or changed since it was read stays as it is."""
    values = [
        {
            "key": each.id,
            "was": each.next_due_at,
            "where": each.zone,
            "at": each.time_of_day,
            "on": each.days,
            "due": due,
        }
        for each, due in moved
    ]
    if values:
        await tx.execute(_MOVE, values)
