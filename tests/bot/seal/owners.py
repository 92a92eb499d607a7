"""Owners who wrote something, and ways to see whether it can still be read."""

from __future__ import annotations

import base64
from uuid import UUID, uuid4

from bot.clock import FrozenClock
from bot.seal import MasterKeys, Seal, rotation
from bot.store import KeyStore

RECORD = UUID(int=7)
OLD, NEW, THIRD = (bytes(range(start, start + 32)) for start in (0, 1, 2))
Told = list[tuple[int, int]]


def said(key: bytes) -> str:
    return base64.b64encode(key).decode()


async def rotate(keys: KeyStore, masters: MasterKeys, clock: FrozenClock) -> rotation.Rotated:
    return await rotation.rotate(keys, masters, clock, lambda done, total: None)


async def written(seal: Seal, count: int = 5) -> dict[UUID, bytes]:
    """Let some owners write something; return it, sealed."""
    sealed = {}
    for owner in (uuid4() for _ in range(count)):
        await seal.make_key(owner)
        sealed[owner] = (await seal.opened(owner)).seal("entries", RECORD, owner.bytes)
    return sealed


async def readable(seal: Seal, sealed: dict[UUID, bytes]) -> bool:
    return all([(await seal.opened(each)).open("entries", RECORD, sealed[each]) == each.bytes for each in sealed])


def files(masters: MasterKeys) -> list[str]:
    return sorted(each.name for each in masters.file.parent.iterdir())
