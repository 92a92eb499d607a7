"""The whole product on Discord: the real app, store and library behind the real discord.py."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
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

from .checks import walk
from .harness import DiscordHarness, Seen
from .world import CHANNEL, FORUM, MEMBER, OWNER, TOKEN, Json, Posted, World

START = datetime(2026, 9, 30, 12, 0, tzinfo=UTC)
ZONE = "Europe/Berlin"
WORDS = "a lantern by the gate"


class Server:
    """A server with the bot in it, in which people do things one after the other."""

    def __init__(self, app: App, folder: Path, clock: FrozenClock, world: World) -> None:
        self.app, self.folder, self.clock = app, folder, clock
        self.harness = DiscordHarness(app=app, world=world)
        self.world = world
        self._events = itertools.count(1)

    async def does(self, body: Json) -> Seen | str | None:
        shown = await self.harness.shown(body)
        await self.app.tick()
        return shown

    async def command(self, name: str, *, person: str = MEMBER, **options: str) -> Seen | str | None:
        return await self.does(self.harness.commanding(name, options, event=self.next_event(), person=person))

    async def press(self, label: str, *, person: str = MEMBER, on: Posted | None = None) -> Seen | str | None:
        """Press the button with this label on a message, by default the last that has one."""
        message = on or [each for each in self.world.messages if self.identifier(each, label)][-1]
        button, event = self.identifier(message, label), self.next_event()
        body = self.harness.pressing(button, event=event, message=message, person=person)
        return await self.does(body)

    async def submit(
        self, *, person: str = MEMBER, event: str = "", **fields: str | Sequence[str]
    ) -> Seen | str | None:
        """Send the form that was opened last."""
        opened = next(each for each in list(self.world.interactions.values())[::-1] if each.form)
        form = opened.form or {}
        given = {name: [value] if isinstance(value, str) else value for name, value in fields.items()}
        event = event or self.next_event()
        action = form["custom_id"]
        body = self.harness.submitting(
            action, given, event=event, form=form, message=opened.message, person=person, place=opened.channel
        )
        return await self.does(body)

    def next_event(self) -> str:
        return f"{self.folder.name}-{len(self.world.interactions)}-{next(self._events)}"

    def identifier(self, message: Posted, label: str) -> str:
        parts = walk(message.body.get("components") or [])
        return next((each["custom_id"] for each in parts if each.get("label") == label and "custom_id" in each), "")

    async def joins(self, person: str = MEMBER, hour: str = "0900") -> None:
        """Say yes, as the button of the consent card does."""
        yes = ActionId(feature="welcome", action="yes", ref=f"{ZONE}~{hour}~o")
        button = {"type": 2, "style": 1, "label": "Yes", "custom_id": str(yes)}
        card = self.world.post(CHANNEL, {"seed": True, "components": [{"type": 1, "components": [button]}]})
        await self.press("Yes", person=person, on=card)
        self.world.messages.remove(card)

    async def until(self, day: int, hour: int, minute: int = 0) -> None:
        self.clock.move_to(datetime(2026, 10, day, hour, minute, tzinfo=ZoneInfo(ZONE)))
        await self.app.tick()

    def inbox(self, person: str = MEMBER) -> list[Posted]:
        channel = self.world.directs.get(person)
        return [each for each in self.world.messages if each.channel == channel and not each.private]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(self.folder / "ajar.db")
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()


@asynccontextmanager
async def opened(folder: Path, clock: FrozenClock, world: World) -> AsyncIterator[Server]:
    """Run the app with its Discord; a second time in the same folder it is a restart."""
    settings = load(adapters=("discord",), data_dir=folder, database_url="", spread_seconds=0)
    app = await build(settings, clock, patience=60)
    server = Server(app, folder, clock, world)
    try:
        await server.harness.start()
        yield server
    finally:
        await server.harness.stop()
        await app.close()


@pytest.fixture(autouse=True)
def _token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AJAR_DISCORD__TOKEN", TOKEN)


@pytest.fixture
async def server(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Server]:
    async with opened(tmp_path, FrozenClock(START), World()) as server:
        yield server


async def test_the_question_comes_by_dm_at_the_members_hour_once(server: Server) -> None:
    await server.joins()
    assert len(server.inbox()) == 1
    await server.until(1, 8, 59)
    assert len(server.inbox()) == 1
    await server.until(1, 9)
    await server.until(1, 9, 30)
    _, question = server.inbox()
    assert [each["label"] for each in walk(question.body["components"]) if "label" in each] == [
        "Reflect",
        "Another",
        "Later",
        "Less often or stop",
        "Need help now",
    ]


async def test_a_checkin_goes_from_command_to_sealed_entry(server: Server) -> None:
    await server.joins()
    assert isinstance(await server.command("checkin"), str)
    shown = await server.submit(mood="2", note=WORDS)
    assert isinstance(shown, Seen)
    assert shown.text
    assert len(server.rows("SELECT * FROM entries")) == 1
    assert WORDS not in str(server.rows("SELECT * FROM entries"))
    assert WORDS.encode() not in b"".join(each.read_bytes() for each in server.folder.glob("ajar.db*"))
    assert all(each.private or each in server.inbox() for each in server.world.messages)


async def test_a_form_sent_twice_under_one_id_is_one_entry_and_one_answer(server: Server) -> None:
    await server.joins()
    await server.command("checkin")
    await server.submit(mood="2", note=WORDS, event="twice")
    before = len(server.world.messages)
    await server.submit(mood="2", note=WORDS, event="twice")
    assert len(server.rows("SELECT * FROM entries")) == 1
    assert len(server.world.messages) == before


async def test_a_button_still_works_after_a_restart(sqlite_url: str, tmp_path: Path) -> None:
    clock, world = FrozenClock(START), World()
    async with opened(tmp_path, clock, world) as server:
        await server.joins()
        await server.until(1, 9)
        question = server.inbox()[-1]
    async with opened(tmp_path, clock, world) as server:
        assert isinstance(await server.press("Reflect", on=question), str)
        assert server.inbox()[-1] is question


async def test_a_topic_is_posted_once_where_it_was_asked_for(server: Server) -> None:
    await moderated(server)
    await server.command("topic post", person=OWNER, topic=topic(server))
    preview = server.world.messages[-1]
    button = server.identifier(preview, "Post here now")
    for event in ("one", "one", "two"):
        await server.does(server.harness.pressing(button, event=event, message=preview, person=OWNER))
    assert [each.channel for each in server.world.messages if not each.private] == [CHANNEL]
    assert server.rows("SELECT state FROM topics") == [("posted",)]


async def test_a_topic_is_posted_with_a_thread_of_its_own(server: Server) -> None:
    await moderated(server)
    await server.command("topic post", person=OWNER, topic=topic(server))
    await server.press("Choose place and time", person=OWNER)
    await server.submit(person=OWNER, channel=CHANNEL, place="thread")
    (post,) = [each for each in server.world.messages if not each.private]
    assert server.world.threads[post.id]["parent_id"] == CHANNEL
    assert server.rows("SELECT state FROM topics") == [("posted",)]


async def test_a_topic_is_posted_to_a_forum(server: Server) -> None:
    await moderated(server)
    shown = await server.command("topic post", person=OWNER, topic=topic(server), channel=FORUM)
    assert isinstance(shown, Seen)
    await server.press("Choose place and time", person=OWNER)
    await server.submit(person=OWNER, channel=FORUM)
    await server.app.tick()
    (thread,) = server.world.threads.values()
    assert thread["parent_id"] == FORUM
    assert server.rows("SELECT state FROM topics") == [("posted",)]


async def test_who_is_no_moderator_is_refused_privately(server: Server) -> None:
    await server.command("topic post", topic=topic(server))
    assert all(each.private for each in server.world.messages)
    assert server.rows("SELECT * FROM topics") == []


async def test_a_lost_reply_is_looked_up_and_nothing_stands_twice(server: Server) -> None:
    await server.joins()
    server.harness.fail(Fault.REPLY_LOST)
    await server.until(1, 9)
    assert server.rows("SELECT state FROM deliveries WHERE kind = 'daily_prompt'") == [("unsure",)]
    server.world.nonces.clear()  # what Discord remembers for some minutes only
    for minute in range(5, 30, 5):
        await server.until(1, 9, minute)
    assert len(server.inbox()) == 2
    assert server.rows("SELECT state FROM deliveries WHERE kind = 'daily_prompt'") == [("sent",)]


async def test_a_closed_dm_pauses_the_member_and_says_nothing_in_public(server: Server) -> None:
    await server.joins()
    server.harness.fail(Fault.CLOSED_DIRECT)
    await server.until(1, 9)
    await server.until(2, 9)
    assert len(server.inbox()) == 1
    assert server.rows("SELECT unreachable_at IS NOT NULL FROM accounts") == [(1,)]


async def moderated(server: Server) -> None:
    """Set the community up as its owner."""
    await server.command("community panel", person=OWNER)
    await server.harness.shown(
        server.harness.pressing(
            ActionId(feature="community", action="set_up"),
            event=server.next_event(),
            message=server.world.messages[-1],
            person=OWNER,
        )
    )
    await server.submit(person=OWNER, channel=CHANNEL, zone=ZONE)


def topic(server: Server) -> str:
    return next(iter(server.app.ctx.library.voice("en").topics))
