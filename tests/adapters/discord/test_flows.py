"""The main flows, from Discord's side: commands, forms, buttons, completion, typed words."""

from __future__ import annotations

import asyncio

import pytest

from adapters.discord.parse import UNKNOWN
from adapters.discord.platform import Discord
from bot.messages import (
    ActionId,
    Answer,
    Button,
    Buttons,
    Choices,
    Command,
    CommandRef,
    Form,
    Heading,
    Inbound,
    Joined,
    Left,
    Lookup,
    Message,
    Option,
    Press,
    Quote,
    Reply,
    Submission,
    Text,
    TextField,
    Typed,
    Update,
)
from bot.model import AccountRef, CommunityRef, Target

from . import faults
from .harness import DiscordHarness, seen
from .world import CHANNEL, EPHEMERAL, FORUM, GUILD, MANAGERS, ME, MEMBER, OTHER, user

SAVE = ActionId(feature="checkin", action="save", ref="r1")
MORE = ActionId(feature="tip", action="another")
FIND = ActionId(feature="topic", action="find")
CALLBACK = "POST /interactions/{}/{}/callback"
KIND = Message(parts=(Text(words=("Thank you. Next: ", CommandRef(name="topic post"))),), summary="Thank you")
FORM = Form(action=SAVE, title="A check-in", fields=(TextField(id="note", label="A note"),), submit="Keep")
BUTTONS = Message(
    parts=(Heading(text="A tip"), Buttons(buttons=(Button(label="Another", action=MORE),))), summary="A tip"
)


async def test_a_checkin_goes_from_command_to_form_to_private_answer(harness: DiscordHarness) -> None:
    harness.core.answer = lambda event: FORM if isinstance(event, Command) else Reply(message=KIND)
    assert await harness.command("checkin", {}, event="t1") == "A check-in"
    form = harness.world.interactions["t1"].form
    sent = harness.submitting(SAVE, {"note": ["my own words"]}, event="t2", form=form)
    shown = await harness.shown(sent)
    assert seen_text(shown) == "Thank you. Next: /topic post"
    assert await harness.posted() == []
    assert harness.world.messages[-1].private
    command, submission = harness.core.events
    assert isinstance(command, Command)
    assert command.name == "checkin"
    assert command.origin.locale == "en-GB"
    assert isinstance(submission, Submission)
    assert submission.one("note") == "my own words"
    assert submission.action == SAVE
    origin = submission.origin
    assert origin.place == Target(platform="discord", scope="", kind="channel", channel=CHANNEL)
    assert origin.account == AccountRef(platform="discord", scope="", id=MEMBER)
    assert origin.community == CommunityRef(platform="discord", id=GUILD)


async def test_in_a_dm_there_is_no_community(harness: DiscordHarness) -> None:
    harness.answering(Reply(message=KIND))
    direct = harness.world.open_direct(MEMBER)["id"]
    await harness.shown(harness.commanding("today", event="t1", place=direct))
    (event,) = harness.core.events
    assert event.origin.community is None
    assert event.origin.direct
    assert event.origin.place == Target(platform="discord", scope="", kind="direct", channel=direct, account=MEMBER)


async def test_a_subcommand_has_its_whole_name_and_its_options(harness: DiscordHarness) -> None:
    await harness.command("topic post", {"channel": FORUM, "topic": "What helps?"}, event="t1")
    await harness.command("topic post", {"channel": CHANNEL}, event="t2")
    await harness.command("topic list", {}, event="t3")
    first, second, third = [event for event in harness.core.events if isinstance(event, Command)]
    assert (first.name, first.options) == ("topic post", {"channel": f"forum:{FORUM}", "topic": "What helps?"})
    assert second.options == {"channel": f"channel:{CHANNEL}"}
    assert (third.name, third.options) == ("topic list", {})


