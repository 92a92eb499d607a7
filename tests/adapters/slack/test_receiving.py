"""Inbound reliability: keys that stay, acknowledgement only after success, signatures, secrecy, and the line itself."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime

import pytest
from aiohttp import web

from bot.clock import FrozenClock
from bot.errors import SettingsError, StoreUnavailable
from bot.messages import ActionId, Answer, Form, Inbound, Message, Quote, Reply, Text, TextField
from bot.model import AccountRef, CommunityRef

from . import faults
from .harness import SECRET, SlackHarness, running
from .loopback import TEAM
from .payloads import MEMBER

SAVE = ActionId(feature="checkin", action="save")
KIND = Reply(message=Message(parts=(Text(words=("Thank you",)),), summary="Thank you"))


def refuse(harness: SlackHarness, error: Exception) -> asyncio.Event:
    """Let the core fail with `error`, and return what tells that it was asked."""
    heard = asyncio.Event()

    def refusing(event: Inbound) -> Answer | None:
        heard.set()
        raise error

    harness.core.answer = refusing
    return heard


async def test_a_repeated_event_keeps_its_key(both: SlackHarness) -> None:
    typed = {"channel": "DUNOOR", "channel_type": "im", "text": "words", "ts": "1.1"}
    for _ in range(2):
        await both.deliver("events_api", both.event("message", event_id="Ev7", **typed))
        await both.command("today", {}, event="t7")
        await both.press(SAVE, [], event="t8")
        await both.submit(SAVE, {"note": ["words"]}, event="e9")
    keys = [event.origin.event for event in both.core.events]
    assert keys[:4] == keys[4:] == ["slack:Ev7", "slack:t7", "slack:t8", f"slack:{TEAM}:V-e9:d1"]


async def test_each_form_has_a_draft_of_its_own(both: SlackHarness) -> None:
    both.answering(Form(action=SAVE, title="A form", fields=(TextField(id="note", label="Note"),), submit="Keep"))
    await both.command("checkin", {}, event="t1")
    await both.command("checkin", {}, event="t2")
    assert len({view["private_metadata"] for view in both.slack.opened}) == 2


async def test_over_http_a_failure_is_not_acknowledged() -> None:
    async with running("http") as harness:
        body = harness.event("app_home_opened", tab="home")
        refuse(harness, StoreUnavailable())
        assert (await harness.deliver("events_api", body)).status == 500
        harness.answering(None)
        assert (await harness.deliver("events_api", body)).status == 200


async def test_over_socket_mode_a_failure_is_not_acknowledged(harness: SlackHarness) -> None:
    heard = refuse(harness, StoreUnavailable())
    unanswered = await harness.slack.send_envelope("events_api", harness.event("app_home_opened", tab="home"))
    await heard.wait()
    harness.answering(None)
    await harness.deliver("events_api", harness.event("app_home_opened", tab="home"))
    assert not unanswered.done()


async def test_an_answer_that_cannot_be_shown_is_not_acknowledged_either() -> None:
    async with running("http") as harness:
        harness.answering(KIND)
        harness.slack.fail("response_url", faults.server_error)
        assert (await harness.deliver("slash_commands", harness.slash("today"))).status == 500
        assert harness.slack.private == []


async def test_an_answer_is_never_posted_twice_by_the_library(both: SlackHarness) -> None:
    both.answering(KIND)
    both.slack.fail("chat.postMessage", faults.reply_lost)
    typed = {"channel": "DUNOOR", "channel_type": "im", "text": "words", "ts": "1.1"}
    if both.mode == "http":
        await both.deliver("events_api", both.event("message", **typed))
    else:
        await both.slack.send_envelope("events_api", both.event("message", **typed))
        await both.command("today", {}, event="t1")
    assert both.slack.count("chat.postMessage") == len(both.slack.posted) == 1


async def test_a_wrong_signature_is_refused_and_its_body_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with running("http") as harness:
        body = harness.slash("tip", "marigold-words")
        assert (await harness.deliver("slash_commands", body, secret=f"not {SECRET}")).status == 401
        assert harness.core.events == []
        assert "marigold" not in caplog.text


async def test_no_words_reach_the_logs_at_debug(both: SlackHarness, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    marked = "marigold-words"

    both.answering(Reply(message=Message(parts=(Quote(text=marked),), summary="Neutral")))
    typed = {"channel": "DUNOOR", "channel_type": "im", "text": marked, "ts": "1.1"}
    await both.deliver("events_api", both.event("message", **typed))
    await both.submit(SAVE, {"note": [marked]}, event="e1")
    await both.command("tip", {"category": marked}, event="t1")
    heard = refuse(both, ValueError(marked))
    if both.mode == "http":
        await both.deliver("events_api", both.event("message", **typed))
    else:
        await both.slack.send_envelope("events_api", both.event("message", **typed))
        await heard.wait()
        both.answering(None)
        await both.command("today", {}, event="t2")
    assert "was not answered (ValueError)" in caplog.text
    assert marked not in caplog.text
    assert marked not in "".join(str(record.__dict__) for record in caplog.records)


async def test_a_command_does_not_wait_for_a_slow_profile(harness: SlackHarness) -> None:
    reached, let_go = asyncio.Event(), asyncio.Event()

    async def slow(request: web.Request) -> web.StreamResponse:
        reached.set()
        await let_go.wait()
        return web.json_response({"ok": True, "user": harness.slack.users[MEMBER]})

    harness.slack.slow["users.info"] = slow
    async with asyncio.timeout(1.5):
        await harness.command("today", {}, event="t1")
    (event,) = harness.core.events
    assert reached.is_set()
    assert (event.origin.locale, event.origin.zone) == ("en", None)
    let_go.set()


async def test_a_missing_profile_is_no_obstacle(both: SlackHarness) -> None:
    both.slack.users.clear()
    await both.command("today", {}, event="t1")
    assert both.core.events[0].origin.locale == "en"


async def test_a_request_of_another_workspace_reaches_nobody(both: SlackHarness) -> None:
    body = both.event("app_home_opened", tab="home") | {"authorizations": [{"team_id": "T2"}], "team_id": "T2"}
    assert (await both.deliver("events_api", body)).status == 200
    assert both.core.events == []


async def test_who_runs_the_workspace_manages_it(harness: SlackHarness) -> None:
    harness.slack.add_user("UKIT", is_admin=True)
    harness.slack.add_user("UINES", is_owner=True)
    await harness.shelf.put(TEAM, "installation", {"installer": "USAM"})
    community = CommunityRef(platform="slack", id=TEAM)

    async def manages(user: str, scope: str = TEAM) -> bool:
        return await harness.platform.manages(AccountRef(platform="slack", scope=scope, id=user), community)

    assert [await manages(user) for user in ("UKIT", "UINES", "USAM", MEMBER, "UNOBODY")] == [
        True,
        True,
        True,
        False,
        False,
    ]
    assert await manages("UKIT", scope="T2") is False


async def test_the_line_comes_back_after_a_hard_cut(harness: SlackHarness) -> None:
    harness.slack.drop_socket()
    await harness.deliver("slash_commands", harness.slash("today"))
    assert len(harness.core.events) == 1


async def test_a_refused_one_time_address_is_not_tried_for_ever(harness: SlackHarness) -> None:
    harness.slack.refuse_tickets = 2
    before = len(harness.slack.tickets)
    harness.slack.drop_socket()
    await harness.deliver("slash_commands", harness.slash("today"))
    assert len(harness.slack.tickets) - before >= 2


async def test_a_disconnect_message_leads_to_a_new_line(harness: SlackHarness) -> None:
    before = len(harness.slack.tickets)
    harness.slack.connected.clear()
    await harness.slack.say_disconnect()
    await harness.deliver("slash_commands", harness.slash("today"))
    assert len(harness.slack.tickets) == before + 1


@pytest.mark.parametrize(
    ("method", "mode", "setting"),
    [("auth.test", "http", "AJAR_SLACK__BOT_TOKEN"), ("apps.connections.open", "socket", "AJAR_SLACK__APP_TOKEN")],
)
async def test_a_refused_token_is_one_line_that_names_the_setting(method: str, mode: str, setting: str) -> None:
    harness = SlackHarness("socket" if mode == "socket" else "http")
    harness.slack.fail(method, faults.says("invalid_auth"))
    with pytest.raises(SettingsError, match=f"{setting}: refused by Slack"):
        await harness.start()
    await harness.stop()


async def test_an_address_that_does_not_answer_is_named_after_some_patience() -> None:
    harness = SlackHarness("http")
    harness.core.clock = FrozenClock(datetime(2026, 11, 23, tzinfo=UTC))
    for fault in [faults.server_error, faults.never_arrived] * 3:
        harness.slack.fail("auth.test", fault)
    with pytest.raises(SettingsError, match="AJAR_SLACK__API_URL: Slack does not answer"):
        await harness.start()
    await harness.stop()


async def test_what_is_being_handled_is_acknowledged_before_the_line_goes_down(harness: SlackHarness) -> None:
    heard, let_go = asyncio.Event(), asyncio.Event()
    handle = harness.core.handle

    async def slowly(event: Inbound) -> Answer | None:
        heard.set()
        await let_go.wait()
        return await handle(event)

    harness.core.handle = slowly  # type: ignore[method-assign]
    acknowledgement = await harness.slack.send_envelope("slash_commands", harness.slash("today"))
    await heard.wait()
    stopping = asyncio.create_task(harness.halt())
    stopped, _ = await asyncio.wait({stopping}, timeout=0.1)
    assert not stopped
    let_go.set()
    await stopping
    assert await asyncio.wait_for(acknowledgement, 5) == {}


async def test_closing_twice_and_before_the_start_is_no_mistake(harness: SlackHarness) -> None:
    await harness.platform.close()
    await harness.platform.close()
