"""A copy of everything that is kept about a member, opened: what /mydata hands over, and the operator's export.

It is taken from the tables themselves (see `bot.store.belongings`), so that no feature can forget to hand over what it
keeps. What does not open any more is said to be unreadable instead of being left out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, TypeAlias
from uuid import UUID

from bot.errors import SealBroken
from bot.seal import Key, Seal
from bot.store import Store, belongings

SEALED, WORDS = "sealed", "words"

Copy: TypeAlias = Mapping[str, list[dict[str, Any]]]
"""Rows by table, as JSON can say them; what was sealed stands under `words`, None where it does not open."""


async def copy(store: Store, seal: Seal, member_id: UUID) -> Copy:
    """Return everything that is kept about a member, the newest entries first. Raises StoreUnavailable."""
    async with store.read() as tx:
        found = await belongings.of(tx, member_id)
    key = await _key(seal, member_id)
    copied = {table: [_opened(key, table, row) for row in rows] for table, rows in found.items()}
    if "entries" in copied:
        copied["entries"].sort(key=lambda each: str(each["created_at"]), reverse=True)
    return copied


def as_json(copied: Copy) -> bytes:
    """Write a copy as JSON."""
    return json.dumps(copied, ensure_ascii=False, indent=2).encode()


async def _key(seal: Seal, member_id: UUID) -> Key | None:
    try:
        return await seal.opened(member_id)
    except SealBroken:
        return None


def _opened(key: Key | None, table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: _told(value) for name, value in row.items() if name != SEALED}
    if row.get(SEALED) is not None:
        told[WORDS] = _words(key, table, row["id"], row[SEALED])
    return told


def _words(key: Key | None, table: str, record: UUID, sealed: bytes) -> Any:
    try:
        return key.open_json(table, record, sealed) if key else None
    except SealBroken:
        return None


def _told(value: Any) -> Any:
    """Write a value as JSON can say it."""
    if isinstance(value, UUID):
        return value.hex
    return value.isoformat() if isinstance(value, datetime | date | time) else value
