"""The floor: what plain `sqlite3` needs for the very rows that were written, in the same batches, and nothing else."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from .members import NOON, micros
from .watch import Watch

BATCH = 500
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-32768")

TAKE = (
    "UPDATE deliveries SET state='started', owner='bare', fence=1, lease_until=?, started_at=? WHERE id IN (SELECT id"
    " FROM deliveries WHERE lane=? AND settled_at IS NULL AND state='waiting' AND free_at<=? ORDER BY priority, turn"
    " LIMIT ?) RETURNING id"
)
SETTLE = (
    "UPDATE deliveries SET state='sent', owner=NULL, lease_until=NULL, receipt_channel=?, receipt_message=?,"
    " settled_at=? WHERE id=?"
)
SHOWN = "UPDATE shown SET contents=? WHERE owner=? AND kind=?"


class Bare:
    """The same file, opened by the driver alone, and the rows that the product wrote into it before."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = sqlite3.connect(path, timeout=30, isolation_level=None)
        for each in PRAGMAS:
            self._connection.execute(f"PRAGMA {each}")
        self._remember()

    def _remember(self) -> None:
        """Keep what was written, to write it again."""
        rows = self._connection.execute("SELECT * FROM deliveries ORDER BY id").fetchall()
        names = [each[0] for each in self._connection.execute("SELECT * FROM deliveries LIMIT 0").description]
        fresh: dict[str, Any] = {"state": "waiting", "fence": 0}
        fresh |= dict.fromkeys(("owner", "started_at", "settled_at", "lease_until"))
        fresh |= dict.fromkeys(("receipt_channel", "receipt_message"))
        self._rows: list[tuple[Any, ...]] = [
            tuple(fresh.get(name, value) for name, value in zip(names, row, strict=True)) for row in rows
        ]
        told = "SELECT id, next_due_at, last_date FROM schedules WHERE member_id IN (SELECT member_id FROM deliveries)"
        self._moved = [(due, day, key) for key, due, day in self._connection.execute(told)]
        shown = "SELECT contents, owner, kind FROM shown WHERE owner IN (SELECT recipient FROM deliveries)"
        self._shown = self._connection.execute(shown).fetchall()
        self._lane = rows[0][names.index("lane")]
        self._insert = f"INSERT INTO deliveries VALUES ({','.join('?' * len(names))}) ON CONFLICT DO NOTHING"

    def plan(self) -> float:
        """Read what is due, write deliveries, move schedules on."""
        with Watch() as watch:
            for start in range(0, len(self._rows), BATCH):
                self._connection.execute("BEGIN IMMEDIATE")
                due = "SELECT * FROM schedules WHERE next_due_at <= ? ORDER BY next_due_at LIMIT ?"
                self._connection.execute(due, (micros(NOON), BATCH)).fetchall()
                self._connection.executemany(self._insert, self._rows[start : start + BATCH])
                moved = self._moved[start : start + BATCH]
                self._connection.executemany("UPDATE schedules SET next_due_at=?, last_date=? WHERE id=?", moved)
                self._connection.execute("COMMIT")
        return watch.seconds

    def send(self, *, shown: bool) -> float:
        """Take and settle all of them, and note what was `shown`."""
        now = micros(NOON)
        with Watch() as watch:
            for start in range(0, len(self._rows), BATCH):
                self._connection.execute("BEGIN IMMEDIATE")
                taken = self._connection.execute(TAKE, (now, now, self._lane, now, BATCH)).fetchall()
                self._connection.execute("COMMIT")
                self._connection.execute("BEGIN IMMEDIATE")
                self._connection.executemany(SETTLE, [("D", key, now, key) for (key,) in taken])
                if shown:
                    self._connection.executemany(SHOWN, self._shown[start : start + BATCH])
                self._connection.execute("COMMIT")
        return watch.seconds

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
