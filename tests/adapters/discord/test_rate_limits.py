"""Discord's limits: told waits are kept to the second, nothing sleeps or repeats inside, and no address gets banned."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from adapters.discord import watch
from adapters.discord.limits import LIMITS
from bot.clock import FrozenClock
from bot.errors import OperatorError, SendError, Unsure, Wait
from bot.messages import ActionId, Message, Quote, Reply, Text
from bot.model import AccountRef, CommunityRef, Target
from tests.adapters.harness import Fault, ScriptedCore

from . import faults
from .harness import COMMANDS, POST, DiscordHarness
from .test_flows import typed
from .world import CHANNEL, GUILD, MEMBER

KEY = "0123456789abcdef" * 2
MESSAGE = Message(parts=(Text(words=("What went well?",)),), summary="Your question")
LONG = Message(parts=(Quote(text=" ".join(f"w{number}" for number in range(2500))),), summary="s")
OPEN = "POST /users/@me/channels"
HISTORY = "GET /channels/{}/messages"
FOLLOW_UP = "POST /webhooks/{}/{}"
GO = ActionId(feature="tip", action="another", ref="r")
START = datetime(2026, 10, 1, tzinfo=UTC)
GOOGLE = {"Via": "1.1 google"}
LIMITED: dict[str, Any] = {"message": "You are being rate limited.", "retry_after": 1.5, "global": False}


class Standing(FrozenClock):
    """A clock that keeps the sleeps it was asked for."""

    def __init__(self) -> None:
        super().__init__(START)
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await super().sleep(seconds)


@pytest.fixture
async def clock() -> Standing:
    return Standing()


@pytest.fixture
async def harness(clock: Standing) -> AsyncIterator[DiscordHarness]:
    """Return a running adapter by a clock that stands still."""
    harness = DiscordHarness(core=ScriptedCore(commands=COMMANDS, clock=clock))
    try:
        await harness.start()
        yield harness
    finally:
        await harness.stop()


class Sleepless:
    """The module `asyncio` as the library sees it, where it may not sleep."""

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    async def sleep(self, seconds: float) -> None:
        raise AssertionError(f"the library would have slept for {seconds} seconds")


@pytest.fixture(autouse=True)
def _no_sleep_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("discord.http", "discord.webhook.async_"):
        monkeypatch.setattr(f"{module}.asyncio", Sleepless())


async def refused(harness: DiscordHarness, target: Target | None = None) -> Wait:
    with pytest.raises(Wait) as raised:
        await harness.platform.send(target or harness.channel(), MESSAGE, KEY)
    return raised.value


@pytest.mark.parametrize(
    ("body", "headers", "seconds", "lane"),
    [
        (LIMITED, {"X_RateLimit_Scope": "user", "Retry_After": "1"}, 1.5, False),
        (LIMITED, {"X_RateLimit_Scope": "user", "Retry_After": "2", "X_RateLimit_Reset_After": "1.5"}, 2, False),
        (LIMITED, {"X_RateLimit_Scope": "user", "X_RateLimit_Reset_After": "2.75"}, 2.75, False),
        (LIMITED, {"X_RateLimit_Scope": "shared", "Retry_After": "2"}, 2, False),
        (LIMITED | {"global": True}, {"X_RateLimit_Global": "true", "X_RateLimit_Scope": "global"}, 1.5, True),
        (LIMITED | {"global": True}, {"Retry_After": "65"}, 65, True),
        (LIMITED | {"retry_after": 7200.25}, {"X_RateLimit_Scope": "user"}, 7200.25, False),
        (LIMITED | {"retry_after": 0}, {"X_RateLimit_Scope": "user"}, 0.1, False),
        ({"message": "no wait told"}, {"X_RateLimit_Scope": "user"}, 60, False),
        (LIMITED | {"retry_after": "soon"}, {"Retry_After": "nan"}, 60, False),
    ],
)
async def test_a_wait_is_obeyed_as_it_was_told(
    harness: DiscordHarness, clock: Standing, body: object, headers: dict[str, str], seconds: float, lane: bool
) -> None:
    harness.discord.api.fail(POST, faults.limited(body, **GOOGLE, **headers))
    error = await refused(harness)
    assert (error.seconds, error.lane) == (seconds, lane)
    if lane:  # then nothing else of this token is asked either
        assert (await refused(harness, harness.direct())).seconds == seconds
        clock.advance(timedelta(seconds=seconds))
    assert len(harness.discord.api.made(POST)) == 1
    await harness.platform.send(harness.channel(), MESSAGE, KEY)


async def test_cloudflares_silence_grows_and_holds_for_the_lane(harness: DiscordHarness, clock: Standing) -> None:
    waits = []
    for _ in range(4):
        harness.discord.api.fail(POST, faults.limited("<html>error code: 1015</html>"))
        error = await refused(harness)
        assert error.lane
        waits.append(error.seconds)
        clock.advance(timedelta(seconds=error.seconds))
    assert waits == [60, 120, 240, 480]
    harness.discord.api.fail(POST, faults.limited("<html>", Retry_After="33"))
    assert (await refused(harness)).seconds == 33
    harness.answering(Reply(message=MESSAGE))
    await harness.command("today", {}, event="t1")  # answers are tried all the same
    assert len(harness.world.messages) == 1


async def test_the_limit_of_opening_dms_holds_for_their_lane(harness: DiscordHarness) -> None:
    harness.discord.api.fail(OPEN, faults.limited(LIMITED, X_RateLimit_Scope="user", **GOOGLE))
    assert (await refused(harness, harness.direct())).lane
    assert harness.discord.api.made(POST) == []


async def test_a_wait_in_looking_up_leaves_the_lane_alone(harness: DiscordHarness) -> None:
    harness.discord.api.fail(HISTORY, faults.limited(LIMITED, X_RateLimit_Scope="user", **GOOGLE))
    with pytest.raises(Wait) as raised:
        await harness.platform.find(harness.channel(), KEY, datetime.now(UTC))
    assert (raised.value.seconds, raised.value.lane) == (1.5, False)


async def test_a_used_up_bucket_neither_holds_up_its_answer_nor_sleeps_before_the_next(
    harness: DiscordHarness, clock: Standing
) -> None:
    spent = {"X_RateLimit_Bucket": "b", "X_RateLimit_Remaining": "0", "X_RateLimit_Limit": "5"}
    harness.discord.api.fail(POST, faults.telling(**spent, X_RateLimit_Reset_After="4"))
    receipt = await harness.platform.send(harness.channel(), MESSAGE, KEY)
    assert receipt.message == harness.world.messages[0].id
    error = await refused(harness)
    assert (error.seconds, error.lane) == (4, False)
    assert len(harness.discord.api.made(POST)) == 1
    other = await harness.platform.send(harness.direct(), MESSAGE, KEY[::-1])  # another channel has its own
    assert other.channel == harness.world.directs[MEMBER]
    clock.advance(timedelta(seconds=4))
    assert (await harness.platform.send(harness.channel(), MESSAGE, KEY)).message == receipt.message


async def test_what_comes_before_posting_may_break_down_without_doubt(harness: DiscordHarness) -> None:
    threaded = Target(platform="discord", scope="", kind="channel", channel=CHANNEL, thread=True)
    harness.discord.api.fail("GET /channels/{}", faults.server_error)
    assert not (await refused(harness, threaded)).lane
    for fault in (faults.reply_lost, faults.never_arrived, faults.server_error):
        harness.discord.api.fail(OPEN, fault)
        assert not (await refused(harness, harness.direct())).lane
    assert harness.discord.api.made(POST) == []


async def test_a_connection_that_was_never_made_is_no_doubt(harness: DiscordHarness) -> None:
    await harness.discord.stop()
    error = await refused(harness)
    assert (error.seconds, error.lane) == (15, True)


async def test_closed_doors_stop_deliveries_before_they_ban_the_address(
    harness: DiscordHarness, clock: Standing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "UNSOLICITED_LINE", 10)
    monkeypatch.setattr(watch, "LINE", 20)
    for _ in range(10):
        harness.fail(Fault.CLOSED_DIRECT)
        with pytest.raises(SendError):
            await harness.platform.send(harness.direct(), MESSAGE, KEY)
        clock.advance(timedelta(seconds=10))
    error = await refused(harness)
    assert (error.reason, error.lane, len(harness.discord.api.made(POST))) == ("invalid_requests", True, 10)
    assert error.seconds == 551  # the first six of ten, a second apart from now to the window's end
    harness.answering(Reply(message=MESSAGE))
    await harness.command("today", {}, event="t1")
    assert len(harness.world.messages) == 1
    clock.advance(timedelta(seconds=error.seconds))
    await harness.platform.send(harness.channel(), MESSAGE, KEY)


async def test_beyond_the_higher_line_nothing_is_asked_at_all(
    harness: DiscordHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "UNSOLICITED_LINE", 10)
    monkeypatch.setattr(watch, "LINE", 10)
    for _ in range(10):
        harness.discord.api.fail(POST, faults.says(403, 50013))
        with pytest.raises(SendError):
            await harness.platform.send(harness.channel(), MESSAGE, KEY)
    asked = len(harness.discord.api.calls)
    account, server = AccountRef(platform="discord", scope="", id=MEMBER), CommunityRef(platform="discord", id=GUILD)
    assert not await harness.platform.manages(account, server)
    with pytest.raises(Wait, match="invalid_requests"):
        await harness.platform.find(harness.channel(), KEY, datetime.now(UTC))
    assert len(harness.discord.api.calls) == asked


async def test_limits_that_others_share_do_not_count(harness: DiscordHarness, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "UNSOLICITED_LINE", 3)
    for _ in range(5):
        harness.discord.api.fail(POST, faults.limited(LIMITED, X_RateLimit_Scope="shared", **GOOGLE))
        assert (await refused(harness)).reason == "rate_limited"
    await harness.platform.send(harness.channel(), MESSAGE, KEY)


async def test_a_dead_token_is_asked_with_once_in_a_while(
    harness: DiscordHarness, clock: Standing, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(4):
        harness.discord.api.fail(POST, faults.says(401, 0))
        error = await refused(harness)
        assert error.lane and error.seconds == 900
    assert len(harness.discord.api.made(POST)) == 3
    assert "AJAR_DISCORD__TOKEN" in caplog.text
    harness.answering(Reply(message=MESSAGE))
    await harness.command("today", {}, event="t1")  # answers carry no token
    assert len(harness.world.messages) == 1
    clock.advance(timedelta(seconds=900))
    harness.discord.api.faults.clear()
    await harness.platform.send(harness.channel(), MESSAGE, KEY)
    assert len(harness.discord.api.made(POST)) == 4


@pytest.mark.parametrize("operation", ["GET /users/@me", "GET /oauth2/applications/@me"])
@pytest.mark.parametrize("fault", [faults.rate_limited, faults.breaks(502)])
async def test_logging_in_neither_sleeps_nor_repeats_inside(
    harness: DiscordHarness, operation: str, fault: faults.Fault
) -> None:
    await harness.disconnect()
    before = len(harness.discord.api.made(operation))
    harness.discord.api.fail(operation, fault)
    with pytest.raises(OperatorError):
        await harness.connect()
    assert len(harness.discord.api.made(operation)) == before + 1


async def test_an_answer_that_a_limit_held_up_is_said_a_little_later(harness: DiscordHarness, clock: Standing) -> None:
    harness.answering(Reply(message=LONG))
    harness.discord.api.fail(FOLLOW_UP, faults.limited(LIMITED, X_RateLimit_Scope="user", **GOOGLE))
    shown: Any = await harness.command("today", {}, event="t1")
    assert shown.text.split() == [f"w{number}" for number in range(2500)]
    assert 1.5 in clock.slept


@pytest.mark.parametrize(
    ("fault", "said"), [(faults.rate_limited, 1), (faults.limited("<html>", Retry_After="400"), 0)]
)
async def test_a_held_up_direct_answer_is_said_later_or_given_up(
    harness: DiscordHarness, clock: Standing, fault: faults.Fault, said: int
) -> None:
    harness.answering(Reply(message=MESSAGE))
    harness.discord.api.fail(POST, fault)
    await harness.deliver("MESSAGE_CREATE", typed(harness, harness.world.open_direct(MEMBER)["id"], "hello"))
    assert len(await harness.posted()) == clock.slept.count(7) == said


async def test_a_topic_that_stands_is_never_taken_for_unsent(harness: DiscordHarness) -> None:
    threaded = Target(platform="discord", scope="", kind="channel", channel=CHANNEL, thread=True)
    harness.discord.api.fail("POST /channels/{}/messages/{}/threads", faults.limited(LIMITED, **GOOGLE))
    with pytest.raises(Unsure):
        await harness.platform.send(threaded, MESSAGE, KEY)


def test_all_lanes_together_leave_a_fifth_of_the_requests_to_answers() -> None:
    lanes = 2  # the token's own, and that of DMs to be opened; each looks up at its own pace
    requests = LIMITS.pace + 2 * LIMITS.opening_pace + lanes * 2 * LIMITS.lookup_pace
    assert requests <= 40
