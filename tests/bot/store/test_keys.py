from __future__ import annotations

import os
import stat
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from bot.errors import KeysError
from bot.store import KeyStore, open_keys

from .nouns import at

WRAPPED = b"\x01" + bytes(range(7, 80))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "keys.db"


@pytest.fixture
async def keys(path: Path) -> AsyncIterator[KeyStore]:
    keys = await open_keys(path)
    yield keys
    await keys.close()


def traces(path: Path, secret: bytes) -> list[str]:
    """Return the files beside the key store in which a secret can be read."""
    return [each.name for each in path.parent.iterdir() if secret in each.read_bytes()]


async def test_an_owners_first_key_stays(keys: KeyStore) -> None:
    owner = uuid4()
    assert await keys.is_empty()
    assert await keys.get(owner) is None
    await keys.add(owner, WRAPPED, 1, at())
    await keys.add(owner, b"other", 2, at())
    assert await keys.get(owner) == (WRAPPED, 1)
    assert not await keys.is_empty()


async def test_keys_outlive_a_restart(keys: KeyStore, path: Path) -> None:
    owner = uuid4()
    await keys.add(owner, WRAPPED, 1, at())
    await keys.close()
    again = await open_keys(path)
    assert await again.get(owner) == (WRAPPED, 1)
    await again.close()


async def test_a_mark_is_set_for_good(keys: KeyStore) -> None:
    assert await keys.mark("master") is None
    await keys.set_mark("master", b"one")
    await keys.set_mark("master", b"two")
    assert await keys.mark("master") == b"one"
    assert await keys.is_empty()


async def test_a_destroyed_key_leaves_no_trace_in_any_file(keys: KeyStore, path: Path) -> None:
    owners: list[UUID] = [uuid4() for _ in range(40)]
    for number, each in enumerate(owners):
        await keys.add(each, WRAPPED + f"of {number:04d}".encode() * 4, 1, at())
    secret = WRAPPED + b"of 0007" * 4
    assert traces(path, secret), "the test would see one"
    await keys.destroy(owners[7])
    assert traces(path, secret) == []
    assert traces(path, owners[7].hex.encode()) == []
    assert await keys.get(owners[7]) is None
    assert await keys.get(owners[8]) is not None
    await keys.close()
    assert traces(path, secret) == []


async def test_every_connection_overwrites_what_it_deletes(keys: KeyStore) -> None:
    async with keys._database.begin() as writing, keys._database.read() as reading:
        told = [(await each.exec_driver_sql("PRAGMA secure_delete")).scalar() for each in (writing, reading)]
    assert told == [1, 1]


async def test_destroying_what_is_not_there_is_harmless(keys: KeyStore) -> None:
    owner, other = uuid4(), uuid4()
    await keys.add(other, WRAPPED, 1, at())
    await keys.destroy(owner)
    await keys.destroy(owner)
    assert await keys.get(other) == (WRAPPED, 1)


async def test_after_a_destruction_there_can_be_a_new_key(keys: KeyStore) -> None:
    owner = uuid4()
    await keys.add(owner, WRAPPED, 1, at())
    await keys.destroy(owner)
    await keys.add(owner, b"new", 1, at())
    assert await keys.get(owner) == (b"new", 1)


@pytest.mark.skipif(os.name != "posix", reason="file modes are a matter of POSIX")
async def test_the_key_store_is_closed_to_other_users(keys: KeyStore, path: Path) -> None:
    await keys.add(uuid4(), WRAPPED, 1, at())
    assert {stat.S_IMODE(each.stat().st_mode) & 0o077 for each in path.parent.iterdir()} == {0}


@pytest.mark.usefixtures("last_words")
@pytest.mark.parametrize("what", ["a folder", "something else"])
async def test_a_key_store_that_cannot_be_opened_stops_the_start_in_one_line(tmp_path: Path, what: str) -> None:
    path = tmp_path / "keys.db"
    if what == "a folder":
        path.mkdir()
    else:
        path.write_bytes(b"something else altogether" * 1000)
    with pytest.raises(KeysError, match=r"keys\.db: cannot open the key store") as caught:
        await open_keys(path)
    assert "\n" not in str(caught.value)
