"""The store: one SQLAlchemy Core implementation for SQLite (the default) and PostgreSQL (past one machine).

`open_store(url)` gives a `Store`; `begin()` opens a write transaction, `read()` one for reading; the modules beside
this one hold a collection each, as functions that take the transaction first.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.clock import Clock
from bot.errors import SettingsError, StoreUnavailable
from bot.model import Account, AccountRef, Community, CommunityRef, Member

from . import accounts, communities
from .database import SETTING, ConnectHook, Database, Tx, parsed, part
from .deliveries import Outcome
from .inline import inline as inline_hook
from .keys import KeyStore, open_keys
from .lanes import Lease
from .schema import at_head, migrate
from .shelf import StoreShelf

__all__ = [
    "ConnectHook",
    "KeyStore",
    "Lease",
    "Outcome",
    "Store",
    "StoreShelf",
    "Tx",
    "open_keys",
    "open_store",
    "part",
]

OWNER_ONLY = 0o600


class Store:
    """The main database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Work on `database`."""
        self._database, self.clock = database, clock

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Tx]:
        """Open one write transaction; all of it or nothing is kept. Raises StoreUnavailable."""
        async with self._database.begin() as tx:
            yield tx

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Tx]:
        """Open a transaction for reading. Raises StoreUnavailable."""
        async with self._database.read() as tx:
            yield tx

    async def who(
        self, account: AccountRef, community: CommunityRef | None
    ) -> tuple[Account | None, Member | None, Community | None]:
        """Read who asks and where: two indexed look-ups on one connection. Raises StoreUnavailable."""
        async with self.read() as tx:
            found = await accounts.find(tx, account)
            place = await communities.find(tx, community) if community else None
        return (*(found or (None, None)), place)

    async def migrate(self) -> None:
        """Bring the schema to this version; harmless when it is there. Raises StoreUnavailable."""
        await migrate(self._database)

    async def ready(self) -> None:
        """See to the schema: SQLite is migrated on the spot, PostgreSQL has to have been.

        Raises SettingsError in one line when it has not, or cannot be reached.
        """
        try:
            if self._database.sqlite:
                await self.migrate()
            elif not await at_head(self._database):
                raise SettingsError(f"{SETTING}: the database is of another version; run `ajar migrate`")
        except StoreUnavailable as error:
            raise SettingsError(f"{SETTING}: {error}") from None

    async def close(self) -> None:
        """Let go of every connection; harmless when called twice."""
        await self._database.close()


def _prepare(path: Path) -> None:
    """Make the file for its owner alone: nobody else on the machine has to know who is a member."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=OWNER_ONLY)


async def open_store(url: str, *, clock: Clock, inline: bool = False, connect_hook: ConnectHook | None = None) -> Store:
    """Return the store at `url`. Raises SettingsError for a URL that cannot be served.

    `connect_hook` makes the driver's connections instead of the driver, for simulations that let it fail; `inline` is
    the hook of `bot.store.inline`, which lets SQLite's driver run on the event loop itself.
    """
    read = parsed(url)
    if read.database and read.get_backend_name() == "sqlite":
        try:
            _prepare(Path(read.database))
        except OSError as error:
            raise SettingsError(f"{SETTING}: cannot make the folder of {read.database} ({error.strerror})") from None
        if inline:
            connect_hook = inline_hook(read.database)
    # What is deleted leaves no trace: half of SQLite's builds do so anyway, and it costs nothing that can be measured.
    return Store(Database(read, connect_hook=connect_hook, secure_delete=True), clock)
