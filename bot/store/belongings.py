"""Everything that belongs to a member, found by what the tables themselves say: to be handed over, and to be erased.

A column that refers to a member or an account makes its table belong here by itself, so that a new table cannot be
forgotten; where a member is named in another way, it is said below. A test walks every table there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, Table, delete, insert, or_, select, tuple_, update

from bot.model import AccountRef

from . import files, tables
from .database import Tx

if TYPE_CHECKING:
    from . import Store

Rows: TypeAlias = Sequence[Mapping[str, Any]]

BY_NAME = {tables.shown.c.owner, tables.deliveries.c.recipient}
"""Columns in which a member stands as `member:<hexadecimal digits>`."""

NAMING = {tables.communities.c.moderator_accounts}
"""Columns in which an account is named among others, by its platform's id."""

OURS = frozenset({"owner", "lease_until", "fence", "turn", "lane"})
"""Columns of a delivery that say how this machine works, and nothing about anybody."""

_members, _accounts, _erasing = tables.members, tables.accounts, tables.erasing_accounts


def name(member_id: UUID) -> str:
    """Return how a member is named in the columns of `BY_NAME`."""
    return f"member:{member_id.hex}"


def _refers(table: Table, to: Table) -> list[ColumnElement[Any]]:
    return [key.parent for key in table.foreign_keys if key.column.table is to]


def _whose(table: Table, member_id: UUID) -> ColumnElement[bool] | None:
    """Return the condition for a member's rows of a table; None where none can be anybody's."""
    if table is _members:
        return _members.c.id == member_id
    theirs = select(_accounts.c.id).where(_accounts.c.member_id == member_id)
    found = [column == member_id for column in _refers(table, _members)]
    found += [column.in_(theirs) for column in _refers(table, _accounts)]
    found += [column == name(member_id) for column in table.columns if column in BY_NAME]
    return or_(*found) if found else None


def covered() -> frozenset[str]:
    """Return the names of the tables in which something may belong to a member."""
    anybody = UUID(int=0)
    return frozenset(each.name for each in tables.metadata.sorted_tables if _whose(each, anybody) is not None)


async def of(tx: Tx, member_id: UUID) -> Mapping[str, Rows]:
    """Return every row that belongs to a member, by table; empty where there is no such member."""
    found: dict[str, Rows] = {}
    for table in tables.metadata.sorted_tables:
        where = _whose(table, member_id)
        if where is not None:
            shown = [each for each in table.columns if table is not tables.deliveries or each.name not in OURS]
            rows = (await tx.execute(select(*shown).where(where).order_by(*table.primary_key))).mappings()
            found[table.name] = [dict(each) for each in rows]
    refs = await _refs(tx, _accounts, member_id)
    found["communities"] = [
        {"platform": platform, "external_id": external_id, "named_as": "moderator"}
        for _, platform, external_id, _ in await _naming(tx, refs)
    ]
    return {table: rows for table, rows in found.items() if rows}


_REF = ("platform", "scope", "external_id")


def _ref(platform: str, scope: str, external_id: str) -> AccountRef:
    return AccountRef(platform=platform, scope=scope, id=external_id)


async def _refs(tx: Tx, table: Table, member_id: UUID) -> list[AccountRef]:
    """Return the accounts that a table names as a member's."""
    wanted = select(*(table.c[each] for each in _REF)).where(table.c.member_id == member_id)
    return [_ref(*row) for row in (await tx.execute(wanted)).all()]


class _Naming(NamedTuple):
    """A community that names some of the accounts in question, and whom it names without these."""

    id: UUID
    platform: str
    external_id: str
    others: list[str]


async def _naming(tx: Tx, refs: Iterable[AccountRef]) -> list[_Naming]:
    """Return the communities that name these accounts as moderators."""
    c, found = tables.communities.c, []
    for ref in refs:
        where = [c.platform == ref.platform]
        where += [c.external_id == ref.scope] if ref.scope else []
        for key, external_id, named in (
            await tx.execute(select(c.id, c.external_id, c.moderator_accounts).where(*where))
        ).all():
            if ref.id in named:
                found.append(_Naming(key, ref.platform, external_id, [each for each in named if each != ref.id]))
    return found


async def part_with(tx: Tx, member_id: UUID, now: datetime) -> bool:
    """Begin the erasing: mark the member, and set their accounts free; False where there is no such member.

    What the erasing still needs to know of the accounts stands by itself, so that the same person may start anew at
    once, and be nobody that anything here knows.
    """
    marked = update(_members).where(_members.c.id == member_id, _members.c.status != "erasing")
    if not (await tx.execute(marked.values(status="erasing", erase_at=now))).rowcount:
        return False
    await files.part_with_all(tx, member_id, now)
    refs = await _refs(tx, _accounts, member_id)
    for key, _, _, others in await _naming(tx, refs):
        c = tables.communities.c
        await tx.execute(update(tables.communities).where(c.id == key).values(moderator_accounts=others))
    if refs:
        kept = [dict(zip(_REF, (each.platform, each.scope, each.id), strict=True)) for each in refs]
        await tx.execute(insert(_erasing), [{"member_id": member_id, **each} for each in kept])
    await tx.execute(delete(_accounts).where(_accounts.c.member_id == member_id))
    return True


async def erasing(tx: Tx) -> Sequence[UUID]:
    """Return the members whose erasing has begun and not come to its end."""
    wanted = select(_members.c.id).where(_members.c.status == "erasing", _members.c.erase_at.is_not(None))
    return (await tx.execute(wanted)).scalars().all()


async def parted(tx: Tx, member_id: UUID) -> tuple[datetime, Sequence[AccountRef]] | None:
    """Return since when a member is being erased, and which accounts were theirs; None when it is done."""
    where = (_members.c.id == member_id, _members.c.status == "erasing")
    since = (await tx.execute(select(_members.c.erase_at).where(*where))).scalar()
    if since is None:
        return None
    return since, await _refs(tx, _erasing, member_id)


async def erase_some(tx: Tx, member_id: UUID, limit: int) -> int:
    """Delete up to `limit` rows of one table of a member who is being erased; 0 when only the member is left.

    Deliveries go before what was shown: whatever is settled meanwhile is noted there.
    """
    for table in reversed(tables.metadata.sorted_tables):
        where = _whose(table, member_id)
        if where is None or table in (_members, _erasing, tables.shown):
            continue
        gone = await _delete(tx, table, where, limit)
        if gone:
            return gone
    shown = _whose(tables.shown, member_id)
    return 0 if shown is None else await _delete(tx, tables.shown, shown, limit)


async def _delete(tx: Tx, table: Table, where: ColumnElement[bool], limit: int) -> int:
    keys = tuple(table.primary_key)
    chosen = select(*keys).where(where).limit(limit)
    some = tuple_(*keys).in_(chosen) if len(keys) > 1 else keys[0].in_(chosen)
    return int((await tx.execute(delete(table).where(some))).rowcount)


async def erase_member(tx: Tx, member_id: UUID) -> None:
    """Delete the member, with whatever still belongs to them."""
    await tx.execute(delete(_members).where(_members.c.id == member_id, _members.c.status == "erasing"))


async def scrub(store: Store) -> None:
    """Empty SQLite's write-ahead log of what was deleted. Raises StoreUnavailable while somebody reads it."""
    await store._database.truncate_log()
