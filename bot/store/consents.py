"""Who agreed when, by account: what is looked through after a restore, for everyone who was erased since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from bot.model import AccountRef

from .database import Tx
from .tables import accounts, members


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """An account, whose it is, and since when they agree."""

    id: UUID
    ref: AccountRef
    member_id: UUID
    at: datetime


async def some(tx: Tx, after: UUID | None, limit: int) -> Sequence[Consent]:
    """Return accounts by id, beginning after one."""
    columns = accounts.c.id, accounts.c.platform, accounts.c.scope, accounts.c.external_id, accounts.c.member_id
    asked = select(*columns, members.c.consent_at).join(members, members.c.id == accounts.c.member_id)
    asked = asked if after is None else asked.where(accounts.c.id > after)
    rows = (await tx.execute(asked.order_by(accounts.c.id).limit(limit))).all()
    return [
        Consent(id=key, ref=AccountRef(platform=on, scope=within, id=named), member_id=member, at=at)
        for key, on, within, named, member, at in rows
    ]
