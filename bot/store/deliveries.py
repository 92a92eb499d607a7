"""Deliveries: planned once, claimed under a lease, started, settled with their fence; see ARCHITECTURE, "Delivery states"."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, bindparam, delete, func, or_, select, update

from bot.model import FINAL, Delivery, Priority, Receipt, State, Target

from . import tables
from .database import Tx
from .sql import insert, skip_locked

_table = tables.deliveries
_c = _table.c
OPEN = (State.WAITING.value, State.CLAIMED.value)
CHUNK = 200
"""Rows in one INSERT: SQLite binds at most 32,766 values in a statement, and a row has 30."""


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


def _read(row: Row[Any]) -> Delivery:
    receipt = None
    if row.receipt_channel is not None:
        receipt = Receipt(channel=row.receipt_channel, message=row.receipt_message, thread=row.receipt_thread)
    return Delivery(
        id=row.id,
        kind=row.kind,
        recipient=row.recipient,
        occasion=row.occasion,
        target=Target(
            platform=row.platform,
            scope=row.scope,
            kind=row.place,
            channel=row.channel,
            account=row.account,
            thread=row.thread,
        ),
        due_at=row.due_at,
        expires_at=row.expires_at,
        priority=Priority(row.priority),
        member_id=row.member_id,
        community_id=row.community_id,
        content=row.content,
        revises=row.revises,
        state=State(row.state),
        attempts=row.attempts,
        started_at=row.started_at,
        reason=row.reason,
        receipt=receipt,
        fence=row.fence,
    )


def _values(delivery: Delivery) -> dict[str, Any]:
    target, receipt = delivery.target, delivery.receipt
    return {
        "id": delivery.id,
        "kind": delivery.kind,
        "recipient": delivery.recipient,
        "occasion": delivery.occasion,
        "member_id": delivery.member_id,
        "community_id": delivery.community_id,
        "lane": target.lane,
        "platform": target.platform,
        "scope": target.scope,
        "place": target.kind,
        "channel": target.channel,
        "account": target.account,
        "thread": target.thread,
        "content": delivery.content,
        "revises": delivery.revises,
        "priority": int(delivery.priority),
        "due_at": delivery.due_at,
        "expires_at": delivery.expires_at,
        "free_at": delivery.due_at,
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "fence": delivery.fence,
        "receipt_channel": receipt.channel if receipt else None,
        "receipt_message": receipt.message if receipt else None,
        "receipt_thread": receipt.thread if receipt else None,
    }


async def plan(tx: Tx, planned: Sequence[Delivery]) -> int:
    """Write deliveries down; one that stands already under its key is left as it is. Return how many are new."""
    new = 0
    for start in range(0, len(planned), CHUNK):
        rows = [_values(each) for each in planned[start : start + CHUNK]]
        statement = insert(tx, _table).values(rows).on_conflict_do_nothing().returning(_c.id)
        new += len((await tx.execute(statement)).all())
    return new


async def replan(tx: Tx, delivery: Delivery) -> None:
    """Write a delivery down, or move one that still waits (or was cancelled) to its new place and time."""
    values = _values(delivery)
    changed = {name: value for name, value in values.items() if name not in ("id", "kind", "recipient", "occasion")}
    statement = insert(tx, _table).values(values)
    await tx.execute(
        statement.on_conflict_do_update(
            index_elements=["kind", "recipient", "occasion"],
            set_={**changed, "owner": None, "lease_until": None, "reason": None, "settled_at": None},
            where=_c.state.in_([*OPEN, State.CANCELLED.value]),
        )
    )


async def get(tx: Tx, delivery_id: UUID) -> Delivery | None:
    """Return a delivery."""
    row = (await tx.execute(select(_table).where(_c.id == delivery_id))).first()
    return _read(row) if row else None


async def find(tx: Tx, kind: str, recipient: str, occasion: str) -> Delivery | None:
    """Return a delivery by its key."""
    where = (_c.kind == kind, _c.recipient == recipient, _c.occasion == occasion)
    row = (await tx.execute(select(_table).where(*where))).first()
    return _read(row) if row else None


async def lanes(tx: Tx, now: datetime) -> tuple[str, ...]:
    """Return the lanes in which something can be sent or has to be looked up."""
    free = and_(_c.state.in_([State.WAITING.value, State.UNSURE.value]), _c.free_at <= now)
    dropped = and_(_c.state.in_([State.CLAIMED.value, State.STARTED.value]), _c.lease_until <= now)
    rows = await tx.execute(select(_c.lane).where(or_(free, dropped)).distinct())
    return tuple(row.lane for row in rows)


async def next_free(tx: Tx) -> datetime | None:
    """Return when the next waiting or doubtful delivery can be taken."""
    waiting = select(func.min(_c.free_at)).where(_c.state.in_([State.WAITING.value, State.UNSURE.value]))
    found: datetime | None = (await tx.execute(waiting)).scalar()
    return found


def _free(now: datetime) -> Any:
    waiting = and_(_c.state == State.WAITING.value, _c.free_at <= now)
    dropped = and_(_c.state == State.CLAIMED.value, _c.lease_until <= now)
    return and_(or_(waiting, dropped), _c.expires_at > now)


def _not_held(held: Collection[str]) -> list[Any]:
    """Leave out what a hold stops; answers to a member's own act go on."""
    if not held:
        return []
    kinds = [each.partition(":")[2] for each in held if each.startswith("kind:")]
    communities = [UUID(hex=each.partition(":")[2]) for each in held if each.startswith("community:")]
    stopped = [_c.kind.in_(kinds), _c.community_id.in_(communities)]
    if "all" in held:
        return [_c.priority == int(Priority.ANSWER)]
    return [or_(_c.priority == int(Priority.ANSWER), and_(*(~func.coalesce(each, False) for each in stopped)))]


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
    chosen = (
        select(_c.id)
        .where(_c.lane == lane, _free(now), *_not_held(held))
        .order_by(_c.priority, _c.due_at)
        .limit(limit)
    )
    statement = (
        update(_table)
        .where(_c.id.in_(skip_locked(tx, chosen)), _free(now))
        .values(state=State.CLAIMED.value, owner=owner, fence=fence, lease_until=lease_until)
        .returning(_table)
    )
    claimed = [_read(row) for row in await tx.execute(statement)]
    return tuple(sorted(claimed, key=lambda each: (each.priority, each.due_at, each.id.hex)))


