"""Lanes: who may send in which, under a lease with a fencing token."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, case, delete, func, literal, or_, select, update

from . import tables
from .database import Tx
from .sql import insert

_table = tables.lanes
_c = _table.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """The right to send in a lane; `fence` grows with each new holder, `paused_until` is the platform's word."""

    fence: int
    paused_until: datetime | None


COURIER = "courier:"
"""Begins the name of a lane that no message goes through: its lease says that a courier is at work."""

_NOW = bindparam("now", type_=_c.lease_until.type)
_UNTIL = bindparam("until", type_=_c.lease_until.type)
_LANE = _c.lane == bindparam("in_lane")
_KEEP = (
    update(_table)
    .where(_LANE, _c.owner == bindparam("mine"), _c.lease_until > _NOW)
    .values(lease_until=_UNTIL)
    .returning(_table)
)
_TAKE = (
    update(_table)
    .where(_LANE, or_(_c.owner.is_(None), _c.lease_until <= _NOW))
    .values(owner=bindparam("mine"), lease_until=_UNTIL, fence=_c.fence + 1)
    .returning(_table)
)
_IS_THERE = select(_c.lane).where(_LANE)

_COURIERS = _c.lane.startswith(COURIER)
_PRESENT = select(func.count()).where(_COURIERS, _c.lease_until > _NOW)


async def acquire(tx: Tx, lane: str, owner: str, now: datetime, seconds: float) -> Lease | None:
    """Take or keep a lane's lease; None while another holds it. A new holder gets a higher fence."""
    told = {"in_lane": lane, "mine": owner, "now": now, "until": now + timedelta(seconds=seconds)}
    row = (await tx.execute(_KEEP, told)).first() or (await tx.execute(_TAKE, told)).first()
    if row is None and (await tx.execute(_IS_THERE, told)).first() is None:
        nobody = insert(tx, _table).values(lane=lane, fence=0)
        await tx.execute(nobody.on_conflict_do_nothing())
        row = (await tx.execute(_TAKE, told)).first()
    return Lease(fence=row.fence, paused_until=row.paused_until) if row else None


async def give_back(tx: Tx, lane: str, owner: str, fence: int, not_before: datetime) -> None:
    """Let any courier have a lane in which there is nothing to do, once its pace allows the next."""
    mine = update(_table).where(_c.lane == lane, _c.owner == owner, _c.fence == fence)
    moment = literal(not_before, _c.paused_until.type)
    later = case((_c.paused_until > moment, _c.paused_until), else_=moment)
    await tx.execute(mine.values(owner=None, lease_until=None, paused_until=later))


async def present(tx: Tx, owner: str, now: datetime, seconds: float) -> None:
    """Say that a courier is at work, for so long at least; forget those of whom nothing was heard for a day."""
    await acquire(tx, f"{COURIER}{owner}", owner, now, seconds)
    await tx.execute(delete(_table).where(_COURIERS, _c.lease_until < now - timedelta(days=1)))


async def couriers(tx: Tx, now: datetime) -> int:
    """Return how many couriers are at work."""
    return int((await tx.execute(_PRESENT, {"now": now})).scalar() or 0)


async def pause(tx: Tx, lane: str, until: datetime) -> None:
    """Keep the platform's word that nothing may be sent until then, for whoever holds the lane next."""
    await tx.execute(update(_table).where(_c.lane == lane).values(paused_until=until))


async def release(tx: Tx, owner: str) -> None:
    """Give every lease of an owner back."""
    await tx.execute(delete(_table).where(_c.lane == f"{COURIER}{owner}"))
    await tx.execute(update(_table).where(_c.owner == owner).values(owner=None, lease_until=None))
