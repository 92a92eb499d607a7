"""A member chooses the language they are written to."""

from __future__ import annotations

import re

import pytest

from bot.messages import ActionId

from .stage import Person, Stage, menu, words

ENGLISH_LEFT = re.compile(r"\b(?:the|your|what|with|you|and)\b", re.IGNORECASE)
"""Words that stand in nearly every English sentence, and in no Spanish one."""

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


async def test_a_spanish_locale_is_written_to_in_spanish_from_the_first_word(stage: Stage) -> None:
    eva = stage.person("eva", locale="es-MX")
    assert "Soy Ajar: un programa" in words(await eva.command("start"))
    await eva.joins(hour="0900")
    await stage.until(2026, 10, 1, 9)
    assert "Tu pregunta de hoy" in words(eva.prompts[-1])
    for command in ("help", "journey", "plan", "entries", "progress", "mydata", "rhythm", "pause", "checkin"):
        assert not ENGLISH_LEFT.search(str(await eva.command(command))), command


async def test_english_is_one_choice_away_and_back(stage: Stage) -> None:
    eva = await stage.person("eva", locale="es").joins()
    assert "From now on I write in English" in words(await eva.command("language", language="en"))
    assert "the door can stay ajar" in words(await eva.command("help"))
    assert "Desde ahora escribo en Español" in words(await eva.command("language", language="español"))
    assert "la puerta puede quedar entornada" in words(await eva.command("help"))
