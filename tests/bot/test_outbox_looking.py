"""Doubt is looked into beside sending, at a pace of its own, for as long as it may help; in virtual time."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from sqlalchemy import select

from bot.errors import Unsure, Wait
from bot.messages import Message
from bot.model import Receipt, State, Target
from bot.outbox import doubt as doubt_module
from bot.store import Store, tables
from tests.bot.courier import (
    Courier,
    Listening,
    LoopClock,
    drained_until,
    in_virtual_time,
    moments,
    prompts,
    until,
)
from tests.bot.store.nouns import at, delivery, planned, read


@in_virtual_time
async def test_others_go_on_while_doubt_is_looked_into(store: Store, clock: LoopClock) -> None:
    platform = Listening(clock, until(1.5, "never_arrived"), looking=15)
    lost, others = prompts(10), prompts(100, due_at=at(seconds=2))
    await planned(store, *lost, *others)
    async with Courier(store, clock, platform=platform, pace=10.0).running():
        await asyncio.sleep(13)
        assert Counter(each.key for each in platform.seen) == Counter(each.key for each in others)
        assert platform.looked
        await asyncio.sleep(600)
    assert Counter(each.key for each in platform.seen) == Counter(each.key for each in [*others, *lost])


@in_virtual_time
async def test_look_ups_keep_their_own_pace(store: Store, clock: LoopClock) -> None:
    platform = Listening(clock, until(1, "never_arrived"))
    await planned(store, *prompts(12))
    async with Courier(store, clock, platform=platform, lookup_pace=1.0).running():
        await asyncio.sleep(120)
    looked = moments(platform.looked)
    assert len(looked) == 24, "each is read twice"
    assert all(later - sooner >= 0.999 for sooner, later in pairwise(looked))
    assert len(platform.seen) == 12


@in_virtual_time
async def test_it_is_looked_up_with_growing_pauses_and_given_up_after_a_day(store: Store, clock: LoopClock) -> None:
    platform = Listening(clock, until(1, "reply_lost"), answer=Unsure("down"))
    (one,) = prompts(1, expires_at=at(hours=1))
    await planned(store, one)
    await drained_until(Courier(store, clock, platform=platform), at(hours=25))
    found = await read(store, one.id)
    assert (found.state, found.reason) == (State.SKIPPED, "never_known_lookup_failed")
    pauses = [later - sooner for sooner, later in pairwise(moments(platform.looked))]
    assert pauses[0] == pytest.approx(3, abs=1.1)
    assert all(later >= sooner - 1.1 for sooner, later in pairwise(pauses))
    assert max(pauses) == pytest.approx(600, abs=1.1)
    assert 86_400 <= moments(platform.looked)[-1] <= 86_400 + 601
    assert len(platform.seen) == 1, "never sent again blindly"


@in_virtual_time
async def test_a_look_up_that_succeeds_in_the_end_adopts_what_is_there(store: Store, clock: LoopClock) -> None:
    platform = Listening(clock, until(1, "reply_lost"), answer=Unsure("down"))
    (one,) = prompts(1)
    await planned(store, one)
    courier = Courier(store, clock, platform=platform)
    await drained_until(courier, at(hours=5))
    platform.answer = None
    await drained_until(courier, at(hours=5, minutes=11))
    found = await read(store, one.id)
    assert (found.state, found.reason, len(platform.seen)) == (State.SENT, "found", 1)


@in_virtual_time
async def test_a_word_to_wait_about_looking_pauses_the_whole_lane(store: Store, clock: LoopClock) -> None:
    platform = Listening(clock, until(1, "never_arrived"), answer=Wait("rate_limited", seconds=30))
    await planned(store, *prompts(1), *prompts(3, due_at=at(seconds=8)))
    async with Courier(store, clock, platform=platform).running():
        await asyncio.sleep(20)
        (told_at,) = moments(platform.looked)
        platform.answer = None
        await asyncio.sleep(60)
    assert told_at < 8
    assert min(moments(platform.called)[1:]) >= told_at + 30
    assert len(platform.seen) == 4


@in_virtual_time
async def test_a_repetition_that_limits_held_up_for_long_is_looked_for_once_more(
    store: Store, clock: LoopClock
) -> None:
    """What was taken for lost may have arrived meanwhile, and no platform knows a key for ever."""

    def weather() -> str | None:
        now = asyncio.get_running_loop().time()
        return "never_arrived" if now < 1 else "rate_limited" if now < 900 else None

    platform = Listening(clock, weather)
    (one,) = prompts(1)
    await planned(store, one)
    async with Courier(store, clock, platform=platform).running():
        await asyncio.sleep(300)
        (missed,) = {key for _, key in platform.called}
        platform.arrive(one.target, Message(parts=(), summary="late"), missed)
        await asyncio.sleep(1200)
    found = await read(store, one.id)
    assert (found.state, found.reason, len(platform.seen)) == (State.SENT, "found", 1)


@in_virtual_time
async def test_looking_once_more_uses_up_no_attempt(store: Store, clock: LoopClock) -> None:
    def weather() -> str | None:
        now = asyncio.get_running_loop().time()
        return "never_arrived" if now < 1 else "rate_limited" if now < 3600 else None

    platform = Listening(clock, weather)
    (one,) = prompts(1)
    await planned(store, one)
    async with Courier(store, clock, platform=platform).running():
        await asyncio.sleep(3700)
    found = await read(store, one.id)
    assert (found.state, found.attempts, len(platform.seen)) == (State.SENT, 1, 1)
    assert len(platform.looked) > 20


@in_virtual_time
async def test_no_more_doubt_is_taken_on_than_can_be_looked_into_while_it_is_held(
    store: Store, clock: LoopClock
) -> None:
    """Whoever looks something up for which the lease ran out would decide about what others have sent again."""
    stale: list[float] = []

    class Checked(Listening):
        async def find(self, target: Target, key: str, since: datetime) -> Receipt | None:
            if await _held_until(store, key) <= self.clock.now():
                stale.append(asyncio.get_running_loop().time())
            return await super().find(target, key, since)

    platform = Checked(clock, until(10, "never_arrived"))
    steady = [delivery(due_at=at(seconds=number / 2), expires_at=at(hours=9)) for number in range(400)]
    await planned(store, *steady)
    async with Courier(store, clock, platform=platform, pace=10.0, lookup_pace=0.2, lease_seconds=60).running():
        await asyncio.sleep(1800)
    assert stale == []
    assert Counter(each.key for each in platform.seen) == Counter(each.key for each in steady)


async def _held_until(store: Store, key: str) -> datetime:
    async with store.read() as tx:
        wanted = select(tables.deliveries.c.lease_until).where(tables.deliveries.c.id == UUID(hex=key))
        found: datetime | None = (await tx.execute(wanted)).scalar()
    return found or at()


def test_the_bounds_of_doubt_are_what_is_promised() -> None:
    assert (timedelta(seconds=3), timedelta(minutes=10)) == (doubt_module.SOONEST, doubt_module.LATEST)
    assert timedelta(days=1) == doubt_module.GIVEN_UP
