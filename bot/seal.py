"""Everything a member writes is sealed under that member's own key, and each such key under the master key.

AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce. The associated data names owner, table and record, so a
ciphertext moved to another place does not open. No end-to-end claim: the running process can open everything.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.clock import Clock
from bot.errors import KeysError, SealBroken

KEY_BYTES = 32
NONCE_BYTES = 12
FORMAT = b"\x01"
"""The first byte of everything sealed, so that a later format can tell itself apart."""

MASTER_SETTING = "AJAR_MASTER_KEY"
MASTER_MARK = "master"
OWNER_ONLY = 0o600


class Keys(Protocol):
    """The key store, as far as the seal needs it."""

    async def get(self, owner: UUID) -> tuple[bytes, int] | None:
        """Return an owner's wrapped key and its version."""
        ...

    async def add(self, owner: UUID, wrapped: bytes, version: int, now: datetime) -> None:
        """Keep an owner's first key; one that has a key already keeps that one."""
        ...

    async def destroy(self, owner: UUID) -> None:
        """Destroy an owner's key and every trace of it."""
        ...

    async def mark(self, name: str) -> bytes | None:
        """Return a mark."""
        ...

    async def set_mark(self, name: str, value: bytes) -> None:
        """Keep a mark for good."""
        ...

    async def is_empty(self) -> bool:
        """Return whether there is no key at all."""
        ...

    async def close(self) -> None:
        """Let go of the key store."""
        ...


def _seal(key: bytes, plain: bytes, about: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return FORMAT + nonce + AESGCM(key).encrypt(nonce, plain, about)


def _open(key: bytes, sealed: bytes, about: bytes) -> bytes:
    nonce, rest = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    if sealed[:1] != FORMAT or len(nonce) != NONCE_BYTES or not rest:
        raise SealBroken("a sealed record is cut short or of an unknown format")
    try:
        return AESGCM(key).decrypt(nonce, rest, about)
    except InvalidTag:
        raise SealBroken("a sealed record does not open here") from None


@dataclass(frozen=True, slots=True)
class Key:
    """An owner's key, opened; to live for one handling and no longer."""

    owner: UUID
    version: int
    _secret: bytes = field(repr=False)

    def seal(self, table: str, record: UUID, plain: bytes) -> bytes:
        """Seal bytes for one record of one table."""
        return _seal(self._secret, plain, self._about(table, record))

    def open(self, table: str, record: UUID, sealed: bytes) -> bytes:
        """Open what was sealed for this very record. Raises SealBroken."""
        return _open(self._secret, sealed, self._about(table, record))

    def seal_json(self, table: str, record: UUID, value: Any) -> bytes:
        """Seal a JSON value."""
        return self.seal(table, record, json.dumps(value, ensure_ascii=False).encode())

    def open_json(self, table: str, record: UUID, sealed: bytes) -> Any:
        """Open a JSON value. Raises SealBroken."""
        return json.loads(self.open(table, record, sealed))

    def _about(self, table: str, record: UUID) -> bytes:
        return f"{self.owner.hex}|{table}|{record.hex}|{self.version}".encode()


class Seal:
    """Makes and opens keys."""

    def __init__(self, keys: Keys, master: bytes, clock: Clock) -> None:
        """Use `Seal.open`, which checks the master key first."""
        self._keys, self._master, self._clock = keys, master, clock

    @classmethod
    async def open(cls, keys: Keys, master: bytes, clock: Clock) -> Seal:
        """Return the seal. Raises KeysError when the master key is not the one the keys were locked with."""
        seal = cls(keys, master, clock)
        mark = await keys.mark(MASTER_MARK)
        if mark is None:
            if not await keys.is_empty():
                raise KeysError(f"{MASTER_SETTING}: the key store has keys but no mark of its master key")
            await keys.set_mark(MASTER_MARK, _seal(master, MASTER_MARK.encode(), MASTER_MARK.encode()))
            mark = await keys.mark(MASTER_MARK)  # another process's, if that was sooner
        try:
            _open(master, mark or b"", MASTER_MARK.encode())
        except SealBroken:
            raise KeysError(
                f"{MASTER_SETTING}: this is not the master key that the key store was made with; nothing was changed"
            ) from None
        return seal

    async def make_key(self, owner: UUID) -> None:
        """Make an owner's key; one that has a key keeps it. Raises StoreUnavailable."""
        if await self._keys.get(owner) is None:
            wrapped = _seal(self._master, secrets.token_bytes(KEY_BYTES), owner.bytes)
            await self._keys.add(owner, wrapped, 1, self._clock.now())

    async def opened(self, owner: UUID) -> Key:
        """Return an owner's key, opened. Raises SealBroken when there is none, StoreUnavailable."""
        kept = await self._keys.get(owner)
        if kept is None:
            raise SealBroken("there is no key for this owner")
        wrapped, version = kept
        return Key(owner, version, _open(self._master, wrapped, owner.bytes))

    async def destroy(self, owner: UUID) -> None:
        """Destroy an owner's key: whatever was sealed under it is unreadable from now on. Raises StoreUnavailable."""
        await self._keys.destroy(owner)

    async def close(self) -> None:
        """Let go of the key store."""
        await self._keys.close()


def load_master(path: Path, text: str | None) -> bytes:
    """Return the master key: from the setting's text (base64), else from the file, made with mode 0600 when missing.

    Raises KeysError in one line; a file that is there is never written to.
    """
    if text is not None:
        return _decoded(text, MASTER_SETTING)
    try:
        return _decoded(path.read_text("ascii"), str(path))
    except FileNotFoundError:
        return _made(path)
    except (OSError, UnicodeDecodeError) as error:
        raise KeysError(f"{path}: cannot read the master key ({type(error).__name__})") from None


def _decoded(text: str, name: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise KeysError(f"{name}: the master key has to be {KEY_BYTES} random bytes in base64")
    return key


def _made(path: Path) -> bytes:
    key = secrets.token_bytes(KEY_BYTES)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        with os.fdopen(handle, "wb") as file:
            file.write(base64.b64encode(key) + b"\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise KeysError(f"{path}: cannot make the master key ({error.strerror})") from None
    return key
