from __future__ import annotations

import base64
import stat
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import FrozenClock
from bot.errors import KeysError, SealBroken
from bot.seal import Key, Seal, load_master
from bot.store import KeyStore, open_keys

MASTER, OTHER_MASTER = bytes(range(32)), bytes(range(1, 33))
RECORD = UUID(int=7)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)


@pytest.fixture
async def keys(tmp_path: Path) -> AsyncIterator[KeyStore]:
    keys = await open_keys(tmp_path / "keys.db")
    yield keys
    await keys.close()


@pytest.fixture
async def seal(keys: KeyStore, clock: FrozenClock) -> Seal:
    return await Seal.open(keys, MASTER, clock)


def key(owner: int = 1, version: int = 1, secret: bytes = bytes(32)) -> Key:
    return Key(UUID(int=owner), version, secret)


# --- sealing -------------------------------------------------------------------------------------------------------


@given(st.binary(max_size=4096), st.uuids(), st.sampled_from(["entries", "topics", ""]))
def test_whatever_is_sealed_opens_again(plain: bytes, record: UUID, table: str) -> None:
    assert key().open(table, record, key().seal(table, record, plain)) == plain


@given(JSON)
def test_whatever_json_is_sealed_opens_again(value: object) -> None:
    assert key().open_json("entries", RECORD, key().seal_json("entries", RECORD, value)) == value


@given(st.binary(min_size=8, max_size=200))
def test_nothing_readable_is_left_in_what_is_sealed(plain: bytes) -> None:
    assert plain not in key().seal("entries", RECORD, plain)


