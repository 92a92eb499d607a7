from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from bot.messages import ActionId, Form, Quote, Reply, Text, Update
from bot.store import entries

from .stage import Person, Shown, Stage, actions, button, menu, parts, words

FIVE = ["Reflect", "Another", "Later", "Less often or stop", "Need help now"]


def question(shown: Shown) -> str:
    """Return the question that stands in a prompt."""
    return next(each.text for each in parts(shown) if isinstance(each, Quote))


def prompt_of(shown: Shown) -> str:
    """Return the library's id of the prompt shown, from its buttons."""
    return button(shown, "reflect").ref.partition(".")[2]


@pytest.fixture
async def sam(stage: Stage) -> Person:
    """A member whose question came at nine."""
    sam = await stage.member(hour="0900")
    await stage.until(2026, 10, 1, 9)
    return sam


async def test_the_prompt_comes_at_the_members_hour_once(stage: Stage) -> None:
    sam = await stage.member(hour="0900")
    await stage.until(2026, 10, 1, 8, 59)
    assert sam.prompts == []
    await stage.until(2026, 10, 1, 9)
    await stage.passes(minutes=1)
    await stage.passes(hours=5)
    assert len(sam.prompts) == 1
    assert list(actions(sam.prompts[0])) == FIVE
    assert sam.prompts[0].message.summary == "Your question for today is here"


async def test_a_discreet_prompt_says_nothing_until_it_is_opened(stage: Stage) -> None:
    sam = await stage.member(hour="0900", discreet=True)
    await stage.until(2026, 10, 1, 9)
    (came,) = sam.prompts
    assert not any(isinstance(each, Quote) for each in parts(came))
    shown = await sam.press("Open the question", on=came, direct=True)
    assert isinstance(shown, Update)
    assert question(shown)
    assert list(actions(shown)) == FIVE


async def test_another_replaces_the_question_and_then_offers_to_set_the_theme_aside(stage: Stage, sam: Person) -> None:
    (came,) = sam.prompts
    shown = await sam.press("Another", on=came)
    assert isinstance(shown, Update)
    assert prompt_of(shown) != prompt_of(came)
    assert "Not this theme" in actions(shown)
    ((seen,),) = stage.rows("SELECT contents FROM shown WHERE kind = 'daily_prompt'")
    assert seen.split() == [prompt_of(came), prompt_of(shown)]


async def test_another_pressed_twice_under_one_event_shows_the_same_question(stage: Stage, sam: Person) -> None:
    (came,) = sam.prompts
    assert await sam.press("Another", on=came, event="e:1") == await sam.press("Another", on=came, event="e:1")


async def test_a_theme_set_aside_does_not_come_back_and_can_be_brought_back_in_rhythm(
    stage: Stage, sam: Person
) -> None:
    voice = stage.app.ctx.library.voice("en")
    shown = await sam.press("Another", on=sam.prompts[0])
    theme = voice.prompts[prompt_of(shown)].theme
    shown = await sam.press("Not this theme")
    for _ in range(12):
        assert voice.prompts[prompt_of(shown)].theme != theme
        shown = await sam.press("Another")
    form = await sam.command("rhythm")
    assert isinstance(form, Form)
    themes = next(each for each in form.fields if each.id == "themes")
    assert theme not in getattr(themes, "chosen", ())
    assert theme in {each.value for each in getattr(themes, "options", ())}


async def test_the_last_theme_cannot_be_set_aside(stage: Stage, sam: Person) -> None:
    voice = stage.app.ctx.library.voice("en")
    shown = sam.prompts[0]
    themes = list(voice.themes)
    keep = voice.prompts[prompt_of(shown)].theme
    await sam.command("rhythm")
    await sam.submit(hour="09:00", days="0", zone="Europe/Berlin", discreet="o", themes=keep)
    action = ActionId(feature="daily_prompt", action="not_theme", ref=f".{prompt_of(shown)}")
    assert "last theme" in words(await sam.press(action))
    assert len(stage.table("muted_themes")) == len(themes) - 1


