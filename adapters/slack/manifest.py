"""The app's manifest, made from the commands there are, so that Slack is never told of one that is not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.errors import SettingsError
from bot.platform import CommandSpec

from .commands import DIRECT, MAIN, known

NAME = "Ajar"
ROUTE = "/slack/events"

_RESERVED = (
    "active apps archive away call collapse dm dnd expand feed feedback giphy huddle invite invite_people join keys "
    "leave me msg mute open part people pro prefs remind remove rename search shortcuts shrug star status topic "
    "unarchive unmute who"
)
RESERVED = frozenset(_RESERVED.split())
"""Slack's own slash commands, present and past, which it refuses in a manifest (Slack's help, "slash commands")."""

REQUIRED = ("commands", "chat:write", "im:history", "im:write", "users:read")
"""Commands; posting; reading what is typed to us (SAFETY, section 1); finding a DM again; zone, language and rights."""

OPTIONAL = ("channels:history", "groups:history", "files:write")
"""Only with the first two can a topic be looked up after an unclear sending, only with the last can pictures and a copy
of one's data be put into the member's own DM, after a warning and for a day (SAFETY, section 3)."""

EVENTS = ("app_home_opened", "message.im", "user_change", "app_uninstalled", "tokens_revoked")
SHORTCUTS = ("checkin", "today", "help-now")
"""Commands that the lightning menu offers too, since slash commands do not work in threads."""

LONGEST_SUMMARY, LONGEST_HINT, LONGEST_SHORTCUT = 140, 1000, 24


def manifest(
    commands: Iterable[CommandSpec], *, url: str | None, slashes: tuple[str, ...] = (MAIN, *DIRECT)
) -> dict[str, Any]:
    """Return the manifest; with `url`, the public address of this server, for HTTP, else for Socket Mode.

    Raises SettingsError for a command that Slack keeps to itself, or an address that is not one.
    """
    commands = tuple(commands)
    if url is not None and not url.startswith("https://"):
        raise SettingsError("--url: Slack asks for an address that begins with https://")
    request = f"{url.rstrip('/')}{ROUTE}" if url else None
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {"name": NAME, "description": _summary("start", commands)},
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": NAME, "always_online": True},
            "slash_commands": [_slash(name, commands, request) for name in slashes],
            **_shortcuts(commands),
        },
        "oauth_config": {"scopes": {"bot": [*REQUIRED, *OPTIONAL], "bot_optional": [*OPTIONAL]}},
        "settings": {
            "event_subscriptions": _at(request) | {"bot_events": [*EVENTS]},
            "interactivity": {"is_enabled": True} | _at(request) | _at(request, "message_menu_options_url"),
            "org_deploy_enabled": False,
            "socket_mode_enabled": request is None,
            "token_rotation_enabled": False,
        },
    }


def _at(request: str | None, name: str = "request_url") -> dict[str, Any]:
    return {name: request} if request else {}


def _slash(name: str, commands: tuple[CommandSpec, ...], request: str | None) -> dict[str, Any]:
    if name in RESERVED:
        raise SettingsError(f"/{name}: Slack keeps this command to itself; choose another name")
    hint = {} if name in DIRECT else {"usage_hint": _hint(commands)}
    summary = _summary(name if name in DIRECT else "help", commands)
    return {"command": f"/{name}", "description": summary, "should_escape": False} | hint | _at(request, "url")


def _hint(commands: tuple[CommandSpec, ...]) -> str:
    names = [each.name for each in known(commands)]
    while len(" | ".join(names)) > LONGEST_HINT:
        names.pop()
    return " | ".join(names) or "help"


def _shortcuts(commands: tuple[CommandSpec, ...]) -> dict[str, Any]:
    names = [spec.name for spec in commands if spec.name in SHORTCUTS]
    shortcuts = [
        {
            "name": name.replace("-", " ").capitalize()[:LONGEST_SHORTCUT],
            "type": "global",
            "callback_id": name,
            "description": _summary(name, commands),
        }
        for name in names
    ]
    return {"shortcuts": shortcuts} if shortcuts else {}  # an empty list is refused


def _summary(name: str, commands: tuple[CommandSpec, ...]) -> str:
    """Return a command's own words in English; the app's name where it does not exist."""
    spec = next((each for each in commands if each.name == name), None)
    return (spec.summary.get("en") or NAME)[:LONGEST_SUMMARY] if spec else NAME
