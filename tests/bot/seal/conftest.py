from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.seal import MasterKeys, load_master
from bot.store import KeyStore, open_keys


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    if request.param == "sqlite":
        return tmp_path / "keys.db"
    url: str = request.getfixturevalue("empty_postgres_url")
    return url


@pytest.fixture
async def keys(where: Path | str) -> AsyncIterator[KeyStore]:
    keys = await open_keys(where)
    yield keys
    await keys.close()


@pytest.fixture
def masters(tmp_path: Path) -> MasterKeys:
    found = MasterKeys(file=tmp_path / "secret" / "master.key")
    load_master(found.file, None)
    return found
