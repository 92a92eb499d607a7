"""Daily totals for the operator: how many of what, never who; small ones about danger are never told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from . import tables
from .database import Tx
from .sql import insert

_table = tables.daily_totals

SAFETY = "safety"
"""The kind of what the detector found, by tier."""

FEWEST = 5
"""Below this a total about danger could point at somebody, so it is not told."""


async def add(tx: Tx, day: date, kind: str, outcome: str, count: int = 1) -> None:
    """Add to a day's total."""
    statement = insert(tx, _table).values(day=day, kind=kind, outcome=outcome, count=count)
    more = statement.on_conflict_do_update(
        index_elements=["day", "kind", "outcome"], set_={"count": _table.c.count + statement.excluded.count}
    )
    await tx.execute(more)


async def told(tx: Tx, kind: str, since: date) -> Mapping[tuple[date, str], int]:
    """Return the totals of a kind by day and outcome, for people to see; small ones about danger are left out."""
    wanted = select(_table.c.day, _table.c.outcome, _table.c.count).where(_table.c.kind == kind, _table.c.day >= since)
    rows = (await tx.execute(wanted.order_by(_table.c.day, _table.c.outcome))).all()
    return {(day, outcome): count for day, outcome, count in rows if kind != SAFETY or count >= FEWEST}
