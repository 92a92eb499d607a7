"""What a member or a community has been shown, so that nothing comes back before all that fits has been seen.

One row for each owner and kind names its content, shown longest ago first; so a batch of members costs a row each,
however long they have been here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from struct import Struct

from sqlalchemy import bindparam, select

from . import tables
from .database import Tx
from .sql import Many

_table = tables.shown
_SHOWN = select(_table.c.owner, _table.c.kind, _table.c.contents).where(
    _table.c.owner.in_(bindparam("owners", expanding=True)), _table.c.kind == bindparam("of_kind")
)


async def seen(tx: Tx, owners: Sequence[str], kind: str) -> Mapping[str, tuple[str, ...]]:
    """Return, for each owner who was shown any, the content of a kind, shown longest ago first."""
    found = await tx.execute(_SHOWN, {"owners": list(owners), "of_kind": kind})
    return {owner: tuple(contents.split()) for owner, _, contents in found.all()}


async def mark(tx: Tx, shown: Sequence[tuple[str, str, str]]) -> None:
    """Note (owner, kind, content) in the order in which they were shown, each in place of an earlier time."""
    by_kind: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for owner, kind, content in shown:
        by_kind[kind][owner].append(content)
    for kind, by_owner in by_kind.items():
        await _mark(tx, kind, by_owner)


async def _mark(tx: Tx, kind: str, by_owner: Mapping[str, Sequence[str]]) -> None:
    """Read and write again, locked in one order, so that two who mark lose nothing and never wait in a ring."""
    owners = sorted(by_owner)
    found = await tx.execute(_LOCKED, {"owners": owners, "of_kind": kind})
    before = {owner: contents for owner, _, contents in found.all()}
    await _MARK.execute(
        tx, ({"owner": o, "kind": kind, "contents": _moved(before.get(o, ""), by_owner[o])} for o in owners)
    )


_LOCKED = _SHOWN.order_by(_table.c.owner).with_for_update()
_MARK = Many(
    _table,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["owner", "kind"], set_={"contents": insert.excluded.contents}
    ),
)


def _moved(contents: str, latest: Sequence[str]) -> str:
    order = contents.split()
    for each in latest:
        if each in order:
            order.remove(each)
        order.append(each)
    return " ".join(order)


DRAWS = 4
"""Draws from one digest. With half of everything shown, one in sixteen choices has to look through the rest."""


def unseen_first(fits: Sequence[str], shown: Sequence[str], seed: str) -> str | None:
    """Choose what was not shown yet, each as likely, else what was shown longest ago; None when nothing fits.

    The same seed, choice and history give the same, wherever and whenever they are asked.
    """
    if not fits:
        return None
    known = frozenset(shown)
    draws: tuple[int, ...] = _DRAWN.unpack(blake2b(seed.encode(), digest_size=_DRAWN.size).digest())
    for draw in draws:
        if (drawn := fits[draw % len(fits)]) not in known:
            return drawn
    fresh = [each for each in fits if each not in known]
    if fresh:
        return fresh[draws[0] % len(fresh)]
    return next((each for each in shown if each in fits), None)


_DRAWN = Struct(f">{DRAWS}Q")
