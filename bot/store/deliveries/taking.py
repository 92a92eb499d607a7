"""Who sends what: lanes with work, what a lane takes for its next second, and what has to be looked up.

A delivery is claimed and started in one commit, a second's worth of its lane at a time. ARCHITECTURE claims 500 ahead
and starts them second by second; but a lane belongs to one courier anyway, an answer would wait behind what was claimed
before it, and every row would be written once more.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, exists, func, or_, select, update
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


async def lanes(tx: Tx, now: datetime, held: Collection[str] = ()) -> dict[str, str | None]:
    """Return the lanes in which something can be sent or has to be looked up, and who has their lease, if anyone.

    Left out are lanes the platform paused and lanes in which a hold leaves nothing.
    """
    found = await tx.execute(_lanes(frozenset(held)), {"now": now})
    return {lane: owner for lane, owner in found.all()}  # noqa: C416  rows are no pairs to `dict`


@lru_cache(maxsize=HOLDS_KEPT)
def _lanes(held: frozenset[str]) -> Select[Any]:
    unpaused = or_(lane_table.c.paused_until.is_(None), lane_table.c.paused_until <= NOW)
    owner = case((lane_table.c.lease_until > NOW, lane_table.c.owner), else_=None)
    work = or_(*(_some(each) for each in _work(held)))
    return select(lane_table.c.lane, owner).where(unpaused, work).order_by(lane_table.c.lane)


def _work(held: frozenset[str]) -> list[ColumnElement[bool]]:
    unheld = rows.not_held(held)
    free = and_(rows.FREE, c.priority.in_(PRIORITIES))
    return [free if unheld is None else and_(free, unheld), rows.DOUBTFUL, rows.DROPPED]


def _some(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(c.lane == lane_table.c.lane, OPEN, condition).correlate(lane_table)


_IDLE = select(func.min(c.free_at)).where(OPEN, c.state.in_([State.WAITING.value, State.UNSURE.value]))
_BUSY = select(func.min(c.lease_until)).where(OPEN, c.state.in_(rows.ON_ITS_WAY))


async def next_free(tx: Tx) -> datetime | None:
    """Return when the next delivery can be taken: when one that waits or is in doubt is free, or a lease runs out."""
    moments = [(await tx.execute(each)).scalar() for each in (_IDLE, _BUSY)]
    return min((each for each in moments if each is not None), default=None)


async def take(
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
    """Mark up to `limit` free deliveries of a lane as about to be sent, what matters most first, and return them.

    Left where they are: those of members who may not be written to. The check that a row is free stands inside the
    choice and again outside: on PostgreSQL two workers could otherwise both take a row that one of them saw free a
    moment before.
    """
    told = {"in_lane": lane, "now": now, "most": limit, "mine": owner, "my_fence": fence, "until": lease_until}
    return rows.read_in_order((await tx.execute(_take(frozenset(held)), told)).all())


_IN_LANE = c.lane == bindparam("in_lane")
_MAY_BE_WRITTEN_TO = or_(
    c.member_id.is_(None),
    exists().where(members.c.id == c.member_id, members.c.status == "active").correlate(table),
)


@lru_cache(maxsize=HOLDS_KEPT)
def _take(held: frozenset[str]) -> ReturningUpdate[Any]:
    unheld = rows.not_held(held)
    wanted = select(c.id).where(_IN_LANE, OPEN, rows.FREE, _MAY_BE_WRITTEN_TO)
    wanted = wanted.order_by(c.priority, c.turn).limit(bindparam("most"))
    if unheld is not None:
        wanted = wanted.where(unheld)
    taken = {**_taken(State.STARTED), "started_at": NOW}
    return update(table).where(rows.chosen(wanted), rows.FREE).values(taken).returning(*rows.COLUMNS)


def _taken(state: State) -> dict[str, Any]:
    """Return what a delivery says that somebody has taken."""
    return {
        "state": state.value,
        "owner": bindparam("mine"),
        "fence": bindparam("my_fence"),
        "lease_until": bindparam("until", type_=c.lease_until.type),
    }


_QUESTION = and_(c.state.in_(rows.IN_DOUBT), or_(rows.DOUBTFUL, rows.DROPPED))
_ASKED = select(c.id).where(_IN_LANE, OPEN, _QUESTION).order_by(c.due_at).limit(bindparam("most"))
_UNSURE = (
    update(table)
    .where(rows.chosen(_ASKED), _QUESTION)
    .values(_taken(State.UNSURE) | {"attempts": c.attempts + case((c.state == State.STARTED.value, 1), else_=0)})
    .returning(*rows.COLUMNS)
)


async def unsure(
    tx: Tx, *, lane: str, owner: str, fence: int, now: datetime, lease_until: datetime, limit: int = 100
) -> tuple[Delivery, ...]:
    """Take what nobody knows the outcome of, to be looked up: doubtful ones, and those whose sender's lease ran out."""
    told = {"in_lane": lane, "now": now, "most": limit, "mine": owner, "my_fence": fence, "until": lease_until}
    return rows.read_in_order((await tx.execute(_UNSURE, told)).all())


_LET_GO = update(table).where(OPEN, c.owner == bindparam("mine")).values(lease_until=NOW)


async def let_go(tx: Tx, owner: str, now: datetime) -> None:
    """Let others look up at once what an owner who stops has left in flight or in doubt."""
    await tx.execute(_LET_GO, {"mine": owner, "now": now})


@lru_cache(maxsize=HOLDS_KEPT)
def _first(held: frozenset[str]) -> Select[Any]:
    prompts = and_(_IN_LANE, OPEN, rows.FREE, c.priority == int(Priority.PROMPT))
    unheld = rows.not_held(held)
    found = select(c.turn).where(prompts) if unheld is None else select(c.turn).where(prompts, unheld)
    return found.order_by(c.turn).limit(1)


async def first_turns(tx: Tx, names: Sequence[str], now: datetime, held: Collection[str] = ()) -> dict[str, datetime]:
    """Return, for lanes in which prompts are free that no hold keeps back, the turn of the one that goes next."""
    statement = _first(frozenset(held))
    found = {name: (await tx.execute(statement, {"in_lane": name, "now": now})).scalar() for name in names}
    return {name: turn for name, turn in found.items() if turn is not None}
