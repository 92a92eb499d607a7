"""The key store: a database of its own, so that a stolen main database or backup is unreadable without it.

On SQLite it runs with `secure_delete`, and the write-ahead log is truncated after each destruction. Where several
machines share the work it is a PostgreSQL database, best on a server of its own.
"""

from __future__ import annotations

import asyncio
import stat
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import and_, bindparam, delete, exists, func, select, update
from sqlalchemy.engine import URL

from bot.errors import KeysError, StoreUnavailable

from .database import Database, Tx, parsed
from .inline import inline as inline_hook
from .key_tables import ERASURES, MASTER_MARK, bring_up
from .key_tables import counters as _counters
from .key_tables import erasures as _erasures
from .key_tables import keys as _keys
from .key_tables import marks as _marks
from .key_tables import masters as _masters
from .sql import insert

OWNER_ONLY = 0o600
SETTING = "AJAR_KEYS_URL"
ASKED_AT_ONCE = 500
EMPTIED_IN_TRIES, EMPTIED_AFTER_SECONDS = 5, 0.05


class KeyStore:
    """Wrapped keys by owner (a member, a community, the installation), proofs of master keys, and who was erased."""

    def __init__(self, database: Database) -> None:
        """Work on `database`."""
        self._database = database

    async def get(self, owner: UUID) -> tuple[bytes, int, int] | None:
        """Return an owner's wrapped key, its version, and the version of the master key that locks it.

        Raises StoreUnavailable.
        """
        asked = select(_keys.c.wrapped, _keys.c.version, _keys.c.master).where(_keys.c.owner == owner)
        async with self._database.read() as tx:
            row = (await tx.execute(asked)).first()
        return (row.wrapped, row.version, row.master) if row else None

    async def add(self, owner: UUID, wrapped: bytes, version: int, now: datetime, master: int = 1) -> bool:
        """Keep an owner's first key, unless there is one; return False when `master` is no longer the one to use.

        Raises StoreUnavailable.
        """
        async with self._database.begin() as tx:
            if not await _in_use(tx, master):
                return False
            values = {"owner": owner, "wrapped": wrapped, "version": version, "created_at": now, "master": master}
            await tx.execute(insert(tx, _keys).values(**values).on_conflict_do_nothing())
        return True

    async def destroy(self, owner: UUID) -> None:
        """Destroy an owner's key, and every trace of it in the file; to be repeated until it passes.

        Raises StoreUnavailable, after which the key may be gone already, but not yet every trace.
        """
        async with self._database.begin() as tx:
            await tx.execute(delete(_keys).where(_keys.c.owner == owner))
        await self._leave_no_trace()

    async def erase(self, owner: UUID, hashes: Sequence[str], now: datetime) -> None:
        """Destroy an owner's key and list its accounts as erased, in one transaction; then as `destroy` does.

        Raises StoreUnavailable.
        """
        async with self._database.begin() as tx:
            await tx.execute(delete(_keys).where(_keys.c.owner == owner))
            more = insert(tx, _counters).values(name=ERASURES, value=1)
            counted = {"value": _counters.c.value + 1}
            await tx.execute(more.on_conflict_do_update(index_elements=["name"], set_=counted))
            for each in hashes:
                listed = insert(tx, _erasures).values(account_hash=each, erased_at=now)
                later = {"set_": {"erased_at": now}, "where": _erasures.c.erased_at < now}
                await tx.execute(listed.on_conflict_do_update(index_elements=["account_hash"], **later))
        await self._leave_no_trace()

    async def erased(self, hashes: Iterable[str]) -> Mapping[str, datetime]:
        """Return when these accounts were last erased, those that were. Raises StoreUnavailable."""
        asked = list(hashes)
        found: dict[str, datetime] = {}
        async with self._database.read() as tx:
            for start in range(0, len(asked), ASKED_AT_ONCE):
                some = _erasures.c.account_hash.in_(asked[start : start + ASKED_AT_ONCE])
                found |= {row.account_hash: row.erased_at for row in (await tx.execute(select(_erasures).where(some)))}
        return found

    async def erasures(self) -> int:
        """Return how many erasures there have been; never less than it was. Raises StoreUnavailable."""
        async with self._database.read() as tx:
            value = (await tx.execute(select(_counters.c.value).where(_counters.c.name == ERASURES))).scalar()
        return int(value or 0)

    async def masters(self) -> Sequence[tuple[int, bytes, bool]]:
        """Return each version of the master key that is in use, its proof, and whether new keys are locked with it.

        Raises StoreUnavailable.
        """
        async with self._database.read() as tx:
            rows = (await tx.execute(select(_masters).order_by(_masters.c.version))).all()
        return [(row.version, row.proof, row.current) for row in rows]

    async def begin_master(self, version: int, proof: bytes, now: datetime) -> bool:
        """Make a master key the one to use, if it is the version after the one in use; return whether it was.

        Whoever adds a key at the same time is waited for, and refused from then on. Raises StoreUnavailable.
        """
        async with self._database.begin() as tx:
            before = _masters.c.version == version - 1
            left = await tx.execute(update(_masters).where(before, _masters.c.current).values(current=False))
            if version > 1 and left.rowcount != 1:
                return False
            values = {"version": version, "proof": proof, "current": True, "since": now}
            made = await tx.execute(insert(tx, _masters).values(**values).on_conflict_do_nothing())
            if made.rowcount == 1:
                mark = insert(tx, _marks).values(name=MASTER_MARK, value=proof)
                await tx.execute(mark.on_conflict_do_update(index_elements=["name"], set_={"value": proof}))
            return made.rowcount == 1

    async def locked_with(self, master: int, after: UUID | None, limit: int) -> Sequence[tuple[UUID, bytes]]:
        """Return some of the keys that a master key locks, by owner, beginning after one. Raises StoreUnavailable."""
        asked = select(_keys.c.owner, _keys.c.wrapped).where(_keys.c.master == master)
        asked = asked if after is None else asked.where(_keys.c.owner > after)
        async with self._database.read() as tx:
            return [tuple(row) for row in (await tx.execute(asked.order_by(_keys.c.owner).limit(limit)))]

    async def count_locked_with(self, master: int) -> int:
        """Return how many keys a master key locks. Raises StoreUnavailable."""
        async with self._database.read() as tx:
            asked = select(func.count()).select_from(_keys).where(_keys.c.master == master)
            return int((await tx.execute(asked)).scalar_one())

    async def relock(self, old: int, new: int, rows: Sequence[tuple[UUID, bytes, bytes]]) -> None:
        """Replace what one master key locks (owner, as it was, as it is to be), where it still is as it was.

        Raises StoreUnavailable.
        """
        same = and_(_keys.c.owner == bindparam("whose"), _keys.c.master == old, _keys.c.wrapped == bindparam("was"))
        statement = update(_keys).where(same).values(wrapped=bindparam("becomes"), master=new)
        async with self._database.begin() as tx:
            await tx.execute(statement, [{"whose": whose, "was": was, "becomes": to} for whose, was, to in rows])

    async def end_master(self, version: int) -> bool:
        """Forget a former master key that locks nothing any more, every trace of it; return whether it is forgotten.

        Raises StoreUnavailable.
        """
        async with self._database.begin() as tx:
            used = exists().where(_keys.c.master == version)
            await tx.execute(delete(_masters).where(_masters.c.version == version, ~_masters.c.current, ~used))
            left = (await tx.execute(select(_masters.c.version).where(_masters.c.version == version))).first()
        await self._leave_no_trace()
        return left is None

    async def _leave_no_trace(self) -> None:
        """Empty the log of what was deleted. SQLite itself waits for readers, but not for another's checkpoint."""
        for _ in range(EMPTIED_IN_TRIES - 1):
            with suppress(StoreUnavailable):
                await self._database.truncate_log()
                return
            await asyncio.sleep(EMPTIED_AFTER_SECONDS)
        await self._database.truncate_log()

    async def is_empty(self) -> bool:
        """Return whether there is no key at all. Raises StoreUnavailable."""
        async with self._database.read() as tx:
            return (await tx.execute(select(_keys.c.owner).limit(1))).first() is None

    async def close(self) -> None:
        """Let go of every connection; harmless when called twice."""
        await self._database.close()