async def test_later_brings_the_question_back_in_an_hour(stage: Stage, sam: Person) -> None:
    (came,) = sam.prompts
    asked = await sam.press("Later", on=came)
    assert [each.value for each in menu(asked, "at").options] == ["hour", "evening", "tomorrow"]
    await sam.press("at", "hour")
    await stage.passes(minutes=59)
    assert len(sam.prompts) == 1
    await stage.passes(minutes=1)
    assert [prompt_of(each) for each in sam.prompts] == [prompt_of(came)] * 2


async def test_later_this_evening_comes_back_in_the_evening(stage: Stage, sam: Person) -> None:
    await sam.press("Later", on=sam.prompts[0])
    said = await sam.press("at", "evening")
    assert "It comes back" in words(said)
    await stage.until(2026, 10, 1, 16)
    assert len(sam.prompts) == 1
    await stage.until(2026, 10, 1, 22)
    assert len(sam.prompts) <= 2
    settled = stage.rows("SELECT state FROM deliveries WHERE occasion LIKE 'after:%'")
    assert settled in ([("sent",)], [("skipped",)])


async def test_later_twice_is_one_return(stage: Stage, sam: Person) -> None:
    for _ in range(2):
        await sam.press("Later", on=sam.prompts[0])
        await sam.press("at", "hour")
    await stage.passes(hours=1)
    await stage.passes(hours=1)
    assert len(sam.prompts) == 2


async def test_tomorrow_replaces_tomorrows_choice(stage: Stage, sam: Person) -> None:
    await sam.press("Later", on=sam.prompts[0])
    await sam.press("at", "tomorrow")
    await stage.until(2026, 10, 2, 9)
    assert [prompt_of(each) for each in sam.prompts] == [prompt_of(sam.prompts[0])] * 2
    await stage.until(2026, 10, 3, 9)
    assert prompt_of(sam.prompts[2]) != prompt_of(sam.prompts[0])


async def test_late_in_the_evening_an_hour_later_is_not_offered(stage: Stage, sam: Person) -> None:
    await stage.until(2026, 10, 1, 21, 30)
    asked = await sam.press("Later", on=sam.prompts[0])
    assert [each.value for each in menu(asked, "at").options] == ["tomorrow"]
    forged = ActionId(feature="daily_prompt", action="at", ref=button(sam.prompts[0], "reflect").ref)
    assert "quiet hours" in words(await sam.press(forged, "hour"))
    assert stage.rows("SELECT * FROM deliveries WHERE occasion LIKE 'after:%'") == []


@pytest.mark.parametrize(("choice", "days"), [("thrice", 0b0010101), ("weekly", 0b0001000)])
async def test_less_often_changes_the_days(stage: Stage, sam: Person, choice: str, days: int) -> None:
    asked = await sam.press("Less often or stop", on=sam.prompts[0])
    assert menu(asked, "ease").options[0].value == "stop"
    await sam.press("ease", choice)
    assert stage.rows("SELECT days FROM schedules") == [(days,)]


async def test_stop_is_one_press_and_one_choice_away(stage: Stage, sam: Person) -> None:
    await sam.press("Less often or stop", on=sam.prompts[0])
    assert "Stopped" in words(await sam.press("ease", "stop"))
    await stage.passes(days=2)
    assert len(sam.prompts) == 1


async def test_a_rest_of_a_week_ends_by_itself(stage: Stage, sam: Person) -> None:
    await sam.press("Less often or stop", on=sam.prompts[0])
    await sam.press("ease", "rest")
    await stage.until(2026, 10, 7, 9)
    assert len(sam.prompts) == 1
    await stage.until(2026, 10, 8, 9)
    assert len(sam.prompts) == 2


