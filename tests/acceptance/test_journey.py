"""A guided series at one's own pace: a step a day in place of the question, and nothing is lost by waiting."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.library import Journey
from bot.messages import ActionId, Form, Invalid, Update

from .stage import Person, Shown, Stage, actions, button, menu, words

BIRTHDAY = "it was the birthday card"


@pytest.fixture
async def sam(stage: Stage) -> Person:
    return await stage.member()


@pytest.fixture
def journey(stage: Stage) -> Journey:
    return stage.app.ctx.library.voice("en").journeys["after-it-ended"]


async def begins(person: Person, journey: Journey) -> Shown:
    await person.command("journey")
    await person.press("card", journey.id)
    return await person.press("Begin with the first step")


async def answers(person: Person, on: Shown, text: str) -> Shown:
    await person.press("Answer", on=on)
    return await person.submit(text=text)


async def mornings(stage: Stage, first: int, last: int) -> None:
    """Let the members' hour come on some days of October."""
    for day in range(first, last + 1):
        await stage.until(2026, 10, day, 9)


async def to_the_end(person: Person, journey: Journey) -> Shown:
    shown = await begins(person, journey)
    for step in journey.steps:
        assert step.title in words(shown)
        shown = await answers(person, shown, f"about {step.id}")
        if step is not journey.steps[-1]:
            shown = await person.press("Next step now", on=shown)
    return shown


async def test_every_journey_is_offered_with_its_length(stage: Stage, sam: Person) -> None:
    shown = words(await sam.command("journey"))
    for each in stage.app.ctx.library.voice("en").journeys.values():
        assert each.title in shown
        assert f"{len(each.steps)} steps" in shown


async def test_a_journey_begins_at_once(sam: Person, journey: Journey) -> None:
    shown = words(await begins(sam, journey))
    assert journey.steps[0].question in shown
    assert journey.steps[0].practice in shown
    assert f"step 1 of {len(journey.steps)}" in shown


async def test_the_next_step_comes_in_place_of_the_question(stage: Stage, sam: Person, journey: Journey) -> None:
    await answers(sam, await begins(sam, journey), "fine")
    await stage.until(2026, 10, 2, 9)
    (came,) = sam.prompts
    assert journey.steps[1].title in words(came)


async def test_a_step_that_waits_does_not_come_again_and_questions_come_meanwhile(
    stage: Stage, sam: Person, journey: Journey
) -> None:
    await answers(sam, await begins(sam, journey), "fine")
    await mornings(stage, 2, 4)
    titles = [journey.steps[1].title in words(each) for each in sam.prompts]
    assert titles == [True, False, False]
    await answers(sam, sam.prompts[0], "late, and all the same")
    await stage.until(2026, 10, 5, 9)
    assert journey.steps[2].title in words(sam.prompts[-1])


async def test_every_other_day_leaves_a_question_in_between(stage: Stage, sam: Person, journey: Journey) -> None:
    await answers(sam, await begins(sam, journey), "fine")
    await sam.press("This journey")
    await sam.press("A step every other day")
    await mornings(stage, 2, 3)
    assert [journey.steps[1].title in words(each) for each in sam.prompts] == [False, True]


async def test_a_journey_at_rest_brings_questions_until_it_goes_on(stage: Stage, sam: Person, journey: Journey) -> None:
    await answers(sam, await begins(sam, journey), "fine")
    await sam.press("This journey")
    await sam.press("Let it rest")
    await stage.until(2026, 10, 2, 9)
    assert journey.steps[1].title not in words(sam.prompts[-1])
    await sam.press("Go on")
    await stage.until(2026, 10, 3, 9)
    assert journey.steps[1].title in words(sam.prompts[-1])


async def test_a_step_done_before_it_comes_is_not_asked_again(stage: Stage, sam: Person, journey: Journey) -> None:
    await answers(sam, await begins(sam, journey), "fine")
    stage.fault = "server_error"
    await stage.until(2026, 10, 2, 9)
    stage.fault = None
    await answers(sam, await sam.press("Next step now"), "done already")
    stage.clock.advance(timedelta(minutes=20))
    await stage.ticks()
    assert sam.prompts == []


async def test_a_step_passed_over_can_be_read_again(sam: Person, journey: Journey) -> None:
    said = await sam.press("Pass over", on=await begins(sam, journey))
    card = await sam.press("This journey", on=said)
    again = await sam.press(menu(card, "reread").action, journey.steps[0].id)
    assert journey.steps[0].question in words(again)
    assert "What you wrote then" not in words(again)


