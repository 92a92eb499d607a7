from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.backup import Place
from bot.clock import FrozenClock
from bot.seal import Seal
from bot.store import Store, open_keys, open_store

from .home import MASTER, Home, pg_bin


@pytest.fixture
def where_keys_are(store_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> Path | str:
    if not store_url.startswith("postgresql"):
        return tmp_path / "keys.db"
    url: str = request.getfixturevalue("empty_postgres_url")
    return url


@pytest.fixture
async def home(
    store: Store, store_url: str, where_keys_are: Path | str, clock: FrozenClock, tmp_path: Path
) -> AsyncIterator[Home]:
    """Both databases of one kind."""
    keys = await open_keys(where_keys_are)
    places = (
        Place(what="main", where=store_url, setting="AJAR_DATABASE_URL"),
        Place(what="keys", where=where_keys_are, setting="AJAR_KEYS_URL"),
    )
    yield Home(
        store=store,
        keys=keys,
        seal=await Seal.open(keys, MASTER, clock),
        clock=clock,
        places=places,
        folder=tmp_path / "backups",
        tools=None if isinstance(where_keys_are, Path) else pg_bin(),
    )
    await keys.close()


@pytest.fixture
async def on_sqlite(sqlite_url: str, clock: FrozenClock, tmp_path: Path) -> AsyncIterator[Home]:
    store, keys = await open_store(sqlite_url, clock=clock), await open_keys(tmp_path / "keys.db")
    places = (
        Place(what="main", where=tmp_path / "ajar.db", setting="AJAR_DATABASE_URL"),
        Place(what="keys", where=tmp_path / "keys.db", setting="AJAR_KEYS_URL"),
    )
    seal = await Seal.open(keys, MASTER, clock)
    folder = tmp_path / "backups"
    yield Home(store=store, keys=keys, seal=seal, clock=clock, places=places, folder=folder, tools=None)
    await store.close()
    await keys.close()
