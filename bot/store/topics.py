"""Topics of a community; their own words sealed, never found without naming the community."""

from __future__ import annotations

import builtins
from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, delete, or_, select
from sqlalchemy import update as update_of

from bot.model import Receipt, Target, Topic, TopicState

from . import tables
from .database import Tx
from .sql import insert

_table = tables.topics
_c = _table.c


def _read(row: Row[Any]) -> tuple[Topic, bytes]:
    topic = Topic(
        id=row.id,
        community_id=row.community_id,
        state=TopicState(row.state),
        content=row.content,
        title="",
        question="",
        target=Target(**row.target) if row.target else None,
        post_at=row.post_at,
        agreed_hash=row.agreed_hash,
        receipt=Receipt(**row.receipt) if row.receipt else None,
        created_at=row.created_at,
    )
    return topic, row.sealed


async def add(tx: Tx, topic: Topic, sealed: bytes) -> None:
    """Write a topic down, its words in `sealed` alone; one that stands already is left as it is."""
    await tx.execute(
        insert(tx, _table)
        .on_conflict_do_nothing()
        .values(
            id=topic.id,
            community_id=topic.community_id,
            state=topic.state.value,
            content=topic.content,
            sealed=sealed,
            target=asdict(topic.target) if topic.target else None,
            post_at=topic.post_at,
            agreed_hash=topic.agreed_hash,
            receipt=None,
            created_at=topic.created_at,
        )
    )


async def get(tx: Tx, community_id: UUID, topic_id: UUID) -> tuple[Topic, bytes] | None:
    """Return a topic of this community with its sealed words; None for anyone else's."""
    row = (await tx.execute(select(_table).where(_c.id == topic_id, _c.community_id == community_id))).first()
    return _read(row) if row else None


async def list(tx: Tx, community_id: UUID, states: Collection[TopicState]) -> builtins.list[tuple[Topic, bytes]]:
    """Return a community's topics in these states, in the order of their opening."""
    where = (_c.community_id == community_id, _c.state.in_([each.value for each in states]))
    return [_read(row) for row in await tx.execute(select(_table).where(*where).order_by(_c.post_at, _c.id))]


async def update(
    tx: Tx,
    topic_id: UUID,
    *,
    state: TopicState | None = None,
    content: str | None = None,
    target: Target | None = None,
    post_at: datetime | None = None,
    agreed_hash: str | None = None,
) -> None:
    """Change what is given."""
    given = {
        "state": state.value if state else None,
        "content": content,
        "target": asdict(target) if target else None,
        "post_at": post_at,
        "agreed_hash": agreed_hash,
    }
    changes = {name: value for name, value in given.items() if value is not None}
    if changes:
        await tx.execute(update_of(_table).where(_c.id == topic_id).values(**changes))


async def posted(tx: Tx, topic_id: UUID, receipt: Receipt | None) -> Topic | None:
    """Link a topic to its post; return it."""
    statement = (
        update_of(_table)
        .where(_c.id == topic_id)
        .values(state=TopicState.POSTED.value, receipt=asdict(receipt) if receipt else None)
        .returning(_table)
    )
    row = (await tx.execute(statement)).first()
    return _read(row)[0] if row else None


async def purge(tx: Tx, *, drafts_before: datetime, dropped_before: datetime) -> None:
    """Delete drafts that nobody came back to, and what was withdrawn or lapsed; what was posted stays."""
    draft = and_(_c.state == TopicState.DRAFT.value, _c.created_at < drafts_before)
    gone = _c.state.in_([TopicState.PROPOSED.value, TopicState.CANCELLED.value])
    await tx.execute(delete(_table).where(or_(draft, and_(gone, _c.created_at < dropped_before))))
