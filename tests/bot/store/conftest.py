"""Databases without a table, and such as the version before left."""

from __future__ import annotations

from pathlib import Path

import pytest

from .old import made_old


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/new/folder/ajar.db"
    url: str = request.getfixturevalue("empty_postgres_url")
    return url


@pytest.fixture
async def old_url(empty_url: str) -> str:
    await made_old(empty_url)
    return empty_url


@pytest.fixture
async def old_postgres(empty_postgres_url: str) -> str:
    await made_old(empty_postgres_url)
    return empty_postgres_url
