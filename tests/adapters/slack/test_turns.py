"""Slack's limits, method by method and workspace by workspace."""

from __future__ import annotations

import math
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from aiohttp import web

from adapters.slack.turns import HISTORY
from bot.clock import FrozenClock
from bot.errors import Unsure, Wait
from bot.messages import Message, Text
from bot.model import Target

from . import faults
from .harness import SlackHarness
from .loopback import BOT_TOKEN, CHANNEL

SINCE = datetime(2026, 11, 23, tzinfo=UTC)
MESSAGE = Message(parts=(Text(words=("What went well?",)),), summary="Your question for today is here")
POST, OPEN, UPDATE = "chat.postMessage", "conversations.open", "chat.update"
OTHER = Target(platform="slack", scope="T2", kind="channel", channel=CHANNEL)


def key(number: int) -> str:
    return f"{number:032x}"


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(datetime(2026, 11, 23, 12, tzinfo=UTC))


@pytest.fixture
async def harness(clock: FrozenClock) -> AsyncIterator[SlackHarness]:
    """Return a running adapter by a clock that stands still, with a second workspace on its shelf."""
    harness = SlackHarness("http")
    harness.core.clock = clock
    await harness.shelf.put("T2", "installation", {"token": BOT_TOKEN})
    try:
        await harness.start()
        yield harness
    finally:
        await harness.stop()


def limited(seconds: str | None) -> faults.Fault:
    headers = {} if seconds is None else {"Retry-After": seconds}
    return lambda request, done: web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)


async def sent(harness: SlackHarness, number: int, target: Target | None = None) -> float:
    """Send, and return how long it has to wait, 0 where it went."""
    try:
        await harness.platform.send(target or harness.direct(), MESSAGE, key(number))
    except Wait as error:
        return error.seconds if error.lane else math.nan
    return 0


async def looked(harness: SlackHarness, number: int) -> float:
    """Look up, and return how long that has to wait, 0 where it was done."""
    try:
        await harness.platform.find(harness.channel(), key(number), SINCE)
    except Wait as error:
        return math.nan if error.lane else error.seconds
    return 0


async def test_a_wait_is_kept_to_the_second_without_asking_meanwhile(harness: SlackHarness, clock: FrozenClock) -> None:
    harness.slack.fail(POST, limited("7"))
    assert [await sent(harness, 1), await sent(harness, 2)] == [7, 7]
    clock.advance(timedelta(seconds=6))
    assert [await sent(harness, 1), await sent(harness, 3)] == [1, 1]
    assert harness.slack.count(POST) == 1
    clock.advance(timedelta(seconds=1))
    assert [await sent(harness, each) for each in (1, 2, 3)] == [0, 0, 0]


async def test_a_longer_wait_counts_for_those_who_had_a_turn_before_it(
    harness: SlackHarness, clock: FrozenClock
) -> None:
    for seconds in ("7", "30"):
        harness.slack.fail(POST, limited(seconds))
    assert [await sent(harness, 1), await sent(harness, 2)] == [7, 7]
    clock.advance(timedelta(seconds=7))
    assert [await sent(harness, 1), await sent(harness, 2)] == [30, 30]
    assert harness.slack.count(POST) == 2


async def test_a_limit_of_one_method_or_workspace_stops_no_other(harness: SlackHarness) -> None:
    receipt = await harness.platform.send(harness.channel(), MESSAGE, key(0))
    harness.slack.fail(POST, limited("30"))
    assert await sent(harness, 1) == 30
    assert await sent(harness, 2, OTHER) == 0
    assert await looked(harness, 1) == 0
    harness.slack.fail(HISTORY, limited("5"))
    assert await looked(harness, 2) == 5
    await harness.platform.revise(harness.channel(), receipt, MESSAGE)


@pytest.mark.parametrize("method", [OPEN, UPDATE])
async def test_opening_and_revising_do_not_hold_the_lane_up(harness: SlackHarness, method: str) -> None:
    receipt = await harness.platform.send(harness.channel(), MESSAGE, key(0))
    harness.slack.fail(method, limited("9"))
    with pytest.raises(Wait) as raised:
        if method == OPEN:
            await harness.platform.find(harness.direct(), key(1), SINCE)
        else:
            await harness.platform.revise(harness.channel(), receipt, MESSAGE)
    assert (raised.value.seconds, raised.value.lane) == (9, False)
    assert await sent(harness, 1) == 0


@pytest.mark.parametrize("told", [None, "soon", "nan", "inf"])
async def test_a_silent_limit_waits_longer_each_time_and_begins_anew_after_calm(
    harness: SlackHarness, clock: FrozenClock, told: str | None
) -> None:
    waits = []
    for _ in range(4):
        harness.slack.fail(POST, limited(told))
        waits.append(await sent(harness, 1))
        clock.advance(timedelta(seconds=waits[-1]))
    assert waits == [30, 60, 120, 240]
    clock.advance(timedelta(seconds=240))
    harness.slack.fail(POST, limited(told))
    assert await sent(harness, 1) == 30


async def test_where_history_is_read_once_a_minute_those_who_wait_get_turns(
    harness: SlackHarness, clock: FrozenClock
) -> None:
    harness.slack.fail(HISTORY, limited("60"))
    waits = {number: await looked(harness, number) for number in range(1, 5)}
    assert waits == {1: 60, 2: 120, 3: 180, 4: 240}
    asked = harness.slack.count(HISTORY)
    for number in range(1, 5):
        clock.advance(timedelta(seconds=60))
        assert [await looked(harness, each) == 0 for each in range(number, 5)] == [True] + [False] * (4 - number)
        assert harness.slack.count(HISTORY) == asked + number
    clock.advance(timedelta(hours=1))
    assert [await looked(harness, number) for number in range(5, 9)] == [0] * 4


async def test_a_connection_that_was_never_made_is_no_doubt(harness: SlackHarness) -> None:
    port, harness.slack.port = harness.slack.port, 1
    harness.platform._api.web.base_url = harness.slack.api_url  # type: ignore[attr-defined]
    assert await sent(harness, 1) == 15
    harness.slack.port = port
    harness.platform._api.web.base_url = harness.slack.api_url  # type: ignore[attr-defined]
    assert await sent(harness, 1) == 0


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (aiohttp.ConnectionTimeoutError(), Wait),
        (aiohttp.SocketTimeoutError(), Unsure),
        (aiohttp.ServerDisconnectedError(), Unsure),
        (aiohttp.ClientPayloadError(), Unsure),
        (TimeoutError(), Unsure),
        (ConnectionResetError(), Unsure),
    ],
)
def test_only_what_never_left_is_certain(error: Exception, expected: type[Exception]) -> None:
    from adapters.discord.errors import translated as on_discord
    from adapters.slack.errors import translated as on_slack

    with pytest.raises(expected), on_slack(direct=True, lane=True):
        raise error
    with pytest.raises(expected), on_discord(direct=True):
        raise error
