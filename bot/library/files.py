"""Reading content files; whatever is wrong with one is said in one line that names file, entry and key.

Nothing here decides whether a flaw ends the reading: `load` raises the first one, `check` collects them all.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias, TypeVar

from fluent.syntax import FluentParser
from fluent.syntax.ast import Comment, GroupComment, Junk, Message, Resource, ResourceComment, Term
from pydantic import ValidationError

from bot.errors import ContentError

from .entries import Entry

E = TypeVar("E", bound=Entry)

LONGEST_NAME = 60
"""Characters of a name that are repeated in a message: a broken file may hold anything."""


class Flaw(ContentError):
    """One thing that is wrong with a content file; `entry` and `key` are empty where the whole file is meant."""

    def __init__(self, reason: str, *, file: str, entry: str = "", key: str = "") -> None:
        """Keep where it is and why, each as one short line."""
        self.file, self.entry, self.key, self.reason = file, brief(entry), brief(key), one_line(reason)
        super().__init__(one_line(f"{place(file, self.entry, self.key)}: {self.reason}"))


Complain: TypeAlias = Callable[[Flaw], None]


def strictly(flaw: Flaw) -> None:
    """Raise the flaw: the way to complain when something is about to run on this content."""
    raise flaw


def place(file: str, entry: str, key: str) -> str:
    """Name a place in a file, leaving out what is not known."""
    return file + (f": entry '{entry}'" if entry else "") + (f": key '{key}'" if key else "")


def one_line(text: str) -> str:
    """Return a text on one line, without characters that a terminal would act on."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def brief(name: str) -> str:
    """Return a name short enough for a message."""
    line = one_line(name)
    return line if len(line) <= LONGEST_NAME else f"{line[:LONGEST_NAME]}…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Strings:
    """One strings file: its messages and terms by key, and all of it as Fluent wants it."""

    file: str
    messages: Mapping[str, Message]
    terms: Mapping[str, Term]
    resource: Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads the files below `root` and tells `complain` what is wrong; what is wrong is left out.

    `packs` are folders of the same shape, whose entries are added, or take the place of those with the same id; the
    last has the last word.
    """

    root: Path
    complain: Complain = strictly
    packs: tuple[Path, ...] = ()

    def said(self, path: Path) -> str:
        """Name a file as authors know it: from the content folder, or the pack, on."""
        root = next((each for each in self.packs if path.is_relative_to(each)), self.root)
        return "/".join((root.resolve().name, *path.relative_to(root).parts))

    def also(self, path: Path) -> Iterator[Path]:
        """Return where a file or folder of the content folder stands in the packs that have it."""
        return (found for each in self.packs if (found := each / path.relative_to(self.root)).exists())

    def flaw(self, path: Path, reason: str, entry: str = "", key: str = "") -> None:
        """Complain about a file."""
        self.complain(Flaw(reason, file=self.said(path), entry=entry, key=key))

    def text(self, path: Path) -> str | None:
        """Return a file's text, with or without the mark that some editors put first; None if it cannot be read."""
        try:
            return path.read_text("utf-8-sig")
        except UnicodeDecodeError:
            self.flaw(path, "is not UTF-8")
        except OSError as error:
            self.flaw(path, f"cannot be read ({error.strerror})")
        return None

    def entries(self, path: Path, kind: str, model: type[E]) -> dict[str, E]:
        """Return the entries of a TOML file by id, in the file's order; those of the packs come last or replace."""
        found = self._entries(path, kind, model)
        for each in self.also(path) if path.is_relative_to(self.root) else ():
            found |= self._entries(each, kind, model)
        return found

    def _entries(self, path: Path, kind: str, model: type[E]) -> dict[str, E]:
        tables = self._tables(path, kind)
        found: dict[str, E] = {}
        for number, table in enumerate(tables, 1):
            name = str(table["id"]) if isinstance(table, dict) and "id" in table else f"number {number}"
            entry = self._one(path, name, table, model)
            if entry is not None and name in found:
                self.flaw(path, "stands there twice", name, "id")
            elif entry is not None:
                found[name] = entry
        return found

    def _tables(self, path: Path, kind: str) -> list[object]:
        text = self.text(path)
        if text is None:
            return []
        try:
            whole = tomllib.loads(text)
        except (ValueError, RecursionError) as error:  # ValueError alone: numbers of thousands of digits
            self.flaw(path, f"cannot be parsed ({error})")
            return []
        for unknown in whole.keys() - {kind}:
            self.flaw(path, f"only [[{kind}]] belongs in it", key=unknown)
        tables = whole.get(kind)
        if not isinstance(tables, list) or not tables:
            self.flaw(path, f"there is no [[{kind}]] in it")
            return []
        return tables

    def rows(self, path: Path, model: type[E]) -> tuple[E, ...]:
        """Return the rows of a CSV file, in the file's order."""
        text = self.text(path)
        if text is None:
            return ()
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        found: list[E | None] = []
        try:
            if missing := model.model_fields.keys() - set(reader.fieldnames or ()):
                self.flaw(path, f"has no column {', '.join(sorted(missing))}", entry="line 1")
                return ()
            for row in reader:
                found.append(self._one(path, f"line {reader.line_num}", row, model))  # noqa: PERF401  kept up to an error
        except csv.Error as error:
            self.flaw(path, f"cannot be parsed ({error})", entry=f"line {reader.line_num}")
        return tuple(each for each in found if each is not None)

    def _one(self, path: Path, name: str, values: object, model: type[E]) -> E | None:
        try:
            return model.model_validate(values)
        except ValidationError as error:
            for each in error.errors(include_url=False, include_context=False, include_input=False):
                self.flaw(path, each["msg"].removeprefix("Value error, "), name, ".".join(map(str, each["loc"])))
        return None

    def strings(self, *folders: Path) -> Iterator[Strings]:
        """Return every strings file; a part that cannot be parsed and a key that stands twice are flaws."""
        seen: dict[str, str] = {}
        for path in (path for folder in folders for path in sorted(folder.glob("*.ftl"))):
            resource = self._resource(path)
            own: dict[str, Message | Term] = {}
            for each in resource.body:
                if isinstance(each, Junk):
                    self._junk(path, each)
                elif not isinstance(each, Comment | GroupComment | ResourceComment):
                    key = f"-{each.id.name}" if isinstance(each, Term) else each.id.name
                    if key in seen:
                        self.flaw(path, f"stands in {seen[key]} already", key=key)
                    seen.setdefault(key, self.said(path))
                    own.setdefault(key, each)
            messages = {key: each for key, each in own.items() if isinstance(each, Message)}
            terms = {key: each for key, each in own.items() if isinstance(each, Term)}
            yield Strings(file=self.said(path), messages=messages, terms=terms, resource=resource)

    def _resource(self, path: Path) -> Resource:
        try:
            return FluentParser().parse(self.text(path) or "")
        except (ValueError, RecursionError) as error:  # such as braces opened a thousand times
            self.flaw(path, f"cannot be parsed ({error})")
            return Resource([])

    def _junk(self, path: Path, junk: Junk) -> None:
        first = next(iter((junk.content or "").strip().splitlines()), "?")
        reason = "; ".join(str(each.message) for each in junk.annotations or ()) or "not Fluent"
        self.flaw(path, f"cannot be parsed ({reason})", key=first.partition("=")[0].strip())
