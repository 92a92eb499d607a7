"""What the page sends, what the core is told, and who sees the answer."""

from __future__ import annotations

from typing import Any

import pytest

from bot.messages import ActionId, Command, Lookup, Press, Submission, Typed
from bot.model import CommunityRef

from .harness import PlaygroundHarness
from .scene import COMMANDS, act, discreet, prompt, topic

KEY = "a" * 32


async def test_a_command_tells_the_core_who_where_and_how(playground: PlaygroundHarness) -> None:
    await playground.ask(
        {"you": "kit", "kind": "command", "name": "topic list", "options": {"a": "b"}, "event": "7", "locale": "es"}
    )
    event = playground.core.events[0]
    assert isinstance(event, Command)
    assert (event.name, event.options) == ("topic list", {"a": "b"})
    origin = event.origin
    assert (origin.event, origin.account.scope, origin.account.id) == ("playground:kit:7", "demo", "kit")
    assert origin.community == CommunityRef(platform="playground", id="demo")
    assert origin.place is not None
    assert (origin.place.kind, origin.place.channel) == ("channel", "general")
    assert (origin.locale, origin.zone, origin.manages) == ("es", "Europe/Berlin", True)


async def test_a_press_a_form_and_a_lookup_reach_the_core_with_their_action(playground: PlaygroundHarness) -> None:
    await playground.platform.send(playground.direct(), prompt(), KEY)
    assert await playground.press(act("reflect"), (), event="1") == "Your answer"
    await playground.submit(act("reflect"), {"text": ["Something"]}, event="2")
    await playground.ask({"kind": "lookup", "action": str(act("cities")), "query": "ber"})
    press, submission, lookup = playground.core.events
    assert isinstance(press, Press)
    assert press.message is not None
    assert press.message.channel == "dm-sam"
    assert press.origin.direct
    assert isinstance(submission, Submission)
    assert submission.one("text") == "Something"
    assert isinstance(lookup, Lookup)
    assert lookup.query == "ber"


async def test_words_in_the_dm_are_typed_to_the_bot_and_words_in_a_channel_are_not(
    playground: PlaygroundHarness,
) -> None:
    await playground.ask({"kind": "say", "text": "Hello all", "event": "1"})
    await playground.ask({"kind": "say", "text": "Hello you", "event": "2", "place": "dm-sam"})
    assert [each.text for each in playground.core.events if isinstance(each, Typed)] == ["Hello you"]
    texts = [each["summary"] for each in (await playground.state("noor"))["posts"]]
    assert texts == ["Hello all"]


async def test_an_unknown_command_reaches_the_core_which_answers_it(playground: PlaygroundHarness) -> None:
    shown = await playground.command("nonsense", {}, event="1")
    assert shown
    assert not isinstance(shown, str)
    assert "nonsense" in shown.text


async def test_a_private_answer_is_seen_by_nobody_else(playground: PlaygroundHarness) -> None:
    shown = await playground.command("today", {}, event="1")
    assert shown
    mine, theirs = await playground.state("sam"), await playground.state("noor")
    assert [each["private"] for each in mine["posts"]] == [True]
    assert theirs["posts"] == []


async def test_the_same_gesture_twice_has_one_answer(playground: PlaygroundHarness) -> None:
    for _ in range(2):
        await playground.submit(act("checkin"), {"mood": ["low"]}, event="same")
    assert len((await playground.state("sam"))["posts"]) == 1
    assert len({each.origin.event for each in playground.core.events}) == 1


async def test_two_people_never_share_an_event(playground: PlaygroundHarness) -> None:
    for you in ("sam", "noor"):
        await playground.ask({"you": you, "kind": "command", "name": "today", "event": "1"})
    assert len({each.origin.event for each in playground.core.events}) == 2


async def test_an_update_replaces_the_message_its_button_stood_in(playground: PlaygroundHarness) -> None:
    await playground.platform.send(playground.direct(), discreet(), KEY)
    await playground.press(act("open"), (), event="1")
    posts = await playground.posted()
    assert len(posts) == 1
    assert "closed door" in posts[0].text


