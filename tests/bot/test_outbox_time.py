"""What goes when, in virtual time: paces, answers before prompts, words to wait, a process that slept."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.errors import Wait
from bot.messages import Message
from bot.model import Delivery, Priority, Receipt, State, Target
from bot.platform import Skip
from bot.store import Store
from tests.bot.courier import (
    Courier,
    Listening,
    LoopClock,
    in_virtual_time,
    moments,
    plain,
    prompts,
)
from tests.bot.store.nouns import at, delivery, direct, planned, read

A_MOMENT = timedelta(milliseconds=50)
"""What the steps of a take may take, though no time passes between them here."""

# --- paces ---------------------------------------------------------------------------------------------------------


@in_virtual_time
async def test_dms_to_be_opened_go_at_a_pace_of_their_own_beside_the_others(store: Store, clock: LoopClock) -> None:
    opened = prompts(40)
    to_open = [delivery(target=direct(f"new {number}", None)) for number in range(6)]
    await planned(store, *to_open, *opened)
    platform = Listening(clock)
    async with Courier(store, clock, platform=platform, pace=10.0, opening_pace=2.0).running():
        await asyncio.sleep(30)
    keys = {each.key for each in to_open}
    new = [call for call in platform.called if call[1] in keys]
    old = [call for call in platform.called if call[1] not in keys]
    assert (len(new), len(old)) == (6, 40)
    assert moments(new)[-1] == pytest.approx(2.5, abs=0.6)
    assert moments(old)[-1] == pytest.approx(3.9, abs=0.2)


@in_virtual_time
async def test_a_slow_lane_sends_one_at_a_time(store: Store, clock: LoopClock) -> None:
    await planned(store, *prompts(5))
    platform = Listening(clock)
    async with Courier(store, clock, platform=platform, pace=0.1).running():
        await asyncio.sleep(60)
    assert [later - sooner for sooner, later in pairwise(moments(platform.called))] == [pytest.approx(10, abs=1.1)] * 4


@in_virtual_time
async def test_the_pace_holds_over_every_second_also_when_few_go_at_a_time(store: Store, clock: LoopClock) -> None:
    platform = Listening(clock)
    async with Courier(store, clock, platform=platform, pace=10.0).running() as courier:
        for second in range(6):
            await planned(store, *prompts(9, due_at=at(seconds=second)))
            courier.outbox.wake()
            await asyncio.sleep(0.95)
            await planned(store, *prompts(10, due_at=at(seconds=second)))
            courier.outbox.wake()
            await asyncio.sleep(0.05)
    sent = moments(platform.called)
    assert max(sum(moment <= other < moment + 1 for other in sent) for moment in sent) <= 11


# --- an answer before prompts --------------------------------------------------------------------------------------


@in_virtual_time
async def test_an_answer_overtakes_thousands_of_prompts_within_a_second(store: Store, clock: LoopClock) -> None:
    await planned(store, *prompts(4000))
    platform = Listening(clock, sending=0.2)
    async with Courier(store, clock, platform=platform).running() as courier:
        for number in range(5):
            await asyncio.sleep(3.37)
            asked_at = clock.now()
            answer = delivery(content=f"answer {number}", due_at=asked_at, priority=Priority.ANSWER)
            await planned(store, answer)
            courier.outbox.wake()
            await asyncio.sleep(2)
            (called_at,) = [moment for moment, key in platform.called if key == answer.key]
            assert called_at - asked_at <= timedelta(seconds=1) + A_MOMENT


# --- what may not be sent any more ---------------------------------------------------------------------------------


@in_virtual_time
async def test_a_process_that_slept_between_taking_and_sending_sends_nothing_it_may_no_longer_hold(
    store: Store, clock: LoopClock
) -> None:
    written: list[str] = []

    async def sleeps_at_first(delivery: Delivery) -> Message | Skip:
        written.append(delivery.content)
        if len(written) == 1:
            await asyncio.sleep(119)
        return plain(delivery.content)

    one, short = delivery(content="one"), delivery(content="short", expires_at=at(seconds=60))
    await planned(store, one, short)
    courier = Courier(store, clock, platform=Listening(clock), write=sleeps_at_first)
    await courier.outbox.drain()
    assert written.count("one") == 2, "what was written before it slept was not sent"
    assert (courier.texts, (await read(store, one.id)).attempts) == (["one"], 0)
    late = await read(store, short.id)
    assert (late.state, late.reason) == (State.SKIPPED, "late")


@in_virtual_time
async def test_what_another_took_over_meanwhile_is_sent_once(store: Store, clock: LoopClock) -> None:
    """The first sleeps past its lease with a second's worth in hand; the other looks it up, and sends it."""

    async def sleeps(delivery: Delivery) -> Message | Skip:
        await asyncio.sleep(300)
        return plain(delivery.content)

    made = prompts(5)
    await planned(store, *made)
    platform = Listening(clock)
    async with Courier(store, clock, platform=platform, write=sleeps).running():
        await asyncio.sleep(5)
        async with Courier(store, clock, platform=platform, owner="two").running():
            await asyncio.sleep(900)
    assert Counter(each.key for each in platform.seen) == Counter(each.key for each in made)


@in_virtual_time
async def test_a_word_to_wait_stops_what_is_taken_but_not_yet_called(store: Store, clock: LoopClock) -> None:
    faults = iter(["rate_limited"])
    platform = Listening(clock, lambda: next(faults, None))
    made = prompts(40)
    await planned(store, *made)
    async with Courier(store, clock, platform=platform).running():
        await asyncio.sleep(5)
        assert len(platform.called) <= 2, "one was told, the others of that second kept still"
        states = Counter([((await read(store, each.id)).state, (await read(store, each.id)).attempts) for each in made])
        assert states == {(State.WAITING, 0): 40}
        await asyncio.sleep(10)
    assert moments(platform.called)[-40] >= 7
    assert Counter(each.key for each in platform.seen) == Counter(each.key for each in made)


@in_virtual_time
async def test_a_word_to_wait_for_one_alone_holds_up_no_other(store: Store, clock: LoopClock) -> None:
    class OneWaits(Listening):
        async def send(self, target: Target, message: Message, key: str) -> Receipt:
            if key == made[0].key and self.clock.now() < at(seconds=60):
                raise Wait("slow_mode", seconds=60, lane=False)
            return await super().send(target, message, key)

    made = prompts(5)
    await planned(store, *made)
    platform = OneWaits(clock)
    async with Courier(store, clock, platform=platform).running():
        await asyncio.sleep(3)
        assert Counter(each.key for each in platform.seen) == Counter(each.key for each in made[1:])
        await asyncio.sleep(60)
    assert platform.seen[-1].key == made[0].key


@in_virtual_time
async def test_a_send_that_takes_too_long_is_in_doubt(store: Store, clock: LoopClock) -> None:
    platform = Listening(clock, sending=3600)
    (one,) = prompts(1)
    await planned(store, one)
    courier = Courier(store, clock, platform=platform)
    await courier.outbox.drain()
    left = await read(store, one.id)
    assert (left.state, left.reason, left.attempts) == (State.UNSURE, "timeout", 1)
    assert clock.now() == at(seconds=20)
