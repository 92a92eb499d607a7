"""The one place where the two databases differ in what we ask of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, Table
from sqlalchemy.dialects import postgresql, sqlite

from .database import Tx


def insert(tx: Tx, table: Table) -> Any:
    """Return an INSERT that knows ON CONFLICT."""
    return sqlite.insert(table) if tx.dialect.name == "sqlite" else postgresql.insert(table)


def skip_locked(tx: Tx, statement: Select[Any]) -> Select[Any]:
    """Lock the rows read and pass over those another process holds; on SQLite the one writer needs no such thing."""
    return statement if tx.dialect.name == "sqlite" else statement.with_for_update(skip_locked=True)


def locked(tx: Tx, statement: Select[Any]) -> Select[Any]:
    """Lock the rows read until the transaction ends, waiting for those another process holds."""
    return statement if tx.dialect.name == "sqlite" else statement.with_for_update()
