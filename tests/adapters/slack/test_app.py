"""The whole product on Slack: the real app, store and library behind the real slack-bolt and slack-sdk."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.app import App, build
from bot.clock import FrozenClock
from bot.messages import ActionId
from bot.settings import load
from tests.adapters.harness import Fault

from .harness import Seen, SlackHarness
from .loopback import CHANNEL, Loopback, Posted
from .payloads import MEMBER

START = datetime(2026, 9, 30, 12, 0, tzinfo=UTC)
ZONE = "Europe/Berlin"
WORDS = "a lantern by the gate"


class Workspace(SlackHarness):
    """A workspace with the app in it, in which one person does things one after the other."""

    def __init__(self, app: App, folder: Path, clock: FrozenClock, slack: Loopback | None = None) -> None:
        super().__init__("socket", slack)
        self.app, self.folder, self.clock = app, folder, clock
        self.core = app  # type: ignore[assignment]
        self._numbers = itertools.count(1)

    async def connect(self) -> None:
        """Start the adapter, and let the app send through it."""
        await super().connect()
        self.app.platforms["slack"] = self.platform

    def next_event(self) -> str:
        return f"{self.folder.name}-{next(self._numbers)}"

    async def gives(self, name: str, text: str = "") -> Seen | str | None:
        shown = await self.command(name, {"text": text}, event=self.next_event())
        await self.app.tick()
        return shown

    async def presses(self, shown: Seen | str | None, action: str) -> Seen | str | None:
        """Press a button of what was shown, by its action."""
        assert isinstance(shown, Seen)
        known = [each for each in map(ActionId.parse, shown.actions) if each]
        wanted = next(each for each in known if each.action == action)
        seen = await self.press(wanted, (), event=self.next_event())
        await self.app.tick()
        return seen

    async def sends(self, **fields: dict[str, Any]) -> dict[str, Any]:
        """Send the form that was opened last, each field as Slack's element gives it; return what the modal becomes."""
        view = self.slack.opened[-1]
        action = ActionId.parse(view["callback_id"])
        assert action is not None
        body = self.submitting(action, {}, view_id=view["id"], blocks=view["blocks"])
        body["view"]["private_metadata"] = view["private_metadata"]
        body["view"]["state"] = {"values": {name: {"value": given} for name, given in fields.items()}}
        took = await self.deliver("interactive", body)
        await self.app.tick()
        return took.body

    async def joins(self, hour: str = "0900") -> None:
        """Say yes, as the button of the consent card does."""
        yes = ActionId(feature="welcome", action="yes", ref=f"{ZONE}~{hour}~o")
        await self.press(yes, (), event=self.next_event())
        await self.app.tick()

    async def until(self, day: int, hour: int, minute: int = 0) -> None:
        self.clock.move_to(datetime(2026, 10, day, hour, minute, tzinfo=ZoneInfo(ZONE)))
        await self.app.tick()

    def inbox(self) -> list[Posted]:
        direct = self.slack.direct(MEMBER)
        return [each for each in self.slack.posted if each.channel == direct and "seed" not in each.body]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(self.folder / "ajar.db")
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()


@pytest.fixture
async def workspace(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Workspace]:
    clock = FrozenClock(START)
    app = await build(load(adapters=(), data_dir=tmp_path, database_url="", spread_seconds=0), clock, patience=60)
    workspace = Workspace(app, tmp_path, clock)
    try:
        await workspace.start()
        yield workspace
    finally:
        await workspace.stop()
        await app.close()


async def test_the_question_comes_by_dm_at_the_members_hour_once(workspace: Workspace) -> None:
    await workspace.joins()
    assert len(workspace.inbox()) == 1
    await workspace.until(1, 8, 59)
    assert len(workspace.inbox()) == 1
    await workspace.until(1, 9)
    await workspace.until(1, 9, 30)
    _, question = workspace.inbox()
    assert question.body["text"] == "Your question for today is here"
    assert question.body["metadata"]["event_type"] == "ajar_delivery"


async def test_a_checkin_goes_from_command_to_sealed_entry(workspace: Workspace) -> None:
    await workspace.joins()
    assert isinstance(await workspace.gives("checkin"), str)
    became = await workspace.sends(
        mood={"type": "radio_buttons", "selected_option": {"value": "2"}},
        note={"type": "plain_text_input", "value": WORDS},
    )
    assert became["response_action"] == "update"
    assert len(workspace.rows("SELECT * FROM entries")) == 1
    assert WORDS not in str(workspace.rows("SELECT * FROM entries"))
    assert WORDS.encode() not in b"".join(each.read_bytes() for each in workspace.folder.glob("ajar.db*"))
    assert [each.channel for each in workspace.slack.posted if "seed" not in each.body] == [
        workspace.slack.direct(MEMBER)
    ], "nobody else sees that it happened"


async def test_a_topic_goes_from_command_to_a_post_with_its_thread(workspace: Workspace) -> None:
    workspace.slack.add_user(MEMBER, is_admin=True)
    topic = next(iter(workspace.app.ctx.library.voice("en").topics.values()))
    preview = await workspace.gives("topic post", topic.id)
    assert isinstance(preview, Seen)
    assert topic.question in preview.text
    assert await workspace.presses(preview, "when") == "Place and time"
    became = await workspace.sends(
        channel={"type": "conversations_select", "selected_conversation": CHANNEL},
        place={"type": "static_select", "selected_option": {"value": "thread"}},
    )
    assert became["response_action"] == "update"
    (post,) = [each for each in workspace.slack.posted if each.channel == CHANNEL]
    assert topic.question in str(post.body["blocks"])
    assert workspace.app.say("en", "slack-answer-in-thread") in str(post.body["blocks"]), (
        "everyone is invited into the thread"
    )
    (receipt,) = workspace.rows("SELECT receipt FROM topics WHERE state = 'posted'")
    assert post.ts in str(receipt)


async def test_who_is_no_moderator_is_refused_privately(workspace: Workspace) -> None:
    topic = next(iter(workspace.app.ctx.library.voice("en").topics))
    shown = await workspace.gives("topic post", topic)
    assert isinstance(shown, Seen)
    assert "for the moderators here" in shown.text
    assert workspace.rows("SELECT * FROM topics") == []


async def test_a_lost_reply_is_looked_up_and_nothing_stands_twice(workspace: Workspace) -> None:
    await workspace.joins()
    workspace.fail(Fault.REPLY_LOST)
    await workspace.until(1, 9)
    for minute in range(5, 30, 5):
        await workspace.until(1, 9, minute)
    assert len(workspace.inbox()) == 2
    assert workspace.rows("SELECT state FROM deliveries WHERE kind = 'daily_prompt'") == [("sent",)]


async def test_home_shows_todays_question(workspace: Workspace) -> None:
    await workspace.joins()
    await workspace.deliver("events_api", workspace.event("app_home_opened", tab="home", event_id="Ev-home"))
    assert "Your question for today" in str(workspace.slack.homes[MEMBER])
