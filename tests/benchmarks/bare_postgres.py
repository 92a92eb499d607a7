"""The floor on PostgreSQL: what asyncpg needs for the very rows that couriers wrote, in the same batches, alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import asyncpg

from .bare import BATCH
from .members import NOON, micros
from .watch import Watch

FRESH = ("owner", "started_at", "settled_at", "lease_until", "receipt_channel", "receipt_message")
DUE = "SELECT * FROM schedules WHERE next_due_at <= $1 ORDER BY next_due_at LIMIT $2 FOR UPDATE SKIP LOCKED"
MOVE = "UPDATE schedules SET next_due_at = $2, last_date = $3 WHERE id = $1"
TAKE = (
    "UPDATE deliveries SET state = 'started', owner = 'bare', fence = 1, lease_until = $1, started_at = $1"
    " WHERE id = ANY($2) RETURNING id"
)
SETTLE = (
    "UPDATE deliveries SET state = 'sent', owner = NULL, lease_until = NULL, receipt_channel = 'D',"
    " receipt_message = '1', settled_at = $2 WHERE id = $1"
)


class BarePostgres:
    """What couriers wrote, to be written again over one connection."""

    def __init__(self, connection: Any, planned: Sequence[Sequence[Any]], moved: Sequence[tuple[Any, ...]]) -> None:
        self._connection, self._planned, self._moved = connection, planned, moved

    @classmethod
    async def of(cls, connection: asyncpg.Connection) -> Self:
        """Remember what stands there now."""
        fresh = {"state": "waiting", "fence": 0, **dict.fromkeys(FRESH)}
        rows = await connection.fetch("SELECT * FROM deliveries")
        planned = [[fresh.get(name, value) for name, value in row.items()] for row in rows]
        moved = [tuple(row) for row in await connection.fetch("SELECT id, next_due_at, last_date FROM schedules")]
        return cls(connection, planned, moved)

    async def go(self) -> float:
        """Plan, take and settle all of them; return the seconds."""
        now = micros(NOON)
        with Watch() as watch:
            for start in range(0, len(self._planned), BATCH):
                await self._plan(self._planned[start : start + BATCH], self._moved[start : start + BATCH], now)
            for start in range(0, len(self._planned), BATCH):
                await self._send([each[0] for each in self._planned[start : start + BATCH]], now)
        return watch.seconds

    async def _plan(self, planned: Sequence[Sequence[Any]], moved: Sequence[tuple[Any, ...]], now: int) -> None:
        places = ",".join(f"${place}" for place in range(1, len(planned[0]) + 1))
        async with self._connection.transaction():
            await self._connection.fetch(DUE, now, BATCH)
            await self._connection.executemany(
                f"INSERT INTO deliveries VALUES ({places}) ON CONFLICT DO NOTHING", planned
            )
            await self._connection.executemany(MOVE, moved)

    async def _send(self, ids: Sequence[Any], now: int) -> None:
        async with self._connection.transaction():
            taken = await self._connection.fetch(TAKE, now, ids)
        async with self._connection.transaction():
            await self._connection.executemany(SETTLE, [(each["id"], now) for each in taken])
