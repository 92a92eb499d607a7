"""Shards: which are ours, whose turn it is to identify, and that an answer is the same over any of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from adapters.discord import Settings, connect
from adapters.discord.shards import Shard, Shards
from adapters.discord.slots import Slots
from bot.errors import SettingsError, StoreUnavailable
from bot.messages import ActionId, Message, Reply, Text
from bot.settings import load
from tests.adapters.harness import DictShelf

from .harness import PATIENCE, DiscordHarness, Line, Seen, quick
from .test_lifecycle import Impatient
from .world import GUILD, MEMBER, TOKEN

GO = ActionId(feature="tip", action="another", ref="r")
KIND = Reply(message=Message(parts=(Text(words=("Thank you.",)),), summary="s"))


class LockingShelf(DictShelf):
    """A shelf whose locks hold, among everyone who has it. `out` while the database is out of reach."""

    def __init__(self) -> None:
        super().__init__()
        self.locked: set[str] = set()
        self.most = self.tried = 0
        self.out = False
        self._awaited: list[tuple[int, asyncio.Event]] = []

    @asynccontextmanager
    async def lock(self, key: str, seconds: float) -> AsyncIterator[bool]:
        self.tried += 1
        for each in [each for count, each in self._awaited if count <= self.tried]:
            each.set()
        if self.out:
            raise StoreUnavailable
        mine = key not in self.locked
        self.locked.add(key)
        self.most = max(self.most, len(self.locked))
        try:
            yield mine
        finally:
            if mine:
                self.locked.discard(key)

    async def tries(self, count: int) -> None:
        """Return when a lock was asked for so often."""
        self._awaited.append((count, asyncio.Event()))
        await asyncio.wait_for(self._awaited[-1][1].wait(), PATIENCE)


class Sharded(DiscordHarness):
    """A harness whose adapter has shards of its own."""

    shards = "0-3/16"

    def prepare(self) -> Line:
        settings = Settings(token=SecretStr(TOKEN), shards=self.shards)
        way = self.discord.connector()
        self.platform = connect(settings, self.core, self.shelf, self.core.clock, connector=way)
        quick(self.platform)
        self._line = Line(self.discord, self.platform)
        return self._line


@asynccontextmanager
async def sharded(shards: str) -> AsyncIterator[Sharded]:
    harness = Sharded(shelf=LockingShelf())
    harness.shards = shards
    harness.discord.gateway.concurrency = 2
    try:
        yield harness
    finally:
        await harness.stop()


@pytest.mark.parametrize(("text", "first", "last", "count"), [("0-3/16", 0, 3, 16), (" 15/16 ", 15, 15, 16)])
def test_shards_are_read(text: str, first: int, last: int, count: int) -> None:
    assert Shards.parse(text) == Shards(first=first, last=last, count=count)


@pytest.mark.parametrize("text", ["4", "3-0/16", "0-16/16", "16/16", "0-3", "-1/2", "a-b/c", "0-3/0", "0-99999/99999"])
def test_shards_that_cannot_be_are_one_line_naming_the_setting(text: str) -> None:
    with pytest.raises(SettingsError, match=r"^AJAR_DISCORD__SHARDS: [^\n]+$"):
        load(adapters="discord", discord={"token": "a.b.c", "shards": text})


@given(count=st.integers(1, 300), cuts=st.lists(st.integers(1, 299)))
def test_ranges_that_meet_cover_every_shard_once(count: int, cuts: list[int]) -> None:
    edges = sorted({0, count, *(each for each in cuts if each < count)})
    parts = [Shards.parse(f"{low}-{high - 1}/{count}") for low, high in pairwise(edges)]
    assert [each for part in parts for each in part] == list(Shards.whole(count))
    assert sum(map(len, parts)) == count
    assert next(iter(parts[0])) == Shard(number=0, count=count)


async def test_each_shard_of_ours_is_received_and_no_other() -> None:
    async with sharded("0-3/16") as harness:
        await harness.start()
        await harness.discord.gateway.standing(4)
        assert sorted(tuple(each["shard"]) for each in harness.discord.gateway.identified) == [
            (number, 16) for number in range(4)
        ]
        assert harness.shelf.most == 2  # type: ignore[attr-defined]


async def test_without_a_setting_as_many_as_discord_advises_are_received() -> None:
    async with sharded("") as harness:
        harness.discord.gateway.shards = 3
        await harness.start()
        await harness.discord.gateway.standing(3)
        assert {tuple(each["shard"]) for each in harness.discord.gateway.identified} == {(0, 3), (1, 3), (2, 3)}


async def test_an_answer_is_the_same_over_any_shard() -> None:
    number = (int(GUILD) >> 22) % 16
    async with sharded("0-15/16") as harness:
        await harness.start()
        await harness.discord.gateway.standing(16)
        harness.answering(KIND)
        assert number != 0
        answers = [await harness.command("today", {}, event="t1")]
        direct = harness.world.open_direct(MEMBER)["id"]
        body = harness.pressing(GO, [], event="t2", message=harness.world.post(direct, {"components": []}))
        answers.append(await harness.shown(body))
        assert answers == [Seen("Thank you.", [])] * 2
        first, second = harness.core.events
        assert (first.origin.direct, second.origin.direct) == (False, True)
        assert first.origin.account == second.origin.account


async def test_every_shard_resumes_after_a_cut_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discord.client, "ExponentialBackoff", Impatient)
    async with sharded("0-2/3") as harness:
        await harness.start()
        gateway = harness.discord.gateway
        await gateway.standing(3)
        await gateway.drop()
        await gateway.standing(3)
        assert (len(gateway.identified), len(gateway.resumed)) == (3, 3)


async def test_too_few_connections_left_are_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    async with sharded("0-2/3") as harness:
        harness.discord.gateway.remaining = 2
        slept: list[float] = []

        async def sleep(seconds: float) -> None:
            slept.append(seconds)

        monkeypatch.setattr(harness.core.clock, "sleep", sleep)
        await harness.start()
        assert slept == [1.5]


async def test_a_refused_shard_is_one_line_naming_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.adapters.discord.gateway._fits", lambda shard: False)
    async with sharded("0/1") as harness:
        await harness.discord.start()
        with pytest.raises(SettingsError, match=r"^AJAR_DISCORD__SHARDS: "):
            await harness.connect()


async def test_two_processes_never_identify_in_one_slot_at_a_time() -> None:
    shelf, taken = LockingShelf(), []
    processes = [Slots(shelf, seconds=0.001, look=0.001) for _ in range(2)]

    async def identify(slots: Slots, number: int) -> None:
        await slots.take(number)
        assert f"identify:{number % 2}" in shelf.locked
        taken.append(number)

    for each in processes:
        each.concurrency = 2
    await asyncio.wait_for(asyncio.gather(*(identify(each, n) for each in processes for n in range(8))), PATIENCE)
    assert sorted(taken) == sorted([*range(8)] * 2)
    assert shelf.most == 2
    await asyncio.gather(*(each.close() for each in processes))
    assert shelf.locked == set()


async def test_a_turn_that_nobody_waits_for_any_more_is_given_back() -> None:
    shelf = LockingShelf()
    first, second = Slots(shelf, seconds=60, look=0.001), Slots(shelf, seconds=60, look=0.001)
    await first.take(0)
    waiting = asyncio.create_task(second.take(0))
    await shelf.tries(3)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    await first.close()
    assert shelf.locked == set()
    assert second._holding == set()


async def test_a_turn_waits_for_a_database_that_is_away() -> None:
    shelf = LockingShelf()
    shelf.out = True
    slots = Slots(shelf, seconds=0.001, look=0.001)
    waiting = asyncio.create_task(slots.take(0))
    await shelf.tries(2)
    assert not waiting.done()
    shelf.out = False
    await asyncio.wait_for(waiting, PATIENCE)
    await slots.close()
