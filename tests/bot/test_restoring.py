from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from bot import erasing, restoring
from bot.clock import Clock, FrozenClock
from bot.errors import KeysError, SealBroken
from bot.model import AccountRef
from bot.seal import MasterKeys, Seal, rotation
from bot.store import KeyStore, Store, accounts, entries, marks, members, open_keys
from tests.conftest import Opening

from .store.nouns import account, member

MASTER = bytes(range(32))
DAY = timedelta(days=1)
ADA, GRACE = AccountRef(platform="discord", scope="", id="ada"), AccountRef(platform="slack", scope="T1", id="grace")


@pytest.fixture
async def keys(tmp_path: Path) -> AsyncIterator[KeyStore]:
    keys = await open_keys(tmp_path / "keys.db")
    yield keys
    await keys.close()


@pytest.fixture
async def seal(keys: KeyStore, clock: FrozenClock) -> Seal:
    return await Seal.open(keys, MASTER, clock)


def traces(folder: Path, name: bytes) -> list[str]:
    return [each.name for each in folder.iterdir() if name in each.read_bytes()]


async def joined(store: Store, seal: Seal, clock: Clock, ref: AccountRef) -> UUID:
    """Let somebody agree and write something."""
    new = member(consent_at=clock.now())
    await seal.make_key(new.id)
    key = await seal.opened(new.id)
    async with store.begin() as tx:
        await members.add(tx, new)
        await accounts.add(tx, account(new.id, ref=ref))
        written = uuid4()
        sealed = key.seal_json("entries", written, {"text": "mine"})
        await entries.add(tx, written, new.id, "checkin", clock.now().date(), clock.now(), sealed, key.version)
    return new.id


async def there(store: Store, *refs: AccountRef) -> list[bool]:
    async with store.read() as tx:
        return [await accounts.find(tx, each) is not None for each in refs]


async def seen(store: Store) -> str | None:
    async with store.read() as tx:
        return await marks.get(tx, restoring.MARK)


async def listed_only(seal: Seal, clock: Clock, owner: UUID, ref: AccountRef) -> None:
    """Erase somebody as far as the key store knows: the main database is one of before."""
    await seal.erase(owner, [ref], clock.now())


async def replay(store: Store, seal: Seal, clock: Clock) -> int:
    return await restoring.replay(store, seal, clock, erasing.forget)


# --- the list --------------------------------------------------------------------------------------------------------


async def test_an_erasure_is_known_by_the_account_alone(seal: Seal, clock: FrozenClock) -> None:
    assert await seal.erased(ADA) is None
    await listed_only(seal, clock, uuid4(), ADA)
    assert await seal.erased(ADA) == clock.now()
    for platform, scope, name in (("slack", "T1", "grace"), ("discord", "T1", "ada"), ("slack", "", "ada")):
        assert await seal.erased(AccountRef(platform=platform, scope=scope, id=name)) is None


async def test_the_list_names_nobody(seal: Seal, clock: FrozenClock, tmp_path: Path) -> None:
    await listed_only(seal, clock, uuid4(), GRACE)
    assert traces(tmp_path, b"grace") == []


