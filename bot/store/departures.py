"""Who left: memberships that ended, and the grace after the last one, at whose end a member is erased."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, and_, delete, not_, or_, select, type_coerce, update

from bot.model import State

from . import tables
from .columns import MICROSECOND
from .database import Tx

_members, _accounts, _memberships = tables.members, tables.accounts, tables.memberships

AN_HOUR = timedelta(hours=1)


async def left(tx: Tx, *, account_id: UUID | None = None, community_id: UUID | None = None, erase_at: datetime) -> int:
    """End memberships: of an account in a community, of everybody in it, or of an account in every community.

    Members who are in no community any more, as far as we know, go at `erase_at`; return how many these are. That
    they were seen lately is moved back by the hour in which it would not be noted again, so that a return is.
    """
    named = {_memberships.c.account_id: account_id, _memberships.c.community_id: community_id}
    ended = and_(*(column == value for column, value in named.items() if value is not None))
    if account_id is None and community_id is None:
        raise ValueError("say who left, or what")
    theirs = select(_accounts.c.member_id).where(_of(account_id, community_id))
    still_there = (
        select(_memberships.c.account_id)
        .join(_accounts, _accounts.c.id == _memberships.c.account_id)
        .where(_accounts.c.member_id == _members.c.id, not_(ended))
        .correlate(_members)
    )
    open_to_it = (_members.c.erase_at.is_(None), _members.c.status != "erasing")
    going = update(_members).where(_members.c.id.in_(theirs), *open_to_it, ~still_there.exists())
    seen_at = type_coerce(_members.c.seen_at, BigInteger) - AN_HOUR // MICROSECOND
    gone = await tx.execute(going.values(erase_at=erase_at, seen_at=seen_at))
    await tx.execute(delete(_memberships).where(ended))
    return int(gone.rowcount)


def _of(account_id: UUID | None, community_id: UUID | None) -> ColumnElement[bool]:
    """Return the accounts in question: the one, or all that are in a community or came from it."""
    if account_id is not None:
        return _accounts.c.id == account_id
    inside = select(_memberships.c.account_id).where(_memberships.c.community_id == community_id)
    return or_(_accounts.c.id.in_(inside), _accounts.c.community_id == community_id)


async def over(tx: Tx, now: datetime, limit: int) -> Sequence[tuple[UUID, datetime]]:
    """Return members whose grace is over, and when it was, earliest first."""
    due = (_members.c.erase_at <= now, _members.c.status != "erasing")
    wanted = select(_members.c.id, _members.c.erase_at).where(*due).order_by(_members.c.erase_at).limit(limit)
    return [(member_id, erase_at) for member_id, erase_at in (await tx.execute(wanted)).all()]


async def reached(tx: Tx, member_id: UUID, since: datetime) -> bool:
    """Return whether anything sent to a member arrived after an instant."""
    c = tables.deliveries.c
    sent = select(c.id).where(c.member_id == member_id, c.state == State.SENT.value, c.settled_at > since)
    return (await tx.execute(sent.limit(1))).first() is not None


async def returned(tx: Tx, member_id: UUID) -> None:
    """Note that a member who had left is back."""
    back = update(_members).where(_members.c.id == member_id, _members.c.status != "erasing")
    await tx.execute(back.values(erase_at=None))