async def _in_use(tx: Tx, master: int) -> bool:
    """Return whether new keys are locked with a version of the master key, and see that it stays so until the end.

    Before any master key there is nothing to be locked out of.
    """
    asked = select(_masters.c.current).where(_masters.c.version == master).with_for_update(read=True)
    current: bool | None = (await tx.execute(asked)).scalar()
    if current is not None:
        return current
    return (await tx.execute(select(_masters.c.version).limit(1))).first() is None


async def open_keys(where: Path | str, *, inline: bool = False) -> KeyStore:
    """Return the key store in a file, made when missing and closed to other users of the machine, or at a URL.

    Raises KeysError in one line when that cannot be, SettingsError for a URL that cannot be served.
    """
    url = URL.create("sqlite+aiosqlite", database=str(where)) if isinstance(where, Path) else parsed(where, SETTING)
    path = Path(url.database or "") if url.get_backend_name() == "sqlite" else None
    hook = inline_hook(str(path)) if inline and path else None
    database = Database(url, connect_hook=hook, secure_delete=True)
    try:
        if path:
            _prepare(path)
        async with database.migrating() as tx:
            await tx.run_sync(bring_up)
    except (StoreUnavailable, OSError, KeysError) as error:
        await database.close()
        named = where if isinstance(where, Path) else SETTING
        raise KeysError(f"{named}: cannot open the key store ({error})") from None
    return KeyStore(database)


def _prepare(path: Path) -> None:
    """Make the file, for its owner alone; one that is open to others is closed to them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=OWNER_ONLY)
    if stat.S_IMODE(path.stat().st_mode) & ~OWNER_ONLY:
        path.chmod(OWNER_ONLY)
