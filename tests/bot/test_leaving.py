"""Who leaves every community is erased, thirty days later, unless they come back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from bot import erasing
from bot.clock import FrozenClock
from bot.model import CommunityRef
from bot.seal import Seal
from bot.store import Store, accounts, communities, departures, members

from .courier import Courier
from .lived import is_gone, lived, ref, sealing
from .store.nouns import NOON, PLATFORM, at


@pytest.fixture
async def seal(tmp_path: Path, clock: FrozenClock) -> AsyncIterator[Seal]:
    async with sealing(tmp_path, clock) as made:
        yield made


async def housed(store: Store, member_id: UUID, who: str, *places: str) -> dict[str, UUID]:
    """Let a member be in communities; return their ids."""
    ids = {}
    async with store.begin() as tx:
        found = await accounts.find(tx, ref(who))
        assert found is not None and found[1].id == member_id
        for place in places:
            home = await communities.ensure(tx, CommunityRef(platform=PLATFORM, id=place), "UTC", "en")
            await communities.join(tx, home.id, found[0].id, NOON)
            ids[place] = home.id
    return ids


async def leaves(store: Store, who: str | None, community: UUID | None, now: datetime = NOON) -> int:
    async with store.begin() as tx:
        found = await accounts.find(tx, ref(who)) if who else None
        grace = {"erase_at": now + erasing.GRACE}
        return await departures.left(tx, account_id=found[0].id if found else None, community_id=community, **grace)


async def there(store: Store) -> int:
    async with store.read() as tx:
        return len([each for each in [await accounts.find(tx, ref(who)) for who in ("ada", "bea")] if each])


async def test_after_the_last_community_and_thirty_days_a_member_is_erased_and_not_before(
    store: Store, seal: Seal, clock: FrozenClock
) -> None:
    ada = await lived(store, seal, "ada", waiting=0)
    ids = await housed(store, ada, "ada", "one", "two")
    assert await leaves(store, "ada", ids["one"]) == 0, "there is another"
    assert await leaves(store, "ada", ids["two"]) == 1
    clock.advance(timedelta(days=30, microseconds=-1))
    await erasing.let_go(store, seal, clock)
    assert await there(store) == 1
    clock.advance(timedelta(microseconds=1))
    await erasing.let_go(store, seal, clock)
    assert await is_gone(store, seal, ada, "ada")


async def test_when_the_app_is_removed_everybody_there_goes_and_nobody_else(
    store: Store, seal: Seal, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing, "LEFT_AT_ONCE", 1)
    ada, bea = await lived(store, seal, "ada", waiting=0), await lived(store, seal, "bea", waiting=0)
    ids = await housed(store, ada, "ada", "one")
    await housed(store, bea, "bea", "one", "two")
    cas = await lived(store, seal, "cas", waiting=0)
    await housed(store, cas, "cas", "one")
    assert await leaves(store, None, ids["one"]) == 2
    clock.advance(timedelta(days=31))
    await erasing.let_go(store, seal, clock)
    assert await is_gone(store, seal, ada, "ada") and await is_gone(store, seal, cas, "cas")
    assert await there(store) == 1


@pytest.mark.parametrize("how", ["touched", "reachable"])
async def test_a_return_within_the_grace_ends_it(store: Store, seal: Seal, clock: FrozenClock, how: str) -> None:
    ada = await lived(store, seal, "ada", waiting=0)
    await housed(store, ada, "ada", "one")
    await leaves(store, "ada", None)
    clock.advance(timedelta(days=29))
    async with store.begin() as tx:
        found = await accounts.find(tx, ref("ada"))
        assert found is not None
        assert clock.now() - found[1].seen_at >= timedelta(hours=1), "so that a presence is noted even soon after"
        if how == "touched":
            await members.touch(tx, ada, clock.now())
        else:
            await accounts.unreachable(tx, found[0].id, None)
    clock.advance(timedelta(days=40))
    await erasing.let_go(store, seal, clock)
    assert await there(store) == 1


async def test_whoever_is_still_reached_stays_since_a_community_we_do_not_know_of_is_shared(
    store: Store, seal: Seal, clock: FrozenClock
) -> None:
    ada = await lived(store, seal, "ada", waiting=1)
    await housed(store, ada, "ada", "one")
    await leaves(store, "ada", None, clock.now())
    courier = Courier(store, clock)
    await courier.after(hours=1)
    assert len(courier.platform.seen) == 1
    clock.advance(timedelta(days=31))
    await erasing.let_go(store, seal, clock)
    assert await there(store) == 1
    async with store.read() as tx:
        assert await departures.over(tx, clock.now(), 10) == []


async def test_leaving_twice_does_not_begin_the_grace_anew(store: Store, seal: Seal, clock: FrozenClock) -> None:
    ada = await lived(store, seal, "ada", waiting=0)
    await housed(store, ada, "ada", "one")
    await leaves(store, "ada", None)
    await leaves(store, "ada", None, at(days=20))
    clock.advance(timedelta(days=30))
    await erasing.let_go(store, seal, clock)
    assert await is_gone(store, seal, ada, "ada")
