from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.feature import ZONES
from bot.messages import ChoiceField, Form, Invalid, Reply, SearchField, TimeField

from .stage import Given, Person, Stage, menu, opened, words


@pytest.fixture
async def sam(stage: Stage) -> Person:
    return await stage.member(hour="0900")


async def saves(sam: Person, **fields: Given) -> object:
    """Send the form of /rhythm with some fields changed."""
    themes = tuple(sam.stage.app.ctx.library.voice("en").themes)
    await sam.command("rhythm")
    given: dict[str, Given] = {
        "hour": "09:00",
        "days": tuple("0123456"),
        "zone": "Europe/Berlin",
        "discreet": "o",
        "themes": themes,
    }
    return await sam.submit(given={**given, **fields})


async def test_the_form_holds_what_is_set(stage: Stage, sam: Person) -> None:
    form = await sam.command("rhythm")
    assert isinstance(form, Form)
    hour, days, zone, discreet, themes = form.fields
    assert isinstance(hour, TimeField)
    assert hour.value == "09:00"
    assert isinstance(days, ChoiceField)
    assert days.chosen == tuple("0123456")
    assert isinstance(zone, SearchField)
    assert zone.value == "Europe/Berlin"
    assert isinstance(discreet, ChoiceField)
    assert discreet.chosen == ("o",)
    assert isinstance(themes, ChoiceField)
    assert themes.chosen == tuple(stage.app.ctx.library.voice("en").themes)


async def test_a_new_hour_holds_from_the_same_day(stage: Stage, sam: Person) -> None:
    await saves(sam, hour="10:30")
    await stage.until(2026, 10, 1, 10)
    assert sam.prompts == []
    await stage.until(2026, 10, 1, 10, 30)
    assert len(sam.prompts) == 1


async def test_a_later_hour_after_todays_question_brings_no_second_one(stage: Stage, sam: Person) -> None:
    await stage.until(2026, 10, 1, 9)
    await saves(sam, hour="20:00")
    await stage.until(2026, 10, 1, 21)
    assert len(sam.prompts) == 1
    await stage.until(2026, 10, 2, 20)
    assert len(sam.prompts) == 2


async def test_only_the_chosen_days_have_a_question(stage: Stage, sam: Person) -> None:
    await saves(sam, days=("0", "5"))
    for day in range(1, 15):
        await stage.until(2026, 10, day, 9)
    assert [each.at.weekday() for each in sam.prompts] == [5, 0, 5, 0]


async def test_a_new_zone_moves_the_hour_and_no_date_is_served_twice(stage: Stage, sam: Person) -> None:
    await stage.until(2026, 10, 1, 9)
    await saves(sam, zone="Los Angeles")
    await stage.until(2026, 10, 1, 23)
    assert len(sam.prompts) == 1
    await stage.until(2026, 10, 2, 9, zone="America/Los_Angeles")
    assert len(sam.prompts) == 2
    assert stage.rows("SELECT zone FROM members") == [("America/Los_Angeles",)]


async def test_discretion_holds_from_the_next_question(stage: Stage, sam: Person) -> None:
    await saves(sam, discreet="d")
    await stage.until(2026, 10, 1, 9)
    assert "It opens when you press" in words(sam.prompts[0])


async def test_only_welcome_themes_come(stage: Stage, sam: Person) -> None:
    voice = stage.app.ctx.library.voice("en")
    themes = tuple(voice.themes)[:2]
    await saves(sam, themes=themes)
    for day in range(1, 12):
        await stage.until(2026, 10, day, 9)
        await sam.shows_up()
    came = {content for (content,) in stage.rows("SELECT content FROM deliveries WHERE kind = 'daily_prompt'")}
    assert {voice.prompts[each].theme for each in came} <= set(themes)
    await saves(sam)
    assert stage.table("muted_themes") == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("hour", "25:00"),
        ("hour", ""),
        ("hour", "soon" * 1000),
        ("zone", "Atlantis"),
        ("zone", ""),
        ("zone", "../../etc/passwd"),
        ("zone", "x" * 5000),
        ("days", ()),
        ("days", ("7", "-1", "²")),
        ("themes", ()),
        ("themes", ("nothing",)),
    ],
)
async def test_what_is_not_understood_is_named_and_changes_nothing(
    stage: Stage, sam: Person, field: str, value: Given
) -> None:
    before = stage.table("schedules"), stage.table("members"), stage.table("muted_themes")
    said = await saves(sam, **{"discreet": "d", field: value})
    assert isinstance(said, Invalid)
    assert list(said.errors) == [field]
    assert (stage.table("schedules"), stage.table("members"), stage.table("muted_themes")) == before


async def test_cities_and_zones_are_understood_as_typed(stage: Stage, sam: Person) -> None:
    for typed, zone in (("tokyo", "Asia/Tokyo"), ("America/Lima", "America/Lima"), ("Nairobi", "Africa/Nairobi")):
        assert isinstance(await saves(sam, zone=typed), Reply)
        assert stage.rows("SELECT zone FROM schedules") == [(zone,)]
    assert (await sam.lookup(ZONES, "lagos")).options[0].value == "Africa/Lagos"