async def test_an_update_without_a_message_becomes_a_private_answer(playground: PlaygroundHarness) -> None:
    shown = await playground.press(act("another"), (), event="1")
    assert shown
    assert await playground.posted() == []


async def test_nobody_presses_a_button_in_somebody_elses_message(playground: PlaygroundHarness) -> None:
    receipt = await playground.platform.send(playground.direct(), discreet(), KEY)
    body = {"you": "noor", "kind": "press", "action": str(act("open")), "message": receipt.message}
    await playground.ask(body)
    assert "opens when you press" in (await playground.posted())[0].text


async def test_a_form_with_something_amiss_says_where(playground: PlaygroundHarness) -> None:
    fields = {"note": ["much too long"]}
    answer = await playground.ask({"kind": "submit", "action": str(act("checkin")), "fields": fields})
    assert answer["kind"] == "invalid"
    assert set(answer["errors"]) == {"note"}


async def test_members_do_not_see_the_moderators_channel(playground: PlaygroundHarness) -> None:
    names = {you: {each["id"] for each in (await playground.state(you))["places"]} for you in ("sam", "kit")}
    assert "moderators" not in names["sam"]
    assert "moderators" in names["kit"]
    status = await _status(playground, {"kind": "say", "text": "Hello", "place": "moderators"})
    assert status == 400


async def test_unread_marks_come_and_go_for_each_person(playground: PlaygroundHarness) -> None:
    await playground.platform.send(playground.channel(), topic(), KEY)
    await playground.ask({"you": "noor", "place": "general"}, "read")

    async def unread(you: str) -> int:
        return sum(each["unread"] for each in (await playground.state(you))["places"])

    assert (await unread("sam"), await unread("noor")) == (1, 0)


async def test_a_place_remembers_only_so_much(playground: PlaygroundHarness) -> None:
    for number in range(210):
        await playground.ask({"kind": "say", "text": f"line {number}", "event": str(number)})
    posts = (await playground.state("sam"))["posts"]
    assert len(posts) == 200
    assert posts[-1]["summary"] == "line 209"


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "dance"},
        {"kind": "say", "text": " "},
        {"kind": "say", "text": 7},
        {"kind": "say", "text": "x", "event": "not allowed!"},
        {"kind": "command", "name": "../etc"},
        {"kind": "press", "action": "v0:old:one:"},
        {"kind": "press", "action": str(act("a")), "values": "x"},
        {"kind": "submit", "action": str(act("a")), "fields": []},
        {"kind": "say", "text": "x", "place": "cellar"},
        {"kind": "say", "text": "x", "place": "dm-noor"},
    ],
)
async def test_what_our_page_would_not_send_is_refused_quietly(
    playground: PlaygroundHarness, wrong: dict[str, Any]
) -> None:
    assert await _status(playground, wrong) == 400
    assert playground.core.events == []


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b"[" * 100_000])
async def test_a_body_that_is_no_object_is_refused(playground: PlaygroundHarness, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    async with playground.client.post("/playground/gesture", data=body, headers=headers) as response:
        assert response.status == 400


async def test_commands_are_told_flat_in_the_visitors_language(playground: PlaygroundHarness) -> None:
    state = await playground.state("sam", locale="en-GB")
    names = [each["name"] for each in state["commands"]]
    assert "topic post" in names
    assert "topic" not in names
    assert len(names) == len(COMMANDS) + 1
    assert state["commands"][0]["summary"] == "Begin: choose your hour and say yes"


async def _status(playground: PlaygroundHarness, body: dict[str, Any]) -> int:
    whole = {"you": "sam", "place": "general", "event": "e"} | body
    async with playground.client.post("/playground/gesture", json=whole) as response:
        return response.status


def test_an_identifier_survives_the_way_through_the_page() -> None:
    assert ActionId.parse(str(act("open"))) == act("open")
