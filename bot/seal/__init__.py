"""Everything a member writes is sealed under that member's own key, and each such key under the master key.

The associated data of what is sealed names owner, table, record and the version of the owner's key, so a ciphertext
moved to another place does not open. No end-to-end claim: the running process can open everything.

`envelope` seals bytes, `master` knows where master keys come from, `rotation` changes them, and the seal here makes,
opens and destroys the keys of owners. What was erased is listed in the key store, under a keyed hash of the account.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol, TypeAlias
from uuid import NAMESPACE_URL, UUID, uuid5

from bot.clock import Clock
from bot.errors import KeysError, SealBroken, StoreUnavailable
from bot.model import AccountRef

from .envelope import KEY_BYTES, Key, proof, proves, unwrap, wrap
from .master import MASTER_SETTING, OLD_SETTING, MasterKeys, load_master

__all__ = ["MASTER_SETTING", "OLD_SETTING", "Key", "MasterKeys", "Masters", "Seal", "load_master"]

logger = logging.getLogger(__name__)

Masters: TypeAlias = Callable[[], Sequence[bytes]]
"""Gives the master keys at hand, looked for anew, the one to use first."""

ERASURES = uuid5(NAMESPACE_URL, "ajar:erasures")
"""Whose key hashes the accounts of the erasure list; locked like any other, so that it outlives a rotation."""

TRIES = 5


class Keys(Protocol):
    """The key store, as far as the seal needs it. Everything raises StoreUnavailable."""

    async def get(self, owner: UUID) -> tuple[bytes, int, int] | None:
        """Return an owner's wrapped key, its version, and the version of the master key that locks it."""
        ...

    async def add(self, owner: UUID, wrapped: bytes, version: int, now: datetime, master: int = 1) -> bool:
        """Keep an owner's first key, unless there is one; return False when `master` is no longer the one to use."""
        ...

    async def erase(self, owner: UUID, hashes: Sequence[str], now: datetime) -> None:
        """Destroy an owner's key, list its accounts as erased, and leave no trace of the key."""
        ...

    async def erased(self, hashes: Iterable[str]) -> Mapping[str, datetime]:
        """Return when these accounts were last erased, those that were."""
        ...

    async def erasures(self) -> int:
        """Return how many erasures there have been; never less than it was."""
        ...

    async def masters(self) -> Sequence[tuple[int, bytes, bool]]:
        """Return each version of the master key, its proof, and whether it is the one to use."""
        ...

    async def begin_master(self, version: int, proof: bytes, now: datetime) -> bool:
        """Make a master key the one to use, if it is the version after the one in use; return whether it was."""
        ...

    async def destroy(self, owner: UUID) -> None:
        """Destroy an owner's key and every trace of it."""
        ...

    async def is_empty(self) -> bool:
        """Return whether there is no key at all."""
        ...

    async def close(self) -> None:
        """Let go of the key store."""
        ...


class Seal:
    """Makes, opens and destroys the keys of owners, and knows who was erased."""

    def __init__(self, keys: Keys, masters: Masters, clock: Clock) -> None:
        """Use `Seal.open`, which checks the master key first."""
        self._keys, self._masters, self._clock = keys, masters, clock
        self._known: dict[int, bytes] = {}
        self._current = 0

    @classmethod
    async def open(cls, keys: Keys, master: bytes | Masters, clock: Clock) -> Seal:
        """Return the seal. Raises KeysError when the master keys at hand do not open the key store."""
        seal = cls(keys, (lambda: (master,)) if isinstance(master, bytes) else master, clock)
        if not await keys.masters():
            await seal._lock_first()
        missing = await seal._learn()
        if seal._current in missing:
            raise KeysError(
                f"{MASTER_SETTING}: this is not the master key that the key store was made with; nothing was changed"
            )
        if missing:
            raise KeysError(
                f"{OLD_SETTING}: the master key is being changed, and the old one is missing; nothing was changed"
            )
        return seal

    async def _lock_first(self) -> None:
        """Let the first master key at hand be the key store's."""
        if not await self._keys.is_empty():
            raise KeysError(f"{MASTER_SETTING}: the key store has keys but no mark of its master key")
        await self._keys.begin_master(1, proof(self._masters()[0]), self._clock.now())

    async def _learn(self) -> list[int]:
        """Find the master key of each version that is in use; return the versions that are not at hand."""
        kept, at_hand = await self._keys.masters(), self._masters()
        self._known |= {version: key for version, proven, _ in kept for key in at_hand if proves(key, proven)}
        self._current = next((version for version, _, current in kept if current), 0)
        return [version for version, _, _ in kept if version not in self._known]

    async def _master(self, version: int) -> bytes:
        """Return a master key; one that a rotation has brought meanwhile is looked for. Raises StoreUnavailable."""
        if version not in self._known:
            await self._learn()
        if version not in self._known:
            logger.error("%s: the master key of version %s is not at hand; restart with it", MASTER_SETTING, version)
            raise StoreUnavailable("a key is locked with a master key that is not at hand")
        return self._known[version]

    async def make_key(self, owner: UUID) -> None:
        """Make an owner's key; one that has a key keeps it. Raises StoreUnavailable."""
        if await self._keys.get(owner) is not None:
            return
        for _ in range(TRIES):
            master = self._current
            wrapped = wrap(await self._master(master), secrets.token_bytes(KEY_BYTES), owner)
            if await self._keys.add(owner, wrapped, 1, self._clock.now(), master):
                return
            await self._learn()
        raise StoreUnavailable("the master key changes too fast")

    async def opened(self, owner: UUID) -> Key:
        """Return an owner's key, opened. Raises SealBroken when there is none, StoreUnavailable."""
        kept = await self._keys.get(owner)
        if kept is None:
            raise SealBroken("there is no key for this owner")
        wrapped, version, master = kept
        return Key(owner, version, unwrap(await self._master(master), wrapped, owner))

    async def destroy(self, owner: UUID) -> None:
        """Destroy an owner's key: whatever was sealed under it is unreadable from now on. Raises StoreUnavailable."""
        await self._keys.destroy(owner)

    async def erase(self, owner: UUID, accounts: Sequence[AccountRef], now: datetime) -> None:
        """Destroy an owner's key and list the erasure of these accounts, in one transaction; harmless twice.

        To be repeated until it passes: after StoreUnavailable the key may be gone, but not yet every trace of it.
        """
        await self.make_key(ERASURES)
        hashes = await self._hashes(accounts)
        await self._keys.erase(owner, list(hashes), now)

    async def erased(self, account: AccountRef) -> datetime | None:
        """Return when this account was last erased, as listed. Raises StoreUnavailable."""
        return (await self.erased_among([account])).get(account)

    async def erased_among(self, accounts: Sequence[AccountRef]) -> Mapping[AccountRef, datetime]:
        """Return when accounts were last erased, those that were. Raises StoreUnavailable."""
        if await self._keys.get(ERASURES) is None:
            return {}
        hashes = await self._hashes(accounts)
        return {hashes[each]: at for each, at in (await self._keys.erased(hashes)).items()}

    async def erasures(self) -> int:
        """Return how many erasures were listed so far; a list that knows fewer is an older one."""
        return await self._keys.erasures()

    async def _hashes(self, accounts: Iterable[AccountRef]) -> dict[str, AccountRef]:
        key = await self.opened(ERASURES)
        return {key.keyed_hash(f"{each.platform}\x1f{each.scope}\x1f{each.id}"): each for each in accounts}

    async def close(self) -> None:
        """Let go of the key store."""
        await self._keys.close()