async def test_rights_and_roles_come_with_the_event(harness: DiscordHarness) -> None:
    harness.world.managers.add(OTHER)
    await harness.shown(harness.commanding("topic list", event="t1", person=OTHER))
    await harness.shown(harness.commanding("topic list", event="t2"))
    managing, plain = harness.core.events
    assert managing.origin.manages is True
    assert managing.origin.roles == (MANAGERS,)
    assert plain.origin.manages is False
    assert MANAGERS not in plain.origin.roles


async def test_a_button_replaces_the_message_it_stands_in(harness: DiscordHarness) -> None:
    harness.answering(Update(message=KIND))
    shown = await harness.press(MORE, [], event="t1")
    assert seen_text(shown) == "Thank you. Next: /topic post"
    (event,) = harness.core.events
    assert isinstance(event, Press)
    assert event.action == MORE
    assert event.values == ()
    assert event.origin.direct
    assert event.message is not None
    assert event.message.message == harness.world.messages[-1].id


async def test_a_button_in_a_private_message_replaces_it(harness: DiscordHarness) -> None:
    harness.answering(Reply(message=BUTTONS))
    await harness.command("tip", {}, event="t1")
    harness.answering(Update(message=KIND))
    shown = await harness.press(MORE, [], event="t2")
    assert seen_text(shown) == "Thank you. Next: /topic post"
    assert len(harness.world.messages) == 1
    assert harness.world.messages[0].private


async def test_a_completion_offers_what_the_core_finds(harness: DiscordHarness) -> None:
    harness.answering(Choices(options=(Option(value="t1", label="Topic one"), Option(value="t2", label="x" * 150))))
    offered = await harness.complete("topic post", "topic", "on", event="t1")
    assert [each["value"] for each in offered] == ["t1", "t2"]
    assert offered[0]["name"] == "Topic one"
    assert len(offered[1]["name"]) <= 100
    (event,) = harness.core.events
    assert isinstance(event, Lookup)
    assert (event.action, event.query) == (FIND, "on")
    harness.answering(None)
    assert await harness.complete("topic post", "topic", "on", event="t2") == []


async def test_typed_words_are_answered_in_the_dm(harness: DiscordHarness) -> None:
    harness.answering(Reply(message=KIND))
    direct = harness.world.open_direct(MEMBER)["id"]
    body = typed(harness, direct, "hello there")
    for _ in range(2):
        await harness.deliver("MESSAGE_CREATE", body)
    first, second = harness.core.events
    assert isinstance(first, Typed)
    assert first.text == "hello there"
    assert first.origin.direct
    assert first.origin.event == second.origin.event
    assert [each.text for each in await harness.posted()] == ["Thank you. Next: /topic post"]


@pytest.mark.parametrize("change", [{"author": user(ME)}, {"guild_id": GUILD, "channel_id": CHANNEL}])
async def test_what_nobody_typed_to_the_bot_is_left_alone(harness: DiscordHarness, change: dict[str, object]) -> None:
    body = typed(harness, harness.world.open_direct(MEMBER)["id"], "words")
    await harness.deliver("MESSAGE_CREATE", {**body, **change})
    assert harness.core.events == []


async def test_being_added_and_removed_is_told(harness: DiscordHarness) -> None:
    assert isinstance(harness.platform, Discord)
    await harness.platform._receiving.clients[0].wait_until_ready()  # until then the library takes servers for old ones
    other = {**harness.world.guild(), "id": "200000000000000077", "channels": []}
    del other["unavailable"]  # a server that comes back from an outage says so; a new one does not
    await harness.deliver("GUILD_CREATE", other)
    await harness.deliver("GUILD_DELETE", {"id": other["id"], "unavailable": True})
    await harness.deliver("GUILD_DELETE", {"id": GUILD})
    joined, left = harness.core.events
    assert isinstance(joined, Joined)
    assert joined.origin.community == CommunityRef(platform="discord", id=other["id"])
    assert isinstance(left, Left)
    assert left.everyone
    assert left.origin.community == CommunityRef(platform="discord", id=GUILD)


