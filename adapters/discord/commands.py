"""Our commands as Discord's: declared only when they changed, read from what Discord sends, named by their ids.

The payload is written by hand and not through a `CommandTree`, which derives options from a function's signature: ours
are data, the same for every platform, and there are no functions to sign.
"""

from __future__ import annotations

import hashlib
import json
import logging
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import aiohttp
import discord

from bot.clock import Clock
from bot.errors import AjarError
from bot.platform import CommandSpec, OptionSpec, Shelf

from . import limits
from .errors import reason_of
from .forms import place
from .markdown import cut

log = logging.getLogger(__name__)

Payload: TypeAlias = dict[str, Any]

KEY = "commands"
LOCK_SECONDS = 60.0
LOOKS, LOOK_SECONDS = 30, 1.0
FRESH_SECONDS = 60.0
SLASH = 1
SUBCOMMAND, GROUP, STRING, CHANNEL = 1, 2, 3, 7
GUILD, BOT_DM = 0, 1
PLACES = [0, 5, 10, 11, 12, 15]
"""Types of channels that can be chosen: text, announcements, their threads, forums."""

MANAGE_GUILD = discord.Permissions(manage_guild=True).value

LOCALES = {"en": ("en-US", "en-GB"), "es": ("es-ES", "es-419"), "pt": ("pt-BR",), "sv": ("sv-SE",), "zh": ("zh-CN",)}
"""Discord's names for languages that it knows by region only."""

KNOWN = frozenset(each.value for each in discord.Locale)


@dataclass(slots=True)
class Commands:
    """The commands of this bot: what they are, and the ids by which text can name them."""

    specs: Sequence[CommandSpec]
    shelf: Shelf
    clock: Clock
    ids: dict[str, str] = field(default_factory=dict)
    _read_at: float = -math.inf

    def mention(self, name: str) -> str:
        """Write a command so that it can be clicked, or by its name where its id is not known."""
        found = self.ids.get(name.split(" ", 1)[0])
        return f"</{name}:{found}>" if found else f"/{name}"

    async def refresh(self) -> None:
        """Read the ids that whoever receives has written down, once in a while; those known stay where it fails."""
        now = self.clock.monotonic()
        if now - self._read_at < FRESH_SECONDS:
            return
        self._read_at = now
        try:
            kept = await self.shelf.get("", KEY)
        except AjarError:
            return
        self.ids = dict((kept or {}).get("ids") or self.ids)

    async def sync(self, client: discord.Client) -> None:
        """Declare the commands where they differ from what was last declared; a refusal leaves the old ones standing.

        One process does so at a time, and the others wait a little for the ids. Raises StoreUnavailable.
        """
        payload = [declared(each) for each in self.specs]
        app = client.application_id or 0
        fingerprint = hashlib.sha256(json.dumps([app, payload], sort_keys=True).encode()).hexdigest()
        for _ in range(LOOKS):
            async with self.shelf.lock(KEY, LOCK_SECONDS) as ours:
                kept = await self.shelf.get("", KEY) or {}
                self.ids = dict(kept.get("ids") or {})
                if kept.get("hash") == fingerprint:
                    return
                if ours:
                    await self._declare(client, app, payload, fingerprint)
                    return
            await self.clock.sleep(LOOK_SECONDS)

    async def _declare(self, client: discord.Client, app: int, payload: list[Payload], fingerprint: str) -> None:
        try:
            answer = await client.http.bulk_upsert_global_commands(app, payload)
        except discord.HTTPException as error:
            log.error("discord: the commands were not declared (%s)", reason_of(error))
            return
        except (aiohttp.ClientError, discord.RateLimited, OSError) as error:
            log.error("discord: the commands were not declared (%s)", type(error).__name__)
            return
        self.ids = {str(each["name"]): str(each["id"]) for each in answer}
        await self.shelf.put("", KEY, {"hash": fingerprint, "ids": self.ids})

    def option(self, name: str, option: str) -> OptionSpec | None:
        """Return an option of a command by the command's full name."""
        found: CommandSpec | None = None
        among = tuple(self.specs)
        for word in name.split(" "):
            found = next((each for each in among if each.name == word), None)
            among = found.subcommands if found else ()
        return next((each for each in found.options if each.name == option), None) if found else None


@dataclass(frozen=True, slots=True)
class Given:
    """A command as it was typed: its full name, its options, and the one being completed."""

    name: str
    options: Mapping[str, str]
    focused: str | None


def given(data: Mapping[str, Any]) -> Given:
    """Read the `data` of a command's or completion's interaction."""
    name, options = str(data.get("name")), list(data.get("options") or ())
    while options and options[0].get("type") in (SUBCOMMAND, GROUP):
        name = f"{name} {options[0].get('name')}"
        options = list(options[0].get("options") or ())
    resolved = data.get("resolved") or {}
    values = {str(each.get("name")): _value(each, resolved) for each in options}
    focused = next((str(each.get("name")) for each in options if each.get("focused")), None)
    return Given(name, values, focused)


def _value(option: Mapping[str, Any], resolved: Mapping[str, Any]) -> str:
    value = str(option.get("value", ""))
    return place(value, resolved) if option.get("type") == CHANNEL else value


def declared(spec: CommandSpec) -> Payload:
    """Write a command as Discord wants it declared."""
    payload = _described(spec.name, spec.summary, SLASH)
    payload["options"] = _options(spec)
    payload["default_member_permissions"] = MANAGE_GUILD if spec.moderator else None
    payload["contexts"] = [GUILD, BOT_DM] if spec.direct else [GUILD]
    payload["integration_types"] = [GUILD]
    return payload


def _options(spec: CommandSpec) -> list[Payload]:
    if spec.subcommands:
        return [_subcommand(each) for each in spec.subcommands]
    required_first = sorted(spec.options, key=lambda each: not each.required)
    return [_option(each) for each in required_first]


def _subcommand(spec: CommandSpec) -> Payload:
    payload = _described(spec.name, spec.summary, GROUP if spec.subcommands else SUBCOMMAND)
    return payload | {"options": _options(spec)}


def _option(spec: OptionSpec) -> Payload:
    payload = _described(spec.name, spec.summary, CHANNEL if spec.kind == "channel" else STRING)
    payload["required"] = spec.required
    if spec.kind == "channel":
        payload["channel_types"] = PLACES
    elif spec.lookup is not None:
        payload["autocomplete"] = True
    elif spec.choices:
        payload["choices"] = [{"name": each, "value": each} for each in spec.choices[: limits.OPTIONS]]
    return payload


def _described(name: str, summary: Mapping[str, str], kind: int) -> Payload:
    first = summary.get("en") or next(iter(summary.values()), name)
    by_locale = {
        known: cut(text, limits.COMMAND_SUMMARY)
        for locale, text in summary.items()
        for known in LOCALES.get(locale, (locale,))
        if known in KNOWN and text
    }
    return {
        "name": name,
        "type": kind,
        "description": cut(first, limits.COMMAND_SUMMARY),
        "description_localizations": by_locale or None,
    }
