"""Outbound: one post a delivery, an honest word about what became of it, and finding it again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import Gone, Refused, SendError, Unreachable, Unsure, Wait
from bot.messages import ActionId, Button, Buttons, Message, Quote, Text
from bot.model import Receipt, Target
from tests.adapters.harness import Fault

from . import faults
from .harness import FORUM_POST, POST, DiscordHarness
from .world import CHANNEL, FORUM, MEMBER

KEY = "0123456789abcdef" * 2
MESSAGE = Message(
    parts=(
        Text(words=("What went well?",)),
        Buttons(
            buttons=(Button(label="Reflect", action=ActionId(feature="daily_prompt", action="reflect", ref="r1")),)
        ),
    ),
    summary="Your question",
)


def lately() -> datetime:
    return datetime.now(UTC) - timedelta(minutes=1)


async def test_a_dm_is_opened_once_and_its_channel_kept(harness: DiscordHarness) -> None:
    receipt = await harness.platform.send(harness.direct(), MESSAGE, KEY)
    assert receipt.channel == harness.world.directs[MEMBER]
    opened = Target(platform="discord", scope="", kind="direct", channel=receipt.channel, account=MEMBER)
    await harness.platform.send(opened, MESSAGE, KEY[::-1])
    assert len(harness.discord.api.made("POST /users/@me/channels")) == 1
    assert [each.text for each in await harness.posted()] == ["What went well?\nReflect"] * 2


async def test_a_repeated_send_stands_once(harness: DiscordHarness) -> None:
    first = await harness.platform.send(harness.channel(), MESSAGE, KEY)
    assert await harness.platform.send(harness.channel(), MESSAGE, KEY) == first
    assert len(await harness.posted()) == 1
    body = harness.discord.api.made(POST)[-1].body
    assert body["enforce_nonce"] is True
    assert 0 < len(str(body["nonce"])) <= 25


@pytest.mark.parametrize("status", [500, 502, 503, 504, 524])
@pytest.mark.parametrize("operation", [POST, FORUM_POST])
async def test_a_breakdown_is_unsure_and_never_repeated_inside(
    harness: DiscordHarness, status: int, operation: str
) -> None:
    target = harness.channel() if operation == POST else forum()
    harness.discord.api.fail(operation, faults.breaks(status))
    with pytest.raises(Unsure):
        await harness.platform.send(target, MESSAGE, KEY)
    assert len(harness.discord.api.made(operation)) == 1
    assert await harness.posted() == []


@pytest.mark.parametrize("fault", [faults.reply_lost, faults.never_arrived])
async def test_a_reset_is_unsure_and_never_repeated_inside(harness: DiscordHarness, fault: faults.Fault) -> None:
    harness.discord.api.fail(POST, fault)
    with pytest.raises(Unsure):
        await harness.platform.send(harness.channel(), MESSAGE, KEY)
    assert len(harness.discord.api.made(POST)) == 1


@pytest.mark.parametrize("where", ["direct", "channel", "forum"])
async def test_what_was_posted_though_the_reply_was_lost_is_found(harness: DiscordHarness, where: str) -> None:
    target = {"direct": harness.direct(), "channel": harness.channel(), "forum": forum()}[where]
    harness.discord.api.fail(FORUM_POST if where == "forum" else POST, faults.reply_lost)
    with pytest.raises(Unsure):
        await harness.platform.send(target, MESSAGE, KEY)
    found = await harness.platform.find(target, KEY, lately())
    (posted,) = harness.world.messages
    thread = posted.channel if where == "forum" else None
    assert found == Receipt(channel=posted.channel, message=posted.id, thread=thread)
    assert await harness.platform.find(target, KEY[::-1], lately()) is None


async def test_what_never_arrived_is_not_found(harness: DiscordHarness) -> None:
    harness.discord.api.fail(POST, faults.never_arrived)
    with pytest.raises(Unsure):
        await harness.platform.send(harness.direct(), MESSAGE, KEY)
    assert await harness.platform.find(harness.direct(), KEY, lately()) is None


async def test_it_is_found_behind_many_later_messages(harness: DiscordHarness) -> None:
    receipt = await harness.platform.send(harness.channel(), MESSAGE, KEY)
    for _ in range(150):
        harness.world.post(CHANNEL, {"content": "chatter"})
    assert await harness.platform.find(harness.channel(), KEY, lately()) == receipt


async def test_a_wait_says_how_long(harness: DiscordHarness) -> None:
    harness.fail(Fault.RATE_LIMITED)
    with pytest.raises(Wait) as raised:
        await harness.platform.send(harness.direct(), MESSAGE, KEY)
    assert raised.value.seconds == 7
    assert len(harness.discord.api.made(POST)) == 1


@pytest.mark.parametrize(
    ("code", "direct", "expected"),
    [
        (50007, True, Unreachable),
        (50278, True, Unreachable),
        (10013, True, Unreachable),
        (10003, False, Gone),
        (50001, False, Gone),
        (50013, False, Gone),
        (200000, False, Refused),
        (40003, True, Wait),
        (130000, False, Wait),
    ],
)
async def test_a_code_means_one_thing(
    harness: DiscordHarness, code: int, direct: bool, expected: type[SendError]
) -> None:
    harness.discord.api.fail(POST, faults.says(403, code))
    with pytest.raises(SendError) as raised:
        await harness.platform.send(harness.direct() if direct else harness.channel(), MESSAGE, KEY)
    assert (type(raised.value), raised.value.reason) == (expected, str(code))


async def test_a_person_who_cannot_be_opened_is_unreachable(harness: DiscordHarness) -> None:
    harness.discord.api.fail("POST /users/@me/channels", faults.says(400, 50007))
    with pytest.raises(Unreachable):
        await harness.platform.send(harness.direct(), MESSAGE, KEY)


async def test_a_topic_is_posted_with_a_thread_of_its_own(harness: DiscordHarness) -> None:
    receipt = await harness.platform.send(threaded(), titled("Small wins"), KEY)
    assert receipt.thread == receipt.message
    assert harness.world.threads[receipt.message]["name"] == "Small wins"


async def test_a_thread_that_a_crash_left_out_is_opened_by_find(harness: DiscordHarness) -> None:
    harness.discord.api.fail("POST /channels/{}/messages/{}/threads", faults.never_arrived)
    with pytest.raises(Unsure):
        await harness.platform.send(threaded(), titled("Small wins"), KEY)
    assert harness.world.threads == {}
    found = await harness.platform.find(threaded(), KEY, lately())
    assert found is not None
    assert found.thread in harness.world.threads
    assert await harness.platform.find(threaded(), KEY, lately()) == found
    assert len(await harness.posted()) == 1


async def test_a_forum_gets_a_post(harness: DiscordHarness) -> None:
    receipt = await harness.platform.send(forum(), titled("Small wins"), KEY)
    assert receipt.channel == receipt.thread
    assert harness.world.threads[receipt.channel]["name"] == "Small wins"
    assert harness.world.threads[receipt.channel]["parent_id"] == FORUM


async def test_a_message_of_ours_can_be_revised_again_and_again(harness: DiscordHarness) -> None:
    receipt = await harness.platform.send(harness.channel(), MESSAGE, KEY)
    other = Message(parts=(Text(words=("Withdrawn",)),), summary="Withdrawn")
    for _ in range(2):
        await harness.platform.revise(harness.channel(), receipt, other)
    assert [each.text for each in await harness.posted()] == ["Withdrawn"]
    harness.world.messages.clear()
    with pytest.raises(Refused):
        await harness.platform.revise(harness.channel(), receipt, other)


async def test_a_members_words_cannot_ping_anyone(harness: DiscordHarness) -> None:
    words = "@everyone <@100000000000000003> <@&200000000000000009> **bold** [a](https://b.c) <t:0:R>"
    message = Message(parts=(Text(words=(words,)), Quote(text=words)), summary=words, title=words[:80])
    await harness.platform.send(harness.channel(), message, KEY)
    receipt = await harness.platform.send(forum(), message, KEY[::-1])
    await harness.platform.revise(forum(), receipt, message)
    api = harness.discord.api
    bodies = [
        api.made(POST)[0].body,
        api.made(FORUM_POST)[0].body["message"],
        api.made("PATCH /channels/{}/messages/{}")[0].body,
    ]
    for body in bodies:
        assert body["allowed_mentions"]["parse"] == []
        assert "@everyone" not in str(body["components"])
        assert "<@1" not in str(body["components"]).replace("\\<", "")
        assert "**bold**" not in str(body["components"])
    assert (await harness.posted())[0].text.split("\n")[0] == words


async def test_a_member_may_manage_the_server_or_not(harness: DiscordHarness) -> None:
    from bot.model import AccountRef, CommunityRef

    from .world import GUILD, OTHER

    harness.world.managers.add(OTHER)
    server = CommunityRef(platform="discord", id=GUILD)
    for person, expected in ((OTHER, True), (MEMBER, False)):
        account = AccountRef(platform="discord", scope="", id=person)
        assert await harness.platform.manages(account, server) is expected


def forum() -> Target:
    return Target(platform="discord", scope="", kind="forum", channel=FORUM, thread=True)


def threaded() -> Target:
    return Target(platform="discord", scope="", kind="channel", channel=CHANNEL, thread=True)


def titled(title: str) -> Message:
    return Message(parts=MESSAGE.parts, summary="A topic", title=title)
