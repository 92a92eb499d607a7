"""Members, their accounts, their communities, and what one read says about who asks and where."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from bot.model import AccountRef, CommunityRef
from bot.store import Store, accounts, communities, members

from .nouns import PLATFORM, account, at, joined, member, settled_in

ADA = AccountRef(platform=PLATFORM, scope="", id="ada")
HERE = CommunityRef(platform=PLATFORM, id="here")


async def test_who_asks_and_where_is_known_in_one_read(store: Store) -> None:
    ada, here = await joined(store), await settled_in(store)
    found = await store.who(ADA, HERE)
    assert found[0] is not None
    assert (found[0].ref, found[0].member_id, found[1], found[2]) == (ADA, ada.id, ada, here)


async def test_a_stranger_in_an_unknown_place_is_nobody_nowhere(store: Store) -> None:
    assert await store.who(ADA, HERE) == (None, None, None)
    assert await store.who(ADA, None) == (None, None, None)


async def test_the_same_id_in_another_workspace_is_somebody_else(store: Store) -> None:
    await joined(store)
    for stranger in (replace(ADA, scope="T2"), replace(ADA, platform="slack"), replace(ADA, id="ADA")):
        assert (await store.who(stranger, None))[0] is None


async def test_a_member_is_read_as_written_and_changes_are_kept(store: Store) -> None:
    ada = member(country="GR", discreet=True, locale="de")
    async with store.begin() as tx:
        await members.add(tx, ada)
        assert await members.get(tx, ada.id) == ada
        await members.update(tx, ada.id, zone="Asia/Tokyo")
        await members.touch(tx, ada.id, at(hours=1))
        changed = replace(ada, zone="Asia/Tokyo", seen_at=at(hours=1))
        assert await members.by_ids(tx, [ada.id, member().id]) == {ada.id: changed}
        assert await members.get(tx, member().id) is None


async def test_a_theme_is_set_aside_once_and_comes_back(store: Store) -> None:
    ada, grace = await joined(store), await joined(store, "grace")
    async with store.begin() as tx:
        await members.mute(tx, ada.id, "anger")
        await members.mute(tx, ada.id, "anger")
        await members.mute(tx, ada.id, "shame")
        await members.unmute(tx, grace.id, "anger")
        assert await members.muted(tx, [ada.id, grace.id]) == {ada.id: frozenset({"anger", "shame"})}
        await members.unmute(tx, ada.id, "anger")
        assert await members.muted(tx, [ada.id]) == {ada.id: frozenset({"shame"})}


async def test_an_account_belongs_to_one_member_alone(store: Store) -> None:
    await joined(store)
    with pytest.raises(IntegrityError):
        await joined(store)
    async with store.read() as tx:
        assert await accounts.find(tx, ADA) is not None


async def test_an_account_without_a_member_is_refused(store: Store) -> None:
    with pytest.raises(IntegrityError):
        async with store.begin() as tx:
            await accounts.add(tx, account(member().id))


async def test_the_account_that_can_be_reached_comes_first(store: Store) -> None:
    ada = await joined(store)
    closed, open_one = account(ada.id, "closed", unreachable_at=at()), account(ada.id, "open")
    async with store.begin() as tx:
        await accounts.add(tx, closed)
        await accounts.add(tx, open_one)
        found = (await accounts.of_members(tx, [ada.id, member().id]))[ada.id]
        assert len(found) == 3
        assert found[-1] == closed
        await accounts.unreachable(tx, open_one.id, at(hours=1))
        await accounts.unreachable(tx, closed.id, None)
        await accounts.opened(tx, closed.id, "D7")
        found = (await accounts.of_members(tx, [ada.id]))[ada.id]
    assert found[-1] == replace(open_one, unreachable_at=at(hours=1))
    assert replace(closed, unreachable_at=None, direct_channel="D7") in found


async def test_a_community_is_written_down_once_with_its_first_zone(store: Store) -> None:
    async with store.begin() as tx:
        first = await communities.ensure(tx, HERE, "Europe/Rome", "it")
        again = await communities.ensure(tx, HERE, "UTC", "en")
    assert first == again
    assert (again.zone, again.locale) == ("Europe/Rome", "it")


async def test_a_communitys_moderators_are_read_as_written(store: Store) -> None:
    here = await settled_in(store)
    async with store.begin() as tx:
        await communities.update(
            tx, here.id, moderators_channel="C1", moderator_roles=("r1", "r2"), moderator_accounts=("a1",)
        )
        found = await communities.get(tx, here.id)
        assert await communities.get(tx, member().id) is None
    assert found == replace(here, moderators_channel="C1", moderator_roles=("r1", "r2"), moderator_accounts=("a1",))


async def test_joining_a_community_twice_is_joining_once(store: Store) -> None:
    ada, here = await joined(store), await settled_in(store)
    async with store.begin() as tx:
        hers = (await accounts.of_members(tx, [ada.id]))[ada.id][0]
        await communities.join(tx, here.id, hers.id, at())
        await communities.join(tx, here.id, hers.id, at(hours=1))