async def test_nothing_repeats_until_every_question_has_been_seen(stage: Stage) -> None:
    sam = await stage.member(hour="0900")
    total = len(stage.app.ctx.library.voice("en").prompts)
    stage.clock.advance(timedelta(hours=2))
    for _ in range(total):
        await stage.app.tick()
        await sam.shows_up()
        stage.clock.advance(timedelta(days=1))
    came = [prompt_of(each) for each in sam.prompts]
    assert len(came) == total
    assert len(set(came)) == total


async def test_today_shows_the_question_that_will_come_and_the_one_that_came(stage: Stage) -> None:
    sam = await stage.member(hour="0900")
    before = await sam.command("today")
    assert isinstance(before, Reply)
    assert before.private
    await stage.until(2026, 10, 1, 9)
    after = await sam.command("today")
    assert question(before) == question(sam.prompts[0]) == question(after)


async def test_today_works_with_closed_direct_messages(stage: Stage) -> None:
    sam = await stage.member(hour="0900")
    stage.fault = "closed_direct"
    await stage.until(2026, 10, 1, 9)
    assert sam.prompts == []
    assert question(await sam.command("today"))


async def test_an_answer_is_kept_sealed_and_shown_once_more(stage: Stage, sam: Person) -> None:
    form = await sam.press("Reflect", on=sam.prompts[0])
    assert isinstance(form, Form)
    assert isinstance(form.intro, Text)
    assert form.intro.plain == question(sam.prompts[0])
    said = await sam.submit(text="a small blue door")
    assert isinstance(said, Reply)
    assert said.private
    assert question(said) == "a small blue door"
    ((kind, sealed),) = stage.rows("SELECT kind, sealed FROM entries")
    assert kind == "reflection"
    assert b"door" not in sealed
    ctx = stage.app.ctx
    async with ctx.store.read() as tx:
        (entry,) = await entries.list(tx, UUID(hex=stage.member_id("sam")), "reflection", 5)
    key = await ctx.seal.opened(entry.member_id)
    assert key.open_json("entries", entry.id, entry.sealed) == {
        "prompt": prompt_of(sam.prompts[0]),
        "text": "a small blue door",
    }


async def test_the_same_form_sent_twice_is_one_entry_with_the_same_answer(stage: Stage, sam: Person) -> None:
    form = await sam.press("Reflect", on=sam.prompts[0])
    assert isinstance(form, Form)
    first = await sam.submit(form, event="e:1", text="once")
    assert first == await sam.submit(form, event="e:1", text="once")
    assert len(stage.table("entries")) == 1


async def test_an_empty_answer_keeps_nothing_and_says_so(stage: Stage, sam: Person) -> None:
    form = await sam.press("Reflect", on=sam.prompts[0])
    assert isinstance(form, Form)
    await sam.submit(form, text="   ")
    assert stage.table("entries") == []


async def test_an_over_long_answer_is_handed_back_whole(stage: Stage, sam: Person) -> None:
    form = await sam.press("Reflect", on=sam.prompts[0])
    assert isinstance(form, Form)
    said = await sam.submit(form, text="x" * 6000)
    assert "x" * 6000 in getattr(said, "words", ())
    assert stage.table("entries") == []


async def test_a_question_that_left_the_library_is_answered_kindly(stage: Stage, sam: Person) -> None:
    for name in ("open", "reflect", "not_theme", "at"):
        said = await sam.press(ActionId(feature="daily_prompt", action=name, ref="k.gone"), "hour")
        assert "left the library" in words(said)
        assert "Today's question" in actions(said)


async def test_a_prompt_slept_through_is_skipped_not_sent_at_night(stage: Stage) -> None:
    sam = await stage.member(hour="2000")
    await stage.until(2026, 10, 1, 23, 30)
    assert sam.prompts == []
    assert ("daily_prompt", "skipped") in stage.rows("SELECT kind, state FROM deliveries")