async def test_the_list_outlives_a_change_of_the_master_key(
    keys: KeyStore, seal: Seal, clock: FrozenClock, tmp_path: Path
) -> None:
    await listed_only(seal, clock, uuid4(), ADA)
    masters = MasterKeys(
        file=tmp_path / "none", text="AQ" + "A" * 41 + "=", old="AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    )
    await rotation.rotate(keys, masters, clock, lambda done, total: None)
    assert await (await Seal.open(keys, masters()[0], clock)).erased(ADA) == clock.now()


async def test_erasing_twice_is_harmless(seal: Seal, clock: FrozenClock) -> None:
    owner = uuid4()
    await seal.make_key(owner)
    for _ in range(2):
        await seal.erase(owner, [ADA, GRACE], clock.now())
    with pytest.raises(SealBroken):
        await seal.opened(owner)
    assert await seal.erased_among([ADA, GRACE]) == {ADA: clock.now(), GRACE: clock.now()}


# --- at a start ------------------------------------------------------------------------------------------------------


async def test_where_nothing_was_restored_nothing_happens(store: Store, seal: Seal, clock: FrozenClock) -> None:
    await joined(store, seal, clock, ADA)
    assert await replay(store, seal, clock) == 0
    assert await there(store, ADA) == [True]
    assert await seen(store) is None


async def test_whoever_was_erased_since_the_backup_is_erased_again(
    store: Store, seal: Seal, clock: FrozenClock
) -> None:
    ada = await joined(store, seal, clock, ADA)
    await joined(store, seal, clock, GRACE)
    clock.advance(DAY)
    await listed_only(seal, clock, ada, ADA)
    assert await replay(store, seal, clock) == 1
    assert await there(store, ADA, GRACE) == [False, True]
    async with store.read() as tx:
        assert await members.get(tx, ada) is None
    assert int(await seen(store) or 0) == await seal.erasures()
    assert await replay(store, seal, clock) == 0


async def test_whoever_agreed_anew_after_it_stays(store: Store, seal: Seal, clock: FrozenClock) -> None:
    await listed_only(seal, clock, uuid4(), ADA)
    clock.advance(DAY)
    await joined(store, seal, clock, ADA)
    assert await replay(store, seal, clock) == 0
    assert await there(store, ADA) == [True]


async def test_what_is_erased_again_stays_listed_as_of_when_it_was_asked_for(
    store: Store, seal: Seal, clock: FrozenClock
) -> None:
    ada = await joined(store, seal, clock, ADA)
    clock.advance(DAY)
    asked = clock.now()
    await listed_only(seal, clock, ada, ADA)
    clock.advance(DAY)
    assert await replay(store, seal, clock) == 1
    assert await seal.erased(ADA) == asked


async def test_a_member_erased_by_one_account_goes_with_all_of_them(
    store: Store, seal: Seal, clock: FrozenClock
) -> None:
    ada = await joined(store, seal, clock, ADA)
    async with store.begin() as tx:
        await accounts.add(tx, account(ada, ref=GRACE))
    clock.advance(DAY)
    await seal.erase(ada, [GRACE], clock.now())
    assert await replay(store, seal, clock) == 1
    assert await there(store, ADA, GRACE) == [False, False]


async def test_everybody_is_found_however_many_there_are(
    store: Store, seal: Seal, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "LOOKED_AT_ONCE", 2)
    refs = [AccountRef(platform="discord", scope="", id=str(number)) for number in range(7)]
    ids = [await joined(store, seal, clock, each) for each in refs]
    clock.advance(DAY)
    for number in (0, 3, 6):
        await listed_only(seal, clock, ids[number], refs[number])
    assert await replay(store, seal, clock) == 3
    assert await there(store, *refs) == [False, True, True, False, True, True, False]


async def test_a_crash_in_between_is_gone_on_from(store: Store, seal: Seal, clock: FrozenClock) -> None:
    ids = {ref: await joined(store, seal, clock, ref) for ref in (ADA, GRACE)}
    clock.advance(DAY)
    for ref in (ADA, GRACE):
        await listed_only(seal, clock, ids[ref], ref)
    done = 0

    async def one_and_crash(*given: object) -> None:
        nonlocal done
        done += 1
        if done == 2:
            raise KeyboardInterrupt
        await erasing.forget(*given)  # type: ignore[arg-type]
        async with store.begin() as tx:
            await restoring.note(tx, seal)  # as every erasing does

    with pytest.raises(KeyboardInterrupt):
        await restoring.replay(store, seal, clock, one_and_crash)
    assert int(await seen(store) or 0) == await seal.erasures(), "the mark alone would not tell"
    assert await replay(store, seal, clock) == 1
    assert await there(store, ADA, GRACE) == [False, False]
    assert await replay(store, seal, clock) == 0


async def test_processes_that_start_at_once_do_not_harm_each_other(
    store: Store, another: Opening, seal: Seal, clock: FrozenClock
) -> None:
    ids = {ref: await joined(store, seal, clock, ref) for ref in (ADA, GRACE)}
    clock.advance(DAY)
    await listed_only(seal, clock, ids[ADA], ADA)
    stores = [store, await another(), await another()]
    await asyncio.gather(*(replay(each, seal, clock) for each in stores))
    assert await there(store, ADA, GRACE) == [False, True]
    assert await replay(store, seal, clock) == 0


async def test_a_list_older_than_the_main_database_stops_the_start(
    store: Store, seal: Seal, clock: FrozenClock
) -> None:
    await joined(store, seal, clock, ADA)
    await listed_only(seal, clock, uuid4(), GRACE)
    async with store.begin() as tx:
        await restoring.note(tx, seal)
        await marks.put(tx, restoring.MARK, "2")
    with pytest.raises(KeysError, match=r"^the key store is older than the main database: [^\n]+$"):
        await replay(store, seal, clock)
    assert await there(store, ADA) == [True]


async def test_what_was_seen_never_goes_down(store: Store, another: Opening, seal: Seal, clock: FrozenClock) -> None:
    for number in range(12):
        await listed_only(seal, clock, uuid4(), AccountRef(platform="discord", scope="", id=str(number)))
    beside = await another()

    async def noted(by: Store) -> None:
        async with by.begin() as tx:
            await restoring.note(tx, seal)

    await asyncio.gather(*(noted(each) for _ in range(5) for each in (store, beside)))
    assert await seen(store) == "12"
    async with store.begin() as tx:
        await marks.put(tx, restoring.MARK, "13")
        await restoring.note(tx, seal)
        assert await marks.get(tx, restoring.MARK) == "13"
