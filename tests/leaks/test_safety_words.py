"""The words for a crisis as they ship: where one is missing in any of the five languages, `content check` fails."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bot.cli import main
from bot.library.check import SAFETY_LOCALES
from bot.settings import CHECKOUT

KEY = re.compile(r"^([a-z][\w-]*) =.*?(?=^[a-z#]|\Z)", re.MULTILINE | re.DOTALL)


def without_one(folder: Path, number: int) -> str:
    """Take one string out of a language's answer; return its key."""
    file = folder / "answer.ftl"
    text = file.read_text("utf-8")
    found = list(KEY.finditer(text))
    gone = found[number % len(found)]
    file.write_text(text[: gone.start()] + text[gone.end() :], "utf-8")
    return gone[1]


def test_a_string_missing_in_any_language_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(CHECKOUT / "content", tmp_path / "content")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AJAR_CONTENT_DIR", str(tmp_path / "content"))
    gone = {
        locale: without_one(tmp_path / "content" / "safety" / locale, 7 * number)
        for number, locale in enumerate(sorted(SAFETY_LOCALES), 1)
    }
    assert set(gone) == {"de", "en", "es", "fr", "pt"}
    assert main(["content", "check"]) == 1
    told = capsys.readouterr().out
    for locale, key in gone.items():
        where = f"content/safety/{locale}" if locale != "en" else "is not in English"
        assert any(where in line and f"'{key}'" in line for line in told.splitlines()), (locale, key)
