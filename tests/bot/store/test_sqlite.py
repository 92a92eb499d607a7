"""What only SQLite's file has to be."""

from __future__ import annotations

from pathlib import Path

from bot.clock import FrozenClock
from bot.store import open_store


async def test_the_file_is_its_owners_alone_since_it_says_who_is_a_member(tmp_path: Path, clock: FrozenClock) -> None:
    store = await open_store(f"sqlite+aiosqlite:///{tmp_path / 'home' / 'ajar.db'}", clock=clock)
    await store.ready()
    assert [each.stat().st_mode & 0o077 for each in (tmp_path / "home").iterdir()] == [0, 0, 0]
    await store.close()
