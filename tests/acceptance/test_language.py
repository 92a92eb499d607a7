"""A member chooses the language they are written to."""

from __future__ import annotations

import pytest

from bot.messages import ActionId

from .stage import Person, Stage, menu, words

CHOOSE = ActionId(feature="language", action="choose")


@pytest.fixture
async def sam(stage: Stage) -> Person:
    return await stage.member()


async def test_every_language_of_the_library_is_offered_by_its_own_name(stage: Stage, sam: Person) -> None:
    offered = menu(await sam.command("language"), "choose")
    assert [each.value for each in offered.options] == list(stage.app.ctx.library.locales)
    assert offered.options[0].label == "English"


async def test_a_choice_holds_whatever_the_platform_says(stage: Stage) -> None:
    sam = await stage.person("sam", locale="fr").joins()
    await sam.command("language")
    assert "I write in English" in words(await sam.press(CHOOSE, "en"))
    assert stage.rows("SELECT locale FROM members") == [("en",)]


async def test_a_typed_language_is_taken_at_once_and_an_unknown_one_is_asked_about(sam: Person) -> None:
    assert "I write in English" in words(await sam.command("language", language="english"))
    assert "Which language" in words(await sam.command("language", language="x" * 5000))
    assert "Which language" in words(await sam.press(CHOOSE, "forged"))
