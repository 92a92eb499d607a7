from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from bot.clock import FrozenClock
from bot.errors import KeysError, SealBroken, StoreUnavailable
from bot.seal import MasterKeys, Seal, load_master, rotation
from bot.seal.envelope import proves
from bot.store import KeyStore, open_keys

from .owners import NEW, OLD, Told, files, readable, rotate, said, written


async def test_after_a_rotation_everything_opens_with_the_new_master_key_alone(
    keys: KeyStore, masters: MasterKeys, clock: FrozenClock
) -> None:
    old = masters()[0]
    sealed = await written(await Seal.open(keys, masters, clock))
    told: Told = []
    done = await rotation.rotate(keys, masters, clock, lambda *each: told.append(each))
    assert (done.version, done.keys, done.broken, done.former) == (2, 5, 0, masters.former(old))
    assert told[-1] == (5, 5)
    new = load_master(masters.file, None)
    assert new != old
    assert files(masters) == ["master.key", masters.former(old).name]
    assert await readable(await Seal.open(keys, new, clock), sealed)
    with pytest.raises(KeysError):
        await Seal.open(keys, old, clock)
    ((_, kept, _),) = await keys.masters()
    assert proves(new, kept)


async def test_master_keys_from_settings_change_places(keys: KeyStore, masters: MasterKeys, clock: FrozenClock) -> None:
    settings = replace(masters, text=said(OLD))
    sealed = await written(await Seal.open(keys, settings, clock))
    with pytest.raises(KeysError, match=r"^AJAR_MASTER_KEY: .*AJAR_MASTER_KEY_OLD"):
        await rotate(keys, settings, clock)
    both = replace(masters, text=said(NEW), old=said(OLD))
    assert await readable(await Seal.open(keys, both, clock), sealed), "before the change, with both"
    done = await rotate(keys, both, clock)
    assert (done.keys, done.former, done.nothing) == (5, None, False)
    assert (await rotate(keys, both, clock)).nothing
    assert await readable(await Seal.open(keys, replace(masters, text=said(NEW)), clock), sealed)
    assert files(masters) == ["master.key"], "what is not used is left alone"


async def test_a_rotation_may_follow_a_rotation(keys: KeyStore, masters: MasterKeys, clock: FrozenClock) -> None:
    sealed = await written(await Seal.open(keys, masters, clock))
    for version in (2, 3, 4):
        assert (await rotate(keys, masters, clock)).version == version
    assert len(files(masters)) == 4
    assert await readable(await Seal.open(keys, load_master(masters.file, None), clock), sealed)


async def test_many_keys_go_in_batches(
    keys: KeyStore, masters: MasterKeys, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "BATCH", 2)
    sealed = await written(await Seal.open(keys, masters, clock))
    told: Told = []
    await rotation.rotate(keys, masters, clock, lambda *each: told.append(each))
    assert told == [(2, 5), (4, 5), (5, 5)]
    assert await readable(await Seal.open(keys, masters, clock), sealed)


async def test_a_key_that_does_not_open_is_left_and_the_old_master_key_stays(
    keys: KeyStore, masters: MasterKeys, clock: FrozenClock
) -> None:
    old = masters()[0]
    sealed = await written(await Seal.open(keys, masters, clock), 2)
    await keys.add(UUID(int=5), b"\x01 nothing that opens, of some length", 1, clock.now(), 1)
    done = await rotate(keys, masters, clock)
    assert (done.keys, done.broken) == (2, 1)
    assert load_master(masters.file, None) == old
    assert files(masters) == ["master.key", "master.key.new"]
    assert await readable(await Seal.open(keys, masters, clock), sealed)
    await keys.destroy(UUID(int=5))
    assert (await rotate(keys, masters, clock)).broken == 0
    assert load_master(masters.file, None) != old
    assert await readable(await Seal.open(keys, masters, clock), sealed)


async def test_an_empty_key_store_has_nothing_to_change(
    keys: KeyStore, masters: MasterKeys, clock: FrozenClock
) -> None:
    with pytest.raises(KeysError, match="nothing to change"):
        await rotate(keys, masters, clock)
    assert files(masters) == ["master.key"]


