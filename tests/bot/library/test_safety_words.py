"""The words for a crisis: whole in five languages, read at the start, and found where any is missing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.errors import ContentError
from bot.library import load
from bot.library.check import SAFETY_LOCALES, check

from .pocket import with_german, written

TODAY = date(2026, 11, 23)
CONTENT = Path(__file__).parents[3] / "content"


def found(folder: Path) -> list[str]:
    return [str(each) for each in check(folder, TODAY).found if "/safety/" in each.file]


def test_what_ships_has_every_string_in_five_languages() -> None:
    library = load(CONTENT)
    assert set(SAFETY_LOCALES) <= set(library.safety)
    assert found(CONTENT) == []
    labels = library.all_labels("help-now-summary")
    assert set(SAFETY_LOCALES) <= set(labels)
    assert len(set(labels.values())) == len(labels)


def test_safety_speaks_more_languages_than_the_rest(tmp_path: Path) -> None:
    library = load(with_german(written(tmp_path)))
    assert library.locales == ("en", "de")
    assert set(library.safety) == set(SAFETY_LOCALES)
    assert library.safety_voice("fr-CA").locale == "fr"
    assert library.voice("fr-CA").locale == "en"
    assert library.safety_voice("ja").locale == "en"
    assert library.safety_voice("de") is library.voice("de")
    assert library.voice("de").label("safety-heavy") == "It is heavy."


def test_no_words_for_a_crisis_in_english_is_no_start(tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "safety" / "en" / "answer.ftl").unlink()
    with pytest.raises(ContentError, match="content/safety/en: there are no strings in it"):
        load(folder)


def test_a_language_that_is_missing_or_lacks_a_string_is_found(tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "safety" / "fr" / "answer.ftl").unlink()
    (folder / "safety" / "pt" / "answer.ftl").write_text("safety-other = Sim.\n", "utf-8")
    assert found(folder) == [
        "error: content/safety/fr: there are no strings in it",
        "error: content/safety/pt/answer.ftl: key 'safety-other': is not in English, so nothing shows it",
        "error: content/safety/pt: key 'safety-heavy': is missing; it stands in content/safety/en/answer.ftl",
    ]
    assert load(folder).safety_voice("pt").label("safety-heavy") == "It is heavy."


def test_a_whole_language_needs_the_words_for_a_crisis_too(tmp_path: Path) -> None:
    folder = with_german(written(tmp_path))
    (folder / "safety" / "de" / "answer.ftl").unlink()
    assert found(folder) == ["error: content/safety/de: there are no strings in it"]
    assert load(folder).safety_voice("de").label("safety-heavy") == "It is heavy."


def test_a_number_that_is_left_out_is_found(tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "safety" / "en" / "answer.ftl").write_text("safety-heavy = Call { $number }.\n", "utf-8")
    assert [each for each in found(folder) if "/de/" in each] == [
        "error: content/safety/de/answer.ftl: key 'safety-heavy': leaves out $number"
    ]


def test_a_string_that_stands_in_both_places_is_found(tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "en" / "strings" / "twice.ftl").write_text("safety-heavy = Heavy.\n", "utf-8")
    with pytest.raises(ContentError, match=r"stands in content/en/strings/twice\.ftl already"):
        load(folder)
