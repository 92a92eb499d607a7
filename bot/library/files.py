"""Reading content files; whatever is wrong with one is said in one line that names file, entry and key."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from fluent.runtime import FluentResource
from fluent.syntax import FluentParser
from fluent.syntax.ast import Junk, Resource
from fluent.syntax.ast import Message as Pattern
from pydantic import ValidationError

from bot.errors import ContentError

from .entries import Entry

E = TypeVar("E", bound=Entry)


def said(path: Path) -> str:
    """Name a file as authors know it: from the content folder on."""
    parts = path.parts
    return "/".join(parts[parts.index("content") :]) if "content" in parts else path.name


def text_of(path: Path) -> str:
    """Return a file's text. Raises ContentError."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "is not UTF-8"
        raise ContentError(f"{said(path)}: cannot be read ({reason})") from None


def entries(path: Path, kind: str, model: type[E]) -> dict[str, E]:
    """Return the entries of a TOML file by id, in the file's order. Raises ContentError."""
    try:
        tables = tomllib.loads(text_of(path)).get(kind)
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"{said(path)}: {error}") from None
    if not isinstance(tables, list):
        raise ContentError(f"{said(path)}: there is no [[{kind}]] in it")
    found: dict[str, E] = {}
    for number, table in enumerate(tables, 1):
        entry = one(path, _name(table, number), table, model)
        name = str(getattr(entry, "id", number))
        if name in found:
            raise ContentError(f"{said(path)}: entry '{name}' stands there twice")
        found[name] = entry
    return found


def _name(table: object, number: int) -> str:
    return str(table.get("id", number)) if isinstance(table, dict) else str(number)


def one(path: Path, name: str, values: object, model: type[E]) -> E:
    """Return one entry. Raises ContentError naming file, entry and key."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        key = ".".join(str(each) for each in first["loc"]) or "(whole)"
        raise ContentError(f"{said(path)}: entry '{name}': key '{key}': {first['msg']}") from None


def rows(path: Path, model: type[E]) -> tuple[E, ...]:
    """Return the rows of a CSV file. Raises ContentError."""
    try:
        reader = csv.DictReader(text_of(path).splitlines(), strict=True)
        return tuple(one(path, f"line {number}", row, model) for number, row in enumerate(reader, 2))
    except csv.Error as error:
        raise ContentError(f"{said(path)}: {error}") from None


def strings(folder: Path) -> Iterator[tuple[Path, Mapping[str, Pattern], Resource]]:
    """Return every strings file with its messages by key. Raises ContentError for what cannot be parsed."""
    for path in sorted(folder.glob("*.ftl")):
        text = text_of(path)
        parsed = FluentParser().parse(text)
        for each in parsed.body:
            if isinstance(each, Junk):
                line = (each.content or "").strip().splitlines() or ["?"]
                raise ContentError(f"{said(path)}: entry '{line[0].split('=')[0].strip()}': cannot be parsed")
        yield path, {each.id.name: each for each in parsed.body if isinstance(each, Pattern)}, FluentResource(text)
