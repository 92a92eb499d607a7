from __future__ import annotations

import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.errors import SettingsError
from bot.settings import Settings, adapter_model, load


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [each for each in os.environ if each.startswith("AJAR_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_the_nearest_source_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load().port == 8080
    (tmp_path / "ajar.toml").write_text("port = 1\n")
    assert load().port == 1
    (tmp_path / ".env").write_text("AJAR_PORT=2\n")
    assert load().port == 2
    monkeypatch.setenv("AJAR_PORT", "3")
    assert load().port == 3
    assert load(port=4).port == 4


def test_adapters_are_named_with_commas_and_bring_their_sections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AJAR_ADAPTERS", " playground , ")
    settings = load()
    assert settings.adapters == ("playground",)
    assert isinstance(settings.section("playground"), adapter_model("playground"))


def test_settings_are_frozen() -> None:
    with pytest.raises(ValidationError):
        load().port = 1


def test_a_secret_is_neither_printed_nor_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AJAR_MASTER_KEY", "very-secret")
    settings = load()
    assert "very-secret" not in repr(settings)
    monkeypatch.setenv("AJAR_PORT", "a-secret-in-the-wrong-place")
    with pytest.raises(SettingsError) as caught:
        load()
    assert str(caught.value).startswith("AJAR_PORT: ")
    assert "a-secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["", "irc", "../discord", "os", "Discord", "discord.api", "x" * 99])
def test_an_adapter_is_loaded_by_its_checked_name_alone(name: str) -> None:
    with pytest.raises(SettingsError, match="AJAR_ADAPTERS"):
        adapter_model(name)


def test_every_setting_is_described() -> None:
    assert all(each.description for each in Settings.model_fields.values())
