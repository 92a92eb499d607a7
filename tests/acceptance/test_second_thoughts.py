"""What people do twice, later, or otherwise than the first time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import StoreUnavailable
from bot.feature import HELP_NOW
from bot.messages import ActionId, Reply
from bot.store import Store, Tx

from .stage import Person, Stage, button, menu, opened, words


@pytest.fixture
async def kit(stage: Stage) -> Person:
    kit = stage.moderator()
    await kit.command("community panel")
    await kit.press("set_up")
    await kit.submit(channel="channel:staff", zone="Europe/Berlin")
    return kit


async def test_a_weekly_topic_set_again_on_its_cards_day_stops_nobodys_question(stage: Stage, kit: Person) -> None:
    sam = await stage.member(hour="1000")
    await stage.until(2026, 10, 1, 10)
    for hour in ("09:00", "11:00"):
        await kit.command("topic weekly")
        await kit.submit(day="5", time=hour, channel="channel:circle", place="thread")
        await stage.until(2026, 10, 2, 9, 30)
    await stage.until(2026, 10, 2, 11)
    assert len(stage.posted("staff")) == 1
    assert len(sam.prompts) == 2


async def test_a_topic_written_anew_takes_the_place_of_the_planned_one(stage: Stage, kit: Person) -> None:
    await kit.command("topic post")
    await kit.press("own")
    preview = await kit.submit(title="First words", question="The first question?")
    await kit.press("when")
    await kit.submit(channel="channel:circle", place="thread", date="2026-10-01", time="18:00")
    await kit.press(button(preview, "own"))
    await kit.submit(title="Second words", question="The second question?")
    await kit.press("when")
    await kit.submit(channel="channel:circle", place="thread", date="2026-10-01", time="19:00")
    await stage.until(2026, 10, 1, 20)
    assert [each.message.title for each in stage.posted("circle")] == ["Second words"]


async def test_a_date_without_a_time_posts_nothing_at_once(stage: Stage, kit: Person) -> None:
    await kit.command("topic post", topic=next(iter(stage.app.ctx.library.voice("en").topics)))
    await kit.press("when")
    refused = await kit.submit(channel="channel:circle", place="thread", date="2026-10-20", time="")
    assert "a time is needed" in words(refused)
    await stage.passes(minutes=1)
    assert stage.posted("circle") == []


async def test_a_topic_that_was_refused_can_be_planned_again(stage: Stage, kit: Person) -> None:
    preview = await kit.command("topic post", topic=next(iter(stage.app.ctx.library.voice("en").topics)))
    stage.fault = "no_channel"
    await kit.press(button(preview, "now"))
    await stage.passes(minutes=1)
    stage.fault = None
    await kit.press(button(preview, "when"))
    await kit.submit(channel="channel:circle", place="channel")
    await stage.passes(minutes=1)
    assert len(stage.posted("circle")) == 1
    again = await kit.press(button(preview, "now"))
    assert "already" in words(again)


async def test_a_later_moment_takes_the_place_of_an_earlier_one(stage: Stage) -> None:
    sam = await stage.member(hour="0900")
    await stage.until(2026, 10, 1, 9)
    question = sam.prompts[0]
    for choice in ("hour", "evening"):
        offered = await sam.press(button(question, "later"))
        await sam.press(menu(offered, "at").action, choice)
    await stage.until(2026, 10, 1, 18)
    assert len(sam.prompts) == 1
    await stage.until(2026, 10, 1, 19)
    assert len(sam.prompts) == 2


async def test_saying_yes_again_keeps_days_and_pause_and_no_keeps_everything(stage: Stage) -> None:
    sam = await stage.member(hour="0900")
    await sam.command("rhythm")
    themes = tuple(stage.app.ctx.library.voice("en").themes)
    await sam.submit(hour="09:00", days=("0", "2"), zone="Europe/Berlin", discreet="o", themes=themes)
    await sam.command("pause", until="2026-11-01")
    await sam.joins(hour="1800")
    assert stage.rows("SELECT days, paused_until FROM schedules") == [(0b101, "2026-11-01")]
    declined = await sam.press(ActionId(feature="welcome", action="no", ref="-~1800~d"))
    assert "set up already" in words(declined)


async def test_a_communitys_zone_is_no_members_and_moves_the_weekly_topic(stage: Stage) -> None:
    await stage.member(zone="Asia/Tokyo")
    assert stage.rows("SELECT zone FROM communities") == [("Etc/UTC",)]
    kit = stage.moderator()
    for zone in ("Europe/Berlin", "America/New_York"):
        await kit.command("community panel")
        await kit.press("set_up")
        await kit.submit(channel="channel:staff", zone=zone)
        if zone == "Europe/Berlin":
            await kit.command("topic weekly")
            await kit.submit(day="3", time="18:00", channel="channel:circle", place="thread")
    assert stage.rows("SELECT zone FROM schedules WHERE kind = 'weekly_topic'") == [("America/New_York",)]
    await kit.command("community panel")
    await kit.press("set_up")
    assert "not a forum" in words(await kit.submit(channel="forum:77", zone="Europe/Berlin"))


async def test_a_word_about_closed_messages_never_stands_in_public(stage: Stage, kit: Person) -> None:
    await kit.joins(hour="0900")
    await kit.command("topic weekly")
    await kit.submit(day="4", time="18:00", channel="channel:circle", place="thread")
    await stage.until(2026, 10, 1, 8, 30)
    stage.fault = "closed_direct"
    await stage.until(2026, 10, 1, 9)
    stage.fault = None
    await stage.until(2026, 10, 1, 18)
    (card,) = stage.posted("staff")
    approved = await kit.press(button(card, "approve"))
    assert "closed to me" not in words(approved)
    assert "closed to me" in words(await kit.command("tip"))


@pytest.mark.parametrize("hanging", [False, True])
async def test_numbers_come_within_a_second_whatever_the_store_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hanging: bool
) -> None:
    @asynccontextmanager
    async def broken(store: Store) -> AsyncIterator[Tx]:
        if hanging:
            await asyncio.Event().wait()
        raise StoreUnavailable("out of reach")
        yield  # type: ignore[unreachable]  # what makes it a context manager

    stage = await opened(tmp_path / "home", inline=False, patience=0.5)
    try:
        sam = await stage.member()
        monkeypatch.setattr(Store, "begin", broken)
        async with asyncio.timeout(4):  # a second each, and as much again for a busy machine
            shown = await sam.press(HELP_NOW)
            chosen = await sam.press(ActionId(feature="safety", action="country"), "IE")
    finally:
        monkeypatch.undo()
        await stage.app.close()
    assert isinstance(shown, Reply)
    assert "Ireland" in words(chosen)


async def test_what_members_wrote_goes_after_ninety_days(stage: Stage) -> None:
    sam = await stage.member()
    await sam.command("checkin")
    await sam.submit(mood="2", note="a lantern by the gate")
    stage.clock.advance(timedelta(days=89))
    await stage.app.keep_house()
    assert len(stage.table("entries")) == 1
    stage.clock.advance(timedelta(days=2))
    await stage.app.keep_house()
    assert stage.table("entries") == []