async def renew(tx: Tx, ids: Collection[UUID], owner: str, fence: int, lease_until: datetime) -> None:
    """Hold claimed or started deliveries for longer."""
    mine = and_(_c.id.in_(list(ids)), _c.owner == owner, _c.fence == fence)
    await tx.execute(update(_table).where(mine).values(lease_until=lease_until))


async def start(tx: Tx, ids: Collection[UUID], *, owner: str, fence: int, now: datetime) -> frozenset[UUID]:
    """Mark deliveries as about to be sent; return those still ours, whose member may still be written to."""
    stopped = select(tables.members.c.id).where(tables.members.c.status != "active")
    allowed = or_(_c.member_id.is_(None), _c.member_id.not_in(stopped))
    statement = (
        update(_table)
        .where(
            _c.id.in_(list(ids)),
            _c.state == State.CLAIMED.value,
            _c.owner == owner,
            _c.fence == fence,
            _c.expires_at > now,
            allowed,
        )
        .values(state=State.STARTED.value, started_at=now, attempts=_c.attempts + 1)
        .returning(_c.id)
    )
    return frozenset(row.id for row in await tx.execute(statement))


async def settle(tx: Tx, outcomes: Sequence[Outcome], now: datetime) -> frozenset[UUID]:
    """Write down what became of deliveries; return those whose owner and fence still held them.

    One statement finds what is still ours, one writes all of it, however many there are.
    """
    held = select(_c.id, _c.owner, _c.fence).where(
        _c.id.in_([each.id for each in outcomes]), _c.state.in_([State.STARTED.value, State.UNSURE.value])
    )
    mine = {(row.id, row.owner, row.fence) for row in await tx.execute(held)}
    kept = [each for each in outcomes if (each.id, each.owner, each.fence) in mine]
    if kept:
        await tx.execute(_settling(), [_settled(each, now) for each in kept])
    return frozenset(each.id for each in kept)


def _settling() -> Any:
    names = ("state", "reason", "receipt_channel", "receipt_message", "receipt_thread")
    return (
        update(_table)
        .where(_c.id == bindparam("key"))
        .values(
            **{name: bindparam(f"new_{name}") for name in names},
            free_at=func.coalesce(bindparam("new_free_at", type_=_c.free_at.type), _c.free_at),
            settled_at=bindparam("new_settled_at", type_=_c.settled_at.type),
            owner=None,
            lease_until=None,
        )
    )


