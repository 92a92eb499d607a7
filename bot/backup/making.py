"""Making a backup: the main database first, then the keys, so that the keys are never the older ones.

So every member in the main copy has a key in the other, unless they were erased in between, and the erasure list in it
knows at least what the main copy has seen (see `bot.restoring`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.clock import Clock
from bot.errors import StoreUnavailable
from bot.store import copies, facts

from . import files, postgresql
from .files import Backup, BackupError, What

LOOKS = {"main": facts.of_main, "keys": facts.of_keys}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a database is."""

    what: What
    where: Path | str
    """SQLite's file, or a URL."""
    setting: str
    """The name of the setting that says so, for one line to an operator."""

    @property
    def sqlite(self) -> Path | None:
        """Its file, if it is SQLite. Raises SettingsError."""
        return self.where if isinstance(self.where, Path) else copies.sqlite_path(self.where, self.setting)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a run has done."""

    files: Sequence[Path]
    removed: int
    """How many backups of the keys were old enough to go."""


async def back_up(folder: Path, places: Sequence[Place], clock: Clock, tools: Path | None = None) -> Made:
    """Copy the databases into a folder, and delete the copies of the keys whose time is over.

    Raises BackupError, StoreUnavailable, SettingsError; then nothing unfinished is left, and nothing is deleted.
    """
    made = [await _made(folder, each, clock, tools) for each in sorted(places, key=lambda each: each.what != "main")]
    removed = await asyncio.to_thread(files.remove_expired, folder, clock.now())
    return Made(files=[each.file for each in made], removed=removed)


async def _made(folder: Path, place: Place, clock: Clock, tools: Path | None) -> Backup:
    source = place.sqlite
    if source is not None and not source.exists():
        raise BackupError(f"{place.setting}: there is no database at {source}; nothing was copied")
    if source is None:
        postgresql.tool("pg_dump", tools)
    backup = files.named(folder, place.what, clock.now(), postgresql=source is None)
    try:
        told = await (_from_postgresql(backup, place, tools) if source is None else _from_sqlite(backup, source))
        _has_tables(told, place)
        database = {"database": "postgresql" if source is None else "sqlite"}
        await asyncio.to_thread(files.settle, backup, {**database, **asdict(told)})
    finally:
        backup.partial.unlink(missing_ok=True)
    return backup


async def _from_sqlite(backup: Backup, source: Path) -> facts.Facts:
    await asyncio.to_thread(copies.copy_sqlite, source, backup.partial)
    if not await asyncio.to_thread(copies.sqlite_is_whole, backup.partial):
        raise StoreUnavailable(f"{source}: its copy is damaged; nothing was kept of it")
    return await asyncio.to_thread(copies.in_sqlite, backup.partial, LOOKS[backup.what])


async def _from_postgresql(backup: Backup, place: Place, tools: Path | None) -> facts.Facts:
    url = str(place.where)
    async with copies.snapshot(url, place.setting, LOOKS[backup.what]) as (name, told):
        _has_tables(told, place)
        await postgresql.dump(url, place.setting, backup.partial, name, tools)
    return told


def _has_tables(told: facts.Facts, place: Place) -> None:
    if not told.revision:
        raise BackupError(f"{place.setting}: there is no database of Ajar's, or one of an older version; start it once")
