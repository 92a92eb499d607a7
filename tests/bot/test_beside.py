"""The answer to danger beside what is being done: what it carries, where it goes; no word lost, nothing done twice."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import App, build
from bot.clock import FrozenClock
from bot.errors import SealBroken, StoreUnavailable
from bot.feature import Need
from bot.messages import (
    ActionId,
    Command,
    Form,
    Invalid,
    Message,
    Press,
    Reply,
    Text,
    TextField,
    Typed,
    Update,
)
from bot.model import Target
from bot.settings import load
from tests.acceptance.stage import START, actions, words
from tests.bot.features.safety.fakes import AFRAID, FOR_HER, FRENCH, HEAVY, UNCLEAR, FakeDetector

from .beside import (
    HEAVY_LINE,
    ORIGIN,
    SOFT_LINE,
    Slow,
    answering,
    dispatch,
    quotes,
    raising,
    sent,
)


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    app = await build(load(adapters=(), data_dir=tmp_path, database_url=""), FrozenClock(START), inline=True)
    yield app
    await app.close()


# --- where it goes and what it carries -----------------------------------------------------------------------------


async def test_the_answer_stands_above_what_the_handler_says_and_is_private(app: App) -> None:
    public = Reply(message=Message(parts=(Text(words=("kept",)),), summary="fine"), private=False)
    for answer in (public, Update(message=public.message)):
        said = await dispatch(app, answering(answer)).handle(sent())
        assert isinstance(said, Reply)
        assert said.private and said.urgent
        lines = words(said).splitlines()
        assert lines[0].startswith(HEAVY_LINE)
        assert lines[-1] == "kept"
        assert "If you are in Spain" in words(said)


@pytest.mark.parametrize("text", [UNCLEAR, f"so. {UNCLEAR}?"])
async def test_what_is_unclear_brings_two_lines_and_no_number(app: App, text: str) -> None:
    said = await dispatch(app).handle(sent(text))
    assert words(said).startswith(SOFT_LINE)
    assert not any(each.isdigit() for each in words(said))
    assert list(actions(said))[:2] == ["Where help is", "Someone I trust"]


async def test_the_body_fits_what_was_said_and_the_language_is_that_of_the_text(app: App) -> None:
    made = dispatch(app)
    assert words(await made.handle(sent(AFRAID))).startswith("First: is this device safe")
    assert words(await made.handle(sent(FOR_HER))).startswith("Being afraid for someone")
    assert words(await made.handle(sent(FRENCH))).startswith("Cela semble très lourd")


async def test_a_language_that_only_safety_speaks_is_spoken_to_who_has_it(app: App) -> None:
    said = await dispatch(app).handle(Command(origin=replace(ORIGIN, locale="de"), name="help-now"))
    assert "Wenn du in diesem Land bist (Spanien):" in words(said)


async def test_every_kind_of_free_text_is_read(app: App) -> None:
    detector = FakeDetector()
    made = dispatch(app, detector=detector)
    direct = Target(platform="test", scope="", kind="direct", channel="D", account="sam")
    await made.handle(Typed(origin=replace(ORIGIN, place=direct, community=None), text=HEAVY))
    await made.handle(Command(origin=ORIGIN, name="tip", options={"category": UNCLEAR}))
    await made.handle(Command(origin=ORIGIN, name="no such command", options={"x": AFRAID}))
    await made.handle(sent(FOR_HER, mood="hopeless", zone=FRENCH))
    assert detector.given == [HEAVY, UNCLEAR, AFRAID, FOR_HER, FRENCH]


async def test_choices_and_buttons_are_not_read(app: App) -> None:
    detector = FakeDetector()
    made = dispatch(app, detector=detector)
    press = ActionId(feature="probe", action="press")
    await made.handle(Press(origin=ORIGIN, action=press, values=("hopeless",)))
    await made.handle(sent("", feelings="hopeless"))
    assert detector.given == []


async def test_what_is_shown_beside_a_form_names_the_command_that_opens_it(app: App) -> None:
    form = Form(
        action=ActionId(feature="probe", action="send"), title="f", fields=(TextField(id="n", label="n"),), submit="s"
    )
    said = await dispatch(app, answering(form)).handle(Command(origin=ORIGIN, name="probe", options={"x": HEAVY}))
    assert words(said).endswith("/probe.")


async def test_the_whole_block_comes_once_an_hour_and_a_repeated_event_is_answered_alike(app: App) -> None:
    made = dispatch(app)
    first = await made.handle(sent())
    again = await made.handle(sent())
    assert first == again
    later = await made.handle(sent(origin=replace(ORIGIN, event="t:2")))
    assert words(later).startswith(SOFT_LINE)
    assert words(later).endswith("kept")


# --- nothing is lost and nothing is done twice -----------------------------------------------------------------------


async def test_a_refused_form_hands_its_words_back_beneath(app: App) -> None:
    for needs in (Need.CONSENT, Need.MODERATOR):
        said = await dispatch(app, needs=needs).handle(sent())
        assert isinstance(said, Reply)
        assert quotes(said) == [HEAVY]
    invalid = Invalid(
        errors={"note": "long"}, message=Message(parts=(Text(words=("too long",)),), summary="x"), words=(HEAVY,)
    )
    said = await dispatch(app, answering(invalid)).handle(sent())
    assert "too long" in words(said)
    assert quotes(said) == [HEAVY]


@pytest.mark.parametrize(
    "error", [StoreUnavailable("gone"), TimeoutError(), SealBroken("broken"), RuntimeError("boom")], ids=repr
)
async def test_a_handler_that_fails_changes_nothing_about_the_answer(app: App, error: Exception) -> None:
    said = await dispatch(app, raising(error)).handle(sent())
    assert words(said).startswith(HEAVY_LINE)
    assert "nothing was kept" in words(said)
    assert quotes(said) == [HEAVY]


async def test_a_handler_that_hangs_is_not_waited_for_and_keeps_the_words_once(app: App) -> None:
    slow = Slow()
    made = dispatch(app, slow, patience=0.05)
    said = await made.handle(sent())
    assert words(said).startswith(HEAVY_LINE)
    assert "I am still keeping what you wrote" in words(said)
    assert quotes(said) == [HEAVY]
    assert (slow.begun, slow.kept) == (1, 0)
    slow.go.set()
    await made.close()
    assert (slow.begun, slow.kept) == (1, 1)


async def test_what_fails_behind_the_answer_is_logged_without_its_words(
    app: App, caplog: pytest.LogCaptureFixture
) -> None:
    slow = Slow(RuntimeError(HEAVY))
    made = dispatch(app, slow, patience=0.05)
    caplog.set_level(logging.DEBUG)
    assert quotes(await made.handle(sent())) == [HEAVY]
    slow.go.set()
    await made.close()
    assert "was not done" in caplog.text
    assert HEAVY not in "".join(record.getMessage() for record in caplog.records)


async def test_being_cancelled_while_waiting_does_not_break_off_what_is_being_kept(app: App) -> None:
    slow = Slow()
    made = dispatch(app, slow)
    waiting = asyncio.ensure_future(made.handle(sent()))
    await slow.came.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    slow.go.set()
    await made.close()
    assert slow.kept == 1


async def test_a_draft_for_the_group_is_answered_instead_of_shown(app: App) -> None:
    slow = Slow()
    slow.go.set()
    for text, line in ((HEAVY, HEAVY_LINE), (UNCLEAR, SOFT_LINE)):
        said = await dispatch(app, slow, public=True).handle(sent(text))
        assert isinstance(said, Reply)
        assert said.private
        assert words(said).startswith(line)
        assert "I did not bring this to the group" in words(said)
        assert quotes(said) == [text]
    assert slow.begun == 0
    assert words(await dispatch(app, slow, public=True).handle(sent("a kind question"))) == "kept"
