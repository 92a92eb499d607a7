"""An evening word for those who want it: only without a check-in that day, never at night, never after long silence."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.messages import ActionId, Form

from .stage import START, Person, Stage, words

ASK = "The day is nearly over"


@pytest.fixture
async def sam(stage: Stage) -> Person:
    sam = await stage.member(hour="0900")
    await sam.press(ActionId(feature="checkin", action="evening"))
    await sam.press("remind", "20")
    return sam


async def evening(stage: Stage, sam: Person, number: int) -> bool:
    """Let an evening come, counted from the first of October, and tell whether a word came."""
    before = len(sam.inbox)
    day = START + timedelta(days=number)
    await stage.until(day.year, day.month, day.day, 9)
    await stage.until(day.year, day.month, day.day, 20)
    return any(ASK in words(each) for each in sam.inbox[before:])


async def test_nobody_is_reminded_who_did_not_ask_for_it(stage: Stage) -> None:
    sam = await stage.member(hour="0900")
    assert not await evening(stage, sam, 0)


async def test_it_comes_at_its_hour_and_opens_the_check_in(stage: Stage, sam: Person) -> None:
    assert await evening(stage, sam, 0)
    assert isinstance(await sam.press("Look for a moment", on=sam.inbox[-1]), Form)


async def test_it_stays_away_on_a_day_with_a_check_in(stage: Stage, sam: Person) -> None:
    await sam.command("checkin")
    await sam.submit(mood="3")
    assert not await evening(stage, sam, 0)
    assert await evening(stage, sam, 1)


async def test_after_a_week_of_silence_it_rests(stage: Stage, sam: Person) -> None:
    came = [await evening(stage, sam, number) for number in range(12)]
    assert came == [True] * 7 + [False] * 5


async def test_it_can_be_turned_off_from_the_reminder_itself(stage: Stage, sam: Person) -> None:
    await evening(stage, sam, 0)
    said = words(await sam.press("Change or stop this", on=sam.inbox[-1]))
    assert "8:00" in said
    assert "no word in the evening" in words(await sam.press("remind", "none"))
    assert not await evening(stage, sam, 1)


async def test_it_rests_with_the_pause_and_follows_the_zone(stage: Stage, sam: Person) -> None:
    await sam.command("pause", until="2026-10-05")
    assert not await evening(stage, sam, 0)
    await sam.command("rhythm")
    days, themes = ("0", "1"), ("hope",)
    await sam.submit(given={"hour": "09:00", "zone": "Asia/Tokyo", "days": days, "discreet": "o", "themes": themes})
    assert stage.rows("SELECT DISTINCT zone FROM schedules") == [("Asia/Tokyo",)]


async def test_stopping_stops_it_too(stage: Stage, sam: Person) -> None:
    await sam.command("stop")
    assert not await evening(stage, sam, 0)
