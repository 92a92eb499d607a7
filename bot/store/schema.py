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
    heads = set(ScriptDirectory.from_config(_config()).get_heads())
    return set(MigrationContext.configure(connection).get_current_heads()) == heads


async def migrate(database: Database) -> None:
    """Bring the schema to this version, in one transaction. Raises StoreUnavailable."""
    async with database.migrating() as tx:
        await tx.run_sync(_upgrade)


async def at_head(database: Database) -> bool:
    """Return whether the schema is of this version. Raises StoreUnavailable."""
    with translated():
        async with database.read() as tx:
            return await tx.run_sync(_is_at_head)