@given(st.binary(max_size=64), st.data())
def test_one_changed_bit_is_noticed(plain: bytes, data: st.DataObject) -> None:
    sealed = bytearray(key().seal("entries", RECORD, plain))
    place = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[place // 8] ^= 1 << place % 8
    with pytest.raises(SealBroken):
        key().open("entries", RECORD, bytes(sealed))


@given(st.binary(max_size=64), st.data())
def test_a_sealed_record_cut_short_does_not_open(plain: bytes, data: st.DataObject) -> None:
    sealed = key().seal("entries", RECORD, plain)
    length = data.draw(st.integers(0, len(sealed) - 1))
    with pytest.raises(SealBroken):
        key().open("entries", RECORD, sealed[:length])


@given(st.binary(max_size=128))
def test_what_was_never_sealed_does_not_open(junk: bytes) -> None:
    with pytest.raises(SealBroken):
        key().open("entries", RECORD, junk)


@pytest.mark.parametrize(
    ("reader", "table", "record"),
    [
        (key(owner=2), "entries", RECORD),
        (key(version=2), "entries", RECORD),
        (key(secret=bytes(31) + b"1"), "entries", RECORD),
        (key(), "topics", RECORD),
        (key(), "entries", UUID(int=8)),
    ],
    ids=["another owner", "another version", "another key", "another table", "another record"],
)
def test_a_sealed_record_moved_elsewhere_does_not_open(reader: Key, table: str, record: UUID) -> None:
    sealed = key().seal("entries", RECORD, b"mine")
    assert key().open("entries", RECORD, sealed) == b"mine"
    with pytest.raises(SealBroken):
        reader.open(table, record, sealed)


def test_the_same_words_are_never_sealed_alike() -> None:
    assert len({key().seal("entries", RECORD, b"same") for _ in range(200)}) == 200


def test_a_key_does_not_show_its_secret() -> None:
    assert repr(b"secret" * 5)[2:-1] not in repr(key(secret=b"secret" * 5 + b"12"))


# --- keys of owners ------------------------------------------------------------------------------------------------


async def test_an_owners_key_is_made_once_and_is_its_own(seal: Seal) -> None:
    ada, grace = uuid4(), uuid4()
    for owner in (ada, ada, grace):
        await seal.make_key(owner)
    sealed = (await seal.opened(ada)).seal("entries", RECORD, b"mine")
    await seal.make_key(ada)
    assert (await seal.opened(ada)).open("entries", RECORD, sealed) == b"mine"
    with pytest.raises(SealBroken):
        (await seal.opened(grace)).open("entries", RECORD, sealed)


async def test_an_owner_without_a_key_has_nothing_to_open(seal: Seal) -> None:
    with pytest.raises(SealBroken):
        await seal.opened(uuid4())


async def test_what_was_sealed_is_unreadable_once_the_key_is_destroyed(seal: Seal) -> None:
    ada = uuid4()
    await seal.make_key(ada)
    sealed = (await seal.opened(ada)).seal("entries", RECORD, b"mine")
    await seal.destroy(ada)
    with pytest.raises(SealBroken):
        await seal.opened(ada)
    await seal.make_key(ada)
    with pytest.raises(SealBroken):
        (await seal.opened(ada)).open("entries", RECORD, sealed)


async def test_a_wrapped_key_given_to_another_owner_does_not_open(
    seal: Seal, keys: KeyStore, clock: FrozenClock
) -> None:
    ada, grace = uuid4(), uuid4()
    await seal.make_key(ada)
    kept = await keys.get(ada)
    assert kept is not None
    await keys.add(grace, *kept, clock.now())
    with pytest.raises(SealBroken):
        await seal.opened(grace)


async def test_the_key_store_holds_no_key_as_it_is(seal: Seal, keys: KeyStore) -> None:
    ada = uuid4()
    await seal.make_key(ada)
    kept = await keys.get(ada)
    assert kept is not None
    assert (await seal.opened(ada))._secret not in kept[0]


# --- the master key ------------------------------------------------------------------------------------------------


async def test_the_same_master_key_opens_after_a_restart(seal: Seal, keys: KeyStore, clock: FrozenClock) -> None:
    ada = uuid4()
    await seal.make_key(ada)
    sealed = (await seal.opened(ada)).seal("entries", RECORD, b"mine")
    again = await Seal.open(keys, MASTER, clock)
    assert (await again.opened(ada)).open("entries", RECORD, sealed) == b"mine"


async def test_a_wrong_master_key_stops_the_start_and_changes_nothing(
    seal: Seal, keys: KeyStore, clock: FrozenClock
) -> None:
    ada = uuid4()
    await seal.make_key(ada)
    before = await keys.get(ada), await keys.mark("master")
    with pytest.raises(KeysError, match=r"^AJAR_MASTER_KEY: [^\n]*nothing was changed$"):
        await Seal.open(keys, OTHER_MASTER, clock)
    assert (await keys.get(ada), await keys.mark("master")) == before
    await Seal.open(keys, MASTER, clock)


async def test_a_wrong_master_key_is_noticed_before_there_is_any_key(
    seal: Seal, keys: KeyStore, clock: FrozenClock
) -> None:
    with pytest.raises(KeysError):
        await Seal.open(keys, OTHER_MASTER, clock)


async def test_keys_without_a_mark_of_their_master_key_stop_the_start(keys: KeyStore, clock: FrozenClock) -> None:
    await keys.add(uuid4(), b"wrapped", 1, clock.now())
    with pytest.raises(KeysError, match="no mark"):
        await Seal.open(keys, MASTER, clock)
    assert await keys.mark("master") is None


# --- where the master key comes from -------------------------------------------------------------------------------


def test_a_master_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "master.key"
    made = load_master(path, None)
    assert len(made) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_bytes(), path.stat().st_mtime_ns
    assert load_master(path, None) == made
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert load_master(tmp_path / "other.key", None) != made


def test_the_setting_wins_over_the_file_and_makes_none(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    assert load_master(path, f" {base64.b64encode(MASTER).decode()}\n") == MASTER
    assert not path.exists()


WRONG = ["", "no base64!", "QUJD", base64.b64encode(bytes(31)).decode(), base64.b64encode(bytes(33)).decode(), "ä" * 44]


@pytest.mark.parametrize("text", WRONG)
def test_a_malformed_setting_is_one_line_that_names_it_and_does_not_repeat_it(tmp_path: Path, text: str) -> None:
    with pytest.raises(KeysError, match=r"^AJAR_MASTER_KEY: [^\n]+$") as caught:
        load_master(tmp_path / "master.key", text)
    assert not text or text not in str(caught.value)
    assert not (tmp_path / "master.key").exists()


@pytest.mark.parametrize("text", WRONG)
def test_a_malformed_file_is_one_line_that_names_it_and_stays_as_it_is(tmp_path: Path, text: str) -> None:
    path = tmp_path / "master.key"
    path.write_text(text, "utf-8")
    with pytest.raises(KeysError, match=r"master\.key: [^\n]+$"):
        load_master(path, None)
    assert path.read_text("utf-8") == text


def test_a_place_where_no_key_can_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a file").touch()
    with pytest.raises(KeysError, match=r"master\.key: [^\n]+$"):
        load_master(tmp_path / "a file" / "master.key", None)
    (tmp_path / "a folder").mkdir()
    with pytest.raises(KeysError, match=r"a folder: [^\n]+$"):
        load_master(tmp_path / "a folder", None)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a file", "a folder"]
