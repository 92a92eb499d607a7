"""Who sends what: lanes with work, claims under a lease, the start just before sending, and what is to be looked up."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from bot.model import Delivery, Priority, State
from bot.store.database import Tx
from bot.store.tables import deliveries as table
from bot.store.tables import lanes as lane_table
from bot.store.tables import members

from . import rows
from .rows import NOW, OPEN, c

HOLDS_KEPT = 64
"""Statements kept for different sets of holds; there are few of them at a time."""

PRIORITIES = [int(each) for each in Priority]
"""Named one by one where the index has priority before the instant, so that both can be looked up in it."""


async def lanes(tx: Tx, now: datetime, *, owner: str | None = None, held: Collection[str] = ()) -> tuple[str, ...]:
    """Return the lanes in which something can be sent or has to be looked up.

    Left out are lanes the platform paused, lanes in which a hold leaves nothing, and, told an `owner`, lanes that
    belong to another courier; so whoever works through these lanes until none is left comes to an end.
    """
    statement = _lanes(frozenset(held), owner is not None)
    return tuple((await tx.execute(statement, {"now": now, "mine": owner})).scalars())


@lru_cache(maxsize=HOLDS_KEPT)
def _lanes(held: frozenset[str], owned: bool) -> Select[Any]:
    unpaused = or_(lane_table.c.paused_until.is_(None), lane_table.c.paused_until <= NOW)
    where = [unpaused, or_(*(_some(each) for each in _work(held)))]
    if owned:
        nobody = or_(lane_table.c.owner.is_(None), lane_table.c.lease_until <= NOW)
        where.append(or_(nobody, lane_table.c.owner == bindparam("mine")))
    return select(lane_table.c.lane).where(*where).order_by(lane_table.c.lane)


def _work(held: frozenset[str]) -> list[ColumnElement[bool]]:
    unheld = rows.not_held(held)
    fresh = c.expires_at > NOW
    taken = [and_(rows.free(), c.priority.in_(PRIORITIES)), and_(rows.dropped(State.CLAIMED), fresh)]
    wanted = taken if unheld is None else [and_(each, unheld) for each in taken]
    return [*wanted, rows.doubtful(), rows.dropped(State.STARTED)]


def _some(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(c.lane == lane_table.c.lane, condition).correlate(lane_table)


_IDLE = select(func.min(c.free_at)).where(OPEN, c.state.in_([State.WAITING.value, State.UNSURE.value]))
_BUSY = select(func.min(c.lease_until)).where(OPEN, c.state.in_([State.CLAIMED.value, State.STARTED.value]))


async def next_free(tx: Tx) -> datetime | None:
    """Return when the next delivery can be taken: when one that waits or is in doubt is free, or a lease runs out."""
    moments = [(await tx.execute(each)).scalar() for each in (_IDLE, _BUSY)]
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
    await tx.execute(_RETURN_DROPPED, {"in_lane": lane, "now": now})
    told = {"in_lane": lane, "now": now, "most": limit, "mine": owner, "my_fence": fence, "until": lease_until}
    return rows.read_in_order(await tx.execute(_claim(frozenset(held)), told))


@lru_cache(maxsize=HOLDS_KEPT)
def _claim(held: frozenset[str]) -> ReturningUpdate[Any]:
    unheld = rows.not_held(held)
    wanted = select(c.id).where(_IN_LANE, rows.free()).order_by(c.priority, c.free_at).limit(bindparam("most"))
    if unheld is not None:
        wanted = wanted.where(unheld)
    return update(table).where(rows.chosen(wanted), rows.free()).values(_taken(State.CLAIMED)).returning(*rows.COLUMNS)


def _taken(state: State) -> dict[str, Any]:
    """Return what a delivery says that somebody has taken."""
    return {
        "state": state.value,
        "owner": bindparam("mine"),
        "fence": bindparam("my_fence"),
        "lease_until": bindparam("until", type_=c.lease_until.type),
    }


_IN_LANE = c.lane == bindparam("in_lane")
_DROPPED = rows.dropped(State.CLAIMED)
_RETURN_DROPPED = (
    update(table)
    .where(rows.chosen(select(c.id).where(_IN_LANE, _DROPPED)), _DROPPED)
    .values(state=State.WAITING.value, owner=None, lease_until=None)
)
"""Lets what a dead courier had claimed wait again; a step of its own, so that a claim reads its index in order."""


_MINE = and_(
    c.id.in_(bindparam("ids", expanding=True)), OPEN, c.owner == bindparam("mine"), c.fence == bindparam("my_fence")
)
_RENEW = update(table).where(_MINE).values(lease_until=bindparam("until", type_=c.lease_until.type))

_ACTIVE = exists().where(members.c.id == c.member_id, members.c.status == "active").correlate(table)
_START = (
    update(table)
    .where(_MINE, c.state == State.CLAIMED.value, c.expires_at > NOW, or_(c.member_id.is_(None), _ACTIVE))
    .values(
        state=State.STARTED.value,
        started_at=NOW,
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


_QUESTION = and_(c.state.in_(rows.IN_DOUBT), or_(rows.doubtful(), rows.dropped(State.STARTED)))
_ASKED = select(c.id).where(_IN_LANE, OPEN, _QUESTION).order_by(c.due_at).limit(bindparam("most"))
_UNSURE = update(table).where(rows.chosen(_ASKED), _QUESTION).values(_taken(State.UNSURE)).returning(*rows.COLUMNS)


async def unsure(
    tx: Tx, *, lane: str, owner: str, fence: int, now: datetime, lease_until: datetime, limit: int = 100
) -> tuple[Delivery, ...]:
    """Take what nobody knows the outcome of, to be looked up: doubtful ones, and those whose sender's lease ran out."""
    told = {"in_lane": lane, "now": now, "most": limit, "mine": owner, "my_fence": fence, "until": lease_until}
    return rows.read_in_order(await tx.execute(_UNSURE, told))
