"""Where members are on their journeys: content identifiers and dates, never an answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select, update

from bot.model import Enrolment, Way

from . import tables
from .database import Tx
from .sql import insert

_table = tables.enrolments
_KEY = ["member_id", "journey"]

_GOING = select(_table).where(
    _table.c.member_id.in_(bindparam("wanted", expanding=True)), _table.c.state == Way.GOING.value
)


def _read(row: Row[*tuple[Any, ...]]) -> Enrolment:
    member_id, journey, state, step, sent, every, last_date = row
    return Enrolment(
        member_id=member_id,
        journey=journey,
        state=Way(state),
        step=step,
        sent=sent,
        every=every,
        last_date=last_date,
    )


async def of(tx: Tx, member_id: UUID) -> Sequence[Enrolment]:
    """Return every journey a member has begun."""
    rows = await tx.execute(select(_table).where(_table.c.member_id == member_id).order_by(_table.c.journey))
    return [_read(row) for row in rows]


async def going(tx: Tx, ids: Collection[UUID]) -> Mapping[UUID, Enrolment]:
    """Return the journey that each of several members is on; those on none are left out."""
    return {row.member_id: _read(row) for row in (await tx.execute(_GOING, {"wanted": list(ids)})).all()}


async def put(tx: Tx, enrolment: Enrolment) -> None:
    """Write down where a member is; one who goes on with a journey pauses any other."""
    c = _table.c
    if enrolment.state is Way.GOING:
        others = (c.member_id == enrolment.member_id, c.journey != enrolment.journey, c.state == Way.GOING.value)
        await tx.execute(update(_table).where(*others).values(state=Way.PAUSED.value))
    values = {each.name: getattr(enrolment, each.name) for each in _table.columns}
    changed = {name: value for name, value in values.items() if name not in _KEY}
    await tx.execute(insert(tx, _table).values(values).on_conflict_do_update(index_elements=_KEY, set_=changed))


async def came(tx: Tx, member_id: UUID, journey: str, step: int, day: date) -> None:
    """Note that a step came by itself on a local date; harmless when said twice."""
    c = _table.c
    where = (c.member_id == member_id, c.journey == journey, c.sent < step)
    await tx.execute(update(_table).where(*where).values(sent=step, last_date=day))
