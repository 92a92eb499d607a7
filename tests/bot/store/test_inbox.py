from __future__ import annotations

import pytest

from bot.store import Store, inbox

from .nouns import at


async def test_an_event_is_taken_in_once(store: Store) -> None:
    async with store.begin() as tx:
        assert await inbox.take(tx, "discord:1", at(), "entry:7") == inbox.Taken(True, "entry:7")
    async with store.begin() as tx:
        assert await inbox.take(tx, "discord:1", at(hours=1), "entry:8") == inbox.Taken(False, "entry:7")


async def test_what_an_event_led_to_can_be_noted_later(store: Store) -> None:
    async with store.begin() as tx:
        await inbox.take(tx, "discord:1", at())
        await inbox.note(tx, "discord:1", "topic:3")
    async with store.begin() as tx:
        assert (await inbox.take(tx, "discord:1", at())).outcome == "topic:3"


async def test_an_event_whose_effect_failed_may_come_again(store: Store) -> None:
    with pytest.raises(RuntimeError, match="the effect"):
        async with store.begin() as tx:
            await inbox.take(tx, "discord:1", at())
            raise RuntimeError("the effect")
    async with store.begin() as tx:
        assert (await inbox.take(tx, "discord:1", at())).first


async def test_events_are_forgotten_after_their_time(store: Store) -> None:
    async with store.begin() as tx:
        await inbox.take(tx, "old", at())
        await inbox.take(tx, "new", at(hours=2))
        await inbox.purge(tx, at(hours=1))
        assert (await inbox.take(tx, "old", at(hours=3))).first
        assert not (await inbox.take(tx, "new", at(hours=3))).first
