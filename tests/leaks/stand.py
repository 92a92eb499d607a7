"""The real app on either database, kept in a folder of its own, and looked through in every corner."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import asyncpg

from bot import backup
from bot.app import build
from bot.backup import Place
from bot.clock import FrozenClock
from bot.settings import load
from tests.acceptance.stage import START, Stage

from .marks import Marks
from .search import in_files, in_rows, in_text

Tables = Mapping[str, Sequence[Sequence[Any]]]


@dataclass
class Stand:
    """A stage with its folder and, on PostgreSQL, the address of its database."""

    stage: Stage
    folder: Path
    url: str

    async def tables(self) -> Tables:
        """Return every row of every table."""
        if not self.url:
            return self.stage.tables()
        async with self._told() as connection:
            asked = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
            names = [name for (name,) in await connection.fetch(asked)]
            return {name: [tuple(row) for row in await connection.fetch(f"SELECT * FROM {name}")] for name in names}

    async def found(self, marks: Marks) -> list[str]:
        """Look for marked words wherever this app may have written: rows, files, backups, metrics."""
        told = in_rows(marks, await self.tables()) + in_rows(marks, self.stage.keys())
        told += in_text(marks, "metrics", self.stage.app.metrics.text())
        told += in_files(marks, self.folder)
        if self.url:
            return told + await self._on_the_server(marks)
        await self._back_up()
        return told + [f"backup {each}" for each in in_files(marks, self.folder / "backup")]

    async def _back_up(self) -> None:
        home, clock = self.stage.folder, self.stage.clock
        places = [
            Place(what="main", where=home / "ajar.db", setting="AJAR_DATABASE_URL"),
            Place(what="keys", where=home / "keys.db", setting="AJAR_KEYS_URL"),
        ]
        await backup.back_up(self.folder / "backup", places, clock)

    async def _on_the_server(self, marks: Marks) -> list[str]:
        """Look through the server's own files of this database, and its write-ahead log."""
        async with self._told() as connection:
            await connection.execute("CHECKPOINT")
            home = Path(await connection.fetchval("SHOW data_directory"))
            number = await connection.fetchval("SELECT oid FROM pg_database WHERE datname = current_database()")
        folders = [home / "base" / str(number), home / "pg_wal", home / "log"]
        return [each for folder in folders if folder.is_dir() for each in in_files(marks, folder)]

    @asynccontextmanager
    async def _told(self) -> AsyncIterator[Any]:
        """Ask PostgreSQL directly, past our own store."""
        connection = await asyncpg.connect(self.url.replace("+asyncpg", ""))
        try:
            yield connection
        finally:
            await connection.close()


@asynccontextmanager
async def standing(
    folder: Path, home: Path, url: str = "", *, inline: bool = False, at: datetime = START
) -> AsyncIterator[Stand]:
    """Open the app; `home` is where one has been started before, and is copied.

    It has the drivers it runs with, unless SQLite is to be `inline`, which is quicker.
    """
    shutil.copytree(home, folder / "home")
    if url:
        (folder / "home" / "ajar.db").unlink()
    clock = FrozenClock(at)
    settings = load(adapters=(), data_dir=folder / "home", database_url=url, spread_seconds=0)
    app = await build(settings, clock, patience=60, inline=inline)
    try:
        yield Stand(Stage(app, clock, folder / "home"), folder, url)
    finally:
        await app.close()
