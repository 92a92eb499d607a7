"""What a member or a community has been shown, so that nothing comes back before all that fits has been seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from . import tables
from .database import Tx
from .sql import insert

_table = tables.seen


async def seen(tx: Tx, owners: Sequence[str], kind: str) -> Mapping[str, Mapping[str, datetime]]:
    """Return, for each owner, which content of a kind was shown and when last."""
    where = (_table.c.owner.in_(list(owners)), _table.c.kind == kind)
    found: dict[str, dict[str, datetime]] = defaultdict(dict)
    for row in await tx.execute(select(_table).where(*where)):
        found[row.owner][row.content] = row.seen_at
    return found


async def mark(tx: Tx, shown: Sequence[tuple[str, str, str, datetime]]) -> None:
    """Note (owner, kind, content, instant), each in place of an earlier instant."""
    if not shown:
        return
    latest = {(owner, kind, content): at for owner, kind, content, at in shown}
    rows = [{"owner": o, "kind": k, "content": c, "seen_at": at} for (o, k, c), at in sorted(latest.items())]
    statement = insert(tx, _table)
    again = statement.on_conflict_do_update(
        index_elements=["owner", "kind", "content"], set_={"seen_at": statement.excluded.seen_at}
    )
    await tx.execute(again, rows)
