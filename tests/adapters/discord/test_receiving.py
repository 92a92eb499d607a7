"""What is asked for and declared, what outlives a restart, what the logs keep, and how the line is let go."""

from __future__ import annotations

import asyncio
import logging
import time

import pytest

from bot.errors import StoreUnavailable
from bot.messages import ActionId, Answer, CommandRef, Inbound, Message, Reply, Text, Update

from . import faults
from .harness import COMMANDS, DiscordHarness, running, spec
from .world import MEMBER, TOKEN

DECLARE = "PUT /applications/{}/commands"
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
MORE = ActionId(feature="tip", action="another")
KIND = Message(parts=(Text(words=("Thank you",)),), summary="Thank you")


async def test_no_privileged_intent_is_asked_for(harness: DiscordHarness) -> None:
    (identified,) = harness.discord.gateway.identified
    assert identified["token"] == TOKEN
    assert identified["intents"] & PRIVILEGED == 0
    assert identified["intents"] & 1


async def test_commands_are_declared_once_and_again_when_they_change(harness: DiscordHarness) -> None:
    await restart(harness)
    assert len(harness.discord.api.made(DECLARE)) == 1
    harness.core.commands = (*COMMANDS, spec("tip-of-the-day"))
    await restart(harness)
    assert len(harness.discord.api.made(DECLARE)) == 2
    assert [each["name"] for each in harness.world.commands][-1] == "tip-of-the-day"


async def test_commands_are_declared_as_they_are(harness: DiscordHarness) -> None:
    declared = {each["name"]: each for each in harness.world.commands}
    topic = declared["topic"]
    assert [each["name"] for each in topic["options"]] == ["post", "list"]
    channel, search = topic["options"][0]["options"]
    assert (channel["type"], search["type"], search["autocomplete"]) == (7, 3, True)
    assert int(topic["default_member_permissions"]) == 1 << 5
    assert topic["contexts"] == [0]
    assert declared["checkin"]["default_member_permissions"] is None
    assert 1 in declared["checkin"]["contexts"]
    assert declared["checkin"]["description"] == "Summary of checkin"
    assert declared["checkin"]["description_localizations"]["es-ES"] == "Resumen de checkin"


async def test_a_command_named_in_text_can_be_clicked_after_a_restart(harness: DiscordHarness) -> None:
    await restart(harness)
    known = next(each["id"] for each in harness.world.commands if each["name"] == "topic")
    message = Message(parts=(Text(words=("See ", CommandRef(name="topic post"))),), summary="x")
    await harness.platform.send(harness.channel(), message, "0" * 32)
    assert f"</topic post:{known}>" in str(harness.world.messages[-1].body["components"])


async def test_buttons_survive_a_restart(harness: DiscordHarness) -> None:
    harness.bearing(MORE)
    await restart(harness)
    harness.answering(Update(message=KIND))
    assert (await harness.press(MORE, [], event="t1")) is not None
    assert harness.bearing(MORE) is not harness.world.messages[0]


async def test_a_failing_core_does_not_end_the_line_and_says_no_word_of_the_member(
    harness: DiscordHarness, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(event: Inbound) -> Answer | None:
        raise StoreUnavailable

    harness.core.answer = failing
    with caplog.at_level(logging.INFO):
        await harness.submit(MORE, {"note": ["a secret marigold"]}, event="t1")
    assert "secret" not in caplog.text
    harness.answering(Reply(message=KIND))
    assert await harness.command("today", {}, event="t2") is not None


async def test_nothing_a_member_writes_reaches_the_logs(
    harness: DiscordHarness, caplog: pytest.LogCaptureFixture
) -> None:
    harness.answering(Reply(message=KIND))
    with caplog.at_level(logging.INFO):
        await harness.submit(MORE, {"note": ["a secret marigold"]}, event="t1")
        await harness.command("tip", {"category": "secret"}, event="t2")
        harness.discord.api.fail("POST /interactions/{}/{}/callback", faults.says(400, 50035))
        await harness.command("tip", {"category": "secret"}, event="t3")
    assert "secret" not in caplog.text
    assert TOKEN not in caplog.text


@pytest.mark.parametrize("busy", [False, True])
async def test_it_closes_within_five_seconds_whatever_is_going_on(busy: bool) -> None:
    async with running() as harness:
        if busy:
            held = asyncio.Event()

            async def never(event: Inbound) -> Answer | None:
                held.set()
                await asyncio.Event().wait()
                return None

            harness.core.handle = never  # type: ignore[method-assign]
            await harness.discord.gateway.dispatch(
                "INTERACTION_CREATE", harness.commanding("today", event="t1", person=MEMBER)
            )
            await held.wait()
        begun = time.monotonic()
        await harness.disconnect()
        assert time.monotonic() - begun < 5
        for each in [each for each in asyncio.all_tasks() if each.get_name().startswith("discord.py")]:
            each.cancel()


async def restart(harness: DiscordHarness) -> None:
    await harness.disconnect()
    await harness.connect()
