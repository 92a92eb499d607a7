"""Files in members' DMs: whose they are while they lie there, and which of them a platform still has to delete.

A file's id is noted before anybody can see the file. When its time is over it is parted with: from then on nothing says
whose it was, and it is only something to be deleted, so that it outlives neither its day nor its member's erasing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, literal, select, update

from . import tables
from .database import Tx
from .sql import insert

_files, _leavings, _members = tables.files, tables.leavings, tables.members


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """A file that is to be deleted, by its platform's id."""

    platform: str
    scope: str
    file: str
    laid_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """A file about to be laid into a member's DM; `batch` names those that came together."""

    platform: str
    scope: str
    file: str
    member_id: UUID
    batch: UUID
    laid_at: datetime
    goes_at: datetime


async def note(tx: Tx, laid: Laid) -> bool:
    """Note a file; False, and nothing noted, where its member is being erased or is not there."""
    here = select(_members.c.id).where(_members.c.id == laid.member_id, _members.c.status != "erasing")
    if (await tx.execute(here.with_for_update(read=True))).first() is None:
        return False
    await tx.execute(insert(tx, _files).values({each: getattr(laid, each) for each in laid.__slots__}))
    return True


async def part_with_batch(tx: Tx, member_id: UUID, batch: UUID, now: datetime) -> int:
    """Let what came together go at once; return how many files these are. Nobody parts with another's."""
    return await _part_with(tx, now, (_files.c.batch == batch) & (_files.c.member_id == member_id))


async def part_with_all(tx: Tx, member_id: UUID, now: datetime) -> int:
    """Let everything of a member go at once."""
    return await _part_with(tx, now, _files.c.member_id == member_id)


async def _part_with(tx: Tx, now: datetime, which: ColumnElement[bool]) -> int:
    names = ("platform", "scope", "file", "laid_at")
    going = select(*(_files.c[each] for each in names), literal(now, tables.Instant)).where(which)
    statement = insert(tx, _leavings).from_select([*names, "try_at"], going)
    await tx.execute(statement.on_conflict_do_nothing())
    return int((await tx.execute(delete(_files).where(which))).rowcount)


async def waiting(tx: Tx, now: datetime) -> bool:
    """Return whether anything is to be deleted now."""
    over = select(_files.c.file).where(_files.c.goes_at <= now).limit(1)
    due = select(_leavings.c.file).where(_leavings.c.try_at <= now).limit(1)
    return (await tx.execute(over)).first() is not None or (await tx.execute(due)).first() is not None


async def due(tx: Tx, now: datetime, limit: int) -> Sequence[Leaving]:
    """Part with files whose time is over, and return what is to be deleted now, the longest waiting first."""
    await _part_with(tx, now, _files.c.goes_at <= now)
    c = _leavings.c
    wanted = select(c.platform, c.scope, c.file, c.laid_at).where(c.try_at <= now).order_by(c.try_at).limit(limit)
    return [Leaving(**row) for row in (await tx.execute(wanted)).mappings()]


async def later(tx: Tx, leaving: Leaving, at: datetime) -> None:
    """Try again at an instant."""
    await tx.execute(update(_leavings).where(_is(leaving)).values(try_at=at))


async def gone(tx: Tx, leaving: Leaving) -> None:
    """Forget a file that is deleted."""
    await tx.execute(delete(_leavings).where(_is(leaving)))


def _is(leaving: Leaving) -> ColumnElement[bool]:
    c = _leavings.c
    return (c.platform == leaving.platform) & (c.scope == leaving.scope) & (c.file == leaving.file)
