"""Judges what the adapter sends: by Slack's published descriptions where they are at hand, by limits always."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator

from adapters.slack import limits

SPECS = Path(__file__).parents[4] / "shared" / "specs"
WHY_SKIPPED = "the specification folder ../shared/specs is not here"

NEWER: Mapping[str, frozenset[str]] = {
    "chat.postMessage": frozenset({"metadata"}),
    "conversations.history": frozenset({"include_all_metadata"}),
}
"""Arguments that came after the frozen description of 2020."""

TEXT_LIMITS = {
    "section": limits.SECTION,
    "header": limits.HEADER,
}
COUNTS = {"radio_buttons": limits.FEW_OPTIONS, "checkboxes": limits.FEW_OPTIONS}


def complaints_about_call(method: str, arguments: Mapping[str, Any]) -> list[str]:
    """Return what Slack would not take in a call."""
    said = list(_names(method, arguments))
    if "blocks" in arguments:
        said += complaints_about_message(arguments)
    if "view" in arguments:
        said += complaints_about_view(arguments["view"])
    return [f"{method}: {each}" for each in said]


def complaints_about_message(message: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with a message's blocks and summary."""
    said = [*_schema("blocks", message["blocks"]), *_blocks(message["blocks"], limits.MESSAGE_BLOCKS)]
    return said if message.get("text") else [*said, "a message without text for its notification"]


def complaints_about_view(view: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with a modal or Home."""
    said = [*_schema(str(view["type"]), view), *_blocks(view["blocks"], limits.VIEW_BLOCKS)]
    said += [
        f"{name} of {len(view[name]['text'])} characters"
        for name in ("title", "submit", "close")
        if name in view and not 0 < len(view[name]["text"]) <= limits.SHORT
    ]
    if len(view.get("private_metadata", "")) > limits.PRIVATE_METADATA:
        said.append("private_metadata too long")
    has_input = any(block["type"] == "input" for block in view["blocks"])
    return [*said, "an input without submit"] if has_input and "submit" not in view else said


def _names(method: str, arguments: Mapping[str, Any]) -> Iterator[str]:
    described = _web_api().get(f"/{method}")
    if described is None:
        return
    parameters = next(iter(described.values()))["parameters"]
    known = {each["name"] for each in parameters} | NEWER.get(method, frozenset())
    yield from (f"unknown argument {name}" for name in arguments if name not in known)
    needed = {each["name"] for each in parameters if each.get("required")} - {"token"}
    yield from (f"missing argument {name}" for name in needed - set(arguments))


def _schema(kind: str, value: object) -> Iterator[str]:
    validator = _block_kit()
    if validator is not None:
        yield from (
            f"{kind}: {error.json_path} {error.message[:120]}" for error in validator.iter_errors({kind: value})
        )


def _blocks(blocks: list[dict[str, Any]], most: int) -> Iterator[str]:
    if len(blocks) > most:
        yield f"{len(blocks)} blocks"
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(set(ids)) < len(ids):
        yield "two blocks with one id"
    for block in blocks:
        yield from _block(block)


def _block(block: dict[str, Any]) -> Iterator[str]:
    kind = block["type"]
    if "text" in block:
        yield from _text(block["text"], TEXT_LIMITS[kind], kind)
    if kind == "actions":
        yield from _row(block["elements"])
    if kind == "input":
        yield from _input(block)
    if kind == "context":
        yield from (said for each in block["elements"] for said in _text(each, limits.SECTION, kind))
    if len(block.get("block_id", "")) > limits.IDENTIFIER:
        yield "block id too long"


def _row(elements: list[dict[str, Any]]) -> Iterator[str]:
    if not 0 < len(elements) <= limits.ROW:
        yield f"{len(elements)} elements in a row"
    names = [each["action_id"] for each in elements]
    if len(set(names)) < len(names):
        yield "two elements with one action id"
    for each in elements:
        yield from _element(each)


def _input(block: dict[str, Any]) -> Iterator[str]:
    yield from _text(block["label"], limits.FIELD_LABEL, "label")
    if "hint" in block:
        yield from _text(block["hint"], limits.HINT, "hint")
    yield from _element(block["element"])


def _element(element: dict[str, Any]) -> Iterator[str]:
    if not 0 < len(element["action_id"]) <= limits.IDENTIFIER:
        yield "action id of a wrong length"
    if element["type"] == "button":
        yield from _text(element["text"], limits.LABEL, "button")
    if "placeholder" in element:
        yield from _text(element["placeholder"], limits.PLACEHOLDER, "placeholder")
    options = element.get("options", [])
    if len(options) > COUNTS.get(element["type"], limits.OPTIONS):
        yield f"{len(options)} options"
    for option in options:
        yield from complaints_about_option(option)
    if len(element.get("initial_value", "")) > element.get("max_length", limits.INPUT):
        yield "initial value longer than the field"


def complaints_about_option(option: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with one choice."""
    yield from _text(option["text"], limits.LABEL, "option")
    if not 0 < len(option["value"]) <= limits.OPTION_VALUE:
        yield "option value of a wrong length"
    if "description" in option:
        yield from _text(option["description"], limits.LABEL, "option hint")


def _text(text: Mapping[str, Any], longest: int, what: str) -> Iterator[str]:
    if not 0 < len(text["text"]) <= longest:
        yield f"{what} of {len(text['text'])} characters"
    if text["type"] != "plain_text" or "<" in text["text"] or ">" in text["text"]:
        yield f"{what} that Slack would read as markup"


@cache
def _web_api() -> Mapping[str, Any]:
    path = SPECS / "slack-web-openapi.json"
    found: Mapping[str, Any] = json.loads(path.read_text())["paths"] if path.exists() else {}
    return found


@cache
def _block_kit() -> Draft7Validator | None:
    path = SPECS / "slack-block-kit.schema.json"
    return Draft7Validator(json.loads(path.read_text())) if path.exists() else None


def manifest_validator() -> Draft7Validator | None:
    """Return Slack's own schema for manifests, where it is at hand."""
    path = SPECS / "slack-app-manifest.schema.json"
    return Draft7Validator(json.loads(path.read_text())) if path.exists() else None
