"""Strings are filled in, commands stay commands, and no member ever sees a key."""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import ContentError
from bot.library import Voice, load
from bot.messages import CommandRef, Text

from .pocket import ENGLISH, with_german, written


@pytest.fixture
def voice(tmp_path: Path) -> Voice:
    return load(written(tmp_path), strict=True).voice("en")


def test_a_command_stays_a_command_within_the_words(voice: Voice) -> None:
    command = CommandRef("topic post")
    assert voice.words("more-ask", command=command, other="this") == ("Try ", command, " or this.")
    assert voice.label("more-ask", command=command, other=command) == "Try /topic post or /topic post."


def test_text_and_quiet_differ_in_weight_alone(voice: Voice) -> None:
    assert voice.text("core-title") == Text(words=("Ajar",))
    assert voice.quiet("core-title") == Text(words=("Ajar",), quiet=True)


def test_plurals_follow_the_number(voice: Voice) -> None:
    assert voice.label("more-count", number=1) == "One day"
    assert voice.label("more-count", number=5) == "5 days"


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.text() | st.text(alphabet="\ue000\ue001/a{}$-"))
def test_nothing_that_is_filled_in_can_pass_for_a_command(voice: Voice, said: str) -> None:
    words = voice.words("more-ask", command=CommandRef("tip"), other=said)
    assert [each for each in words if isinstance(each, CommandRef)] == [CommandRef("tip")]
    shown = said.replace("\ue000", "").replace("\ue001", "")
    assert voice.label("more-ask", command="x", other=said) == f"Try x or {shown}."


def test_a_string_that_is_missing_is_english(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    german = load(with_german(written(tmp_path)), strict=True).voice("de")
    assert german.label("core-title") == "Angelehnt"
    assert not german.has("core-moment")
    with caplog.at_level(logging.WARNING):
        assert german.label("core-moment", day="Monday", time="9") == "on Monday at 9"
    assert "content/de/strings: key 'core-moment': is missing; English is shown" in caplog.text


def test_a_string_that_cannot_be_filled_in_is_english(tmp_path: Path) -> None:
    german = ENGLISH | {"strings/more.ftl": "more-ask = Nimm { $befehl }.\n"}
    voice = load(with_german(written(tmp_path), german)).voice("de")
    assert voice.label("more-ask", command="a", other="b") == "Try a or b."


def test_a_string_that_english_lacks_is_an_error_in_tests(voice: Voice) -> None:
    with pytest.raises(ContentError, match="content/en/strings: key 'core-nothing': is missing"):
        voice.text("core-nothing")
    with pytest.raises(ContentError, match="key 'core-moment': Unknown external: time"):
        voice.label("core-moment", day="Monday")


def test_a_string_that_english_lacks_is_calm_for_a_member(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    voice = load(written(tmp_path)).voice("en")
    with caplog.at_level(logging.ERROR):
        assert voice.label("core-nothing") == "…"
    assert "content/en/strings: key 'core-nothing': is missing" in caplog.text


def test_words_of_a_member_reach_neither_log_nor_error(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = written(tmp_path, en_strings_core_ftl="core-title = { NUMBER($word) }\ncore-moment = x\n")
    with caplog.at_level(logging.DEBUG):
        load(folder).voice("en").label("core-title", word="a very private word")
    with pytest.raises(ContentError) as raised:
        load(folder, strict=True).voice("en").label("core-title", word="a very private word")
    assert "private" not in caplog.text + str(raised.value)
    assert "core-title" in caplog.text


def test_days_and_times_are_written_as_the_language_does(tmp_path: Path) -> None:
    library = load(with_german(written(tmp_path)))
    english, german = library.voice("en"), library.voice("de")
    assert english.day(date(2026, 11, 23)) == "Monday, November 23, 2026"
    assert german.day(date(2026, 11, 23)) == "Montag, 23. November 2026"
    assert english.time(time(19, 5)).replace("\u202f", " ") == "7:05 PM"
    assert german.time(time(19, 5)) == "19:05"
    assert [english.weekday(0), german.weekday(6)] == ["Monday", "Sonntag"]
    assert [english.country("DE"), german.country("DE")] == ["Germany", "Deutschland"]


def test_a_moment_is_written_in_the_wall_clock_of_its_zone(voice: Voice) -> None:
    moment = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert voice.moment(moment, "Europe/Berlin").replace("\u202f", " ") == "on Tuesday, November 24, 2026 at 12:30 AM"
