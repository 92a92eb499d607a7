"""A community's own words add to the library or replace some of it, and are checked in the same way."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.errors import ContentError
from bot.library import load
from bot.library.check import check
from bot.library.preview import page

from .pocket import with_german, written

TODAY = date(2026, 11, 23)
PROMPT = '[[prompts]]\nid = "{id}"\ntheme = "distance"\nmood = "any"\ntext = "{text}"\n'


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A pack with one question that is new and one that takes the place of another, and a string of its own."""
    folder = tmp_path / "harbour"
    (folder / "en" / "strings").mkdir(parents=True)
    questions = PROMPT.format(id="first", text="What do you hear?") + PROMPT.format(id="boats", text="Which boat?")
    (folder / "en" / "prompts.toml").write_text(questions, "utf-8")
    (folder / "en" / "strings" / "own.ftl").write_text("core-title = Harbour\n", "utf-8")
    return folder


def test_what_is_new_is_added_and_the_same_id_replaces(tmp_path: Path, pack: Path) -> None:
    voice = load(written(tmp_path), packs=(pack,)).voice("en")
    assert {name: each.text for name, each in voice.prompts.items()} == {
        "first": "What do you hear?",
        "boats": "Which boat?",
    }
    assert voice.label("core-title") == "Harbour"
    assert "breathe" in voice.tips


def test_the_last_pack_has_the_last_word(tmp_path: Path, pack: Path) -> None:
    other = tmp_path / "other"
    (other / "en").mkdir(parents=True)
    (other / "en" / "prompts.toml").write_text(PROMPT.format(id="boats", text="No boat?"), "utf-8")
    assert load(written(tmp_path), packs=(pack, other)).voice("en").prompts["boats"].text == "No boat?"


def test_a_pack_is_checked_and_named_as_where_it_lies(tmp_path: Path, pack: Path) -> None:
    (pack / "en" / "prompts.toml").write_text(PROMPT.format(id="loud", text="You must tell. Why?"), "utf-8")
    said = [str(each) for each in check(written(tmp_path), TODAY, (pack,)).found]
    assert any("'loud'" in each and "must" in each for each in said)
    (pack / "en" / "prompts.toml").write_text("[[prompts]]\n", "utf-8")
    with pytest.raises(ContentError, match=r"harbour/en/prompts\.toml"):
        load(written(tmp_path), packs=(pack,))


def test_a_pack_need_not_speak_every_language(tmp_path: Path, pack: Path) -> None:
    folder = with_german(written(tmp_path))
    said = [str(each) for each in check(folder, TODAY, (pack,)).found]
    assert not any("boats" in each and "missing" in each for each in said)


def test_a_pack_that_is_not_there_is_named_with_its_setting(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="AJAR_CONTENT_PACKS: there is no folder"):
        load(written(tmp_path), packs=(tmp_path / "nowhere",))


def test_the_preview_shows_every_text_and_nothing_is_read_as_markup(tmp_path: Path, pack: Path) -> None:
    (pack / "en" / "prompts.toml").write_text(PROMPT.format(id="boats", text="Which <b>boat</b>?"), "utf-8")
    shown = page(load(written(tmp_path), packs=(pack,)).voice("en"))
    for each in ("What do you see?", "&lt;b&gt;boat", "Breathe out", "Guesses are welcome.", "longing"):
        assert each in shown
    assert "<b>" not in shown