async def test_the_hour_stays_on_the_wall_across_the_clock_change(stage: Stage, sam: Person) -> None:
    await stage.until(2026, 10, 23, 12)
    await sam.shows_up()
    for day in range(24, 28):
        await stage.until(2026, 10, day, 9)
    assert [each.at.hour for each in sam.prompts[-4:]] == [7, 8, 8, 8]


async def test_an_hour_that_does_not_exist_moves_and_one_that_comes_twice_fires_once(tmp_path: Path) -> None:
    stage = await opened(tmp_path, datetime.fromisoformat("2026-03-27T00:00:00+00:00"))
    try:
        sam = await stage.member(hour="0230")
        for _ in range(48 * 4):
            stage.clock.advance(timedelta(minutes=30))
            await stage.app.tick()
        came = [each.at.isoformat()[5:16] for each in sam.prompts]
        assert came == ["03-27T01:30", "03-28T01:30", "03-29T01:00", "03-30T00:30"]
        stage.clock.move_to(datetime.fromisoformat("2026-10-24T12:00:00+00:00"))
        await stage.ticks()
        await sam.shows_up()
        before = len(sam.prompts)
        for _ in range(48):
            stage.clock.advance(timedelta(minutes=30))
            await stage.app.tick()
        assert len(sam.prompts) == before + 1
    finally:
        await stage.app.close()


# --- pause --------------------------------------------------------------------------------------------------


async def test_a_pause_until_a_date_ends_on_that_date(stage: Stage, sam: Person) -> None:
    assert "next question comes" in words(await sam.command("pause", until="2026-10-04"))
    for day in (1, 2, 3):
        await stage.until(2026, 10, day, 9)
    assert sam.prompts == []
    await stage.until(2026, 10, 4, 9)
    assert len(sam.prompts) == 1


@pytest.mark.parametrize(("choice", "days"), [("days", 3), ("week", 7), ("fortnight", 14), ("month", 30)])
async def test_every_length_of_pause(stage: Stage, sam: Person, choice: str, days: int) -> None:
    shown = await sam.command("pause")
    assert choice in {each.value for each in menu(shown, "pause").options}
    await sam.press("pause", choice)
    expected = datetime(2026, 10, 1) + timedelta(days=days)
    assert stage.rows("SELECT paused_until FROM schedules") == [(f"{expected:%Y-%m-%d}",)]


async def test_a_pause_cancels_what_waits_and_can_be_ended(stage: Stage, sam: Person) -> None:
    stage.fault = "rate_limited"
    await stage.until(2026, 10, 1, 9)
    await sam.command("pause")
    await sam.press("pause", "week")
    assert ("daily_prompt", "cancelled") in stage.rows("SELECT kind, state FROM deliveries")
    stage.fault = None
    await sam.command("pause")
    await sam.press("pause", "end")
    await stage.until(2026, 10, 2, 9)
    assert len(sam.prompts) == 1


@pytest.mark.parametrize("typed", ["yesterday-ish", "2026-10-01", "2026-09-30", "2031-01-01", "9" * 5000, "2026-02-31"])
async def test_a_date_that_does_not_work_changes_nothing(stage: Stage, sam: Person, typed: str) -> None:
    before = stage.table("schedules")
    assert "Nothing was changed" in words(await sam.command("pause", until=typed))
    assert stage.table("schedules") == before


async def test_who_stopped_is_not_paused_back_to_life(stage: Stage, sam: Person) -> None:
    await sam.command("stop")
    await sam.command("pause")
    await stage.passes(days=3)
    assert sam.prompts == []


# --- out of reach -------------------------------------------------------------------------------------------


async def test_an_unreachable_member_rests_keeps_everything_and_is_told_in_private(stage: Stage, sam: Person) -> None:
    await sam.command("checkin")
    await sam.submit(mood="2", note="kept")
    stage.fault = "closed_direct"
    await stage.until(2026, 10, 1, 9)
    assert stage.rows("SELECT resting FROM schedules") == [("unreachable",)]
    stage.fault = None
    await stage.passes(days=2)
    assert sam.prompts == []
    said = await sam.command("tip")
    assert isinstance(said, Reply)
    assert said.private
    assert "could not write to you" in words(said)
    assert "could not write to you" not in words(await sam.command("tip"))
    await stage.until(2026, 10, 4, 9)
    assert len(sam.prompts) == 1
    assert [kind for (kind,) in stage.rows("SELECT kind FROM entries")] == ["checkin"]


async def test_an_unreachable_member_who_opens_a_form_first_is_told_too(stage: Stage, sam: Person) -> None:
    stage.fault = "closed_direct"
    await stage.until(2026, 10, 1, 9)
    stage.fault = None
    await sam.command("checkin")
    assert "could not write to you" in words(await sam.submit(mood="4"))
