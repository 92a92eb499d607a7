"""The files of a backup: what they are called, what their manifest says, and when those of the keys go."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, TypeAlias

from bot.errors import OperatorError

What: TypeAlias = Literal["main", "keys"]

KEPT = timedelta(days=6, hours=12)
"""How long a backup of the keys is kept: members are told seven days at most. Half a day less, so that a daily run,
which never comes at the very same second, removes it by the seventh day and not on the eighth."""

PROMISED = timedelta(days=7)
OWNER_ONLY, FOLDER_OWNER_ONLY = 0o600, 0o700
STAMP = "%Y%m%dT%H%M%SZ"
NAME = re.compile(r"\.?ajar-(main|keys)-(\d{8}T\d{6}Z)\.(db|dump)(\.json)?(\.part)?")
CHUNK = 1 << 20
MANIFEST_FORMAT = 1
TOLD = frozenset(("format", "what", "made_at", "database", "revision", "rows", "erasures", "bytes", "sha256"))
"""What a manifest says."""


class BackupError(OperatorError):
    """A backup cannot be made or found; the line says what to mend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """One copy of one database."""

    what: What
    made_at: datetime
    file: Path

    @property
    def manifest(self) -> Path:
        """The file beside it that says what it holds."""
        return self.file.with_name(f"{self.file.name}.json")

    @property
    def partial(self) -> Path:
        """Where it is written until it is whole."""
        return self.file.with_name(f".{self.file.name}.part")

    @property
    def postgresql(self) -> bool:
        """Whether it is a dump of PostgreSQL rather than a SQLite file."""
        return self.file.suffix == ".dump"


def named(folder: Path, what: What, now: datetime, *, postgresql: bool) -> Backup:
    """Return the backup that is to be made now; its folder is made and closed to others. Raises BackupError."""
    suffix = "dump" if postgresql else "db"
    backup = Backup(what=what, made_at=now, file=folder / what / f"ajar-{what}-{now.astimezone(UTC):{STAMP}}.{suffix}")
    try:
        backup.file.parent.mkdir(mode=FOLDER_OWNER_ONLY, parents=True, exist_ok=True)
        backup.partial.unlink(missing_ok=True)
        if backup.file.exists():
            raise BackupError(f"{backup.file}: is there already; wait a second")
        os.close(os.open(backup.partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY))
    except OSError as error:
        raise BackupError(f"{backup.file.parent}: cannot be written to ({error.strerror})") from None
    return backup


def settle(backup: Backup, told: dict[str, Any]) -> None:
    """Give a whole copy its name and its manifest, so that both outlive a power cut. Raises BackupError."""
    told = {"format": MANIFEST_FORMAT, "what": backup.what, "made_at": backup.made_at.isoformat(), **told}
    aside = backup.manifest.with_name(f".{backup.manifest.name}.part")
    try:
        told |= {"bytes": backup.partial.stat().st_size, "sha256": digest(backup.partial)}
        aside.unlink(missing_ok=True)
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "w") as file:
            json.dump(told, file, indent=2)
        for each, name in ((backup.partial, backup.file), (aside, backup.manifest)):
            _sync(each)
            each.replace(name)
        _sync(backup.file.parent)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise BackupError(f"{backup.file}: cannot be written ({error.strerror})") from None


def told(backup: Backup) -> dict[str, Any] | None:
    """Return what the manifest says; None when it is missing or is none of this version's."""
    try:
        read = json.loads(backup.manifest.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    whole = isinstance(read, dict) and read.keys() >= TOLD and read["format"] == MANIFEST_FORMAT
    return read if whole and isinstance(read["rows"], dict) and isinstance(read["erasures"], int) else None


def digest(path: Path) -> str:
    """Return a file's SHA-256 in hexadecimal."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            found.update(chunk)
    return found.hexdigest()


def found(folder: Path, what: What) -> Sequence[Backup]:
    """Return the backups of one kind, the newest last."""
    whole = [backup for backup, path in _all(folder, what) if path == backup.file]
    return sorted(whole, key=lambda each: (each.made_at, each.file.name))


def remove_expired(folder: Path, now: datetime) -> int:
    """Delete the backups of the keys that members were told would be gone, and what is left of unfinished ones.

    Returns how many copies were deleted. Raises BackupError when one cannot be.
    """
    copies = 0
    for backup, path in list(_all(folder, "keys")):
        if backup.made_at > now - KEPT:
            continue
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise BackupError(f"{path}: has to go and cannot be deleted ({error.strerror})") from None
        copies += path in (backup.file, backup.partial)
    return copies


def _all(folder: Path, what: What) -> Iterator[tuple[Backup, Path]]:
    """Go through every file that is a backup or belongs to one."""
    if not (folder / what).is_dir():
        return
    for path in (folder / what).iterdir():
        read = NAME.fullmatch(path.name)
        if read and read[1] == what:
            made_at = datetime.strptime(read[2], STAMP).replace(tzinfo=UTC)
            file = path.with_name(f"ajar-{what}-{read[2]}.{read[3]}")
            yield Backup(what=what, made_at=made_at, file=file), path


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
