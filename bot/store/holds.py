"""Holds: what may not be sent unasked: `all`, `community:<hex>` or `kind:<kind>`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from . import tables
from .database import Tx
from .sql import insert

_table = tables.holds
_HELD = select(_table.c.scope)


async def hold(tx: Tx, scope: str, now: datetime) -> None:
    """Begin a hold; harmless when it is on."""
    await tx.execute(insert(tx, _table).values(scope=scope, since=now).on_conflict_do_nothing())


async def release(tx: Tx, scope: str) -> None:
    """End a hold."""
    await tx.execute(delete(_table).where(_table.c.scope == scope))


async def held(tx: Tx) -> frozenset[str]:
    """Return every hold that is on."""
    return frozenset((await tx.execute(_HELD)).scalars())
