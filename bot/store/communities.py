"""Communities, and which accounts are in them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, select
from sqlalchemy import update as update_of

from bot.model import Community, CommunityRef

from . import tables
from .database import Tx
from .sql import insert

_table = tables.communities
LISTS = ("moderator_roles", "moderator_accounts")


def _read(row: Row[Any]) -> Community:
    return Community(
        id=row.id,
        ref=CommunityRef(platform=row.platform, id=row.external_id),
        zone=row.zone,
        locale=row.locale,
        moderators_channel=row.moderators_channel,
        moderator_roles=tuple(row.moderator_roles),
        moderator_accounts=tuple(row.moderator_accounts),
    )


async def find(tx: Tx, ref: CommunityRef) -> Community | None:
    """Return a community by what its platform calls it."""
    where = (_table.c.platform == ref.platform, _table.c.external_id == ref.id)
    row = (await tx.execute(select(_table).where(*where))).first()
    return _read(row) if row else None


async def get(tx: Tx, community_id: UUID) -> Community | None:
    """Return a community."""
    row = (await tx.execute(select(_table).where(_table.c.id == community_id))).first()
    return _read(row) if row else None


async def ensure(tx: Tx, ref: CommunityRef, zone: str, locale: str) -> Community:
    """Return a community, written down now if it was not; `zone` and `locale` are then its first ones."""
    values = insert(tx, _table).values(
        id=uuid4(),
        platform=ref.platform,
        external_id=ref.id,
        zone=zone,
        locale=locale,
        moderators_channel=None,
        moderator_roles=[],
        moderator_accounts=[],
    )
    await tx.execute(values.on_conflict_do_nothing())
    found = await find(tx, ref)
    if found is None:
        raise LookupError("a community that was just written down")
    return found


async def update(tx: Tx, community_id: UUID, **changes: Any) -> None:
    """Change columns of a community; tuples are stored as lists."""
    values = {name: list(value) if name in LISTS else value for name, value in changes.items()}
    await tx.execute(update_of(_table).where(_table.c.id == community_id).values(**values))


async def join(tx: Tx, community_id: UUID, account_id: UUID, now: datetime) -> None:
    """Note that an account is in a community; harmless when it is known."""
    values = insert(tx, tables.memberships).values(community_id=community_id, account_id=account_id, joined_at=now)
    await tx.execute(values.on_conflict_do_nothing())
