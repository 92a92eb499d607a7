"""Who sends what: lanes with work, claims under a lease, the start just before sending, and what is to be looked up."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, or_, select, update

from bot.model import Delivery, Priority, State
from bot.store.database import Tx
from bot.store.tables import deliveries as table
from bot.store.tables import lanes as lane_table
from bot.store.tables import members

from . import rows
from .rows import OPEN, c

PRIORITIES = [int(each) for each in Priority]
"""Named one by one where the index has priority before the instant, so that both can be looked up in it."""


async def lanes(tx: Tx, now: datetime, *, owner: str | None = None, held: Collection[str] = ()) -> tuple[str, ...]:
    """Return the lanes in which something can be sent or has to be looked up.

    Left out are lanes the platform paused, holds of which nothing else is left, and, told an `owner`, lanes that
    belong to another courier; so whoever works through these lanes until none is left comes to an end.
    """
    unpaused = or_(lane_table.c.paused_until.is_(None), lane_table.c.paused_until <= now)
    where = [unpaused, or_(*(_some(each) for each in _work(now, held)))]
    if owner is not None:
        nobody = or_(lane_table.c.owner.is_(None), lane_table.c.lease_until <= now)
        where.append(or_(nobody, lane_table.c.owner == owner))
    found = await tx.execute(select(lane_table.c.lane).where(*where).order_by(lane_table.c.lane))
    return tuple(row.lane for row in found)


def _work(now: datetime, held: Collection[str]) -> list[ColumnElement[bool]]:
    unheld = rows.not_held(held)
    fresh = c.expires_at > now
    taken = [and_(rows.free(now), c.priority.in_(PRIORITIES)), and_(rows.dropped(State.CLAIMED, now), fresh)]
    wanted = taken if unheld is None else [and_(each, unheld) for each in taken]
    return [*wanted, rows.doubtful(now), rows.dropped(State.STARTED, now)]


def _some(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(c.lane == lane_table.c.lane, condition).correlate(lane_table)


async def next_free(tx: Tx) -> datetime | None:
    """Return when the next delivery can be taken: when one that waits or is in doubt is free, or a lease runs out."""
    idle = select(func.min(c.free_at)).where(OPEN, c.state.in_([State.WAITING.value, State.UNSURE.value]))
    busy = select(func.min(c.lease_until)).where(OPEN, c.state.in_([State.CLAIMED.value, State.STARTED.value]))
    moments = [(await tx.execute(each)).scalar() for each in (idle, busy)]
    return min((each for each in moments if each is not None), default=None)


async def claim(
    tx: Tx,
    *,
    lane: str,
    owner: str,
    now: datetime,
    lease_until: datetime,
    fence: int,
    held: Collection[str] = (),
    limit: int = 500,
) -> tuple[Delivery, ...]:
    """Take up to `limit` free deliveries of a lane under a lease, what matters most first.

    The check that a row is free stands inside the choice and again outside: on PostgreSQL two workers could otherwise
    both take a row that one of them saw free a moment before.
    """
    await _return_dropped(tx, lane, now)
    free, unheld = rows.free(now), rows.not_held(held)
    wanted = select(c.id).where(c.lane == lane, free).order_by(c.priority, c.free_at).limit(limit)
    if unheld is not None:
        wanted = wanted.where(unheld)
    statement = (
        update(table)
        .where(rows.chosen(wanted), free)
        .values(state=State.CLAIMED.value, owner=owner, fence=fence, lease_until=lease_until)
        .returning(*rows.COLUMNS)
    )
    return rows.read_in_order(await tx.execute(statement))


async def _return_dropped(tx: Tx, lane: str, now: datetime) -> None:
    """Let what a dead courier had claimed wait again; a step of its own, so that a claim reads its index in order."""
    dropped = rows.dropped(State.CLAIMED, now)
    wanted = select(c.id).where(c.lane == lane, dropped)
    again = update(table).where(rows.chosen(wanted), dropped)
    await tx.execute(again.values(state=State.WAITING.value, owner=None, lease_until=None))


_MINE = and_(
    c.id.in_(bindparam("ids", expanding=True)), OPEN, c.owner == bindparam("mine"), c.fence == bindparam("my_fence")
)
_RENEW = update(table).where(_MINE).values(lease_until=bindparam("until", type_=c.lease_until.type))

_ACTIVE = exists().where(members.c.id == c.member_id, members.c.status == "active").correlate(table)
_START = (
    update(table)
    .where(_MINE, c.state == State.CLAIMED.value, c.expires_at > bindparam("now"), or_(c.member_id.is_(None), _ACTIVE))
    .values(
        state=State.STARTED.value,
        started_at=bindparam("now", type_=c.started_at.type),
        attempts=c.attempts + 1,
        lease_until=func.coalesce(bindparam("until", type_=c.lease_until.type), c.lease_until),
    )
    .returning(c.id)
)


async def renew(tx: Tx, ids: Collection[UUID], owner: str, fence: int, lease_until: datetime) -> None:
    """Hold claimed or started deliveries for longer."""
    await tx.execute(_RENEW, {"ids": list(ids), "mine": owner, "my_fence": fence, "until": lease_until})


async def start(
    tx: Tx,
    ids: Collection[UUID],
    *,
    owner: str,
    fence: int,
    now: datetime,
    lease_until: datetime | None = None,
) -> frozenset[UUID]:
    """Mark deliveries as about to be sent; return those still ours, whose member may still be written to.

    With `lease_until` they are held until then, without a `renew` beforehand.
    """
    told = {"ids": list(ids), "mine": owner, "my_fence": fence, "now": now, "until": lease_until}
    return frozenset((await tx.execute(_START, told)).scalars())


async def unsure(
    tx: Tx, *, lane: str, owner: str, fence: int, now: datetime, lease_until: datetime, limit: int = 100
) -> tuple[Delivery, ...]:
    """Take what nobody knows the outcome of, to be looked up: doubtful ones, and those whose sender's lease ran out."""
    open_question = and_(c.state.in_(rows.IN_DOUBT), or_(rows.doubtful(now), rows.dropped(State.STARTED, now)))
    wanted = select(c.id).where(c.lane == lane, OPEN, open_question).order_by(c.due_at).limit(limit)
    statement = (
        update(table)
        .where(rows.chosen(wanted), open_question)
        .values(state=State.UNSURE.value, owner=owner, fence=fence, lease_until=lease_until)
        .returning(*rows.COLUMNS)
    )
    return rows.read_in_order(await tx.execute(statement))
