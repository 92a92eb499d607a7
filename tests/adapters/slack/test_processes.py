"""Several processes of one Slack app on one database: none keeps what another needs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Literal

import pytest

from adapters.slack.platform import Slack
from bot.app import build
from bot.clock import FrozenClock
from bot.messages import ActionId, Form, Message, Reply, Submission, Text, TextField
from bot.settings import load

from .harness import SlackHarness
from .loopback import Loopback
from .payloads import MEMBER
from .test_app import START, WORDS, Workspace

SAVE = ActionId(feature="checkin", action="save")
FORM = Form(action=SAVE, title="A form", fields=(TextField(id="note", label="Note"),), submit="Keep")
MESSAGE = Message(parts=(Text(words=("Thank you",)),), summary="Thank you")


@pytest.fixture(params=["socket", "http"])
async def pair(request: pytest.FixtureRequest) -> AsyncIterator[tuple[SlackHarness, SlackHarness]]:
    """Two processes of one app, in turn on the first and the second line."""
    mode: Literal["socket", "http"] = request.param
    first = SlackHarness(mode)
    second = SlackHarness(mode, first.slack)
    second.shelf = first.shelf
    first.line, second.line = 0, 1
    async with AsyncExitStack() as stack:
        stack.push_async_callback(first.stop)
        await first.start()
        stack.push_async_callback(second.disconnect)
        await second.connect()
        yield first, second


async def test_starting_opens_no_line_and_is_enough_to_send() -> None:
    harness = SlackHarness("socket")
    await harness.slack.start()
    harness.platform = Slack(harness.settings(), harness.core, harness.shelf, harness.core.clock)
    await harness.platform.start()
    await harness.platform.send(harness.direct(), MESSAGE, "0" * 32)
    assert harness.slack.tickets == []
    assert [method for method, _ in harness.slack.calls] == ["auth.test", "chat.postMessage"]
    await harness.stop()


async def test_a_form_that_one_process_opened_is_taken_by_another(pair: tuple[SlackHarness, SlackHarness]) -> None:
    first, second = pair
    first.answering(FORM)
    second.answering(Reply(message=MESSAGE))
    assert await first.command("checkin", {}, event="t1") == "A form"
    view = first.slack.opened[-1]
    body = first.submitting(SAVE, {"note": ["words"]}, view_id=view["id"])
    body["view"]["private_metadata"] = view["private_metadata"]
    for each in (second, first):
        await each.deliver("interactive", body)
    (taken,), (_, again) = second.core.events, first.core.events
    assert isinstance(taken, Submission)
    assert taken == again, "the core's inbox knows them as one, wherever they arrive"


async def test_the_same_press_has_the_same_key_in_every_process(pair: tuple[SlackHarness, SlackHarness]) -> None:
    for each in pair:
        await each.press(SAVE, [], event="t8")
        await each.command("today", {}, event="t9")
        await each.deliver("events_api", each.event("app_home_opened", tab="home", event_id="Ev1"))
    first, second = ([event.origin.event for event in each.core.events] for each in pair)
    assert first == second


async def test_a_change_that_another_process_was_told_of_is_not_lost(pair: tuple[SlackHarness, SlackHarness]) -> None:
    first, second = pair
    madrid = {"id": MEMBER, "locale": "es-ES", "tz": "Europe/Madrid"}
    london = madrid | {"tz": "Europe/London"}
    for number, (each, user) in enumerate([(first, madrid), (second, london), (first, madrid)]):
        await each.deliver("events_api", each.event("user_change", user=user, event_id=f"Ev{number}"))
    assert [event.origin.zone for event in first.core.events] == ["Europe/Madrid"] * 2
    assert [event.origin.zone for event in second.core.events] == ["Europe/London"]


async def test_a_checkin_begun_at_one_process_is_kept_once_by_two(sqlite_url: str, tmp_path: Path) -> None:
    clock, slack = FrozenClock(START), Loopback()
    settings = load(adapters=(), data_dir=tmp_path, database_url="", spread_seconds=0)
    async with AsyncExitStack() as stack:
        both = []
        await slack.start()
        stack.push_async_callback(slack.stop)
        for line in (0, 1):
            app = await build(settings, clock, patience=60)
            stack.push_async_callback(app.close)
            workspace = Workspace(app, tmp_path, clock, slack)
            workspace.line = line
            await workspace.connect()
            stack.push_async_callback(workspace.disconnect)
            both.append(workspace)
        await both[0].joins()
        assert isinstance(await both[1].gives("checkin"), str)
        for each in both:
            await each.sends(
                mood={"type": "radio_buttons", "selected_option": {"value": "2"}},
                note={"type": "plain_text_input", "value": WORDS},
            )
        assert both[0].rows("SELECT count(*) FROM entries") == [(1,)]
        assert slack.complaints == []
