"""A delivery as a row, and the conditions that its indexes serve."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_

from bot.model import Delivery, Priority, Receipt, State, Target

from bot.store.database import Tx
from bot.store.sql import skip_locked
from bot.store.tables import deliveries as table

c = table.c

OPEN: ColumnElement[bool] = c.settled_at.is_(None)
"""Not in a final state. The indexes of open deliveries are partial, so each query that wants them says this word for word."""

NOT_IN_FLIGHT = (State.WAITING.value, State.CLAIMED.value)
IN_DOUBT = (State.STARTED.value, State.UNSURE.value)


def read(row: Row[Any]) -> Delivery:
    """Make a delivery of a row."""
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


def read_in_order(rows: Iterable[Row[Any]]) -> tuple[Delivery, ...]:
    """Make deliveries of rows, what matters most first; the databases return changed rows in any order."""
    found = [read(row) for row in rows]
    return tuple(sorted(found, key=lambda each: (each.priority, each.due_at, each.id.hex)))


def values(delivery: Delivery) -> dict[str, Any]:
    """Return the columns of a delivery that is not settled."""
    target = delivery.target
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
    }


def chosen(tx: Tx, statement: Select[Any]) -> ColumnElement[bool]:
    """Return that a row's id is among those a statement finds, passing over what another process is changing."""
    return c.id.in_(skip_locked(tx, statement))


def dropped(state: State, now: datetime) -> ColumnElement[bool]:
    """Return that a delivery was left in a state by a courier whose lease ran out."""
    return and_(OPEN, c.state == state.value, c.lease_until <= now)


def free(now: datetime) -> ColumnElement[bool]:
    """Return that a delivery waits, may be taken now and is still fresh."""
    return and_(OPEN, c.state == State.WAITING.value, c.free_at <= now, c.expires_at > now)


def doubtful(now: datetime) -> ColumnElement[bool]:
    """Return that nobody knows what became of a delivery, and that nobody is looking it up."""
    unheld = or_(c.owner.is_(None), c.lease_until <= now)
    return and_(OPEN, c.state == State.UNSURE.value, c.free_at <= now, unheld)


def not_held(held: Collection[str]) -> ColumnElement[bool] | None:
    """Return that no hold stops a delivery, or None without holds; answers to a member's own act go on."""
    if not held:
        return None
    answer = c.priority == int(Priority.ANSWER)
    if "all" in held:
        return answer
    kinds = [each.partition(":")[2] for each in held if each.startswith("kind:")]
    communities = [UUID(hex=each.partition(":")[2]) for each in held if each.startswith("community:")]
    elsewhere = func.coalesce(c.community_id.not_in(communities), True)
    return or_(answer, and_(c.kind.not_in(kinds), elsewhere))
