"""From trigger to plan to outcome: a plan is made from menus or one's own words, and comes up when its moment does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.messages import ActionId, Form, Invalid, Menu, Reply

from .stage import Person, Shown, Stage, actions, button, menu, parts, words

QUIET_CALL = "When they go quiet on a call, I ask one open question, and wait for the answer."


@pytest.fixture
async def sam(stage: Stage) -> Person:
    return await stage.member()


async def makes(person: Person, when: str = "quiet-on-a-call", then: str = "open-question") -> Shown:
    """Make a plan from the two menus."""
    await person.command("plan")
    shown = await person.press("new")
    await person.press(menu(shown, "when_person").action, when)
    return await person.press("then_between", then)


async def checks_in(person: Person, trigger: str = "person", reaction: str = "quiet", mood: str = "2") -> Shown:
    await person.command("checkin")
    return await person.submit(mood=mood, trigger=trigger, reaction=reaction)


async def test_a_plan_is_two_choices(sam: Person) -> None:
    said = await makes(sam)
    assert QUIET_CALL in words(said)
    assert QUIET_CALL in words(await sam.command("plan"))


async def test_every_if_and_then_can_be_chosen(stage: Stage, sam: Person) -> None:
    voice = stage.app.ctx.library.voice("en")
    await sam.command("plan")
    shown = await sam.press("new")
    whens = [each for each in parts(shown) if isinstance(each, Menu)]
    assert {o.value for each in whens for o in each.options} == set(voice.ifs)
    then = await sam.press(whens[0].action, whens[0].options[0].value)
    offered = [o.value for each in parts(then) if isinstance(each, Menu) for o in each.options]
    assert sorted(offered) == sorted(voice.thens)


async def test_a_plan_in_own_words_asks_for_the_two_codes_and_is_sealed(stage: Stage, sam: Person) -> None:
    await sam.command("plan")
    await sam.press("new")
    form = await sam.press("own")
    assert isinstance(form, Form)
    assert [each.id for each in form.fields] == ["when", "then", "trigger", "reactions"]
    said = await sam.submit(when="the door bangs", then="I hum our song", trigger="around", reactions=("away", "quiet"))
    assert "When the door bangs, I hum our song." in words(said)
    assert b"hum our song" not in b"".join(path.read_bytes() for path in stage.folder.glob("ajar.db*"))
    assert "I hum our song" in words(await checks_in(sam, "around", "away"))


async def test_own_words_that_lack_a_code_come_back(stage: Stage, sam: Person) -> None:
    await sam.command("plan")
    await sam.press("new")
    await sam.press("own")
    said = await sam.submit(when="the door bangs", then="I hum our song", trigger="", reactions=())
    assert isinstance(said, Invalid)
    assert said.words == ("the door bangs", "I hum our song")
    assert stage.table("entries") == []


async def test_a_plan_comes_up_only_where_both_codes_match(sam: Person) -> None:
    await makes(sam)
    assert QUIET_CALL in words(await checks_in(sam, "person", "quiet"))
    assert QUIET_CALL not in words(await checks_in(sam, "person", "away"))
    assert QUIET_CALL not in words(await checks_in(sam, "around", "quiet"))


async def test_it_is_asked_once_whether_it_helped(sam: Person) -> None:
    await makes(sam)
    assert "It helped" not in actions(await checks_in(sam))
    assert "It helped" in actions(await checks_in(sam))
    assert "It helped" not in actions(await checks_in(sam)), "asked once, whether answered or not"


async def test_the_same_check_in_twice_asks_as_it_did(sam: Person) -> None:
    await makes(sam)
    for _ in range(2):
        await sam.command("checkin")
        said = await sam.submit(event="test:once", mood="2", trigger="person", reaction="quiet")
        assert "It helped" not in actions(said)


async def test_a_plan_that_does_not_help_is_offered_for_change(sam: Person) -> None:
    await makes(sam)
    for _ in range(2):
        await checks_in(sam)
        said = await sam.press("Not this time", on=await checks_in(sam))
    assert "Would you like to change it" in words(said)
    assert "Change it" in actions(said)


async def test_an_outcome_pressed_twice_counts_once(sam: Person) -> None:
    await makes(sam)
    await checks_in(sam)
    asked = await checks_in(sam)
    for _ in range(2):
        said = await sam.press("Not this time", on=asked, event="test:pressed")
    assert "Would you like to change it" not in words(said)


async def test_a_changed_plan_takes_the_place_of_the_old_one(sam: Person) -> None:
    made = await makes(sam)
    choice = await sam.press("Change it", on=made)
    assert isinstance(choice, Reply)
    changed = await sam.press("then_self", "slow-breaths")
    assert "I take five slow breaths" in words(changed)
    listed = words(await sam.command("plan"))
    assert "I take five slow breaths" in listed
    assert QUIET_CALL not in listed


async def test_a_dropped_plan_is_gone(stage: Stage, sam: Person) -> None:
    await sam.press("Drop it", on=await makes(sam))
    assert QUIET_CALL not in words(await sam.command("plan"))
    assert stage.table("entries") == []


async def test_nobody_reaches_a_plan_of_somebody_else(stage: Stage, sam: Person) -> None:
    theirs = button(await makes(sam), "Drop it")
    other = await stage.member("robin")
    await other.press(theirs)
    await other.press(ActionId(feature="if_then", action="helped", ref=theirs.ref))
    assert QUIET_CALL in words(await sam.command("plan"))


async def test_a_moment_that_comes_back_brings_the_offer_of_a_plan_that_fits(stage: Stage, sam: Person) -> None:
    said = [await checks_in(sam, "around", "away") for _ in range(4)]
    assert ["Make a plan for it" in actions(each) for each in said] == [False, False, True, False]
    shown = await sam.press("Make a plan for it", on=said[2])
    ifs = stage.app.ctx.library.voice("en").ifs
    fits = menu(shown, "when_fits").options
    assert fits
    assert all(ifs[o.value].trigger == "around" and "away" in ifs[o.value].reactions for o in fits)


async def test_plans_stay_when_other_entries_have_had_their_time(stage: Stage, sam: Person) -> None:
    await makes(sam)
    await checks_in(sam)
    stage.clock.advance(timedelta(days=120))
    await stage.app.keep_house()
    assert len(stage.table("entries")) == 1
    assert QUIET_CALL in words(await sam.command("plan"))
