"""The manifest, the settings and the adapter's own words: what an operator meets first."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from adapters.slack import Settings, connect, manifest
from adapters.slack.limits import LIMITS
from adapters.slack.manifest import RESERVED
from bot.clock import SystemClock
from bot.errors import SettingsError
from tests.adapters.harness import DictShelf, ScriptedCore

from .checks import WHY_SKIPPED, manifest_validator
from .harness import COMMANDS, spec

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("url", [None, "https://ajar.example.org/"])
def test_the_manifest_fits_slacks_schema(url: str | None) -> None:
    validator = manifest_validator()
    if validator is None:
        pytest.skip(WHY_SKIPPED)
    for commands in (COMMANDS, tuple(spec(f"command-{number}") for number in range(200)), ()):
        assert [error.message for error in validator.iter_errors(manifest(commands, url=url))] == []


def test_without_an_address_it_is_for_socket_mode() -> None:
    made = manifest(COMMANDS, url=None)
    assert made["settings"]["socket_mode_enabled"] is True
    assert "request_url" not in str(made) and "url" not in made["features"]["slash_commands"][0]


def test_with_an_address_everything_goes_there() -> None:
    made = manifest(COMMANDS, url="https://ajar.example.org/")
    address = "https://ajar.example.org/slack/events"
    settings = made["settings"]
    assert settings["socket_mode_enabled"] is False
    assert settings["event_subscriptions"]["request_url"] == settings["interactivity"]["request_url"] == address
    assert settings["interactivity"]["message_menu_options_url"] == address
    assert {each["url"] for each in made["features"]["slash_commands"]} == {address}
    with pytest.raises(SettingsError, match="https://"):
        manifest(COMMANDS, url="ajar.example.org")


def test_it_asks_for_little_and_nobody_writes_into_a_void() -> None:
    made = manifest(COMMANDS, url=None)
    scopes = made["oauth_config"]["scopes"]
    assert set(scopes["bot_optional"]) == {"channels:history", "groups:history", "files:write"} < set(scopes["bot"])
    assert {"commands", "chat:write", "im:history", "users:read"} < set(scopes["bot"])
    assert made["features"]["app_home"]["messages_tab_read_only_enabled"] is False


def test_every_event_it_subscribes_to_is_read() -> None:
    events = manifest(COMMANDS, url=None)["settings"]["event_subscriptions"]["bot_events"]
    source = (ROOT / "adapters" / "slack" / "parse.py").read_text()
    assert all(f'"{event.removesuffix(".im")}": _' in source for event in events)


def test_the_two_commands_and_the_shortcuts_are_there() -> None:
    features = manifest(COMMANDS, url=None)["features"]
    assert [each["command"] for each in features["slash_commands"]] == ["/ajar", "/checkin"]
    assert "topic post" in features["slash_commands"][0]["usage_hint"]
    assert [each["callback_id"] for each in features["shortcuts"]] == ["today", "checkin", "help-now"]


@pytest.mark.parametrize("name", sorted(RESERVED & {"topic", "remind", "status", "me", "who"}))
def test_a_command_of_slacks_own_is_refused(name: str) -> None:
    with pytest.raises(SettingsError, match=f"/{name}: Slack keeps this command"):
        manifest(COMMANDS, url=None, slashes=("ajar", name))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"bot_token": "xoxb-1"}, "AJAR_SLACK__APP_TOKEN .* or AJAR_SLACK__SIGNING_SECRET"),
        ({"bot_token": "xoxp-hush", "signing_secret": "s"}, "starts with xoxb-"),
        ({"bot_token": "xoxb-1", "app_token": "xoxb-hush"}, "starts with xapp-"),
        ({"bot_token": "xoxb-1", "signing_secret": "s", "api_url": "slack.com"}, "web address"),
        ({"signing_secret": "s"}, "Field required"),
    ],
)
def test_a_wrong_setting_is_named_and_its_value_kept_back(given: dict[str, str], said: str) -> None:
    with pytest.raises(ValidationError, match=said) as raised:
        Settings(**given)  # type: ignore[arg-type]
    assert "hush" not in str(raised.value)


def test_the_settings_have_defaults_and_a_slash() -> None:
    assert Settings(bot_token="xoxb-1", signing_secret="s").api_url == "https://slack.com/api/"  # type: ignore[arg-type]
    loopback = Settings(bot_token="xoxb-1", signing_secret="s", api_url="http://127.0.0.1:1/api")  # type: ignore[arg-type]
    assert loopback.api_url.endswith("/api/")


def test_connecting_opens_nothing_and_brings_a_route_only_with_a_secret() -> None:
    core, shelf = ScriptedCore(commands=COMMANDS), DictShelf()
    signed = Settings(bot_token="xoxb-1", signing_secret="s")  # type: ignore[arg-type]
    socket = Settings(bot_token="xoxb-1", app_token="xapp-1")  # type: ignore[arg-type]
    platform = connect(signed, core, shelf, SystemClock())
    assert [route.path for route in platform.routes] == ["/slack/events"]
    assert connect(socket, core, shelf, SystemClock()).routes == ()
    assert (platform.name, platform.limits) == ("slack", LIMITS)


def test_every_word_of_the_adapters_own_is_in_its_file() -> None:
    written = (ROOT / "content" / "en" / "strings" / "slack.ftl").read_text()
    defined = set(re.findall(r"^(slack-[a-z-]+) =", written, re.MULTILINE))
    sources = "".join(path.read_text() for path in (ROOT / "adapters" / "slack").glob("*.py"))
    assert set(re.findall(r'"(slack-[a-z-]+)"', sources)) == defined
