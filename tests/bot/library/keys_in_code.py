"""Reads the source for string keys: those asked for outright, those put together, and every word that may be one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[3]
ASKING = {"text": 0, "quiet": 0, "words": 0, "label": 0, "has": 0, "all_labels": 0, "say": 1}
"""The calls that take a key, with the place of the key among their arguments where the first is no key."""

KEY = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+")
ONE_PART = r"[a-z0-9-]+"
BEGINNING = re.compile(r"[a-z][a-z0-9]*-")
"""What a key that is put together begins with; without it, it would stand for every string there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A call that names its key; `given` are the values it fills in, None where they are put together elsewhere."""

    place: str
    key: str
    given: frozenset[str] | None


@dataclass(slots=True, kw_only=True)
class Found:
    """Everything in the source that has to do with keys; `patterns` are f-strings, as regular expressions."""

    asked: list[Asked] = field(default_factory=list)
    patterns: dict[str, str] = field(default_factory=dict)
    literals: set[str] = field(default_factory=set)


def read() -> Found:
    """Read all of bot/ and adapters/."""
    found = Found()
    for folder in ("bot", "adapters"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            place = path.relative_to(ROOT).as_posix()
            _file(place, ast.parse(path.read_text("utf-8")), found)
    return found


def _file(place: str, tree: ast.Module, found: Found) -> None:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and KEY.fullmatch(node.value):
            found.literals.add(node.value)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ASKING:
            found.asked += _asked(place, node)
            for pattern in _patterns(node):
                found.patterns.setdefault(pattern, f"{place}:{node.lineno}")
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            pattern = _pattern(node)
            if BEGINNING.match(pattern):
                found.patterns.setdefault(pattern, "")


def _key_of(call: ast.Call) -> ast.expr | None:
    """Return what stands where the key belongs: the first argument, or for `say` the first that is no locale."""
    assert isinstance(call.func, ast.Attribute)
    many = len(call.args)
    position = min(ASKING[call.func.attr], many - 1)
    return call.args[position] if many else None


def _asked(place: str, call: ast.Call) -> Iterator[Asked]:
    key = _key_of(call)
    given = None if any(each.arg is None for each in call.keywords) else frozenset(str(e.arg) for e in call.keywords)
    for each in ast.walk(key) if key is not None and not isinstance(key, ast.JoinedStr) else ():
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and KEY.fullmatch(each.value):
            yield Asked(place=f"{place}:{call.lineno}", key=each.value, given=given)


def _patterns(call: ast.Call) -> Iterator[str]:
    key = _key_of(call)
    if isinstance(key, ast.JoinedStr) and BEGINNING.match(_pattern(key)):
        yield _pattern(key)


def _pattern(node: ast.JoinedStr) -> str:
    return "".join(
        re.escape(str(each.value)).replace(r"\-", "-") if isinstance(each, ast.Constant) else ONE_PART
        for each in node.values
    )
