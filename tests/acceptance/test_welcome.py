from __future__ import annotations

import pytest

from bot.messages import ActionId, Page, Reply, Update
from bot.model import CONSENT_VERSION

from .stage import START, Stage, actions, button, menu, words

YES = ActionId(feature="welcome", action="yes", ref="Europe/Berlin~0900~d")


def kept(stage: Stage) -> dict[str, int]:
    """Return how many rows stand in which table, leaving out the schema's own."""
    both = {**stage.tables(), **{f"keys.{name}": rows for name, rows in stage.keys().items()}}
    return {
        name: len(rows)
        for name, rows in both.items()
        if rows and name not in ("alembic_version", "keys.marks", "keys.masters")
    }


async def test_everything_up_to_the_yes_stores_nothing_and_sends_nothing(stage: Stage) -> None:
    sam = stage.person("sam", zone=None)
    before = kept(stage)
    await sam.command("start")
    await sam.press("Choose my hour")
    await sam.press("zone", "Europe/Madrid")
    await sam.press("hour", "0800")
    await sam.press("discreet", "o")
    await sam.press("No, thank you")
    for command in ("checkin", "today", "tip", "rhythm", "pause", "stop", "help", "help-now"):
        await sam.command(command)
    await sam.types("hello?")
    await sam.opens_home()
    await stage.passes(days=2)
    assert kept(stage) == before == {}
    assert stage.platform.seen == []


async def test_the_card_says_what_it_is_before_anything_is_asked(stage: Stage) -> None:
    shown = await stage.person("sam").command("start")
    assert isinstance(shown, Reply)
    assert shown.private
    for said in ("a program, not a person", "What I keep", "Who could see it", "not therapy", "stop at any time"):
        assert said in words(shown)
    assert list(actions(shown)) == ["Choose my hour", "The whole privacy notice", "No, thank you", "Need help now"]


async def test_what_was_chosen_travels_in_the_buttons_to_the_yes(stage: Stage) -> None:
    sam = stage.person("sam", zone=None)
    await sam.command("start")
    await sam.press("Choose my hour")
    await sam.press("zone", "America/Lima")
    await sam.press("hour", "0700")
    chosen = await sam.press("discreet", "o")
    assert button(chosen, "yes").ref == "America/Lima~0700~o"
    assert "7:00" in words(chosen)
    await sam.press("yes")
    assert stage.rows("SELECT zone, discreet, status FROM members") == [("America/Lima", 0, "active")]
    assert stage.rows("SELECT time_of_day, days FROM schedules") == [("07:00:00.000000", 127)]


async def test_the_yes_keeps_the_consent_with_version_and_time(stage: Stage) -> None:
    await stage.person("sam").press(YES)
    microseconds = int(START.timestamp()) * 1_000_000
    assert stage.rows("SELECT consent_version, consent_at FROM members") == [(CONSENT_VERSION, microseconds)]
    assert len(stage.keys()["keys"]) == 1


async def test_a_yes_pressed_twice_is_one_member_and_one_hello(stage: Stage) -> None:
    sam = stage.person("sam")
    first = await sam.press(YES, event="e:1")
    again = await sam.press(YES, event="e:1")
    assert first == again
    await sam.press(YES)
    await stage.app.tick()
    assert len(stage.table("members")) == len(stage.table("accounts")) == len(stage.table("schedules")) == 1
    assert len(sam.inbox) == 1
    assert "no one reads along" in words(sam.inbox[0])
    assert stage.rows("SELECT direct_channel FROM accounts") == [("D-sam",)]


@pytest.mark.parametrize("ref", ["", "x", "~~", "Mars/Base~9999~z", "Europe/Berlin~2560~d", "%" * 5000, "-~0900~d"])
async def test_a_forged_yes_without_a_zone_stores_nothing_and_one_with_a_zone_takes_the_usual_hour(
    stage: Stage, ref: str
) -> None:
    shown = await stage.person("sam").press(ActionId(feature="welcome", action="yes", ref=ref))
    assert isinstance(shown, Update)
    if ref.startswith("Europe"):
        assert stage.rows("SELECT time_of_day FROM schedules") == [("18:00:00.000000",)]
    else:
        assert kept(stage) == {}
        assert menu(shown, "zone").options


