"""Changing the master key while bots run: every owner's key is locked anew, a batch at a time.

A rotation may stop anywhere and be begun again: the key store says which version of the master key locks each key,
and each is replaced only where it still is as it was read. Running processes open keys of both versions meanwhile,
and lock new ones with the new one, having looked for it (`MasterKeys`) as soon as they meet a version they do not know.

What it does: whoever has the old master key and a *later* copy of the key store can open nothing. What it does not:
the owners' own keys stay as they are, and so does all that is sealed under them; so an old copy of the key store opens
with the old master key for as long as either is kept. Owners' keys are not changed while they live; erasing destroys
them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol
from uuid import UUID

from bot.clock import Clock
from bot.errors import KeysError, SealBroken

from . import master as files
from .envelope import proof, proves, unwrap, wrap
from .master import MASTER_SETTING, OLD_SETTING, MasterKeys

BATCH = 200
"""Keys in one transaction, for which others that write wait."""

Told = Callable[[int, int], None]
"""Is told how many keys are locked anew, of how many."""


class RotatedKeys(Protocol):
    """The key store, as far as a rotation needs it. Everything raises StoreUnavailable."""

    async def masters(self) -> Sequence[tuple[int, bytes, bool]]:
        """Return each version of the master key, its proof, and whether it is the one to use."""
        ...

    async def begin_master(self, version: int, proof: bytes, now: datetime) -> bool:
        """Make a master key the one to use, if it is the version after the one in use; return whether it was."""
        ...

    async def locked_with(self, master: int, after: UUID | None, limit: int) -> Sequence[tuple[UUID, bytes]]:
        """Return some of the keys that a master key locks, by owner, beginning after one."""
        ...

    async def count_locked_with(self, master: int) -> int:
        """Return how many keys a master key locks."""
        ...

    async def relock(self, old: int, new: int, rows: Sequence[tuple[UUID, bytes, bytes]]) -> None:
        """Replace what one master key locks (owner, as it was, as it is to be), where it still is as it was."""
        ...

    async def end_master(self, version: int) -> bool:
        """Forget a former master key that locks nothing any more; return whether it is forgotten."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotated:
    """What became of a rotation."""

    version: int
    """The version of the master key in use now."""
    keys: int = 0
    """How many keys this run locked anew."""
    broken: int = 0
    """How many do not open with the master key they are said to be locked with; they were left as they are."""
    former: Path | None = None
    """The file in which the old master key is kept, if this run moved it there."""
    nothing: bool = False
    """There was nothing to do: the master key in the setting has replaced the old one already."""


@dataclass(frozen=True, slots=True)
class _Change:
    """From one version of the master key to the next."""

    old: int
    new: int
    old_key: bytes
    new_key: bytes


async def rotate(keys: RotatedKeys, masters: MasterKeys, clock: Clock, told: Told) -> Rotated:
    """Change the master key, or go on with a change that was cut short. Raises KeysError, StoreUnavailable."""
    change = await _going_on(keys, masters)
    if change is None:
        current, settled = await _settled(keys, masters)
        if settled:
            return settled
        change = await _begun(keys, masters, clock, current)
    done, broken = await _relocked(keys, change, told)
    if broken or not await keys.end_master(change.old):
        return Rotated(version=change.new, keys=done, broken=max(1, broken))
    return Rotated(version=change.new, keys=done, former=_moved(masters))


async def _going_on(keys: RotatedKeys, masters: MasterKeys) -> _Change | None:
    """Return the change that was cut short, if one was."""
    kept = await keys.masters()
    if not kept:
        raise KeysError(f"{MASTER_SETTING}: the key store has no master key yet; there is nothing to change")
    if len(kept) == 1:
        return None
    (old, old_proof, _), (new, new_proof, _) = kept[0], kept[-1]
    return _Change(old, new, _proven(masters, old, old_proof), _proven(masters, new, new_proof))


def _proven(masters: MasterKeys, version: int, kept: bytes) -> bytes:
    for each in masters():
        if proves(each, kept):
            return each
    where = f"{MASTER_SETTING} or {OLD_SETTING}" if masters.text else f"{masters.file} and the files beside it"
    raise KeysError(f"{where}: the master key of version {version} is not there; nothing was changed")


async def _settled(keys: RotatedKeys, masters: MasterKeys) -> tuple[tuple[int, bytes], Rotated | None]:
    """Return the version and key in use; and what became of a change that is through but for its last step."""
    ((version, kept, _),) = (await keys.masters())[-1:]
    key = _proven(masters, version, kept)
    if masters.text and masters.old and key == masters()[0]:
        return (version, key), Rotated(version=version, nothing=True)
    if not masters.text and files.find(masters.following) == key:
        return (version, key), Rotated(version=version, former=_moved(masters))
    return (version, key), None


async def _begun(keys: RotatedKeys, masters: MasterKeys, clock: Clock, current: tuple[int, bytes]) -> _Change:
    """Make the next master key, and let it be the one with which new keys are locked."""
    version, key = current
    following = _from_settings(masters, key) if masters.text else _from_file(masters)
    if not await keys.begin_master(version + 1, proof(following), clock.now()):
        raise KeysError(f"{MASTER_SETTING}: somebody else changes the master key at this moment; try again")
    return _Change(version, version + 1, key, following)


def _from_settings(masters: MasterKeys, current: bytes) -> bytes:
    following = masters()[0]
    if following == current:
        raise KeysError(
            f"{MASTER_SETTING}: put the new master key here and the one in use into {OLD_SETTING}, "
            "restart every process, and run this again"
        )
    return following


def _from_file(masters: MasterKeys) -> bytes:
    files.make(masters.following)  # one that is there was made by a run that was cut short, and locks nothing yet
    return files.read(masters.following)


async def _relocked(keys: RotatedKeys, change: _Change, told: Told) -> tuple[int, int]:
    """Lock every key anew; return how many were, and how many do not open."""
    done, broken, after = 0, 0, None
    total = await keys.count_locked_with(change.old)
    while batch := await keys.locked_with(change.old, after, BATCH):
        rows = [each for each in (_row(change, *found) for found in batch) if each is not None]
        if rows:
            await keys.relock(change.old, change.new, rows)
        done, broken, after = done + len(rows), broken + len(batch) - len(rows), batch[-1][0]
        told(done, max(total, done + broken))
    return done, broken


def _row(change: _Change, owner: UUID, wrapped: bytes) -> tuple[UUID, bytes, bytes] | None:
    try:
        return owner, wrapped, wrap(change.new_key, unwrap(change.old_key, wrapped, owner), owner)
    except SealBroken:
        return None


def _moved(masters: MasterKeys) -> Path | None:
    """Let the new file take the old one's place, which is kept under another name; harmless twice."""
    following = None if masters.text else files.find(masters.following)
    if following is None:
        return None  # there are no files, or another run has moved them
    old = files.find(masters.file)
    former = masters.former(old) if old not in (None, following) else None
    if old and former:
        files.make(former, old)
    try:
        masters.following.replace(masters.file)
        files.settle(masters.file.parent)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KeysError(f"{masters.file}: cannot put the new master key in place ({error.strerror})") from None
    return former
