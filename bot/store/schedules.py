"""Recurring appointments; a tick looks at `next_due_at` alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, func, or_, select, update

from bot.model import Schedule

from . import tables
from .database import Tx
from .sql import insert

_table = tables.schedules


def _read(row: Row[Any]) -> Schedule:
    return Schedule(**row._mapping)


def _owner(owner: UUID) -> Any:
    return or_(_table.c.member_id == owner, _table.c.community_id == owner)


async def put(tx: Tx, schedule: Schedule) -> None:
    """Write an appointment down, or replace the one its member or community has of that kind, which keeps its id."""
    values = {each.name: getattr(schedule, each.name) for each in _table.columns}
    key = ["community_id" if schedule.member_id is None else "member_id", "kind"]
    changed = {name: value for name, value in values.items() if name not in ("id", *key)}
    statement = insert(tx, _table).values(values)
    await tx.execute(statement.on_conflict_do_update(index_elements=key, set_=changed))


async def get(tx: Tx, kind: str, owner: UUID) -> Schedule | None:
    """Return a member's or a community's appointment of a kind."""
    row = (await tx.execute(select(_table).where(_table.c.kind == kind, _owner(owner)))).first()
    return _read(row) if row else None


async def due(tx: Tx, now: datetime, limit: int = 500) -> tuple[Schedule, ...]:
    """Claim what is due, earliest first; rows that another process is planning are passed over."""
    wanted = select(_table).where(_table.c.next_due_at <= now).order_by(_table.c.next_due_at).limit(limit)
    return tuple(_read(row) for row in await tx.execute(wanted.with_for_update(skip_locked=True)))


async def advance(tx: Tx, moved: Sequence[Schedule]) -> None:
    """Move appointments on to their `next_due_at`, with the `last_date` they have served."""
    if not moved:
        return
    statement = (
        update(_table)
        .where(_table.c.id == bindparam("key"))
        .values(next_due_at=bindparam("due"), last_date=bindparam("served"))
    )
    await tx.execute(statement, [{"key": each.id, "due": each.next_due_at, "served": each.last_date} for each in moved])


async def forget_detail(tx: Tx, ids: Sequence[UUID]) -> None:
    """Clear what was wanted for the slot just served."""
    if ids:
        await tx.execute(update(_table).where(_table.c.id.in_(list(ids))).values(detail=None))


async def rest(tx: Tx, member_id: UUID, reason: str) -> None:
    """Let every appointment of a member stand still; one that was stopped stays stopped, whatever else happens."""
    open_to_it = or_(_table.c.resting.is_(None), _table.c.resting != "stopped")
    resting = update(_table).where(_table.c.member_id == member_id, open_to_it)
    await tx.execute(resting.values(next_due_at=None, resting=reason))


async def drop(tx: Tx, kind: str, owner: UUID) -> None:
    """End an appointment for good."""
    await tx.execute(delete(_table).where(_table.c.kind == kind, _owner(owner)))


async def next_due(tx: Tx) -> datetime | None:
    """Return when the next appointment falls due."""
    found: datetime | None = (await tx.execute(select(func.min(_table.c.next_due_at)))).scalar()
    return found
