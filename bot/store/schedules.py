"""Recurring appointments; a tick looks at `next_due_at` alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, func, or_, select, update

from bot.model import Schedule

from . import tables
from .database import Tx
from .sql import Many, insert

_table = tables.schedules


def _read(row: Row[*tuple[Any, ...]]) -> Schedule:
    key, kind, member_id, community_id, time_of_day, days, zone, next_due_at, last_date, *rest = row
    paused_until, resting, detail = rest
    return Schedule(
        id=key,
        kind=kind,
        member_id=member_id,
        community_id=community_id,
        time_of_day=time_of_day,
        days=days,
        zone=zone,
        next_due_at=next_due_at,
        last_date=last_date,
        paused_until=paused_until,
        resting=resting,
        detail=detail,
    )


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


_OF_MEMBERS = select(_table).where(
    _table.c.kind == bindparam("of_kind"), _table.c.member_id.in_(bindparam("wanted", expanding=True))
)


async def of_members(tx: Tx, kind: str, ids: Collection[UUID]) -> Mapping[UUID, Schedule]:
    """Return the appointments of a kind of several members; those without one are left out."""
    found = [_read(row) for row in (await tx.execute(_OF_MEMBERS, {"of_kind": kind, "wanted": list(ids)})).all()]
    return {each.member_id: each for each in found if each.member_id}


_DUE = (
    select(_table)
    .where(
        _table.c.next_due_at <= bindparam("now", type_=_table.c.next_due_at.type),
        _table.c.kind.in_(bindparam("kinds", expanding=True)),
    )
    .order_by(_table.c.next_due_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)


async def due(tx: Tx, now: datetime, kinds: Collection[str], limit: int = 500) -> tuple[Schedule, ...]:
    """Claim what is due of these kinds, earliest first; rows that another process is planning are passed over."""
    return tuple(
        _read(row) for row in (await tx.execute(_DUE, {"now": now, "kinds": list(kinds), "most": limit})).all()
    )


_ADVANCE = Many(
    _table,
    lambda _: (
        update(_table)
        .where(_table.c.id == bindparam("key"))
        .values(next_due_at=bindparam("due"), last_date=bindparam("served"))
    ),
)


async def advance(tx: Tx, moved: Sequence[tuple[UUID, datetime | None, date | None]]) -> None:
    """Move appointments on: (id, when they are due next, the local date they have served)."""
    await _ADVANCE.execute(tx, ({"key": key, "due": due_at, "served": served} for key, due_at, served in moved))


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
