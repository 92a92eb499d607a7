"""What became of deliveries: outcomes under their fence, what came too late, and the folding of what is long past."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, func, or_, select, update

from bot.model import FINAL, Receipt, State
from bot.store.database import Tx
from bot.store.sql import insert
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

    `free_at` is when a delivery that waits again, or is to be looked up, may be taken.
    """

    id: UUID
    owner: str
    fence: int
    state: State
    reason: str | None = None
    receipt: Receipt | None = None
    free_at: datetime | None = None


async def settle(tx: Tx, outcomes: Sequence[Outcome], now: datetime) -> frozenset[UUID]:
    """Write down what became of deliveries; return those whose owner and fence still held them.

    One statement finds and locks what is still ours, one writes all of it, however many there are. What was cancelled
    while it was in flight, and is to wait again, is cancelled instead.
    """
    if any(each.state not in SETTLES for each in outcomes):
        raise ValueError("a delivery is settled as sent, failed, skipped, waiting or unsure")
    found = await tx.execute(_HELD, {"ids": [each.id for each in outcomes]})
    held = {row.id: row for row in found}
    kept = [each for each in outcomes if each.id in held and _still(each, held[each.id])]
    if kept:
        await tx.execute(_SETTLING, [_settled(each, held[each.id].unwanted, now) for each in kept])
    return frozenset(each.id for each in kept)


_HELD = (
    select(c.id, c.owner, c.fence, c.unwanted)
    .where(c.id.in_(bindparam("ids", expanding=True)), c.state.in_(rows.IN_DOUBT))
    .order_by(c.id)
    .with_for_update()
)
"""Those in flight; locked in one order, so that two who settle never wait for each other in a ring."""


def _still(outcome: Outcome, row: Row[*tuple[Any, ...]]) -> bool:
    return bool(row.owner == outcome.owner and row.fence == outcome.fence)


_WRITTEN = ("state", "reason", "receipt_channel", "receipt_message", "receipt_thread", "settled_at")
_SETTLING = (
    update(table)
    .where(c.id == bindparam("key"))
    .values(
        **{name: bindparam(f"new_{name}") for name in _WRITTEN},
        free_at=func.coalesce(bindparam("new_free_at", type_=c.free_at.type), c.free_at),
        owner=None,
        lease_until=None,
    )
)


def _settled(outcome: Outcome, unwanted: str | None, now: datetime) -> dict[str, Any]:
    state, reason, receipt = outcome.state, outcome.reason, outcome.receipt
    if state is State.WAITING and unwanted is not None:
        state, reason = State.CANCELLED, unwanted
    return {
        "key": outcome.id,
        "new_state": state.value,
        "new_reason": reason,
        "new_receipt_channel": receipt.channel if receipt else None,
        "new_receipt_message": receipt.message if receipt else None,
        "new_receipt_thread": receipt.thread if receipt else None,
        "new_free_at": outcome.free_at,
        "new_settled_at": now if state in FINAL else None,
    }


_IDLE = or_(c.state == State.WAITING.value, rows.dropped(State.CLAIMED))
_EXPIRE = (
    update(table)
    .where(rows.chosen(select(c.id).where(OPEN, c.expires_at <= rows.NOW, _IDLE)), OPEN, _IDLE)
    .values(state=State.SKIPPED.value, reason="late", owner=None, lease_until=None, settled_at=rows.NOW)
    .returning(c.kind)
)


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
