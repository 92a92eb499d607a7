"""What simulations stand on: words loaded once, a migrated database to copy, ids that follow from the seed."""

from __future__ import annotations

import random
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import SimpleNamespace

from bot import recurrence
from bot.clock import FrozenClock
from bot.library import Library
from bot.library import load as load_library
from bot.settings import Settings, load
from bot.store import open_store

from .loop import run


@cache
def library() -> Library:
    """Load the words, once for all simulations of a Python process."""
    return load_library(load(adapters=()).content_dir)


@cache
def template() -> bytes:
    """Make the migrated database that every simulation begins with, once for all."""

    async def make(path: Path) -> None:
        clock = FrozenClock(datetime(2026, 1, 1, tzinfo=UTC))
        store = await open_store(f"sqlite+aiosqlite:///{path}", clock=clock, inline=True)
        await store.migrate()
        await store.close()

    with tempfile.TemporaryDirectory(prefix="ajar-template-") as folder:
        path = Path(folder) / "template.db"
        run(make(path))
        return path.read_bytes()


def settings(folder: Path, *, spread_seconds: int, lease_seconds: float) -> Settings:
    """Return settings that touch nothing outside `folder`, in which the database is laid."""
    made = load(
        adapters=(), data_dir=folder, database_url="", master_key=None, master_key_file=None,
        spread_seconds=spread_seconds, lease_seconds=lease_seconds,
    )  # fmt: skip
    made.database_file.write_bytes(template())
    return made


@contextmanager
def seeded_ids(seed: int) -> Iterator[None]:
    """Let `uuid4` follow from the seed: where a member stands in an index, or in a minute, depends on their id.

    Keys and nonces stay random; nothing visible depends on them.
    """
    rng, real = random.Random(f"ids {seed}"), uuid.os  # type: ignore[attr-defined]  # noqa: S311
    uuid.os = SimpleNamespace(urandom=rng.randbytes)  # type: ignore[attr-defined]
    try:
        yield
    finally:
        uuid.os = real  # type: ignore[attr-defined]


@contextmanager
def own_zones() -> Iterator[None]:
    """Put every zone's rules back in the end."""
    before = dict(recurrence._held)  # noqa: SLF001  there is no other way to bring new rules
    try:
        yield
    finally:
        recurrence._held.clear()  # noqa: SLF001
        recurrence._held.update(before)  # noqa: SLF001
