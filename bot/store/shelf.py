"""What adapters persist with: sealed JSON under (adapter, scope, key), and short locks between processes."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any, Protocol
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import delete, select

from bot.clock import Clock
from bot.errors import StoreUnavailable

from . import tables
from .database import Tx
from .sql import insert

OWNER = uuid5(NAMESPACE_URL, "ajar:shelf")
"""Whose key seals the shelf: the installation's own."""

_table = tables.shelf


class Begin(Protocol):
    """A store, as far as a shelf needs it."""

    def begin(self) -> Any:
        """Open a write transaction."""
        ...

    def read(self) -> Any:
        """Open a transaction for reading."""
        ...


class OpenedKey(Protocol):
    """An opened key, as far as a shelf needs it."""

    def seal_json(self, table: str, record: UUID, value: Any) -> bytes:
        """Seal a value under table and record."""
        ...

    def open_json(self, table: str, record: UUID, sealed: bytes) -> Any:
        """Open what `seal_json` sealed."""
        ...


class Seals(Protocol):
    """The seal, as far as a shelf needs it."""

    async def make_key(self, owner: UUID) -> None:
        """Make a key where there is none."""
        ...

    async def opened(self, owner: UUID) -> OpenedKey:
        """Return an owner's key, opened."""
        ...


class StoreShelf:
    """The shelf of one adapter."""

    def __init__(self, *, store: Begin, seal: Seals, adapter: str, clock: Clock) -> None:
        """Keep things for `adapter`."""
        self._store, self._seal, self._adapter, self._clock = store, seal, adapter, clock

    def _where(self, scope: str, key: str) -> tuple[Any, ...]:
        return _table.c.adapter == self._adapter, _table.c.scope == scope, _table.c.key == key

    def _record(self, scope: str, key: str) -> UUID:
        return uuid5(OWNER, f"{self._adapter}\x1f{scope}\x1f{key}")

    async def get(self, scope: str, key: str) -> Mapping[str, Any] | None:
        """Return the object, or None. Raises StoreUnavailable."""
        async with self._store.read() as tx:
            sealed = (await tx.execute(select(_table.c.sealed).where(*self._where(scope, key)))).scalar()
        if sealed is None:
            return None
        opened = await self._seal.opened(OWNER)
        found: Mapping[str, Any] = opened.open_json("shelf", self._record(scope, key), sealed)
        return found

    async def put(self, scope: str, key: str, value: Mapping[str, Any]) -> None:
        """Keep the object, replacing an earlier one. Raises StoreUnavailable."""
        await self._seal.make_key(OWNER)
        opened = await self._seal.opened(OWNER)
        sealed = opened.seal_json("shelf", self._record(scope, key), dict(value))
        async with self._store.begin() as tx:
            statement = insert(tx, _table).values(adapter=self._adapter, scope=scope, key=key, sealed=sealed)
            await tx.execute(
                statement.on_conflict_do_update(index_elements=["adapter", "scope", "key"], set_={"sealed": sealed})
            )

    async def delete(self, scope: str, key: str) -> None:
        """Remove the object, if any. Raises StoreUnavailable."""
        async with self._store.begin() as tx:
            await tx.execute(delete(_table).where(*self._where(scope, key)))

    @asynccontextmanager
    async def lock(self, key: str, seconds: float) -> AsyncIterator[bool]:
        """Enter with True when this process holds `key` for at most `seconds`, with False when another does."""
        name, owner, now = f"{self._adapter}:{key}", secrets.token_hex(16), self._clock.now()
        async with self._store.begin() as tx:
            mine = await _take(tx, name, owner, now, now + timedelta(seconds=seconds))
        try:
            yield mine
        finally:
            if mine:
                with suppress(StoreUnavailable):  # then it runs out by itself
                    await self._unlock(name, owner)

    async def _unlock(self, name: str, owner: str) -> None:
        held = tables.locks.c
        async with self._store.begin() as tx:
            await tx.execute(delete(tables.locks).where(held.name == name, held.owner == owner))


async def _take(tx: Tx, name: str, owner: str, now: Any, until: Any) -> bool:
    table = tables.locks
    statement = insert(tx, table).values(name=name, owner=owner, until=until)
    taken = statement.on_conflict_do_update(
        index_elements=["name"], set_={"owner": owner, "until": until}, where=table.c.until <= now
    )
    return (await tx.execute(taken.returning(table.c.owner))).first() is not None
