"""Accounts on the platforms, each belonging to one member."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update

from bot.model import Account, AccountRef, Member

from . import members, tables
from .database import Tx

_table = tables.accounts


def _read(row: Row[Any]) -> Account:
    return Account(
        id=row.id,
        member_id=row.member_id,
        ref=AccountRef(platform=row.platform, scope=row.scope, id=row.external_id),
        direct_channel=row.direct_channel,
        community_id=row.community_id,
        unreachable_at=row.unreachable_at,
    )


async def find(tx: Tx, ref: AccountRef) -> tuple[Account, Member] | None:
    """Return an account and its member, in one indexed query."""
    labelled = [each.label(f"member_{each.name}") for each in tables.members.columns]
    wanted = [each for each in _table.columns if each.name != "member_id"]
    row = (
        await tx.execute(
            select(*wanted, *labelled)
            .join(tables.members, tables.members.c.id == _table.c.member_id)
            .where(_table.c.platform == ref.platform, _table.c.scope == ref.scope, _table.c.external_id == ref.id)
        )
    ).first()
    return (_read(row), members.read(row, "member_")) if row else None


async def of_members(tx: Tx, ids: Iterable[UUID]) -> Mapping[UUID, tuple[Account, ...]]:
    """Return the accounts of several members, those that can be reached first."""
    rows = await tx.execute(select(_table).where(_table.c.member_id.in_(list(ids))).order_by(_table.c.id))
    found: dict[UUID, list[Account]] = defaultdict(list)
    for row in rows:
        found[row.member_id].append(_read(row))
    return {member: tuple(sorted(each, key=lambda a: a.unreachable_at is not None)) for member, each in found.items()}


async def add(tx: Tx, account: Account) -> None:
    """Write a new account down."""
    await tx.execute(
        _table.insert().values(
            id=account.id,
            member_id=account.member_id,
            platform=account.ref.platform,
            scope=account.ref.scope,
            external_id=account.ref.id,
            direct_channel=account.direct_channel,
            community_id=account.community_id,
            unreachable_at=account.unreachable_at,
        )
    )


async def opened(tx: Tx, account_id: UUID, channel: str) -> None:
    """Keep the id of the DM."""
    await tx.execute(update(_table).where(_table.c.id == account_id).values(direct_channel=channel))


async def unreachable(tx: Tx, account_id: UUID, at: datetime | None) -> None:
    """Note since when the account cannot be written to; None when it can again."""
    await tx.execute(update(_table).where(_table.c.id == account_id).values(unreachable_at=at))
