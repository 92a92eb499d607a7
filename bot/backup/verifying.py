"""Trying the backups in a folder: whether each is whole, and whether the newest two belong together.

Sealed rows are opened to see that they do, and shown to nobody. What could not be tried is said, too: a dump that was
never restored proves nothing but its own bytes.
"""

from __future__ import annotations

import asyncio
import stat
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from bot.clock import Clock
from bot.errors import StoreUnavailable
from bot.seal import Masters
from bot.store import copies, facts

from . import files, postgresql
from .files import Backup, BackupError, What
from .making import LOOKS
from .together import opened

T = TypeVar("T")
OTHERS = 0o077
TRIED = 100
"""How many sealed rows of each kind are opened."""

INTO_SETTING: Mapping[What, str] = {"main": "--into", "keys": "--keys-into"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was tried, line by line, and what is wrong."""

    lines: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """How to try backups."""

    clock: Clock
    masters: Masters = lambda: ()
    """The master keys at hand, if any."""
    tools: Path | None = None
    """The folder of PostgreSQL's tools, where they are not on PATH."""
    into: Mapping[What, str] = field(default_factory=dict)
    """Empty databases into which dumps are restored for a trial."""


async def verify(folder: Path, wanted: Sequence[What], trial: Trial) -> Verdict:
    """Try every backup of the kinds wanted, and the newest two together. Raises BackupError in one line."""
    verdict, newest = Verdict(), dict[What, Backup]()
    for what in wanted:
        for backup in files.found(folder, what):
            fault = await _fault(backup, trial)
            verdict.faults.extend([f"{backup.file.name}: {fault}"] if fault else [])
            verdict.lines.extend([] if fault else [f"{backup.file.name}: {_described(backup)}"])
            newest |= {} if fault else {what: backup}
    if not verdict.lines and not verdict.faults:
        raise BackupError(f"{folder}: there is no backup; they lie in its folders main and keys")
    for what in trial.into.keys() - newest.keys():
        raise BackupError(f"{INTO_SETTING[what]}: there is no whole backup of that kind here; nothing was restored")
    for what, backup in newest.items():
        await _restored(backup, trial.into.get(what), trial, verdict)
    if len(newest) == len(INTO_SETTING):
        await _together(newest["main"], newest["keys"], trial, verdict)
    else:
        verdict.lines.append("main and keys were not tried together: there is only one of them here")
    return verdict


def _described(backup: Backup) -> str:
    told = files.told(backup) or {}
    return f"whole, schema {told['revision']}, {sum(told['rows'].values())} rows, {told['erasures']} erasures"


async def _fault(backup: Backup, trial: Trial) -> str | None:
    """Return what is wrong with a backup by itself, if anything is."""
    told = files.told(backup)
    if told is None:
        return "its manifest is missing or damaged"
    if stat.S_IMODE(backup.file.stat().st_mode) & OTHERS:
        return "is open to other users; say chmod 600"
    if told.get("sha256") != await asyncio.to_thread(files.digest, backup.file):
        return "is not as it was written: its SHA-256 differs"
    if backup.what == "keys" and _overdue(backup, trial.clock.now()):
        return f"holds keys for longer than {files.PROMISED.days} days; members were told that it is gone"
    if backup.what == "main" and str(told.get("revision")) > facts.newest():
        return f"has schema {told['revision']}, which this version of Ajar does not know"
    return await _damage(backup, told, trial)


def _overdue(backup: Backup, now: datetime) -> bool:
    return now - backup.made_at > files.PROMISED


async def _damage(backup: Backup, told: Mapping[str, Any], trial: Trial) -> str | None:
    if backup.postgresql:
        return None if await postgresql.listed(backup.file, trial.tools) else "cannot be read by pg_restore"
    if not await asyncio.to_thread(copies.sqlite_is_whole, backup.file):
        return "is damaged"
    try:
        found = await asyncio.to_thread(copies.in_sqlite, backup.file, LOOKS[backup.what])
    except StoreUnavailable:
        return "does not hold what it should"
    return _difference(found, told)


def _difference(found: facts.Facts, told: Mapping[str, Any]) -> str | None:
    differs = [name for name, value in asdict(found).items() if told.get(name) != value]
    return f"its manifest says otherwise about: {', '.join(differs)}" if differs else None


async def _restored(backup: Backup, into: str | None, trial: Trial, verdict: Verdict) -> None:
    """Restore a dump for a trial, if there is a database for it."""
    setting = INTO_SETTING[backup.what]
    if into is None:
        verdict.lines.extend([f"{backup.file.name}: was not restored; see {setting}"] if backup.postgresql else [])
        return
    if not backup.postgresql:
        raise BackupError(f"{setting}: the newest backup is a SQLite file, which needs no restoring to be tried")
    if copies.sqlite_path(into, setting) is not None:
        raise BackupError(f"{setting}: a dump of PostgreSQL is restored into PostgreSQL alone")
    if not await copies.in_postgresql(into, setting, facts.is_empty):
        raise BackupError(f"{setting}: that database is not empty; nothing was restored")
    await postgresql.restore(backup.file, into, setting, trial.tools)
    found = await copies.in_postgresql(into, setting, LOOKS[backup.what])
    fault = _difference(found, files.told(backup) or {})
    verdict.faults.extend([f"{backup.file.name}: restored, {fault}"] if fault else [])
    verdict.lines.extend([] if fault else [f"{backup.file.name}: restored, with every row that its manifest counts"])


async def _together(main: Backup, keys: Backup, trial: Trial, verdict: Verdict) -> None:
    """Try whether the newest two fit: the erasure list, the master key, sealed rows."""
    seen, listed = ((files.told(each) or {})["erasures"] for each in (main, keys))
    if listed < seen:
        verdict.faults.append(f"the erasure list in {keys.file.name} is older than {main.file.name}")
    else:
        verdict.lines.append(f"the erasure list in {keys.file.name} is as new as {main.file.name}")
    sealed = await _look(main, trial, lambda connection: facts.some_sealed(connection, TRIED))
    if sealed is None:
        verdict.lines.append("sealed rows were not opened: the dumps were not restored")
        return
    held = await _look(keys, trial, lambda connection: facts.locked(connection, {each.owner for each in sealed}))
    if held is None:
        verdict.lines.append("sealed rows were not opened: the dump of the keys was not restored")
        return
    fault, line = opened(sealed, held, trial.masters(), erased_since=listed > seen)
    verdict.faults.extend([fault] if fault else [])
    verdict.lines.extend([line] if line else [])


async def _look(backup: Backup, trial: Trial, look: Callable[[Any], T]) -> T | None:
    """Look into a backup, or into what was restored of it; None when it was not."""
    into = trial.into.get(backup.what)
    try:
        if not backup.postgresql:
            return await asyncio.to_thread(copies.in_sqlite, backup.file, look)
        return await copies.in_postgresql(into, INTO_SETTING[backup.what], look) if into else None
    except StoreUnavailable as error:
        raise BackupError(f"{backup.file.name}: {error}") from None