async def test_an_answer_is_sealed_and_shown_when_read_again(stage: Stage, sam: Person, journey: Journey) -> None:
    said = await answers(sam, await begins(sam, journey), BIRTHDAY)
    assert BIRTHDAY.encode() not in b"".join(each.read_bytes() for each in stage.folder.glob("ajar.db*"))
    card = await sam.press("This journey", on=said)
    again = await sam.press(menu(card, "reread").action, journey.steps[0].id)
    assert BIRTHDAY in words(again)


async def test_the_same_answer_twice_moves_on_once(stage: Stage, sam: Person, journey: Journey) -> None:
    shown = await begins(sam, journey)
    for _ in range(2):
        await sam.press("Answer", on=shown)
        await sam.submit(text="fine", event="test:once")
    assert stage.rows("SELECT step FROM enrolments") == [(1,)]
    assert len(stage.table("entries")) == 1


async def test_a_later_answer_to_an_earlier_step_moves_nothing(stage: Stage, sam: Person, journey: Journey) -> None:
    first = await begins(sam, journey)
    await answers(sam, first, "fine")
    await answers(sam, first, "once more")
    assert stage.rows("SELECT step FROM enrolments") == [(1,)]


async def test_the_end_looks_back_at_everything_one_wrote(sam: Person, journey: Journey) -> None:
    end = await to_the_end(sam, journey)
    assert journey.ending.split("\n\n")[0] in words(end)
    shown = await sam.press("Look back at my answers")
    seen = words(shown)
    while "Turn the page" in actions(shown):
        shown = await sam.press("Turn the page")
        seen += words(shown)
    assert all(f"about {step.id}" in seen for step in journey.steps)


async def test_what_is_done_can_begin_anew_and_keeps_the_answers(stage: Stage, sam: Person, journey: Journey) -> None:
    await to_the_end(sam, journey)
    await sam.command("journey")
    await sam.press("card", journey.id)
    shown = await sam.press("Begin anew")
    assert journey.steps[0].title in words(shown)
    assert len(stage.table("entries")) == len(journey.steps)


async def test_a_second_journey_lets_the_first_rest(stage: Stage, sam: Person, journey: Journey) -> None:
    await begins(sam, journey)
    await begins(sam, stage.app.ctx.library.voice("en").journeys["pulling-away"])
    assert dict(stage.rows("SELECT journey, state FROM enrolments")) == {journey.id: "paused", "pulling-away": "going"}


async def test_a_journey_that_was_left_is_there_when_wanted(stage: Stage, sam: Person, journey: Journey) -> None:
    await begins(sam, journey)
    await sam.press("This journey")
    left = await sam.press("Leave this journey")
    assert "you can come back" in words(left)
    await sam.press("Go on", on=left)
    assert stage.rows("SELECT state, step FROM enrolments") == [("going", 0)]


async def test_a_discreet_step_says_nothing_until_it_is_opened(stage: Stage, journey: Journey) -> None:
    robin = await stage.member("robin", discreet=True)
    await answers(robin, await begins(robin, journey), "fine")
    await stage.until(2026, 10, 2, 9)
    (came,) = robin.prompts
    assert journey.steps[1].title not in words(came)
    opened = await robin.press("Open the step", on=came)
    assert isinstance(opened, Update)
    assert journey.steps[1].question in words(opened)


async def test_a_tip_goes_with_each_step(sam: Person, journey: Journey, stage: Stage) -> None:
    shown = await sam.press("A practice that fits", on=await begins(sam, journey))
    assert stage.app.ctx.library.voice("en").tips[journey.steps[0].tips[0]].title in words(shown)


async def test_words_that_cannot_be_kept_come_back(sam: Person, journey: Journey) -> None:
    form = await sam.press("Answer", on=await begins(sam, journey))
    assert isinstance(form, Form)
    said = await sam.submit(text="x" * 2000)
    assert isinstance(said, Invalid)
    assert said.words == ("x" * 2000,)


@pytest.mark.parametrize("ref", ["nowhere.", "after-it-ended.nothing", "", "...", "after-it-ended.still-here.x"])
@pytest.mark.parametrize("name", ["card", "start", "now", "open", "answer", "skip", "pause", "reread", "look"])
async def test_a_place_that_is_not_there_is_answered_kindly(sam: Person, name: str, ref: str) -> None:
    assert await sam.press(ActionId(feature="journey", action=name, ref=ref), "nothing") is not None


async def test_the_way_is_exported_and_forgotten(stage: Stage, sam: Person, journey: Journey) -> None:
    await answers(sam, await begins(sam, journey), BIRTHDAY)
    await sam.command("mydata")
    page = await sam.press("page")
    assert BIRTHDAY in words(page)
    await sam.command("forget")
    await sam.press(button(sam.last, "erase"))
    assert stage.table("enrolments") == []
