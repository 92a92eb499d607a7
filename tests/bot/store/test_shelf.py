from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.clock import FrozenClock
from bot.errors import SealBroken
from bot.seal import Seal
from bot.store import Store, StoreShelf, open_keys
from bot.store.tables import shelf as table


@pytest.fixture
async def seal(tmp_path: Path, clock: FrozenClock) -> AsyncIterator[Seal]:
    seal = await Seal.open(await open_keys(tmp_path / "keys.db"), bytes(32), clock)
    yield seal
    await seal.close()


@pytest.fixture
def shelf(store: Store, seal: Seal, clock: FrozenClock) -> StoreShelf:
    return StoreShelf(store=store, seal=seal, adapter="slack", clock=clock)


async def test_what_is_put_on_the_shelf_is_found_there(shelf: StoreShelf) -> None:
    assert await shelf.get("T1", "token") is None
    await shelf.put("T1", "token", {"bot": "xoxb", "scopes": ["chat:write"], "none": None})
    assert await shelf.get("T1", "token") == {"bot": "xoxb", "scopes": ["chat:write"], "none": None}
    await shelf.put("T1", "token", {"bot": "new"})
    assert await shelf.get("T1", "token") == {"bot": "new"}
    assert await shelf.get("T2", "token") is None
    assert await shelf.get("T1", "other") is None


async def test_one_adapters_shelf_is_not_anothers(
    shelf: StoreShelf, store: Store, seal: Seal, clock: FrozenClock
) -> None:
    await shelf.put("T1", "token", {"bot": "xoxb"})
    discord = StoreShelf(store=store, seal=seal, adapter="discord", clock=clock)
    await discord.delete("T1", "token")
    assert await discord.get("T1", "token") is None
    assert await shelf.get("T1", "token") == {"bot": "xoxb"}


async def test_what_is_deleted_is_gone(shelf: StoreShelf) -> None:
    await shelf.put("T1", "token", {"bot": "xoxb"})
    await shelf.delete("T1", "token")
    await shelf.delete("T1", "token")
    assert await shelf.get("T1", "token") is None


async def test_the_database_holds_nothing_readable(shelf: StoreShelf, store: Store) -> None:
    await shelf.put("T1", "token", {"bot": "xoxb-secret"})
    async with store.read() as tx:
        sealed = (await tx.execute(select(table.c.sealed))).scalar()
    assert sealed is not None
    assert b"xoxb" not in sealed


async def test_what_was_moved_to_another_scope_does_not_open(shelf: StoreShelf, store: Store) -> None:
    await shelf.put("T1", "token", {"bot": "xoxb"})
    async with store.begin() as tx:
        await tx.execute(update(table).values(scope="T2"))
    with pytest.raises(SealBroken):
        await shelf.get("T2", "token")


async def test_a_lock_is_held_by_one_until_it_is_let_go(shelf: StoreShelf) -> None:
    async with shelf.lock("refresh", 30) as mine:
        assert mine
        async with shelf.lock("refresh", 30) as other:
            assert not other
        async with shelf.lock("another", 30) as free:
            assert free
    async with shelf.lock("refresh", 30) as again:
        assert again


async def test_a_lock_whose_holder_died_runs_out(shelf: StoreShelf, clock: FrozenClock) -> None:
    async with shelf.lock("refresh", 30):
        clock.advance(timedelta(seconds=29))
        async with shelf.lock("refresh", 30) as early:
            assert not early
        clock.advance(timedelta(seconds=1))
        async with shelf.lock("refresh", 30) as mine:
            assert mine


async def test_one_who_overstayed_does_not_let_go_of_the_next_ones_lock(shelf: StoreShelf, clock: FrozenClock) -> None:
    late = shelf.lock("refresh", 30)
    await late.__aenter__()
    clock.advance(timedelta(seconds=31))
    async with shelf.lock("refresh", 30) as mine:
        assert mine
        await late.__aexit__(None, None, None)
        async with shelf.lock("refresh", 30) as third:
            assert not third


async def test_a_lock_is_let_go_when_the_work_under_it_fails(shelf: StoreShelf) -> None:
    with pytest.raises(RuntimeError, match="work"):
        async with shelf.lock("refresh", 30):
            raise RuntimeError("work")
    async with shelf.lock("refresh", 30) as mine:
        assert mine