async def test_stop_cancels_what_waits_at_once(stage: Stage) -> None:
    sam = await stage.member(hour="0900")
    stage.fault = "rate_limited"
    await stage.until(2026, 10, 1, 9)
    assert ("daily_prompt", "waiting") in stage.rows("SELECT kind, state FROM deliveries")
    shown = await sam.command("stop")
    assert "Stopped" in words(shown)
    assert ("daily_prompt", "cancelled") in stage.rows("SELECT kind, state FROM deliveries")
    stage.fault = None
    await stage.passes(days=3)
    assert sam.prompts == []
    assert stage.rows("SELECT next_due_at, resting FROM schedules") == [(None, "stopped")]


async def test_stop_is_answered_kindly_to_anyone_and_twice(stage: Stage) -> None:
    assert "Stopped" in words(await stage.person("nobody").command("stop"))
    sam = await stage.member()
    assert "Stopped" in words(await sam.command("stop"))
    assert "Stopped" in words(await sam.command("stop"))


async def test_who_stopped_is_asked_for_consent_again_and_keeps_what_was_kept(stage: Stage) -> None:
    sam = await stage.member(hour="0900")
    await sam.command("checkin")
    await sam.submit(mood="3")
    await sam.command("stop")
    card = await sam.command("checkin")
    assert "What I keep" in words(card)
    await stage.passes(days=2)
    await sam.joins(hour="1000")
    assert len(stage.table("members")) == len(stage.table("entries")) == 1
    assert len(sam.inbox) == 2
    await stage.until(2026, 10, 4, 10)
    assert len(sam.inbox) == 3


async def test_leaving_and_coming_back_on_one_day_brings_no_second_prompt_that_day(stage: Stage) -> None:
    sam = await stage.member(hour="0900")
    await stage.until(2026, 10, 1, 9)
    await sam.command("stop")
    await sam.joins(hour="2000")
    await stage.until(2026, 10, 1, 21)
    assert [each.at.day for each in sam.inbox] == [1, 1, 1]
    await stage.until(2026, 10, 2, 20)
    assert len(sam.inbox) == 4


async def test_one_person_in_three_communities_is_one_member_with_one_prompt_a_day(stage: Stage) -> None:
    sam = await stage.member(hour="0900")
    for name in ("lake", "hill"):
        sam.community = name
        await sam.command("start")
        await sam.joins(hour="0900")
    await stage.until(2026, 10, 1, 9)
    assert len(stage.table("members")) == 1
    assert len(sam.prompts) == 1


async def test_a_member_who_starts_again_is_told_that_all_is_set_up(stage: Stage) -> None:
    sam = await stage.member()
    assert "set up already" in words(await sam.command("start"))
    assert "set up already" in words(await sam.press(ActionId(feature="welcome", action="card")))


async def test_a_zone_typed_with_start_goes_on_to_the_hour_after_the_card(stage: Stage) -> None:
    sam = stage.person("sam", zone=None)
    card = await sam.command("start", zone="lisbon")
    assert "What I keep" in words(card)
    assert button(await sam.press("choose"), "yes").ref.startswith("Europe/Lisbon~")
    await sam.press("yes")
    assert button(await sam.command("start", zone="oslo"), "yes").ref.startswith("Europe/Oslo~")


async def test_the_zone_is_found_by_typing_a_city(stage: Stage) -> None:
    sam = stage.person("sam", zone=None)
    search = ActionId(feature="welcome", action="zone")
    assert (await sam.lookup(search, "toky")).options[0].value == "Asia/Tokyo"
    assert 0 < len((await sam.lookup(search, "")).options) <= 25
    assert (await sam.lookup(search, "zzzzz")).options == ()


async def test_a_closed_dm_at_the_hello_keeps_the_consent_and_is_told_privately_on_return(stage: Stage) -> None:
    sam = stage.person("sam")
    stage.fault = "closed_direct"
    await sam.joins()
    assert sam.inbox == []
    stage.fault = None
    shown = await sam.command("help")
    assert isinstance(shown, Reply)
    assert shown.private
    assert "could not write to you" in words(shown)


async def test_home_shows_the_card_first_and_the_question_after_the_yes(stage: Stage) -> None:
    sam = stage.person("sam")
    page = await sam.opens_home()
    assert isinstance(page, Page)
    assert "What I keep" in words(page)
    await sam.joins()
    page = await sam.opens_home()
    assert "What I keep" not in words(page)
    assert "Your question for today" in words(page)
