"""Members, and the themes they do not want."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, select
from sqlalchemy import update as update_of

from bot.model import Member

from . import tables
from .database import Tx
from .sql import insert

_table = tables.members

DAYS_KEPT = 90
"""For how many days what a member writes is kept, unless they choose otherwise."""

COLUMNS = (
    *(_table.c.id, _table.c.status, _table.c.locale, _table.c.zone, _table.c.country, _table.c.discreet),
    *(_table.c.consent_version, _table.c.consent_at, _table.c.seen_at),
)
"""What a member is read from, in the order in which `read` takes it apart."""

_BY_ID = select(*COLUMNS).where(_table.c.id == bindparam("wanted"))
_VOICES = select(_table.c.id, _table.c.locale, _table.c.discreet, _table.c.zone).where(
    _table.c.id.in_(bindparam("wanted", expanding=True))
)
_BY_IDS = select(*COLUMNS).where(_table.c.id.in_(bindparam("wanted", expanding=True)))

_MUTED = select(tables.muted_themes.c.member_id, tables.muted_themes.c.theme).where(
    tables.muted_themes.c.member_id.in_(bindparam("members", expanding=True))
)


def read(row: Iterable[Any]) -> Member:
    """Make a member of `COLUMNS`."""
    key, status, locale, zone, country, discreet, consent_version, consent_at, seen_at = row
    return Member(
        id=key,
        status=status,
        locale=locale,
        zone=zone,
        country=country,
        discreet=discreet,
        consent_version=consent_version,
        consent_at=consent_at,
        seen_at=seen_at,
    )


async def add(tx: Tx, member: Member) -> None:
    """Write a new member down."""
    await tx.execute(_table.insert().values({c.name: getattr(member, c.name) for c in COLUMNS}))


async def get(tx: Tx, member_id: UUID) -> Member | None:
    """Return a member."""
    row = (await tx.execute(_BY_ID, {"wanted": member_id})).first()
    return read(row) if row else None


async def by_ids(tx: Tx, ids: Iterable[UUID]) -> Mapping[UUID, Member]:
    """Return several members."""
    rows = await tx.execute(_BY_IDS, {"wanted": list(ids)})
    return {row[0]: read(row) for row in rows.all()}


async def voices(tx: Tx, ids: Iterable[UUID]) -> Mapping[UUID, tuple[str, bool, str]]:
    """Return in which language several members are written to, whether discreetly, and their zones."""
    rows = await tx.execute(_VOICES, {"wanted": list(ids)})
    return {member_id: (locale, discreet, zone) for member_id, locale, discreet, zone in rows.all()}


async def update(tx: Tx, member_id: UUID, **changes: Any) -> None:
    """Change columns of a member."""
    await tx.execute(update_of(_table).where(_table.c.id == member_id).values(**changes))


async def touch(tx: Tx, member_id: UUID, now: datetime) -> None:
    """Note that the member was here; whoever had left is back."""
    await update(tx, member_id, seen_at=now, erase_at=None)


async def retention(tx: Tx, member_id: UUID) -> int:
    """Return for how many days what the member writes is kept."""
    found = (await tx.execute(select(_table.c.retention_days).where(_table.c.id == member_id))).scalar()
    return DAYS_KEPT if found is None else int(found)


async def tips_by_chance(tx: Tx, member_id: UUID) -> bool:
    """Return whether a member wants practices chosen by chance alone."""
    return bool((await tx.execute(select(_table.c.tips_by_chance).where(_table.c.id == member_id))).scalar())


async def mute(tx: Tx, member_id: UUID, theme: str) -> None:
    """Set a theme aside; harmless when it is."""
    values = insert(tx, tables.muted_themes).values(member_id=member_id, theme=theme)
    await tx.execute(values.on_conflict_do_nothing())


async def unmute(tx: Tx, member_id: UUID, theme: str) -> None:
    """Bring a theme back."""
    muted = tables.muted_themes.c
    await tx.execute(delete(tables.muted_themes).where(muted.member_id == member_id, muted.theme == theme))


async def muted(tx: Tx, ids: Iterable[UUID]) -> Mapping[UUID, frozenset[str]]:
    """Return the themes each of these members has set aside; members without any are left out."""
    rows = await tx.execute(_MUTED, {"members": list(ids)})
    found: dict[UUID, set[str]] = defaultdict(set)
    for member_id, theme in rows.all():
        found[member_id].add(theme)
    return {member: frozenset(themes) for member, themes in found.items()}
