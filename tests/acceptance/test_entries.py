"""One's own entries: browsed by date, feeling and trigger, read again, changed, deleted; nobody else's ever."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.messages import ActionId, Form, Invalid, TextField, Update

from .stage import Person, Shown, Stage, actions, button, menu, words

NOTE = "the kettle was on"


@pytest.fixture
async def sam(stage: Stage) -> Person:
    return await stage.member()


async def checks_in(sam: Person, **given: str) -> None:
    await sam.command("checkin")
    await sam.submit(given={"mood": "2"} | given)


async def reflects(sam: Person, text: str) -> None:
    await sam.command("today")
    await sam.press("Reflect")
    await sam.submit(text=text)


async def first(sam: Person, shown: Shown | None = None) -> Shown:
    """Open the newest entry."""
    shown = shown or await sam.command("entries")
    return await sam.press("open", menu(shown, "open").options[0].value)


async def test_an_empty_list_says_so_kindly(sam: Person) -> None:
    assert "There is nothing here yet" in words(await sam.command("entries"))


async def test_what_was_written_is_there_the_newest_first(stage: Stage, sam: Person) -> None:
    await checks_in(sam, note=NOTE, feelings="sad")
    await stage.passes(minutes=5)
    await reflects(sam, "a long walk")
    shown = words(await sam.command("entries"))
    assert shown.index("a long walk") < shown.index(NOTE)
    assert "Low · sad" in shown


async def test_pages_turn_both_ways(stage: Stage, sam: Person) -> None:
    for number in range(14):
        await checks_in(sam, note=f"note {number}.")
        await stage.passes(minutes=5)
    assert "note 13." in words(await sam.command("entries"))
    assert "note 7." in words(await sam.press("Older"))
    shown = await sam.press("Older")
    assert "note 0." in words(shown)
    assert "Older" not in actions(shown)
    assert "note 7." in words(await sam.press("Newer"))


@pytest.mark.parametrize(("only", "there"), [("f-sad", "one."), ("t-person", "two."), ("m-2026-11", "three.")])
async def test_entries_are_found_by_feeling_trigger_and_month(stage: Stage, sam: Person, only: str, there: str) -> None:
    await checks_in(sam, note="one.", feelings="sad")
    await checks_in(sam, note="two.", trigger="person")
    await stage.until(2026, 11, 3, 12)
    await checks_in(sam, note="three.")
    await sam.command("entries")
    offered = menu(await sam.press("Choose what to see"), "only")
    assert only in {each.value for each in offered.options}
    shown = words(await sam.press("only", only))
    assert there in shown
    assert sum(each in shown for each in ("one.", "two.", "three.")) == 1


async def test_a_year_ago_can_be_read_again_while_it_is_kept(stage: Stage, sam: Person) -> None:
    await sam.press(ActionId(feature="privacy", action="keep"), "365")
    await checks_in(sam, note=NOTE)
    stage.clock.advance(timedelta(days=364))
    await checks_in(sam, note="today.")
    await sam.command("entries")
    assert "A year ago" in {each.label for each in menu(await sam.press("Choose what to see"), "only").options}
    shown = words(await sam.press("only", "y"))
    assert NOTE in shown
    assert "today." not in shown


async def test_a_check_in_is_changed_with_everything_in_its_form(stage: Stage, sam: Person) -> None:
    await checks_in(sam, note=NOTE, feelings="sad", trigger="person", reaction="quiet")
    await sam.press(ActionId(feature="checkin", action="closer", ref=stage.table("entries")[0][0]), "longing")
    await first(sam)
    form = await sam.press("Change it")
    assert isinstance(form, Form)
    assert [each.value for each in form.fields if isinstance(each, TextField)] == [NOTE]
    said = words(await sam.submit(mood="4", feelings="calm", note="it was switched off"))
    for each in ("It is kept as it stands here now", "Good", "longing", "it was switched off"):
        assert each in said
    assert NOTE not in said
    assert len(stage.table("entries")) == 1


async def test_an_answer_is_changed_beneath_its_question(sam: Person) -> None:
    await reflects(sam, "a long walk")
    question = words(await first(sam)).split("a long walk")[0]
    await sam.press("Change it")
    said = words(await sam.submit(text="a short walk"))
    assert "a short walk" in said
    assert question.strip().splitlines()[-1] in said


async def test_deleting_asks_once_and_is_for_good(stage: Stage, sam: Person) -> None:
    await checks_in(sam, note=NOTE)
    await first(sam)
    assert "for good" in words(await sam.press("Delete it"))
    await sam.press("No, keep it")
    assert len(stage.table("entries")) == 1
    await first(sam)
    await sam.press("Delete it")
    said = words(await sam.press("Yes, delete it"))
    assert "It is deleted." in said
    assert stage.table("entries") == []


@pytest.mark.parametrize("action", ["edit", "delete", "erase"])
async def test_somebody_elses_entry_is_the_same_as_none(stage: Stage, sam: Person, action: str) -> None:
    await checks_in(sam, note=NOTE)
    await first(sam)
    ref = button(sam.last, "edit").ref
    alex = await stage.member("alex")
    for each in (ref, "f" * 32 + ".1.", "x" * 60):
        said = words(await alex.press(ActionId(feature="entries", action=action, ref=each)))
        assert NOTE not in said
        assert "no such entry" in said or "It is deleted" in said
    assert len(stage.table("entries")) == 1


async def test_words_for_an_entry_that_is_gone_are_handed_back(stage: Stage, sam: Person) -> None:
    await checks_in(sam, note=NOTE)
    await first(sam)
    form = await sam.press("Change it")
    assert isinstance(form, Form)
    await sam.press(ActionId(feature="entries", action="erase", ref=form.action.ref))
    said = await sam.submit(form, given={"mood": "3", "note": "new words"})
    assert isinstance(said, Invalid)
    assert said.words == ("new words",)


async def test_an_unknown_choice_is_everything(sam: Person) -> None:
    await checks_in(sam, note=NOTE)
    for ref in ("x", "999999999999.f-none", "2.m-1"):
        shown = await sam.press(ActionId(feature="entries", action="page", ref=ref))
        assert isinstance(shown, Update)
        assert NOTE in words(shown)
