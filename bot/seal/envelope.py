"""How bytes are sealed: AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce, bound to what they belong to."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.errors import SealBroken

KEY_BYTES = 32
NONCE_BYTES = 12
FORMAT = b"\x01"
"""The first byte of everything sealed, so that a later format can tell itself apart."""

PROOF = b"master"
"""What a master key's proof holds: it opens under that key alone, and says nothing about it."""


def seal_bytes(key: bytes, plain: bytes, about: bytes) -> bytes:
    """Seal bytes under a key; they open only for the same `about`."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return FORMAT + nonce + AESGCM(key).encrypt(nonce, plain, about)


def open_bytes(key: bytes, sealed: bytes, about: bytes) -> bytes:
    """Open what `seal_bytes` sealed. Raises SealBroken."""
    nonce, rest = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    if sealed[:1] != FORMAT or len(nonce) != NONCE_BYTES or not rest:
        raise SealBroken("a sealed record is cut short or of an unknown format")
    try:
        return AESGCM(key).decrypt(nonce, rest, about)
    except InvalidTag:
        raise SealBroken("a sealed record does not open here") from None


def wrap(master: bytes, secret: bytes, owner: UUID) -> bytes:
    """Lock an owner's key with a master key."""
    return seal_bytes(master, secret, owner.bytes)


def unwrap(master: bytes, wrapped: bytes, owner: UUID) -> bytes:
    """Open an owner's locked key. Raises SealBroken for another master key or another owner's."""
    return open_bytes(master, wrapped, owner.bytes)


def proof(master: bytes) -> bytes:
    """Return what the key store keeps to know a master key again."""
    return seal_bytes(master, PROOF, PROOF)


def proves(master: bytes, kept: bytes) -> bool:
    """Return whether a proof is this master key's."""
    try:
        return open_bytes(master, kept, PROOF) == PROOF
    except SealBroken:
        return False


@dataclass(frozen=True, slots=True)
class Key:
    """An owner's key, opened; to live for one handling and no longer."""

    owner: UUID
    version: int
    _secret: bytes = field(repr=False)

    def seal(self, table: str, record: UUID, plain: bytes) -> bytes:
        """Seal bytes for one record of one table."""
        return seal_bytes(self._secret, plain, self._about(table, record))

    def open(self, table: str, record: UUID, sealed: bytes) -> bytes:
        """Open what was sealed for this very record. Raises SealBroken."""
        return open_bytes(self._secret, sealed, self._about(table, record))

    def seal_json(self, table: str, record: UUID, value: Any) -> bytes:
        """Seal a JSON value."""
        return self.seal(table, record, json.dumps(value, ensure_ascii=False).encode())

    def open_json(self, table: str, record: UUID, sealed: bytes) -> Any:
        """Open a JSON value. Raises SealBroken."""
        return json.loads(self.open(table, record, sealed))

    def keyed_hash(self, text: str) -> str:
        """Return the HMAC-SHA256 of a text in hexadecimal: nobody without the key can tell what it was made of."""
        return hmac.new(self._secret, text.encode(), hashlib.sha256).hexdigest()

    def _about(self, table: str, record: UUID) -> bytes:
        return f"{self.owner.hex}|{table}|{record.hex}|{self.version}".encode()
