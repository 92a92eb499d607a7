from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import FrozenClock
from bot.errors import KeysError, SealBroken
from bot.seal import Key, Seal
from bot.seal.envelope import proof, proves, unwrap, wrap
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


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32), st.uuids())
def test_a_wrapped_key_opens_with_its_master_key(master: bytes, secret: bytes, owner: UUID) -> None:
    assert unwrap(master, wrap(master, secret, owner), owner) == secret
    assert secret not in wrap(master, secret, owner)


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32), st.uuids(), st.uuids(), st.data())
def test_a_wrapped_key_opens_for_no_other_master_key_and_no_other_owner(
    master: bytes, other: bytes, owner: UUID, another: UUID, data: st.DataObject
) -> None:
    wrapped = bytearray(wrap(master, bytes(32), owner))
    for key, whose in ((other, owner), (master, another)):
        if (key, whose) != (master, owner):
            with pytest.raises(SealBroken):
                unwrap(key, bytes(wrapped), whose)
    place = data.draw(st.integers(0, len(wrapped) * 8 - 1))
    wrapped[place // 8] ^= 1 << place % 8
    with pytest.raises(SealBroken):
        unwrap(master, bytes(wrapped), owner)


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32), st.binary(max_size=80))
def test_a_proof_is_its_own_master_keys_and_shows_nothing_of_it(master: bytes, other: bytes, junk: bytes) -> None:
    kept = proof(master)
    assert proves(master, kept)
    assert master not in kept
    assert proves(other, kept) == (other == master)
    assert not proves(master, junk)


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
    wrapped, version, master = kept
    await keys.add(grace, wrapped, version, clock.now(), master)
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
    before = await keys.get(ada), await keys.masters()
    with pytest.raises(KeysError, match=r"^AJAR_MASTER_KEY: [^\n]*nothing was changed$"):
        await Seal.open(keys, OTHER_MASTER, clock)
    assert (await keys.get(ada), await keys.masters()) == before
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
    assert await keys.masters() == []
