"""Where master keys come from: `AJAR_MASTER_KEY` and, while they change, `AJAR_MASTER_KEY_OLD`; or files of mode 0600.

In files the master key stands in `master.key`. A rotation makes the next one beside it as `master.key.new`, and moves
it into place when nothing is locked with the old one any more, which is kept as `master.key.old-<its mark>`: backups
of the key store made before need it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import logging
import os
import secrets
import stat
from dataclasses import dataclass, field
from pathlib import Path

from bot.errors import KeysError

from .envelope import KEY_BYTES

logger = logging.getLogger(__name__)

MASTER_SETTING = "AJAR_MASTER_KEY"
OLD_SETTING = "AJAR_MASTER_KEY_OLD"
OWNER_ONLY = 0o600
OTHERS = 0o077
"""The bits of a mode that let anybody but the owner at a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MasterKeys:
    """The master keys at hand. Called, it looks anew, so that a running process learns of a rotation by itself."""

    file: Path
    text: str | None = field(default=None, repr=False)
    """What `AJAR_MASTER_KEY` says; then no file is looked at."""
    old: str | None = field(default=None, repr=False)
    """What `AJAR_MASTER_KEY_OLD` says."""

    def __call__(self) -> tuple[bytes, ...]:
        """Return every master key at hand, the one to use first. Raises KeysError in one line."""
        if self.text:
            return tuple(_decoded(text, name) for text, name in self._said() if text)
        following = find(self.following)  # first, since it may take the other's place at any moment
        found = (find(self.file), following, *map(find, self._former()))
        return tuple(each for each in found if each is not None)

    @property
    def following(self) -> Path:
        """The file with the next master key, while a rotation goes on."""
        return self.file.with_name(f"{self.file.name}.new")

    def former(self, key: bytes) -> Path:
        """The file in which a former master key is kept; a hash of 32 random bytes tells nothing of them."""
        return self.file.with_name(f"{self.file.name}.old-{hashlib.sha256(key).hexdigest()[:8]}")

    def _former(self) -> list[Path]:
        return sorted(self.file.parent.glob(f"{self.file.name}.old-*"))

    def _said(self) -> tuple[tuple[str | None, str], ...]:
        return (self.text, MASTER_SETTING), (self.old, OLD_SETTING)


def load_master(path: Path, text: str | None) -> bytes:
    """Return the master key: from the setting's text (base64), else from the file, made with mode 0600 when missing.

    Raises KeysError in one line; a file that is there is never written to.
    """
    if text is not None:
        return _decoded(text, MASTER_SETTING)
    found = find(path)
    if found is None and make(path):
        logger.info(
            "made the master key %s: without it every word kept is unreadable, for everybody and for good; "
            "keep a copy in a safe place, apart from the backups",
            path,
        )
    return found or read(path)  # perhaps another process's, which was sooner


def find(path: Path) -> bytes | None:
    """Return the master key in a file, if there is one. Raises KeysError when it is unreadable, or open to others."""
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        text = path.read_text("ascii")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise KeysError(f"{path}: cannot read the master key ({type(error).__name__})") from None
    if os.name == "posix" and mode & OTHERS:
        raise KeysError(f"{path}: its mode {mode:04o} lets others at the master key; say chmod 600")
    return _decoded(text, str(path))


def read(path: Path) -> bytes:
    """Return the master key in a file that has to be there. Raises KeysError."""
    found = find(path)
    if found is None:
        raise KeysError(f"{path}: the master key is missing; put it back")
    return found


def make(path: Path, key: bytes | None = None) -> bool:
    """Write a new master key, or `key`, to a file that is not there yet; return False when one is. Raises KeysError.

    It is written aside and given its name when it is whole, so that nobody ever reads half of one.
    """
    aside = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(aside, base64.b64encode(key or secrets.token_bytes(KEY_BYTES)) + b"\n")
        return _named(aside, path)
    except OSError as error:
        raise KeysError(f"{path}: cannot make the master key ({error.strerror})") from None


def _named(aside: Path, path: Path) -> bool:
    """Give a file its name, for good; return whether the name was free."""
    try:
        os.link(aside, path)
    except FileExistsError:
        return False
    finally:
        aside.unlink()
    settle(path.parent)
    return True


def settle(folder: Path) -> None:
    """Let a folder's names outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _decoded(text: str, name: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise KeysError(f"{name}: the master key has to be {KEY_BYTES} random bytes in base64")
    return key