async def test_an_older_key_store_put_back_opens_with_the_master_key_that_was_kept(
    tmp_path: Path, masters: MasterKeys, clock: FrozenClock
) -> None:
    keys = await open_keys(tmp_path / "keys.db")
    sealed = await written(await Seal.open(keys, masters, clock))
    await keys.close()
    before = (tmp_path / "keys.db").read_bytes()
    keys = await open_keys(tmp_path / "keys.db")
    await rotate(keys, masters, clock)
    await keys.close()
    (tmp_path / "keys.db").write_bytes(before)
    keys = await open_keys(tmp_path / "keys.db")
    assert await readable(await Seal.open(keys, masters, clock), sealed)
    for _ in range(2):
        await rotate(keys, masters, clock)
        assert await readable(await Seal.open(keys, masters, clock), sealed)
    assert len(files(masters)) == 4, "no master key is ever lost"
    await keys.close()


# --- while bots run --------------------------------------------------------------------------------------------------


async def test_a_running_process_learns_of_the_new_master_key_by_itself(
    keys: KeyStore, where: Path | str, masters: MasterKeys, clock: FrozenClock
) -> None:
    beside = await open_keys(where)
    running = await Seal.open(beside, masters, clock)
    sealed = await written(running)
    await rotate(keys, masters, clock)
    assert await readable(running, sealed)
    sealed |= await written(running)
    assert await keys.count_locked_with(2) == 10
    assert await readable(await Seal.open(keys, load_master(masters.file, None), clock), sealed)
    await beside.close()


async def test_a_process_that_has_only_the_old_master_key_asks_for_patience_and_spoils_nothing(
    keys: KeyStore, masters: MasterKeys, clock: FrozenClock, caplog: pytest.LogCaptureFixture
) -> None:
    running = await Seal.open(keys, OLD, clock)
    sealed = await written(running)
    await rotate(keys, replace(masters, text=said(NEW), old=said(OLD)), clock)
    with pytest.raises(StoreUnavailable):
        await readable(running, sealed)
    with pytest.raises(StoreUnavailable):
        await running.make_key(uuid4())
    assert "AJAR_MASTER_KEY" in caplog.text
    assert await keys.count_locked_with(1) == 0
    assert await readable(await Seal.open(keys, NEW, clock), sealed)


async def test_members_come_write_and_go_while_the_master_key_changes(
    keys: KeyStore, where: Path | str, masters: MasterKeys, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "BATCH", 3)
    beside = await open_keys(where)
    running = await Seal.open(beside, masters, clock)
    sealed, gone = await written(running, 20), set()
    rotating = asyncio.create_task(rotate(keys, masters, clock))
    while not rotating.done():
        sealed |= await written(running, 1)
        assert await readable(running, sealed)
        gone.add(lost := next(iter(sealed)))
        del sealed[lost]
        await running.erase(lost, [], clock.now())
    assert (await rotating).broken == 0
    again = await Seal.open(keys, load_master(masters.file, None), clock)
    assert await readable(again, sealed)
    for each in gone:
        with pytest.raises(SealBroken):
            await again.opened(each)
    await beside.close()


async def test_two_rotations_at_once_do_not_harm_each_other(
    keys: KeyStore, where: Path | str, masters: MasterKeys, clock: FrozenClock
) -> None:
    sealed = await written(await Seal.open(keys, masters, clock), 20)
    beside = await open_keys(where)
    ended = await asyncio.gather(*(rotate(each, masters, clock) for each in (keys, beside)), return_exceptions=True)
    assert any(isinstance(each, rotation.Rotated) for each in ended)
    assert all(isinstance(each, rotation.Rotated | KeysError) for each in ended), ended
    await rotate(keys, masters, clock)
    assert not masters.following.exists()
    assert await readable(await Seal.open(keys, load_master(masters.file, None), clock), sealed)
    await beside.close()
