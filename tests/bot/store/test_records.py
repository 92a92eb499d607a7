"""What was seen, a member's entries and a community's topics."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from bot.model import Receipt, Target, Topic, TopicState
from bot.store import Store, entries, seen, topics
from tests.conftest import Opening

from .nouns import A_DAY, at, joined, settled_in


async def test_what_was_seen_is_kept_in_order_each_in_place_of_an_earlier_time(store: Store) -> None:
    async with store.begin() as tx:
        await seen.mark(tx, [])
        await seen.mark(tx, [("member:1", "prompt", "p-1"), ("member:2", "prompt", "p-1")])
        await seen.mark(
            tx,
            [("member:1", "prompt", "p-2"), ("member:1", "prompt", "p-1"), ("member:1", "tip", "t-1")],
        )
        found = await seen.seen(tx, ["member:1", "member:2", "member:3"], "prompt")
    assert found == {"member:1": ("p-2", "p-1"), "member:2": ("p-1",)}


async def test_two_who_mark_at_once_lose_nothing(store: Store, another: Opening) -> None:
    owners = [f"member:{number}" for number in range(6)]
    async with store.begin() as tx:
        await seen.mark(tx, [(each, "prompt", "p") for each in owners])

    async def mark(each: Store, name: str, of: Sequence[str]) -> None:
        async with each.begin() as tx:
            await seen.mark(tx, [(owner, "prompt", name) for owner in of])

    async with asyncio.timeout(30):
        await asyncio.gather(*[mark(await another(), f"p-{n}", owners if n % 2 else owners[::-1]) for n in range(6)])
    async with store.read() as tx:
        found = await seen.seen(tx, owners, "prompt")
    assert {frozenset(each) for each in found.values()} == {frozenset(["p", *(f"p-{n}" for n in range(6))])}


async def kept(store: Store, member_id: UUID, sealed: bytes = b"sealed", hours: float = 0) -> UUID:
    entry_id = uuid4()
    async with store.begin() as tx:
        await entries.add(tx, entry_id, member_id, "checkin", A_DAY, at(hours=hours), sealed, 1)
    return entry_id


async def test_an_entry_is_never_found_under_another_members_id(store: Store) -> None:
    ada, grace = await joined(store), await joined(store, "grace")
    hers = await kept(store, ada.id)
    async with store.begin() as tx:
        assert await entries.get(tx, grace.id, hers) is None
        assert await entries.list(tx, grace.id, "checkin", 10) == []
        await entries.replace(tx, grace.id, hers, b"forged", 9)
        await entries.delete(tx, grace.id, hers)
        found = await entries.get(tx, ada.id, hers)
    assert found is not None
    assert (found.sealed, found.key_version, found.local_date, found.created_at) == (b"sealed", 1, A_DAY, at())


async def test_entries_are_listed_newest_first_changed_and_deleted(store: Store) -> None:
    ada = await joined(store)
    old, new, newest = [await kept(store, ada.id, hours=hours) for hours in (0, 1, 2)]
    async with store.begin() as tx:
        assert [each.id for each in await entries.list(tx, ada.id, "checkin", 2)] == [newest, new]
        assert await entries.list(tx, ada.id, "reflection", 2) == []
        await entries.replace(tx, ada.id, old, bytes(range(256)), 2)
        await entries.delete(tx, ada.id, new)
        assert [each.id for each in await entries.list(tx, ada.id, "checkin", 9)] == [newest, old]
        changed = await entries.get(tx, ada.id, old)
    assert changed is not None
    assert (changed.sealed, changed.key_version) == (bytes(range(256)), 2)
    assert "sealed=" not in repr(changed)


def topic(community_id: UUID, **changes: Any) -> Topic:
    values: dict[str, Any] = {
        "id": uuid4(),
        "community_id": community_id,
        "state": TopicState.DRAFT,
        "content": None,
        "title": "",
        "question": "",
        "target": None,
        "post_at": None,
        "agreed_hash": None,
        "receipt": None,
        "created_at": at(),
    }
    return Topic(**{**values, **changes})


FORUM = Target(platform="rehearsal", scope="", kind="forum", channel="F1", thread=True)


async def test_a_topic_is_read_as_written_and_by_its_community_alone(store: Store) -> None:
    here, there = await settled_in(store), await settled_in(store, "there")
    one = topic(here.id, target=FORUM, post_at=at(hours=1), agreed_hash="ff", content="t-1")
    async with store.begin() as tx:
        await topics.add(tx, one, b"words")
        assert await topics.get(tx, here.id, one.id) == (one, b"words")
        assert await topics.get(tx, there.id, one.id) is None
        assert await topics.list(tx, there.id, list(TopicState)) == []


async def test_a_topics_own_words_stand_nowhere_but_in_the_seal(store: Store) -> None:
    here = await settled_in(store)
    one = topic(here.id, title="Anger at work", question="What helps?")
    async with store.begin() as tx:
        await topics.add(tx, one, b"words")
        found = await topics.get(tx, here.id, one.id)
    assert found is not None
    assert (found[0].title, found[0].question) == ("", "")


async def test_topics_are_listed_in_the_order_of_their_opening(store: Store) -> None:
    here = await settled_in(store)
    later, sooner = (topic(here.id, state=TopicState.AGREED, post_at=at(hours=each)) for each in (2, 1))
    async with store.begin() as tx:
        for each in (later, sooner, topic(here.id, post_at=at())):
            await topics.add(tx, each, b"")
        found = await topics.list(tx, here.id, {TopicState.AGREED, TopicState.POSTED})
    assert [each.id for each, _ in found] == [sooner.id, later.id]


async def test_a_topic_goes_its_way_from_draft_to_post(store: Store) -> None:
    here = await settled_in(store)
    one = topic(here.id)
    receipt = Receipt(channel="F1", message="9", thread="9")
    async with store.begin() as tx:
        await topics.add(tx, one, b"words")
        await topics.update(tx, one.id)
        await topics.update(tx, one.id, state=TopicState.AGREED, target=FORUM, post_at=at(hours=1), agreed_hash="ff")
        agreed = replace(one, state=TopicState.AGREED, target=FORUM, post_at=at(hours=1), agreed_hash="ff")
        assert await topics.get(tx, here.id, one.id) == (agreed, b"words")
        posted = replace(agreed, state=TopicState.POSTED, receipt=receipt)
        assert await topics.posted(tx, one.id, receipt) == posted
        assert await topics.get(tx, here.id, one.id) == (posted, b"words")
        assert await topics.posted(tx, uuid4(), receipt) is None


async def test_drafts_nobody_came_back_to_are_deleted_and_nothing_else(store: Store) -> None:
    here = await settled_in(store)
    old, new, agreed = topic(here.id), topic(here.id, created_at=at(hours=2)), topic(here.id, state=TopicState.AGREED)
    async with store.begin() as tx:
        for each in (old, new, agreed):
            await topics.add(tx, each, b"")
        await topics.purge(tx, drafts_before=at(hours=1), dropped_before=at(hours=1))
        found = await topics.list(tx, here.id, list(TopicState))
    assert {each.id for each, _ in found} == {new.id, agreed.id}


async def test_topics_withdrawn_or_lapsed_long_ago_are_deleted_and_posted_ones_stay(store: Store) -> None:
    here = await settled_in(store)
    kept = [topic(here.id, state=state) for state in (TopicState.AGREED, TopicState.POSTED)]
    dropped = [topic(here.id, state=state) for state in (TopicState.PROPOSED, TopicState.CANCELLED)]
    recent = topic(here.id, state=TopicState.CANCELLED, created_at=at(hours=2))
    async with store.begin() as tx:
        for each in (*kept, *dropped, recent):
            await topics.add(tx, each, b"")
        await topics.purge(tx, drafts_before=at(), dropped_before=at(hours=1))
        found = await topics.list(tx, here.id, list(TopicState))
    assert {each.id for each, _ in found} == {each.id for each in (*kept, recent)}
