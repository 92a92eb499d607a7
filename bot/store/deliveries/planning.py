"""What is to be sent: written down once under its key, looked up, moved, cancelled."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, func, select, update

from bot.model import Delivery, State
from bot.store.database import Tx
from bot.store.sql import Many, insert
from bot.store.tables import deliveries as table
from bot.store.tables import lanes

from . import rows
from .rows import OPEN, c

NEVER_SENT = (State.CANCELLED.value, State.FAILED.value, State.SKIPPED.value)
KEY = ("kind", "recipient", "occasion")


async def plan(
    tx: Tx, planned: Sequence[Delivery], turns: Mapping[UUID, tuple[datetime, datetime]] | None = None
) -> None:
    """Write deliveries down; one that stands already, under its key or its id, is left as it is.

    `turns` gives, by id, when one may be sent and its turn, where these are not its own.
    """
    if not planned:
        return
    await _know_lanes(tx, planned)
    await _PLAN.execute(tx, (rows.values(each, (turns or {}).get(each.id)) for each in planned))


_PLAN = Many(table, lambda insert: insert.on_conflict_do_nothing())


async def replan(tx: Tx, delivery: Delivery) -> bool:
    """Write a delivery down, or move one that waits, or was never sent, to its new place and time.

    False when it was sent already or is in flight; then it is left as it is.
    """
    await _know_lanes(tx, [delivery])
    values = rows.values(delivery)
    moved = {name: value for name, value in values.items() if name not in ("id", *KEY)}
    cleared = {"owner": None, "lease_until": None, "reason": None, "unwanted": None, "settled_at": None}
    found = await tx.execute(
        insert(tx, table)
        .values(values)
        .on_conflict_do_update(
            index_elements=KEY,
            set_={**moved, **cleared},
            where=c.state.in_([State.WAITING.value, *NEVER_SENT]),
        )
        .returning(c.id)
    )
    return found.first() is not None


async def _know_lanes(tx: Tx, planned: Iterable[Delivery]) -> None:
    """See that each lane has its row, by which lanes with work are found; in one order, so none waits in a ring.

    Nearly always they are there: an INSERT that finds a row waits for whoever is changing it, a lease's owner mostly.
    """
    names = {each.target.lane for each in planned}
    known = set((await tx.execute(_KNOWN, {"names": list(names)})).scalars())
    if missing := sorted(names - known):
        statement = insert(tx, lanes).on_conflict_do_nothing()
        await tx.execute(statement, [{"lane": name, "fence": 0} for name in missing])


_KNOWN = select(lanes.c.lane).where(lanes.c.lane.in_(bindparam("names", expanding=True)))


async def get(tx: Tx, delivery_id: UUID) -> Delivery | None:
    """Return a delivery."""
    row = (await tx.execute(select(*rows.COLUMNS).where(c.id == delivery_id))).first()
    return rows.read(row) if row else None


async def find(tx: Tx, kind: str, recipient: str, occasion: str) -> Delivery | None:
    """Return a delivery by its key."""
    where = (c.kind == kind, c.recipient == recipient, c.occasion == occasion)
    row = (await tx.execute(select(*rows.COLUMNS).where(*where))).first()
    return rows.read(row) if row else None


async def cancel(
    tx: Tx,
    *,
    reason: str,
    member_id: UUID | None = None,
    community_id: UUID | None = None,
    recipient: str | None = None,
    kinds: Collection[str] | None = None,
) -> int:
    """Cancel what is not in flight, for a member, a community or a recipient (of some kinds only); return how many.

    It counts as settled when it would have gone out. What is in flight may arrive; if it turns out not to have, it is
    cancelled then instead of being sent again.
    """
    whose = _whose(member_id, community_id, recipient)
    if kinds is not None:
        whose.append(c.kind.in_(list(kinds)))
    cancelled = {"state": State.CANCELLED.value, "reason": reason, "owner": None, "lease_until": None}
    ended = update(table).where(*whose, OPEN, c.state.in_([State.WAITING.value, rows.CLAIMED]))
    count = (await tx.execute(ended.values(**cancelled, settled_at=c.free_at))).rowcount
    await tx.execute(update(table).where(*whose, OPEN, c.state.in_(rows.IN_DOUBT)).values(unwanted=reason))
    return int(count)


def _whose(member_id: UUID | None, community_id: UUID | None, recipient: str | None) -> list[ColumnElement[bool]]:
    named = {c.member_id: member_id, c.community_id: community_id, c.recipient: recipient}
    whose = [column == value for column, value in named.items() if value is not None]
    if not whose:
        raise ValueError("say whose deliveries to cancel")
    return whose


async def counts(tx: Tx, since: datetime | None = None) -> Mapping[tuple[str, str], int]:
    """Return how many deliveries (due at or after `since`) stand in which state, by kind."""
    wanted = select(c.kind, c.state, func.count()).group_by(c.kind, c.state)
    found = await tx.execute(wanted if since is None else wanted.where(c.due_at >= since))
    return {(kind, state): number for kind, state, number in found}
