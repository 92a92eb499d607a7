"""Words that sound like danger, on Discord: answered ephemerally where others read, and in the DM; never in public."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app.dispatch import Dispatch
from bot.clock import FrozenClock
from bot.features import FEATURES
from bot.messages import ActionId
from tests.bot.features.safety.fakes import AFRAID, HEAVY, FakeDetector

from .harness import Seen
from .test_app import START, Server, opened
from .world import CHANNEL, EPHEMERAL, MEMBER, OWNER, TOKEN, World, user

HEAVY_LINE = "This sounds very heavy"


@pytest.fixture
async def server(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Server]:
    monkeypatch.setenv("AJAR_DISCORD__TOKEN", TOKEN)
    async with opened(tmp_path, FrozenClock(START), World()) as server:
        app = server.app
        app._dispatch = Dispatch(
            app.ctx,
            FEATURES,
            manages=app._manages,
            hand_over=app.handovers.begin,
            metrics=app.metrics,
            detector=FakeDetector(),
        )
        yield server
        await app._dispatch.close()


async def test_a_note_given_in_a_channel_is_answered_to_its_writer_alone(server: Server) -> None:
    await server.joins()
    await server.command("checkin")
    shown = await server.submit(mood="1", note=HEAVY)
    assert isinstance(shown, Seen)
    assert shown.text.startswith(HEAVY_LINE)
    assert "Only you can see this" in shown.text
    answer = server.world.messages[-1]
    assert answer.channel == CHANNEL
    assert answer.private and answer.body["flags"] & EPHEMERAL
    assert [each for each in server.world.messages if each.channel == CHANNEL and not each.private] == []
    assert len(server.rows("SELECT * FROM entries")) == 1
    await server.press("That's not what I meant")
    assert "Nothing of this is kept" in str(answer.body)
    assert HEAVY_LINE not in str(answer.body)


async def test_the_country_is_changed_in_the_same_private_message(server: Server) -> None:
    await server.joins()
    await server.command("checkin")
    await server.submit(mood="1", note=AFRAID)
    answer = server.world.messages[-1]
    country = ActionId(feature="safety", action="country", ref="en.violence.")
    event = server.next_event()
    await server.does(server.harness.pressing(country, ["ES"], event=event, message=answer))
    assert answer.private
    assert "If you are in Spain" in str(answer.body)
    assert "First: is this device safe to use?" in str(answer.body)


async def test_a_risky_topic_is_answered_privately_and_posted_nowhere(server: Server) -> None:
    await server.joins(OWNER)
    await server.command("topic post", person=OWNER)
    await server.press("Write my own", person=OWNER)
    shown = await server.submit(person=OWNER, title="Night", question=HEAVY)
    assert isinstance(shown, Seen)
    assert "I did not bring this to the group" in shown.text
    assert HEAVY in shown.text
    assert server.world.messages[-1].private
    assert server.rows("SELECT * FROM topics") == []


async def test_typed_words_are_answered_in_the_dm(server: Server) -> None:
    direct = server.world.open_direct(MEMBER)["id"]
    posted = server.world.post(direct, {"content": HEAVY, "seed": True})
    body = {**posted.json(), "author": user(MEMBER)}
    for _ in range(2):
        await server.harness.deliver("MESSAGE_CREATE", body)
    (answer,) = await server.harness.posted()
    assert answer.text.startswith(HEAVY_LINE)
    assert "call your local emergency number" in answer.text


async def test_the_notes_are_written_and_shown_privately(server: Server) -> None:
    await server.joins()
    shown = await server.command("safety-notes")
    assert isinstance(shown, Seen) and "best written in calm ones" in shown.text
    assert await server.press("Write my notes") == "My safety notes"
    shown = await server.submit(signs="less sleep", reasons="the dog")
    assert isinstance(shown, Seen) and "less sleep" in shown.text and "the dog" in shown.text
    assert server.world.messages[-1].private