async def test_a_repeated_interaction_keeps_its_key_and_shows_nothing_twice(harness: DiscordHarness) -> None:
    harness.answering(Reply(message=KIND))
    for _ in range(2):
        await harness.command("today", {}, event="t1")
        await harness.submit(SAVE, {"note": ["a"]}, event="t2")
    keys = [event.origin.event for event in harness.core.events]
    assert keys[:2] == keys[2:]
    assert len(set(keys)) == 2
    assert len(harness.world.messages) == 2


async def test_what_is_forged_or_old_reaches_the_core_as_nothing_it_knows(harness: DiscordHarness) -> None:
    for number, forged in enumerate(("v0:old:one:", "nonsense", "v1::x:", "x" * 100)):
        message = harness.bearing(forged)
        await harness.shown(harness.pressing(forged, event=f"p{number}", message=message))
        await harness.shown(harness.submitting(forged, {"note": ["a"]}, event=f"s{number}"))
    assert {event.action for event in harness.core.events if isinstance(event, Press | Submission)} == {UNKNOWN}


async def test_an_answer_of_none_shows_nothing_and_is_no_failure(harness: DiscordHarness) -> None:
    assert await harness.command("today", {}, event="t1") is None
    assert await harness.press(MORE, [], event="t2") is None
    assert await harness.submit(SAVE, {"note": ["a"]}, event="t3") is None
    assert all(harness.world.interactions[name].first is not None for name in ("t1", "t2", "t3"))
    assert [each for each in harness.world.messages if "seed" not in each.body] == []


async def test_a_response_whose_reply_was_lost_stands_once(harness: DiscordHarness) -> None:
    harness.answering(Reply(message=KIND))
    harness.discord.api.fail(CALLBACK, faults.reply_lost)
    assert seen_text(await harness.command("today", {}, event="t1")) == "Thank you. Next: /topic post"
    assert len(harness.world.messages) == 1


async def test_a_core_that_takes_its_time_is_waited_for(harness: DiscordHarness) -> None:
    asked, ready = asyncio.Event(), asyncio.Event()
    harness.answering(Reply(message=KIND))
    quick = harness.core.handle

    async def slow(event: Inbound) -> Answer | None:
        asked.set()
        await ready.wait()
        return await quick(event)

    assert isinstance(harness.platform, Discord)
    harness.platform._answering._patience = 0.0
    harness.core.handle = slow  # type: ignore[method-assign]
    giving = asyncio.create_task(harness.command("today", {}, event="t1"))
    await asked.wait()
    await harness.discord.api.seen(CALLBACK)
    ready.set()
    assert seen_text(await giving) == "Thank you. Next: /topic post"
    assert harness.world.messages[-1].private
    (callback,) = harness.discord.api.made(CALLBACK)
    assert callback.body["type"] == 5
    assert callback.body["data"]["flags"] == EPHEMERAL


async def test_a_quoted_answer_is_private_and_pings_nobody(harness: DiscordHarness) -> None:
    harness.answering(Reply(message=Message(parts=(Quote(text="@everyone *hi*"),), summary="x")))
    shown = await harness.command("today", {}, event="t1")
    assert seen_text(shown) == "@everyone *hi*"
    data = harness.discord.api.made(CALLBACK)[0].body["data"]
    assert data["flags"] & EPHEMERAL
    assert data["allowed_mentions"]["parse"] == []
    assert "@everyone" not in str(data["components"])


async def test_a_public_answer_is_seen_by_all(harness: DiscordHarness) -> None:
    harness.answering(Reply(message=KIND, private=False))
    await harness.command("today", {}, event="t1")
    assert [each.text for each in await harness.posted()] == ["Thank you. Next: /topic post"]
    assert seen(harness.world.messages[0]).actions == []


def seen_text(shown: object) -> str:
    text = getattr(shown, "text", None)
    assert isinstance(text, str), f"nothing was shown but {shown!r}"
    return text


def typed(harness: DiscordHarness, direct: str, text: str) -> dict[str, object]:
    posted = harness.world.post(direct, {"content": text, "seed": True})
    return {**posted.json(), "author": user(MEMBER)}
