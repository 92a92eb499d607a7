"""Keys of events already taken in, so that a repeated one has no second effect. No member id; purged after 48 hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update

from . import tables
from .database import Tx
from .sql import insert

_table = tables.inbox


@dataclass(frozen=True, slots=True)
class Taken:
    """Whether this is the first time, and what the first time noted (ids only)."""

    first: bool
    outcome: str


async def take(tx: Tx, key: str, now: datetime, outcome: str = "") -> Taken:
    """Take an event in, within the transaction of its effect."""
    values = insert(tx, _table).values(key=key, taken_at=now, outcome=outcome)
    new = (await tx.execute(values.on_conflict_do_nothing().returning(_table.c.key))).first()
    if new is not None:
        return Taken(True, outcome)
    earlier = (await tx.execute(select(_table.c.outcome).where(_table.c.key == key))).scalar()
    return Taken(False, earlier or "")


async def note(tx: Tx, key: str, outcome: str) -> None:
    """Note what an event led to, so that a repetition gets the same answer."""
    await tx.execute(update(_table).where(_table.c.key == key).values(outcome=outcome))


async def purge(tx: Tx, before: datetime) -> None:
    """Forget events taken in before an instant."""
    await tx.execute(delete(_table).where(_table.c.taken_at < before))
