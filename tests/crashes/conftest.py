"""A second database beside the first, for two crashes at once."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.conftest import TEMPLATE, Postgres


@pytest.fixture
def another_sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    path = tmp_path / "another.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture
async def another_postgres_url(postgres: Postgres) -> AsyncIterator[str]:
    name = f"test_{uuid4().hex}"
    await postgres.tell(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    yield postgres.url(name)
    await postgres.tell(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def another_url(store_url: str, request: pytest.FixtureRequest) -> str:
    kind = "sqlite" if store_url.startswith("sqlite") else "postgres"
    url: str = request.getfixturevalue(f"another_{kind}_url")
    return url
