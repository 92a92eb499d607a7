"""The interactions Discord sends for what a member does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.messages import ActionId
from bot.platform import CommandSpec, OptionSpec

from .checks import LABEL, walk
from .world import (
    CHANNEL,
    DIRECT_TYPE,
    EVERYTHING,
    GUILD,
    MANAGE_GUILD,
    ME,
    MEMBER,
    Interaction,
    Json,
    Posted,
    World,
    user,
)

COMMAND, COMPONENT, AUTOCOMPLETE, SUBMIT = 2, 3, 4, 5
SUBCOMMAND, STRING, CHANNEL_OPTION = 1, 3, 7
BUTTON, SELECT, TEXT_INPUT, CHANNEL_SELECT, RADIO = 2, 3, 4, 8, 21


class Payloads:
    """Writes interactions, of `MEMBER` in a channel of the server unless told otherwise."""

    world: World
    commands: tuple[CommandSpec, ...]

    def interaction(
        self, kind: int, data: Json, *, event: str, person: str = MEMBER, place: str = CHANNEL, locale: str = "en-GB"
    ) -> Json:
        """Return an interaction; the same `event` gives the same id and token, as a repetition has."""
        record = self.record(event, place)
        made: Json = {
            "id": record.id,
            "token": record.token,
            "type": kind,
            "version": 1,
            "application_id": ME,
            "locale": locale,
            "channel_id": place,
            "channel": self.world.channel(place),
            "app_permissions": str(EVERYTHING),
            "entitlements": [],
            "attachment_size_limit": 10_485_760,
            "data": data,
            **(self._direct(person) if self._is_direct(place) else self._in_server(person)),
        }
        if record.message is not None and kind in (COMPONENT, SUBMIT):
            made["message"] = record.message.json()
        return made

    def _is_direct(self, place: str) -> bool:
        return bool(self.world.channel(place)["type"] == DIRECT_TYPE)

    def _direct(self, person: str) -> Json:
        return {"user": user(person), "context": 1, "authorizing_integration_owners": {"1": person}}

    def _in_server(self, person: str) -> Json:
        permissions = MANAGE_GUILD if person in self.world.managers else 0
        return {
            "guild_id": GUILD,
            "guild": {"id": GUILD, "locale": "en-GB", "features": []},
            "guild_locale": "en-GB",
            "context": 0,
            "authorizing_integration_owners": {"0": GUILD},
            "member": {**self.world.member(person), "permissions": str(permissions | 1 << 10)},
        }

    def record(self, event: str, place: str = CHANNEL, message: Posted | None = None) -> Interaction:
        """Return what is known of an interaction, by its token."""
        known = self.world.interactions
        if event not in known:
            known[event] = Interaction(self.world.snowflake(), event, place, message)
        return known[event]

    def commanding(self, name: str, options: Mapping[str, str] | None = None, *, event: str, **more: Any) -> Json:
        """Return a command as it is given."""
        return self.interaction(COMMAND, self._command(name, options or {}), event=event, **more)

    def completing(self, name: str, option: str, typed: str, *, event: str, **more: Any) -> Json:
        """Return what is typed into an option so far."""
        data = self._command(name, {option: typed}, focused=option)
        return self.interaction(AUTOCOMPLETE, data, event=event, **more)

    def pressing(
        self, action: ActionId | str, values: Sequence[str] = (), *, event: str, message: Posted, **more: Any
    ) -> Json:
        """Return the press of a button, or of a menu where there are values."""
        self.record(event, message.channel, message)
        data: Json = {"custom_id": str(action), "component_type": SELECT if values else BUTTON, "id": 7}
        if values:
            data["values"] = list(values)
        return self.interaction(COMPONENT, data, event=event, place=message.channel, **more)

    def submitting(
        self,
        action: ActionId | str,
        fields: Mapping[str, Sequence[str]],
        *,
        event: str,
        form: Json | None = None,
        message: Posted | None = None,
        **more: Any,
    ) -> Json:
        """Return a form as it is sent; its parts are those of `form` where it was opened before."""
        place = more.get("place", message.channel if message else CHANNEL)
        self.record(event, place, message)
        data: Json = {"custom_id": str(action), "components": list(_filled(fields, form))}
        chosen = [
            value for each in _opened(form) if each["type"] == CHANNEL_SELECT for value in fields[each["custom_id"]]
        ]
        if chosen:
            data["resolved"] = self._resolved(chosen)
        return self.interaction(SUBMIT, data, event=event, **{**more, "place": place})

    def _command(self, name: str, options: Mapping[str, str], focused: str = "") -> Json:
        first, _, second = name.partition(" ")
        specs = {each.name: each for each in self._options(first, second)}
        given = [_option(specs.get(key), key, value, focused == key) for key, value in options.items()]
        data: Json = {"id": "300000000000000001", "name": first, "type": 1}
        data["options"] = [{"type": SUBCOMMAND, "name": second, "options": given}] if second else given
        channels = [each["value"] for each in given if each["type"] == CHANNEL_OPTION]
        return {**data, "resolved": self._resolved(channels)} if channels else data

    def _options(self, first: str, second: str) -> tuple[OptionSpec, ...]:
        spec = next((each for each in self.commands if each.name == first), None)
        below = next((each for each in spec.subcommands if each.name == second), spec) if spec else None
        return below.options if below else ()

    def _resolved(self, numbers: Sequence[str]) -> Json:
        known = {number: {**self.world.channel(number), "permissions": str(EVERYTHING)} for number in numbers}
        return {"channels": known}


def _option(spec: OptionSpec | None, name: str, value: str, focused: bool) -> Json:
    if spec is not None and spec.kind == "channel":
        return {"type": CHANNEL_OPTION, "name": name, "value": value.rpartition(":")[2]}
    return {"type": STRING, "name": name, "value": value, **({"focused": True} if focused else {})}


def _opened(form: Json | None) -> Iterator[Json]:
    yield from (dict(each) for each in walk((form or {}).get("components", [])) if "custom_id" in each)


def _filled(fields: Mapping[str, Sequence[str]], form: Json | None) -> Iterator[Json]:
    kinds = {each["custom_id"]: each["type"] for each in _opened(form)}
    assert set(fields) <= set(kinds) or not kinds, f"the form has the fields {sorted(kinds)}"
    for number, name in enumerate(kinds or fields):
        values = list(fields.get(name, ()))
        kind = kinds.get(name, TEXT_INPUT if len(values) == 1 else SELECT)
        given: Json = {"type": kind, "id": 2 * number + 2, "custom_id": name}
        if kind == TEXT_INPUT:
            given["value"] = values[0] if values else ""
        elif kind == RADIO:
            given["value"] = values[0] if values else None
        else:
            given["values"] = values
        yield {"type": LABEL, "id": 2 * number + 1, "component": given}
