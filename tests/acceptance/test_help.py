from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.errors import StoreUnavailable
from bot.messages import ActionId, Invalid, Page, Reply

from .stage import Person, Stage, actions, button, menu, words

NOW = ActionId(feature="safety", action="now")


@asynccontextmanager
async def _no_transaction() -> AsyncIterator[Any]:
    await _nobody()
    yield


async def _nobody(*asked: object) -> Any:
    raise StoreUnavailable("out of reach")


@pytest.fixture
def broken(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """The stage with its store out of reach."""
    store = stage.app.ctx.store
    monkeypatch.setattr(store, "begin", _no_transaction)
    monkeypatch.setattr(store, "read", _no_transaction)
    monkeypatch.setattr(store, "who", _nobody)
    return stage


async def test_help_now_names_the_country_before_its_numbers(stage: Stage) -> None:
    said = await stage.person("sam", zone="Europe/Madrid").command("help-now")
    assert isinstance(said, Reply)
    assert said.private
    lines = words(said).splitlines()
    numbers = [number for number, line in enumerate(lines) if any(each.isdigit() for each in line)]
    assert lines.index("If you are in Spain:") < min(numbers)
    assert "findahelpline.com" in words(said)


async def test_without_a_country_there_is_no_number_at_all(stage: Stage) -> None:
    for zone in (None, "UTC", "Etc/GMT+3", "CET"):
        said = await stage.person("sam", zone=zone).command("help-now")
        assert "your local emergency number" in words(said)
        assert "findahelpline.com" in words(said)
        assert not any(each.isdigit() for each in words(said))


async def test_a_typed_country_is_taken_only_where_it_is_clear(stage: Stage) -> None:
    sam = stage.person("sam", zone=None)
    assert "If you are in Spain:" in words(await sam.command("help-now", country="spain"))
    for unclear in ("guinea or so", "x" * 5000, "u"):
        assert "If you are in" not in words(await sam.command("help-now", country=unclear))


async def test_a_chosen_country_is_kept_for_a_member_and_for_nobody_else(stage: Stage) -> None:
    guest = stage.person("guest")
    await guest.command("help-now")
    assert "If you are in Japan:" in words(await guest.press("country", "JP"))
    sam = await stage.member()
    await sam.command("help-now")
    await sam.press("country", "JP")
    assert "If you are in Japan:" in words(await sam.command("help-now"))
    assert stage.rows("SELECT country FROM members") == [("JP",)]


@pytest.mark.parametrize("forged", ["", "XX", "jp; DROP TABLE members", "J" * 5000])
async def test_a_forged_country_is_never_kept(stage: Stage, forged: str) -> None:
    sam = await stage.member()
    await sam.press(ActionId(feature="safety", action="country"), forged)
    assert stage.rows("SELECT country FROM members") == [(None,)]


async def test_every_country_can_be_found_and_the_menu_holds_25(stage: Stage) -> None:
    sam = stage.person("sam")
    said = await sam.command("help-now")
    assert len(menu(said, "country").options) <= 25
    assert (await sam.lookup(ActionId(feature="safety", action="country"), "portug")).options[0].value == "PT"


async def test_help_is_never_out_of_reach(broken: Stage) -> None:
    sam = broken.person("sam", zone=None)
    began = time.perf_counter()
    for answer in (await sam.command("help-now"), await sam.press(NOW), await sam.press(NOW, direct=True)):
        assert "your local emergency number" in words(answer)
        assert "findahelpline.com" in words(answer)
    practice = await sam.press("A quiet practice")
    assert "1. " in words(practice)
    assert "What I can do" not in words(await sam.command("help"))
    assert "Nothing" not in words(await sam.types("are you there?"))
    assert time.perf_counter() - began < 6, "a second each"


async def test_a_country_chosen_while_the_store_is_out_of_reach_shows_its_numbers(broken: Stage) -> None:
    sam = broken.person("sam")
    await sam.command("help-now")
    assert "If you are in Japan:" in words(await sam.press("country", "JP"))


async def test_everything_else_says_try_again_with_the_help_button(broken: Stage) -> None:
    sam = broken.person("sam")
    for command in ("checkin", "today", "tip", "rhythm", "pause", "start", "stop"):
        said = await sam.command(command)
        assert isinstance(said, Reply)
        assert "try again in a minute" in words(said)
        assert list(actions(said)) == ["Need help now"]


async def test_words_that_cannot_be_kept_now_are_handed_back(broken: Stage) -> None:
    sam = broken.person("sam")
    for feature, field in (("checkin", "note"), ("daily_prompt", "text")):
        said = await sam.submit(ActionId(feature=feature, action="save"), given={"mood": "1", field: "do not lose me"})
        assert isinstance(said, Invalid)
        assert said.words == ("do not lose me",)
        assert list(said.errors) == [field]


async def test_home_opens_while_the_store_is_out_of_reach(broken: Stage) -> None:
    page = await broken.person("sam").opens_home()
    assert isinstance(page, Page)
    assert "Need help now" in actions(page)


async def test_help_lists_members_commands_and_moderators_theirs(stage: Stage) -> None:
    sam = await stage.member()
    said = words(await sam.command("help"))
    assert "/checkin" in said
    assert "/topic post" not in said
    assert "/topic post" in words(await stage.moderator().command("help"))
    assert words(await sam.command("no-such-command")) == said


async def test_every_button_of_the_help_works(stage: Stage) -> None:
    sam: Person = await stage.member()
    said = await sam.command("help")
    for label in actions(said):
        assert await sam.press(button(said, label)) is not None


async def test_typed_words_are_answered_and_kept_nowhere(stage: Stage) -> None:
    sam = await stage.member()
    before = stage.tables()
    assert "I did not keep it" in words(await sam.types("a secret about Tuesday"))
    assert stage.tables() == before
