"""What the product wrote down, read with the plain driver."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FINAL = ("sent", "failed", "skipped", "cancelled")
ROWS = """
SELECT d.id, d.kind, d.occasion, d.state, d.reason, d.due_at, d.expires_at, d.started_at, d.platform, d.priority,
       d.attempts, a.external_id
FROM deliveries d LEFT JOIN accounts a ON a.member_id = d.member_id ORDER BY d.due_at, d.id
"""
SCHEDULES = """
SELECT a.external_id, s.next_due_at, s.resting FROM schedules s JOIN accounts a ON a.member_id = s.member_id
"""
ENTRIES = """
SELECT a.external_id, count(*) FROM entries e JOIN accounts a ON a.member_id = e.member_id
WHERE e.kind = 'checkin' GROUP BY a.external_id
"""


def instant(microseconds: int | None) -> datetime | None:
    """Read an instant."""
    return None if microseconds is None else EPOCH + timedelta(microseconds=microseconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A delivery as it stands in the database; `person` is the account's id, None for a channel's."""

    key: str
    kind: str
    occasion: str
    state: str
    reason: str | None
    due: datetime
    until: datetime
    started: datetime | None
    platform: str
    priority: int
    attempts: int
    person: str | None

    @property
    def final(self) -> bool:
        """Whether it is settled for good."""
        return self.state in FINAL

    @property
    def prompt(self) -> bool:
        """Whether it is the prompt of a date, and not one that was put off."""
        return self.kind == "daily_prompt" and not self.put_off

    @property
    def put_off(self) -> bool:
        """Whether it is a prompt that was asked for later."""
        return self.occasion.startswith("after:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """Everything the judge looks at."""

    rows: tuple[Row, ...]
    schedules: dict[str, tuple[datetime | None, str | None]]
    checkins: dict[str, int]


def read(database: Path) -> Records:
    """Read a database that nobody writes to any more."""
    with closing(sqlite3.connect(database)) as connection:
        return Records(
            rows=tuple(_rows(connection)),
            schedules={who: (instant(due), resting) for who, due, resting in connection.execute(SCHEDULES)},
            checkins=dict(connection.execute(ENTRIES).fetchall()),
        )


def _rows(connection: sqlite3.Connection) -> Iterator[Row]:
    for each in connection.execute(ROWS):
        key, kind, occasion, state, reason, due, until, started, platform, priority, attempts, person = each
        yield Row(
            key=key,
            kind=kind,
            occasion=occasion,
            state=state,
            reason=reason,
            due=instant(due) or EPOCH,
            until=instant(until) or EPOCH,
            started=instant(started),
            platform=platform,
            priority=priority,
            attempts=attempts,
            person=person,
        )
