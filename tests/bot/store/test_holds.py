"""Holds stop what is unasked, and answers go on."""

from __future__ import annotations

from typing import Any

import pytest

from bot.model import Priority
from bot.store import Store, holds

from .nouns import NOON, at, delivery, planned, settled_in, take


async def sendable(store: Store) -> set[str]:
    """Return the contents of what is taken under the holds that are on."""
    async with store.read() as tx:
        held = await holds.held(tx)
    return {each.content for each in await take(store, held=held)}


async def of_every_sort(store: Store) -> str:
    """Plan one of every sort; return the hold of their community."""
    here, there = await settled_in(store), await settled_in(store, "there")

    def one(content: str, **more: Any) -> Any:
        return delivery(content=content, **more)

    await planned(
        store,
        one("prompt", kind="daily_prompt"),
        one("tip", kind="tip"),
        one("topic here", kind="topic", community_id=here.id),
        one("topic there", kind="topic", community_id=there.id),
        one("answer", kind="tip", priority=Priority.ANSWER),
        one("answer here", kind="topic", community_id=here.id, priority=Priority.ANSWER),
    )
    return f"community:{here.id.hex}"


EVERY = {"prompt", "tip", "topic here", "topic there", "answer", "answer here"}


async def test_without_a_hold_everything_goes(store: Store) -> None:
    await of_every_sort(store)
    assert await sendable(store) == EVERY


@pytest.mark.parametrize(
    ("scopes", "stopped"),
    [
        (["all"], {"prompt", "tip", "topic here", "topic there"}),
        (["kind:tip"], {"tip"}),
        (["community"], {"topic here"}),
        (["kind:daily_prompt", "community"], {"prompt", "topic here"}),
        (["kind:tip", "all"], {"prompt", "tip", "topic here", "topic there"}),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, list) else "",
)
async def test_a_hold_stops_what_it_names_and_answers_go_on(store: Store, scopes: list[str], stopped: set[str]) -> None:
    community = await of_every_sort(store)
    async with store.begin() as tx:
        for scope in scopes:
            await holds.hold(tx, community if scope == "community" else scope, NOON)
    assert await sendable(store) == EVERY - stopped


async def test_a_hold_begins_once_and_ends_with_its_release(store: Store) -> None:
    async with store.begin() as tx:
        await holds.hold(tx, "all", NOON)
        await holds.hold(tx, "all", at(hours=1))
        assert await holds.held(tx) == {"all"}
        await holds.release(tx, "kind:tip")
        assert await holds.held(tx) == {"all"}
        await holds.release(tx, "all")
        assert await holds.held(tx) == frozenset()
