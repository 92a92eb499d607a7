"""Migrations in process, with Alembic; both databases, no file beside the code."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from .database import Database, translated

FOLDER = Path(__file__).parent / "migrations"


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection) -> None:
    command.upgrade(_config(connection), "head")


def _is_at_head(connection: Connection) -> bool:
    """Compare by number: a schema ahead of this version serves it too, since migrations only add."""
    head = ScriptDirectory.from_config(_config()).get_current_head() or ""
    return (MigrationContext.configure(connection).get_current_revision() or "") >= head


async def migrate(database: Database) -> None:
    """Bring the schema to this version, if it is behind. Raises StoreUnavailable.

    SQLite is changed in one transaction; PostgreSQL step by step, each of which can be repeated, since an index is
    built beside those who write only outside a transaction.
    """
    async with database.migrating() as tx:
        if await tx.run_sync(_is_at_head):
            return
        if not database.sqlite:
            await tx.commit()  # what Alembic has begun it may end, for an index that is built outside a transaction
        await tx.run_sync(_upgrade)


async def at_head(database: Database) -> bool:
    """Return whether the schema is of this version or a later one. Raises StoreUnavailable."""
    with translated():
        async with database.read() as tx:
            return await tx.run_sync(_is_at_head)
