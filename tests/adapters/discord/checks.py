"""Judges what the adapter sends: by Discord's published description where it is at hand, by our limits always."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jsonschema import Draft202012Validator
from jsonschema.protocols import Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from adapters.discord.limits import LIMITS

SPECS = Path(__file__).parents[4] / "shared" / "specs"
WHY_SKIPPED = "the specification folder ../shared/specs is not here"
HOME = "urn:discord"
COMPONENTS_V2 = 1 << 15

BUTTON, TEXT_INPUT, TEXT_DISPLAY, LABEL = 2, 4, 10, 18
SELECTS = (3, 5, 6, 7, 8)
GROUPS = (21, 22)
GROUP_OPTIONS = 10


def complaints_about_request(method: str, path: str, body: Any) -> list[str]:
    """Return what Discord would not take in a request; `path` begins after the version."""
    said = [*_described(method, path, body), *_limits(body)]
    return [f"{method} {path}: {each}" for each in said]


def _described(method: str, path: str, body: Any) -> Iterator[str]:
    if not description():
        return
    template = _template(path)
    operation = description()["paths"].get(template or "", {}).get(method.lower())
    if operation is None:
        yield "not in the description"
        return
    if body is None:
        needed = operation.get("requestBody", {}).get("required", False)
        yield from ["a body is missing"] if needed else []
        return
    for error in _validator(str(template), method.lower()).iter_errors(_allowed(path, body)):
        yield f"{error.json_path} {error.message[:200]}"


def _allowed(path: str, body: Any) -> Any:
    """discord.py sends some ids as numbers where the description wants strings: `recipient_id`, defaults', files'."""
    if path == "/users/@me/channels" and isinstance(body, dict):
        return {**body, "recipient_id": str(body["recipient_id"])}
    return _worded(body)


def _worded(body: object) -> object:
    if isinstance(body, Mapping):
        lists = {name: body.get(name) or () for name in ("default_values", "attachments")}
        more = {name: [{**each, "id": str(each["id"])} for each in found] for name, found in lists.items() if found}
        return {name: _worded(value) for name, value in body.items()} | more
    return [_worded(each) for each in body] if isinstance(body, list) else body


@cache
def description() -> Mapping[str, Any]:
    """Return the description, empty where it is not at hand."""
    path = SPECS / "discord-openapi.json"
    if not path.exists():
        print(f"Requests are not judged by Discord's description: {WHY_SKIPPED}")  # noqa: T201
        return {}
    found: Mapping[str, Any] = json.loads(path.read_text())
    return found


@cache
def _validator(template: str, method: str) -> Validator:
    registry: Registry[Any] = Registry().with_resource(HOME, DRAFT202012.create_resource(dict(description())))
    steps = ["paths", template, method, "requestBody", "content", "application/json", "schema"]
    pointer = "/".join(quote(step.replace("~", "~0").replace("/", "~1"), safe="~@") for step in steps)
    return Draft202012Validator({"$ref": f"{HOME}#/{pointer}"}, registry=registry)


@cache
def _templates() -> Sequence[tuple[re.Pattern[str], str]]:
    """Every path of the description, those with the fewest gaps first."""
    paths = sorted(description()["paths"], key=lambda path: path.count("{"))
    return [(re.compile(re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(path))), path) for path in paths]


def _template(path: str) -> str | None:
    return next((template for pattern, template in _templates() if pattern.fullmatch(path)), None)


# --- our own limits --------------------------------------------------------------------------------------------------


def _limits(body: object) -> Iterator[str]:
    if not isinstance(body, Mapping):
        return
    inner = body.get("data", body)
    for message in (inner, inner.get("message")) if isinstance(inner, Mapping) else ():
        if isinstance(message, Mapping) and "components" in message:
            yield from _modal(message) if "title" in message else _message(message)


def _message(message: Mapping[str, Any]) -> Iterator[str]:
    parts = list(walk(message["components"]))
    if len(parts) > LIMITS.message_parts:
        yield f"{len(parts)} components"
    length = sum(len(each["content"]) for each in parts if each["type"] == TEXT_DISPLAY)
    if length > LIMITS.message_text:
        yield f"{length} characters of text"
    if message.get("content") or message.get("embeds"):
        yield "content beside components v2"
    yield from _identifiers(parts)
    for each in parts:
        yield from _part(each)


def _modal(modal: Mapping[str, Any]) -> Iterator[str]:
    parts = list(walk(modal["components"]))
    if not 1 <= len(modal["components"]) <= LIMITS.form_parts:
        yield f"{len(modal['components'])} parts in a form"
    yield from _length("form's title", modal["title"], LIMITS.form_title)
    yield from _identifiers(parts)
    for each in parts:
        yield from _part(each)


def _identifiers(parts: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    names = [each["custom_id"] for each in parts if "custom_id" in each]
    if len(set(names)) < len(names):
        yield "two components with one custom_id"
    numbers = [each["id"] for each in parts if each.get("id")]
    if len(set(numbers)) < len(numbers):
        yield "two components with one id"
    for name in names:
        yield from _length("custom_id", name, LIMITS.action_id)


def _part(part: Mapping[str, Any]) -> Iterator[str]:
    kind = part["type"]
    if kind == BUTTON:
        yield from _length("button", part["label"], LIMITS.button_label)
    if kind == LABEL:
        yield from _length("field", part["label"], LIMITS.field_label)
        yield from _length("hint", part.get("description") or "-", LIMITS.field_hint)
    if kind == TEXT_INPUT and len(part.get("value") or "") > (part.get("max_length") or LIMITS.field_text):
        yield "value longer than the field"
    if kind in SELECTS:
        yield from _length("placeholder", part.get("placeholder") or "-", LIMITS.placeholder)
    yield from _options(part, GROUP_OPTIONS if kind in GROUPS else LIMITS.menu_options)


def _options(part: Mapping[str, Any], most: int) -> Iterator[str]:
    options = part.get("options") or []
    if len(options) > most:
        yield f"{len(options)} options"
    if len({each["value"] for each in options}) < len(options):
        yield "two options with one value"
    for each in options:
        yield from _length("option", each["label"], LIMITS.option_label)
        yield from _length("option's value", each["value"], LIMITS.option_label)
        yield from _length("option's hint", each.get("description") or "-", LIMITS.option_hint)


def _length(what: str, text: str, most: int) -> Iterator[str]:
    if not 1 <= len(text) <= most:
        yield f"{what} of {len(text)} characters"


def walk(components: object) -> Iterator[Mapping[str, Any]]:
    """Yield every component, whatever it stands in."""
    if isinstance(components, Mapping):
        if "type" in components:
            yield components
        for name in ("components", "component", "accessory"):
            yield from walk(components.get(name))
    elif isinstance(components, Sequence) and not isinstance(components, str):
        for each in components:
            yield from walk(each)
