from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from bot.errors import KeysError
from bot.store import KeyStore, open_keys
from bot.store.keys import _in_use

from .nouns import at

WRAPPED = b"\x01" + bytes(range(7, 80))
OLD_TABLES = """
    CREATE TABLE keys (owner CHAR(32) PRIMARY KEY, wrapped BLOB NOT NULL, version INTEGER NOT NULL, created_at BIGINT);
    CREATE TABLE marks (name VARCHAR(64) PRIMARY KEY, value BLOB NOT NULL);
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "keys.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, path: Path) -> Path | str:
    if request.param == "sqlite":
        return path
    url: str = request.getfixturevalue("empty_postgres_url")
    return url


@pytest.fixture
async def either(where: Path | str) -> AsyncIterator[KeyStore]:
    keys = await open_keys(where)
    yield keys
    await keys.close()


@pytest.fixture
async def keys(path: Path) -> AsyncIterator[KeyStore]:
    keys = await open_keys(path)
    yield keys
    await keys.close()


def traces(path: Path, secret: bytes) -> list[str]:
    """Return the files beside the key store in which a secret can be read."""
    return [each.name for each in path.parent.iterdir() if secret in each.read_bytes()]


async def test_an_owners_first_key_stays(either: KeyStore) -> None:
    owner = uuid4()
    assert await either.is_empty()
    assert await either.get(owner) is None
    assert await either.add(owner, WRAPPED, 1, at())
    assert await either.add(owner, b"other", 2, at())
    assert await either.get(owner) == (WRAPPED, 1, 1)
    assert not await either.is_empty()


async def test_keys_outlive_a_restart(where: Path | str) -> None:
    keys, owner = await open_keys(where), uuid4()
    await keys.add(owner, WRAPPED, 1, at())
    await keys.close()
    again = await open_keys(where)
    assert await again.get(owner) == (WRAPPED, 1, 1)
    await again.close()


async def test_a_destroyed_key_leaves_no_trace_in_any_file(keys: KeyStore, path: Path) -> None:
    owners: list[UUID] = [uuid4() for _ in range(40)]
    for number, each in enumerate(owners):
        await keys.add(each, WRAPPED + f"of {number:04d}".encode() * 4, 1, at())
    for number, end in ((7, keys.destroy(owners[7])), (9, keys.erase(owners[9], ["ab" * 32], at()))):
        secret = WRAPPED + f"of {number:04d}".encode() * 4
        assert traces(path, secret), "the test would see one"
        await end
        assert traces(path, secret) == []
        assert traces(path, owners[number].hex.encode()) == []
        assert await keys.get(owners[number]) is None
        assert await keys.get(owners[8]) is not None
    await keys.close()
    assert traces(path, WRAPPED + b"of 0007" * 4) == []


async def test_every_connection_overwrites_what_it_deletes(tmp_path: Path) -> None:
    for where in (tmp_path / "keys.db", f"sqlite+aiosqlite:///{tmp_path}/named.db"):
        keys = await open_keys(where)
        async with keys._database.begin() as writing, keys._database.read() as reading:
            told = [(await each.exec_driver_sql("PRAGMA secure_delete")).scalar() for each in (writing, reading)]
        assert told == [1, 1]
        await keys.close()


async def test_destroying_what_is_not_there_is_harmless(either: KeyStore) -> None:
    owner, other = uuid4(), uuid4()
    await either.add(other, WRAPPED, 1, at())
    for _ in range(2):
        await either.destroy(owner)
        await either.erase(owner, [], at())
    assert await either.get(other) == (WRAPPED, 1, 1)


async def test_after_a_destruction_there_can_be_a_new_key(either: KeyStore) -> None:
    owner = uuid4()
    await either.add(owner, WRAPPED, 1, at())
    await either.destroy(owner)
    await either.add(owner, b"new", 1, at())
    assert await either.get(owner) == (b"new", 1, 1)


# --- who was erased --------------------------------------------------------------------------------------------------


async def test_an_erasure_is_listed_with_its_time(either: KeyStore) -> None:
    owner = uuid4()
    await either.add(owner, WRAPPED, 1, at())
    assert (await either.erasures(), await either.erased(["aa", "bb"])) == (0, {})
    await either.erase(owner, ["aa", "bb"], at())
    assert await either.get(owner) is None
    assert await either.erased(["aa", "bb", "cc"]) == {"aa": at(), "bb": at()}
    assert await either.erasures() == 1


async def test_an_erasure_repeated_later_is_listed_with_the_latest_time(either: KeyStore) -> None:
    later = at() + timedelta(days=3)
    for when in (at(), later, at()):
        await either.erase(uuid4(), ["aa"], when)
    assert await either.erased(["aa"]) == {"aa": later}
    assert await either.erasures() == 3


async def test_many_accounts_are_looked_up_at_once(either: KeyStore) -> None:
    await either.erase(uuid4(), [f"{number:04d}" for number in range(0, 1300, 100)], at())
    assert len(await either.erased(f"{number:04d}" for number in range(1300))) == 13


async def test_erasures_at_the_same_time_are_all_counted(either: KeyStore, where: Path | str) -> None:
    beside = await open_keys(where)
    works = [each.erase(uuid4(), [f"{n}{each is beside}"], at()) for n in range(10) for each in (either, beside)]
    await asyncio.gather(*works)
    assert await either.erasures() == await beside.erasures() == 20
    await beside.close()


# --- master keys -----------------------------------------------------------------------------------------------------


async def test_the_first_master_key_is_taken_down_once(either: KeyStore) -> None:
    assert await either.masters() == []
    assert await either.begin_master(1, b"one", at())
    assert not await either.begin_master(1, b"other", at())
    assert await either.masters() == [(1, b"one", True)]


async def test_a_master_key_follows_only_the_one_in_use(either: KeyStore) -> None:
    await either.begin_master(1, b"one", at())
    assert not await either.begin_master(3, b"three", at())
    assert await either.begin_master(2, b"two", at())
    assert not await either.begin_master(2, b"other", at())
    assert await either.masters() == [(1, b"one", False), (2, b"two", True)]


async def test_a_key_locked_with_a_former_master_key_is_not_taken_any_more(either: KeyStore) -> None:
    owner = uuid4()
    await either.begin_master(1, b"one", at())
    assert await either.add(owner, WRAPPED, 1, at(), 1)
    await either.begin_master(2, b"two", at())
    assert not await either.add(uuid4(), WRAPPED, 1, at(), 1)
    assert not await either.add(uuid4(), WRAPPED, 1, at(), 3)
    assert await either.count_locked_with(1) == 1
    await either.relock(1, 2, [(owner, WRAPPED, b"anew")])
    assert await either.end_master(1)
    assert not await either.add(uuid4(), WRAPPED, 1, at(), 1)


async def test_a_key_that_is_being_added_is_waited_for(empty_postgres_url: str) -> None:
    keys, beside = await open_keys(empty_postgres_url), await open_keys(empty_postgres_url)
    await keys.begin_master(1, b"one", at())
    async with keys._database.begin() as tx:
        assert await _in_use(tx, 1)
        change = asyncio.create_task(beside.begin_master(2, b"two", at()))
        done, _ = await asyncio.wait([change], timeout=0.2)
        assert not done
    assert await change
    assert not await keys.add(uuid4(), WRAPPED, 1, at(), 1)
    await keys.close()
    await beside.close()


async def test_a_key_is_replaced_only_where_it_is_as_it_was(either: KeyStore) -> None:
    ada, grace, gone = sorted((uuid4() for _ in range(3)), key=lambda each: each.hex)
    await either.begin_master(1, b"one", at())
    for owner in (ada, grace, gone):
        await either.add(owner, WRAPPED, 1, at())
    await either.begin_master(2, b"two", at())
    await either.destroy(gone)
    await either.relock(1, 2, [(ada, WRAPPED, b"anew"), (grace, b"was otherwise", b"anew"), (gone, WRAPPED, b"anew")])
    assert await either.get(ada) == (b"anew", 1, 2)
    assert await either.get(grace) == (WRAPPED, 1, 1)
    assert await either.get(gone) is None
    assert not await either.end_master(1)
    assert not await either.end_master(2)
    assert len(await either.masters()) == 2


async def test_locked_keys_are_read_owner_by_owner(either: KeyStore) -> None:
    owners = {uuid4() for _ in range(7)}
    for owner in owners:
        await either.add(owner, owner.bytes, 1, at())
    read: list[tuple[UUID, bytes]] = []
    while batch := await either.locked_with(1, read[-1][0] if read else None, 3):
        read += batch
    assert len(read) == 7
    assert {owner for owner, wrapped in read if wrapped == owner.bytes} == owners


# --- opening ---------------------------------------------------------------------------------------------------------


async def test_a_key_store_of_the_version_before_is_brought_up_and_still_serves_it(path: Path) -> None:
    path.parent.mkdir()
    owner = uuid4()
    before = sqlite3.connect(path, isolation_level=None)
    before.executescript(OLD_TABLES)
    before.execute("INSERT INTO keys VALUES (?, ?, 1, 0)", (owner.hex, WRAPPED))
    before.execute("INSERT INTO marks VALUES ('master', x'aabb')")
    for _ in range(2):
        keys = await open_keys(path)
        assert await keys.get(owner) == (WRAPPED, 1, 1)
        assert await keys.masters() == [(1, b"\xaa\xbb", True)]
        await keys.close()
    other = uuid4()
    before.execute(
        "INSERT INTO keys (owner, wrapped, version, created_at) VALUES (?, ?, 1, 0) ON CONFLICT DO NOTHING",
        (other.hex, WRAPPED),
    )
    keys = await open_keys(path)
    assert await keys.get(other) == (WRAPPED, 1, 1)
    await keys.begin_master(2, b"two", at())
    assert before.execute("SELECT value FROM marks WHERE name = 'master'").fetchall() == [(b"two",)]
    before.close()
    await keys.close()


async def test_a_postgresql_key_store_of_the_version_before_is_brought_up(empty_postgres_url: str) -> None:
    keys = await open_keys(empty_postgres_url)
    await keys.add(uuid4(), WRAPPED, 1, at())
    async with keys._database.begin() as tx:
        await tx.exec_driver_sql("ALTER TABLE keys DROP COLUMN master")
        for table in ("masters", "erasures", "counters"):
            await tx.exec_driver_sql(f"DROP TABLE {table}")
        await tx.exec_driver_sql("INSERT INTO marks VALUES ('master', 'proof')")
    await keys.close()
    again, beside = await asyncio.gather(open_keys(empty_postgres_url), open_keys(empty_postgres_url))
    assert await again.masters() == [(1, b"proof", True)]
    assert await beside.count_locked_with(1) == 1
    await again.close()
    await beside.close()


@pytest.mark.skipif(os.name != "posix", reason="file modes are a matter of POSIX")
async def test_the_key_store_is_closed_to_other_users(keys: KeyStore, path: Path) -> None:
    await keys.add(uuid4(), WRAPPED, 1, at())
    assert {stat.S_IMODE(each.stat().st_mode) & 0o077 for each in path.parent.iterdir()} == {0}


@pytest.mark.skipif(os.name != "posix", reason="file modes are a matter of POSIX")
def test_a_key_store_put_back_open_to_others_is_closed_to_them(path: Path) -> None:
    path.parent.mkdir()
    path.touch(0o644)

    async def open_it() -> None:
        await (await open_keys(path)).close()

    asyncio.run(open_it())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


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


async def test_keys_are_not_put_into_the_main_database(store_url: str, tmp_path: Path) -> None:
    where = tmp_path / "ajar.db" if "sqlite" in store_url else store_url
    with pytest.raises(KeysError, match="is a main database"):
        await open_keys(where)
