"""The ways back of one interaction: late, lost, repeated, too long, too late."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp import web

from adapters.discord.platform import Discord
from bot.messages import (
    ActionId,
    Answer,
    Button,
    Buttons,
    Form,
    Inbound,
    Message,
    Quote,
    Reply,
    Text,
    TextField,
    Update,
)

from . import faults
from .harness import DiscordHarness, Seen
from .world import EPHEMERAL, Json

CALLBACK = "POST /interactions/{}/{}/callback"
FOLLOW_UP = "POST /webhooks/{}/{}"
GO = ActionId(feature="tip", action="another", ref="r")
SHORT = Message(parts=(Text(words=("Here it is.",)), Buttons(buttons=(Button(label="Go", action=GO),))), summary="s")
LONG = Message(parts=(Quote(text=" ".join(f"w{number}" for number in range(2500))),), summary="s")
FORM = Form(action=GO, title="Tell me", fields=(TextField(id="note", label="Note"),), submit="Keep")


def slow(harness: DiscordHarness, answer: Answer | None) -> None:
    """Let the core answer only once Discord has been asked for time."""
    assert isinstance(harness.platform, Discord)
    harness.platform._answering._patience = 0.0
    deferred = asyncio.Event()

    async def noticed(request: web.Request, done: faults.Done) -> web.StreamResponse:
        found = done()
        deferred.set()
        return faults.answer(found)

    async def handle(event: Inbound) -> Answer | None:
        await deferred.wait()
        return answer

    harness.discord.api.fail(CALLBACK, noticed)
    harness.core.handle = handle  # type: ignore[method-assign]


def first(harness: DiscordHarness) -> Json:
    (call,) = harness.discord.api.made(CALLBACK)
    body: Json = call.body
    return body


def words(shown: Seen | str | None) -> str:
    assert isinstance(shown, Seen)
    return shown.text


async def test_a_late_answer_to_a_command_takes_the_place_of_the_private_sign(harness: DiscordHarness) -> None:
    slow(harness, Reply(message=SHORT))
    assert words(await harness.command("today", {}, event="t1")).startswith("Here it is.")
    assert first(harness) == {"type": 5, "data": {"flags": EPHEMERAL}}
    assert [each.private for each in harness.world.messages] == [True]


async def test_a_late_answer_to_a_button_leaves_its_message_alone(harness: DiscordHarness) -> None:
    message = harness.bearing(GO)
    slow(harness, Reply(message=SHORT))
    assert words(await harness.shown(harness.pressing(GO, event="t1", message=message))).startswith("Here it is.")
    assert first(harness) == {"type": 6}
    assert (message.revisions, harness.world.messages[-1].private) == (0, True)


async def test_a_late_update_still_replaces_the_message(harness: DiscordHarness) -> None:
    message = harness.bearing(GO)
    slow(harness, Update(message=SHORT))
    await harness.shown(harness.pressing(GO, event="t1", message=message))
    assert message.revisions == 1
    assert len(harness.world.messages) == 1


async def test_a_late_answer_of_none_takes_the_sign_away(harness: DiscordHarness) -> None:
    slow(harness, None)
    assert await harness.command("today", {}, event="t1") is None
    assert harness.discord.api.calls[-1].operation == "DELETE /webhooks/{}/{}/messages/@original"


async def test_a_form_that_comes_too_late_is_explained(harness: DiscordHarness) -> None:
    slow(harness, FORM)
    assert words(await harness.command("checkin", {}, event="t1")) == "discord-no-form"


async def test_a_form_after_a_form_is_explained(harness: DiscordHarness) -> None:
    harness.answering(FORM)
    assert words(await harness.submit(GO, {"note": ["a"]}, event="t1")) == "discord-no-form"


async def test_a_repeated_interaction_does_not_repeat_what_follows_the_first_response(harness: DiscordHarness) -> None:
    harness.answering(Reply(message=LONG))
    await harness.command("today", {}, event="t1")
    followed = len(harness.discord.api.made(FOLLOW_UP))
    assert followed > 0
    await harness.command("today", {}, event="t1")
    assert len(harness.discord.api.made(CALLBACK)) == 2
    assert len(harness.discord.api.made(FOLLOW_UP)) == followed


@pytest.mark.parametrize("fault", [faults.reply_lost, faults.never_arrived, faults.server_error])
async def test_a_long_answer_is_whole_though_the_first_response_was_lost(
    harness: DiscordHarness, fault: faults.Fault
) -> None:
    harness.answering(Reply(message=LONG))
    harness.discord.api.fail(CALLBACK, fault)
    shown = await harness.command("today", {}, event="t1")
    assert words(shown).split() == [f"w{number}" for number in range(2500)]


async def test_a_form_opens_though_the_reply_was_lost(harness: DiscordHarness) -> None:
    harness.answering(FORM)
    harness.discord.api.fail(CALLBACK, faults.reply_lost)
    assert await harness.command("checkin", {}, event="t1") == "Tell me"


async def test_what_follows_is_never_repeated(harness: DiscordHarness) -> None:
    harness.answering(Reply(message=LONG))
    harness.discord.api.fail(FOLLOW_UP, faults.reply_lost)
    shown = await harness.command("today", {}, event="t1")
    assert words(shown).split() == [f"w{number}" for number in range(2500)]


@pytest.mark.parametrize("code", [10062, 50035])
async def test_a_refused_response_is_given_up(harness: DiscordHarness, code: int, caplog: Any) -> None:
    harness.answering(Reply(message=LONG))
    harness.discord.api.fail(CALLBACK, faults.says(404, code))
    with caplog.at_level("INFO", logger="adapters.discord"):
        assert await harness.command("today", {}, event="t1") is None
    assert harness.world.messages == []
    assert str(code) in caplog.text
    assert "w17" not in caplog.text
