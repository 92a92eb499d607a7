"""Accounts on the platforms, each belonging to one member."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, update

from bot.model import Account, AccountRef, Member, Target

from . import members, tables
from .database import Tx

_table = tables.accounts


def _read(row: Iterable[Any]) -> Account:
    """Make an account of the columns of its table, in their order."""
    key, member_id, platform, scope, external_id, direct_channel, community_id, unreachable_at = row
    return Account(
        id=key,
        member_id=member_id,
        ref=AccountRef(platform=platform, scope=scope, id=external_id),
        direct_channel=direct_channel,
        community_id=community_id,
        unreachable_at=unreachable_at,
    )


_FIND = (
    select(*_table.columns, *members.COLUMNS)
    .join(tables.members, tables.members.c.id == _table.c.member_id)
    .where(
        _table.c.platform == bindparam("on"),
        _table.c.scope == bindparam("within"),
        _table.c.external_id == bindparam("named"),
    )
)
_ACTIVE = (
    select(
        *(_table.c.member_id, tables.members.c.locale, tables.members.c.zone, tables.members.c.consent_version),
        *(tables.members.c.seen_at, _table.c.community_id),
        *(_table.c.platform, _table.c.scope, _table.c.external_id, _table.c.direct_channel),
    )
    .join(tables.members, tables.members.c.id == _table.c.member_id)
    .where(_table.c.member_id.in_(bindparam("members", expanding=True)), tables.members.c.status == "active")
    .order_by(_table.c.unreachable_at.is_(None), _table.c.id.desc())
)
_OF_MEMBERS = select(_table).where(_table.c.member_id.in_(bindparam("members", expanding=True))).order_by(_table.c.id)


async def find(tx: Tx, ref: AccountRef) -> tuple[Account, Member] | None:
    """Return an account and its member, in one indexed query."""
    told = {"on": ref.platform, "within": ref.scope, "named": ref.id}
    row = (await tx.execute(_FIND, told)).first()
    if row is None:
        return None
    width = len(_table.columns)
    return _read(row[:width]), members.read(row[width:])


@dataclass(frozen=True, slots=True)
class Way:
    """How an active member is written to: in which language and zone, by which DM, and the community they came from.

    `consent_version` is what they agreed to, `seen_at` their last sign of life, to the hour.
    """

    locale: str
    zone: str
    consent_version: int
    seen_at: datetime
    community_id: UUID | None
    target: Target


async def ways(tx: Tx, ids: Iterable[UUID]) -> Mapping[UUID, Way]:
    """Return how several members are written to, by an account that can be reached where there is one."""
    found = (await tx.execute(_ACTIVE, {"members": list(ids)})).all()
    return {  # the best comes last and stays
        member_id: Way(
            locale,
            zone,
            version,
            seen_at,
            community_id,
            Target(platform=platform, scope=scope, kind="direct", channel=direct_channel, account=external_id),
        )
        for member_id, locale, zone, version, seen_at, community_id, *dm in found
        for platform, scope, external_id, direct_channel in (dm,)
    }


async def of_members(tx: Tx, ids: Iterable[UUID]) -> Mapping[UUID, tuple[Account, ...]]:
    """Return the accounts of several members, those that can be reached first."""
    found: dict[UUID, list[Account]] = defaultdict(list)
    for row in (await tx.execute(_OF_MEMBERS, {"members": list(ids)})).all():
        account = _read(row)
        found[account.member_id].append(account)
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
    """Note since when the account cannot be written to; None when it can again: then its member is back for good."""
    await tx.execute(update(_table).where(_table.c.id == account_id).values(unreachable_at=at))
    if at is None:
        theirs = select(_table.c.member_id).where(_table.c.id == account_id).scalar_subquery()
        await tx.execute(update(tables.members).where(tables.members.c.id == theirs).values(erase_at=None))
