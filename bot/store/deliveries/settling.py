"""What became of deliveries: outcomes under their fence, what came too late, and the folding of what is long past."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, bindparam, case, delete, func, or_, select, update

from bot.model import FINAL, Receipt, State
from bot.store.database import Tx
from bot.store.sql import Many, insert
from bot.store.tables import daily_totals
from bot.store.tables import deliveries as table

from . import rows
from .rows import OPEN, c

SETTLES = frozenset({State.SENT, State.FAILED, State.SKIPPED, State.WAITING, State.UNSURE})
"""What a started or doubtful delivery can become."""

FOLDED_AT_ONCE = 20_000
"""Rows folded in one transaction, so that it stays well under a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a started delivery. Counts only while `owner` and `fence` still hold it.

    `free_at` is when a delivery that waits again, or is to be looked up, may be taken. `attempted` tells whether it may
    have been sent this time: only then does being unsure count as one more attempt.
    """

    id: UUID
    owner: str
    fence: int
    state: State
    reason: str | None = None
    receipt: Receipt | None = None
    free_at: datetime | None = None
    attempted: bool = True


async def settle(tx: Tx, outcomes: Sequence[Outcome], now: datetime) -> frozenset[UUID]:
    """Write down what became of deliveries; return those whose owner and fence still held them.

    One statement, for all of them in one order, so that two who settle never wait for each other in a ring. What was
    cancelled while it was in flight, and is to wait again, is cancelled instead.
    """
    if any(each.state not in SETTLES for each in outcomes):
        raise ValueError("a delivery is settled as sent, failed, skipped, waiting or unsure")
    ordered = sorted(outcomes, key=lambda each: each.id.int)
    changed = await _SETTLING.execute(tx, [_settled(each, now) for each in ordered])
    if changed == len(outcomes):
        return frozenset(each.id for each in outcomes)
    found = await tx.execute(_AFTER, {"ids": [each.id for each in outcomes]})
    after = {key: told for key, *told in found.all()}
    return frozenset(each.id for each in outcomes if _counted(each, after.get(each.id)))


_UNWANTED_AGAIN = and_(bindparam("new_state") == State.WAITING.value, c.unwanted.is_not(None))
_SETTLING = Many(
    table,
    lambda _: (
        update(table)
        .where(
            c.id == bindparam("key"),
            c.owner == bindparam("mine"),
            c.fence == bindparam("my_fence"),
            or_(*(c.state == each for each in rows.IN_DOUBT)),
        )
        .values(
            state=case((_UNWANTED_AGAIN, State.CANCELLED.value), else_=bindparam("new_state", type_=c.state.type)),
            reason=case((_UNWANTED_AGAIN, c.unwanted), else_=bindparam("new_reason", type_=c.reason.type)),
            settled_at=case(
                (_UNWANTED_AGAIN, bindparam("now", type_=c.settled_at.type)),
                else_=bindparam("new_settled_at", type_=c.settled_at.type),
            ),
            attempts=c.attempts + case((c.state == State.STARTED.value, bindparam("in_doubt_anew")), else_=0),
            receipt_channel=bindparam("new_channel"),
            receipt_message=bindparam("new_message"),
            receipt_thread=bindparam("new_thread"),
            free_at=func.coalesce(bindparam("new_free_at", type_=c.free_at.type), c.free_at),
            owner=None,
            lease_until=None,
        )
    ),
)
_AFTER = select(c.id, c.owner, c.fence, c.state).where(c.id.in_(bindparam("ids", expanding=True)))
"""For when not all of them were still ours, or the driver does not say how many were."""


def _counted(outcome: Outcome, after: Sequence[Any] | None) -> bool:
    """Say whether an outcome was written, from what its row says now: nobody else leaves it so under our fence."""
    if after is None:
        return False
    owner, fence, state = after
    return owner is None and fence == outcome.fence and state in (outcome.state.value, State.CANCELLED.value)


def _settled(outcome: Outcome, now: datetime) -> dict[str, Any]:
    receipt = outcome.receipt
    return {
        "key": outcome.id,
        "mine": outcome.owner,
        "my_fence": outcome.fence,
        "now": now,
        "new_state": outcome.state.value,
        "new_reason": outcome.reason,
        "new_channel": receipt.channel if receipt else None,
        "new_message": receipt.message if receipt else None,
        "new_thread": receipt.thread if receipt else None,
        "new_free_at": outcome.free_at,
        "in_doubt_anew": int(outcome.state is State.UNSURE and outcome.attempted),
        "new_settled_at": now if outcome.state in FINAL else None,
    }


_LATE = and_(c.expires_at <= rows.NOW, c.state == State.WAITING.value)
_EXPIRED = select(select(c.id).where(OPEN, _LATE).exists())
_EXPIRE = (
    update(table)
    .where(rows.chosen(select(c.id).where(OPEN, _LATE)), _LATE)
    .values(state=State.SKIPPED.value, reason="late", settled_at=rows.NOW)
    .returning(c.kind)
)


async def expired(tx: Tx, now: datetime) -> bool:
    """Return whether there is anything to `expire`."""
    return bool((await tx.execute(_EXPIRED, {"now": now})).scalar())


async def expire(tx: Tx, now: datetime) -> Mapping[str, int]:
    """Skip what is past its freshness and not in flight; return how many of each kind."""
    return Counter((await tx.execute(_EXPIRE, {"now": now})).scalars())


async def fold(tx: Tx, before: datetime, limit: int = FOLDED_AT_ONCE) -> int:
    """Fold up to `limit` deliveries settled before an instant into daily totals; return how many.

    As many as `limit` means that there may be more, for a transaction of their own. What a member was shown stands in
    `seen` since it was sent.
    """
    wanted = select(c.id).where(c.settled_at < before).order_by(c.settled_at).limit(limit)
    gone = delete(table).where(rows.chosen(wanted)).returning(c.due_at, c.kind, c.state, c.reason)
    totals = Counter((row.due_at.date(), row.kind, _outcome(row)) for row in await tx.execute(gone))
    await _add(tx, totals)
    return totals.total()


def _outcome(row: Row[*tuple[Any, ...]]) -> str:
    return f"{row.state}:{row.reason}" if row.reason else str(row.state)


async def _add(tx: Tx, totals: Mapping[tuple[date, str, str], int]) -> None:
    if not totals:
        return
    statement = insert(tx, daily_totals)
    more = statement.on_conflict_do_update(
        index_elements=["day", "kind", "outcome"],
        set_={"count": daily_totals.c.count + statement.excluded.count},
    )
    rows_of = [{"day": d, "kind": k, "outcome": o, "count": n} for (d, k, o), n in sorted(totals.items())]
    await tx.execute(more, rows_of)
