"""Every string the code asks for stands in the English words, and every command leads somewhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.features import FEATURES
from bot.library import Library, load
from bot.settings import CHECKOUT

SAYING = {"text", "quiet", "label", "words", "say", "labels", "all_labels"}
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")


@pytest.fixture(scope="module")
def library() -> Library:
    return load(CHECKOUT / "content")


def sources() -> list[Path]:
    return [*sorted((CHECKOUT / "bot").rglob("*.py")), *sorted((CHECKOUT / "adapters").rglob("*.py"))]


def asked() -> Iterator[tuple[str, str]]:
    """Yield every key in the code: what is handed to a voice, whole or as a pattern."""
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            name = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
            if not isinstance(node, ast.Call) or name not in SAYING or "store" in path.parts:
                continue
            for first in node.args[:2]:
                for each in _branches(first):
                    if written := _pattern(each):
                        yield f"{path.relative_to(CHECKOUT)}:{node.lineno}", written


def _branches(node: ast.expr) -> list[ast.expr]:
    return [*_branches(node.body), *_branches(node.orelse)] if isinstance(node, ast.IfExp) else [node]


def _pattern(node: ast.expr) -> str:
    """Return a key as a regular expression; what is put in becomes a wildcard."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and KEY.fullmatch(node.value):
        return re.escape(node.value)
    if isinstance(node, ast.JoinedStr):
        parts = [re.escape(str(each.value)) if isinstance(each, ast.Constant) else "[a-z0-9-]+" for each in node.values]
        return "".join(parts)
    return ""


def keys() -> set[str]:
    found: set[str] = set()
    for path in (
        each for folder in ("en/strings", "safety/en") for each in (CHECKOUT / "content" / folder).glob("*.ftl")
    ):
        found |= set(re.findall(r"^([a-z][\w-]*) *=", path.read_text(), re.MULTILINE))
    return found


def test_every_key_the_code_asks_for_is_there() -> None:
    there = keys()
    missing = {(where, pattern) for where, pattern in asked() if not any(re.fullmatch(pattern, each) for each in there)}
    assert missing == set()
    assert len(list(asked())) > 100


def test_every_command_and_option_is_described(library: Library) -> None:
    for feature in FEATURES:
        for command in feature.commands(library):
            for each in (command, *command.subcommands):
                assert 0 < len(each.summary["en"]) <= 100, each.name
                assert all(0 < len(option.summary["en"]) <= 100 for option in each.options)


def test_every_command_declared_has_a_route_and_every_completion_too(library: Library) -> None:
    for feature in FEATURES:
        for command in feature.commands(library):
            names = [f"{command.name} {each.name}" for each in command.subcommands] or [command.name]
            assert set(names) <= set(feature.on_command), command.name
            for each in (command, *command.subcommands):
                for option in each.options:
                    assert option.lookup is None or option.lookup.action in feature.on_lookup
