"""Outbound: one post a delivery, an honest word about what became of it, and finding it again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import Gone, Refused, SendError, Unreachable, Unreadable, Unsure, Wait
from bot.messages import Message, Text
from bot.model import Target

from . import faults
from .harness import SlackHarness
from .loopback import BOT_TOKEN, CHANNEL, TEAM
from .payloads import MEMBER

KEY = "0123456789abcdef" * 2
SINCE = datetime(2026, 11, 23, tzinfo=UTC)
MESSAGE = Message(parts=(Text(words=("What went well?",)),), summary="Your question for today is here")


async def test_a_dm_is_opened_by_posting_to_the_person(harness: SlackHarness) -> None:
    receipt = await harness.platform.send(harness.direct(), MESSAGE, KEY)
    posted = harness.slack.posted[-1]
    assert (receipt.channel, receipt.message, receipt.thread) == (harness.slack.direct(MEMBER), posted.ts, None)
    assert posted.body["text"] == "Your question for today is here"
    assert posted.body["metadata"] == {"event_type": "ajar_delivery", "event_payload": {"key": KEY}}
    assert posted.body["unfurl_links"] is False and posted.body["unfurl_media"] is False


async def test_a_known_dm_is_used(harness: SlackHarness) -> None:
    target = Target(platform="slack", scope=TEAM, kind="direct", channel="DUNOOR", account=MEMBER)
    await harness.platform.send(target, MESSAGE, KEY)
    assert harness.slack.posted[-1].body["channel"] == "DUNOOR"


async def test_a_topic_invites_into_its_thread(harness: SlackHarness) -> None:
    target = Target(platform="slack", scope=TEAM, kind="channel", channel=CHANNEL, thread=True)
    receipt = await harness.platform.send(target, MESSAGE, KEY)
    assert receipt.thread == receipt.message
    assert harness.slack.posted[-1].body["blocks"][-1]["elements"][0]["text"] == "slack-answer-in-thread"
    assert await harness.platform.find(target, KEY, SINCE) == receipt


async def test_a_lost_reply_is_unsure_and_the_message_is_found_and_stands_once(harness: SlackHarness) -> None:
    harness.slack.fail("chat.postMessage", faults.reply_lost)
    with pytest.raises(Unsure):
        await harness.platform.send(harness.direct(), MESSAGE, KEY)
    receipt = await harness.platform.find(harness.direct(), KEY, SINCE)
    assert receipt is not None and receipt.message == harness.slack.posted[-1].ts
    assert len(harness.slack.posted) == harness.slack.count("chat.postMessage") == 1


@pytest.mark.parametrize("fault", [faults.never_arrived, faults.server_error])
async def test_what_never_arrived_is_not_found(harness: SlackHarness, fault: faults.Fault) -> None:
    harness.slack.fail("chat.postMessage", fault)
    with pytest.raises(Unsure):
        await harness.platform.send(harness.direct(), MESSAGE, KEY)
    assert await harness.platform.find(harness.direct(), KEY, SINCE) is None
    assert harness.slack.count("chat.postMessage") == 1


async def test_a_message_is_found_behind_others(harness: SlackHarness) -> None:
    receipt = await harness.platform.send(harness.channel(), MESSAGE, KEY)
    for number in range(20):
        await harness.platform.send(harness.channel(), MESSAGE, f"{number:032x}")
    assert await harness.platform.find(harness.channel(), KEY, SINCE) == receipt


async def test_nobody_looks_on_behind_what_is_older_than_the_message_would_be(harness: SlackHarness) -> None:
    for number in range(20):
        await harness.platform.send(harness.channel(), MESSAGE, f"{number:032x}")
    assert await harness.platform.find(harness.channel(), KEY, SINCE + timedelta(days=36500)) is None
    assert harness.slack.count("conversations.history") == 1


async def test_too_many_messages_leave_it_unsure(harness: SlackHarness) -> None:
    for number in range(70):
        await harness.platform.send(harness.channel(), MESSAGE, f"{number:032x}")
    with pytest.raises(Unsure):
        await harness.platform.find(harness.channel(), "f" * 32, SINCE)


async def test_a_rate_limit_says_how_long(harness: SlackHarness) -> None:
    harness.slack.fail("chat.postMessage", faults.rate_limited)
    with pytest.raises(Wait) as posting:
        await harness.platform.send(harness.direct(), MESSAGE, KEY)
    harness.slack.fail("conversations.history", faults.rate_limited)
    with pytest.raises(Wait) as reading:
        await harness.platform.find(harness.channel(), KEY, SINCE)
    assert (posting.value.seconds, posting.value.lane) == (7, True)
    assert (reading.value.seconds, reading.value.lane) == (7, False)


@pytest.mark.parametrize(
    ("code", "direct", "expected"),
    [
        ("user_not_found", True, Unreachable),
        ("cannot_dm_bot", True, Unreachable),
        ("channel_not_found", True, Unreachable),
        ("channel_not_found", False, Gone),
        ("not_in_channel", False, Gone),
        ("is_archived", False, Gone),
        ("invalid_blocks", True, Refused),
        ("msg_too_long", False, Refused),
        ("internal_error", True, Unsure),
        ("fatal_error", True, Unsure),
        ("service_unavailable", False, Unsure),
        ("token_revoked", True, Wait),
        ("account_inactive", True, Wait),
        ("messages_tab_disabled", True, Wait),
    ],
)
async def test_an_error_means_one_thing(
    harness: SlackHarness, code: str, direct: bool, expected: type[SendError]
) -> None:
    harness.slack.fail("chat.postMessage", faults.says(code))
    with pytest.raises(SendError) as raised:
        await harness.platform.send(harness.direct() if direct else harness.channel(), MESSAGE, KEY)
    assert (type(raised.value), raised.value.reason) == (expected, code)


async def test_a_refused_token_is_logged_once(harness: SlackHarness, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(3):
        harness.slack.fail("chat.postMessage", faults.says("token_revoked"))
        with pytest.raises(Wait):
            await harness.platform.send(harness.direct(), MESSAGE, KEY)
    assert caplog.text.count("token_revoked") == 1


@pytest.mark.parametrize("code", ["missing_scope", "not_in_channel"])
async def test_where_we_may_not_read_is_unreadable(harness: SlackHarness, code: str) -> None:
    harness.slack.fail("conversations.history", faults.says(code))
    with pytest.raises(Unreadable):
        await harness.platform.find(harness.channel(), KEY, SINCE)


async def test_a_message_of_ours_can_be_revised_again_and_again(harness: SlackHarness) -> None:
    receipt = await harness.platform.send(harness.channel(), MESSAGE, KEY)
    other = Message(parts=(Text(words=("Withdrawn",)),), summary="Withdrawn")
    for _ in range(2):
        await harness.platform.revise(harness.channel(), receipt, other)
    assert [each.text for each in await harness.posted()] == ["Withdrawn"]
    harness.slack.posted.clear()
    with pytest.raises(Gone):
        await harness.platform.revise(harness.channel(), receipt, other)


async def test_another_workspace_without_installation_is_gone(harness: SlackHarness) -> None:
    target = Target(platform="slack", scope="T2", kind="channel", channel=CHANNEL)
    with pytest.raises(Gone):
        await harness.platform.send(target, MESSAGE, KEY)


async def test_a_token_from_the_shelf_serves_another_workspace(harness: SlackHarness) -> None:
    await harness.shelf.put("T2", "installation", {"token": BOT_TOKEN})
    target = Target(platform="slack", scope="T2", kind="channel", channel=CHANNEL)
    assert (await harness.platform.send(target, MESSAGE, KEY)).channel == CHANNEL