def _settled(outcome: Outcome, now: datetime) -> dict[str, Any]:
    receipt = outcome.receipt
    return {
        "key": outcome.id,
        "new_state": outcome.state.value,
        "new_reason": outcome.reason,
        "new_receipt_channel": receipt.channel if receipt else None,
        "new_receipt_message": receipt.message if receipt else None,
        "new_receipt_thread": receipt.thread if receipt else None,
        "new_free_at": outcome.free_at,
        "new_settled_at": now if outcome.state in FINAL else None,
    }


async def unsure(
    tx: Tx, *, lane: str, owner: str, fence: int, now: datetime, lease_until: datetime, limit: int = 100
) -> tuple[Delivery, ...]:
    """Take what nobody knows the outcome of, to be looked up: doubtful ones, and those whose sender's lease ran out."""
    doubtful = and_(_c.state == State.UNSURE.value, _c.free_at <= now, or_(_c.owner.is_(None), _c.lease_until <= now))
    dropped = and_(_c.state == State.STARTED.value, _c.lease_until <= now)
    free = or_(doubtful, dropped)
    chosen = select(_c.id).where(_c.lane == lane, free).order_by(_c.due_at).limit(limit)
    statement = (
        update(_table)
        .where(_c.id.in_(skip_locked(tx, chosen)), free)
        .values(state=State.UNSURE.value, owner=owner, fence=fence, lease_until=lease_until)
        .returning(_table)
    )
    return tuple(_read(row) for row in await tx.execute(statement))


async def cancel(
    tx: Tx,
    *,
    reason: str,
    member_id: UUID | None = None,
    community_id: UUID | None = None,
    recipient: str | None = None,
) -> int:
    """Cancel what is not yet in flight, for a member, a community or a recipient; return how many.

    It counts as settled when it would have gone out.
    """
    named = [_c.member_id == member_id] if member_id else []
    named += [_c.community_id == community_id] if community_id else []
    named += [_c.recipient == recipient] if recipient else []
    if not named:
        raise ValueError("say whose deliveries to cancel")
    statement = (
        update(_table)
        .where(*named, _c.state.in_(OPEN))
        .values(state=State.CANCELLED.value, reason=reason, owner=None, lease_until=None, settled_at=_c.free_at)
    )
    return int((await tx.execute(statement)).rowcount)


async def expire(tx: Tx, now: datetime) -> Mapping[str, int]:
    """Skip what is past its freshness; return how many of each kind."""
    idle = or_(_c.state == State.WAITING.value, and_(_c.state == State.CLAIMED.value, _c.lease_until <= now))
    statement = (
        update(_table)
        .where(idle, _c.expires_at <= now)
        .values(state=State.SKIPPED.value, reason="late", owner=None, lease_until=None, settled_at=now)
        .returning(_c.kind)
    )
    counts: dict[str, int] = {}
    for row in await tx.execute(statement):
        counts[row.kind] = counts.get(row.kind, 0) + 1
    return counts


async def fold(tx: Tx, before: datetime) -> int:
    """Fold deliveries settled before an instant into daily totals, and delete them; return how many."""
    settled = (_c.state.in_([each.value for each in FINAL]), _c.settled_at < before)
    rows = (await tx.execute(select(_c.due_at, _c.kind, _c.state, _c.reason).where(*settled))).all()
    totals: dict[tuple[Any, str, str], int] = {}
    for row in rows:
        key = (row.due_at.date(), row.kind, f"{row.state}:{row.reason}" if row.reason else row.state)
        totals[key] = totals.get(key, 0) + 1
    table = tables.daily_totals
    for (day, kind, outcome), count in totals.items():
        statement = insert(tx, table).values(day=day, kind=kind, outcome=outcome, count=count)
        await tx.execute(
            statement.on_conflict_do_update(
                index_elements=["day", "kind", "outcome"], set_={"count": table.c.count + count}
            )
        )
    await tx.execute(delete(_table).where(*settled))
    return len(rows)


async def counts(tx: Tx) -> Mapping[tuple[str, str], int]:
    """Return how many deliveries stand in which state, by kind."""
    rows = await tx.execute(select(_c.kind, _c.state, func.count()).group_by(_c.kind, _c.state))
    return {(kind, state): number for kind, state, number in rows}
