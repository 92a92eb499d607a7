"""The one place where the two databases differ in what we ask of them.

`FOR UPDATE`, `SKIP LOCKED` among it, is no such difference: SQLAlchemy leaves it out on SQLite, whose one writer needs
none.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from .database import Tx


def insert(tx: Tx, table: Table) -> Any:
    """Return an INSERT that knows ON CONFLICT."""
    return sqlite.insert(table) if tx.dialect.name == "sqlite" else postgresql.insert(table)
