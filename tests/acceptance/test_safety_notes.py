"""The safety notes: a private page, sealed, one living row, kept until its member deletes it."""

from __future__ import annotations

import pytest

from bot.features.safety.notes import PART_LONGEST, PARTS
from bot.messages import ActionId, Form, Invalid, Reply, TextField

from .stage import Person, Stage, actions, button, words

SAVE = ActionId(feature="safety", action="notes_save", ref="en..")
TOLD = {part: f"my own {part}" for part in PARTS}


@pytest.fixture
async def sam(stage: Stage) -> Person:
    return await stage.member()


async def test_the_page_is_offered_written_shown_and_changed(stage: Stage, sam: Person) -> None:
    empty = await sam.command("safety-notes")
    assert isinstance(empty, Reply) and empty.private
    assert "best written in calm ones" in words(empty)
    form = await sam.press("Write my notes")
    assert isinstance(form, Form)
    assert [each.id for each in form.fields] == list(PARTS)
    said = await sam.submit(form, given=TOLD)
    assert isinstance(said, Reply) and said.private
    assert all(text in words(said) for text in TOLD.values())
    assert "until you delete it" in words(said)
    again = await sam.press("Change them")
    assert isinstance(again, Form)
    assert {each.id: each.value for each in again.fields if isinstance(each, TextField)} == TOLD
    await sam.submit(again, given={"signs": "less sleep"})
    assert "less sleep" in words(await sam.command("safety-notes"))
    assert "my own" not in words(await sam.command("safety-notes"))
    assert len(stage.rows("SELECT id FROM entries WHERE kind = 'safety_notes'")) == 1


async def test_it_is_sealed_and_each_members_own(stage: Stage, sam: Person) -> None:
    kit = await stage.member("kit")
    await sam.submit(SAVE, given=TOLD)
    assert "my own" not in words(await kit.command("safety-notes"))
    await kit.press(ActionId(feature="safety", action="notes_gone", ref="en.."))
    assert "my own signs" in words(await sam.command("safety-notes"))
    for file in stage.folder.iterdir():
        assert not file.is_file() or b"my own" not in file.read_bytes()


async def test_the_same_form_sent_twice_is_one_page(stage: Stage, sam: Person) -> None:
    first = await sam.submit(SAVE, event="e:1", given=TOLD)
    assert await sam.submit(SAVE, event="e:1", given=TOLD) == first
    assert len(stage.table("entries")) == 1


async def test_deleting_asks_once_and_can_be_thought_over(stage: Stage, sam: Person) -> None:
    page = await sam.submit(SAVE, given=TOLD)
    asked = await sam.press("Delete them", on=page)
    assert "cannot be brought back" in words(asked)
    assert "my own signs" in words(await sam.press("Keep them", on=asked))
    await sam.press("Yes, delete", on=asked)
    assert stage.table("entries") == []
    assert "best written in calm ones" in words(await sam.command("safety-notes"))


async def test_an_empty_form_deletes_nothing(sam: Person) -> None:
    await sam.submit(SAVE, given=TOLD)
    said = await sam.submit(SAVE, given=dict.fromkeys(PARTS, "  "))
    assert "nothing was kept" in words(said)
    assert "my own signs" in words(said)


async def test_a_part_that_is_too_long_comes_back(stage: Stage, sam: Person) -> None:
    said = await sam.submit(SAVE, given=TOLD | {"places": "x" * (PART_LONGEST + 1)})
    assert isinstance(said, Invalid)
    assert list(said.errors) == ["places"]
    assert len(said.words) == len(PARTS)
    assert stage.table("entries") == []


async def test_the_fullest_page_fits_every_platform(sam: Person) -> None:
    said = await sam.submit(SAVE, given=dict.fromkeys(PARTS, "x" * PART_LONGEST))
    assert words(said).count("x" * PART_LONGEST) == len(PARTS)


async def test_it_outlives_the_other_entries(stage: Stage, sam: Person) -> None:
    await sam.submit(ActionId(feature="checkin", action="save"), mood="3")
    await sam.submit(SAVE, given=TOLD)
    await stage.passes(days=91)
    await stage.app.keep_house()
    assert stage.rows("SELECT kind FROM entries") == [("safety_notes",)]


async def test_without_consent_there_is_no_page_and_the_words_come_back(stage: Stage) -> None:
    guest = stage.person("guest")
    assert "I am Ajar" in words(await guest.command("safety-notes"))
    said = await guest.submit(SAVE, given={"signs": "mine"})
    assert isinstance(said, Invalid)
    assert said.words == ("mine",)


async def test_every_button_of_the_page_leads_on_and_help_stands_there(sam: Person) -> None:
    page = await sam.submit(SAVE, given=TOLD)
    assert "Where help is" in actions(page)
    for label in actions(page):
        assert await sam.press(button(page, label)) is not None
