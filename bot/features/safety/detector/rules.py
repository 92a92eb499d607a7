"""The rules as they stand in `content/safety/<language>/rules*.toml`, checked and made into a `Language`."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.errors import ContentError

from .bank import DEPTH, Bank, Pattern
from .language import Clearing, Family, Language
from .matcher import Barred, Matcher
from .patterns import FIRM, NEGATORS, WRITER, Element, Grammar, Lexicon, Malformed, needs, words_of
from .words import BREAK

COMMON, FREQUENT = 20, 300
"""How many rare words an everyday one, and one in every other text, are worth when a pattern is to be ruled out."""


MEETING = "~25+"
"""How far apart the parts of a line may stand that are joined by `&`."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(_Part):
    """Patterns of one family, one a line; `#` begins a remark."""

    family: Literal[
        "explicit", "plan", "passive", "hopeless", "self_harm", "abuse", "someone_else", "farewell", "slang"
    ]
    tier: Literal[1, 2]
    patterns: str


class Spelling(_Part):
    """What is put right: `near` are words worth it, `never` words that are no misspelling of them.

    `same` lists, for a word of the rules, other ways in which people write it; `by_ear` says that people spell this
    language by its sound, so that words of the rules are also known by theirs.
    """

    by_ear: bool = False

    common: str = ""
    frequent: str = ""
    same: dict[str, str] = {}
    near: str = ""
    never: str = ""


class Clear(_Part):
    """Patterns that take a finding back; see content/safety/README.md."""

    denial: str = ""
    taken_back: str = ""
    past: str = ""
    well: str = ""
    still: str = ""


class File(_Part):
    """One rules file."""

    slots: dict[str, str] = {}
    spelling: Spelling = Spelling()
    rules: list[Rule] = []
    vetoes: str = ""
    clear: Clear = Clear()


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A language as written, and what spelling needs to know of it."""

    language: Language
    near: frozenset[str]
    ordinary: frozenset[str]
    by_ear: frozenset[str]


def read(folder: Path) -> Written:
    """Read the rules of one language from all its rules files; raise ContentError where one is wrong."""
    files = {path: _file(path) for path in sorted(folder.glob("rules*.toml"))}
    slots: dict[str, str] = {}
    for path, each in files.items():
        if twice := slots.keys() & each.slots.keys():
            raise ContentError(f"{_said(path)}: key 'slots.{min(twice)}': stands in another file already")
        slots |= each.slots
    return _Reading(folder.name, slots, files).written()


def _file(path: Path) -> File:
    try:
        return File.model_validate(tomllib.loads(path.read_text("utf-8-sig")))
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        raise ContentError(f"{_said(path)}: key '{'.'.join(map(str, first['loc']))}': {first['msg']}") from None
    except OSError as error:
        raise ContentError(f"{_said(path)}: cannot be read ({error.strerror})") from None
    except (ValueError, RecursionError) as error:
        raise ContentError(f"{_said(path)}: cannot be parsed ({' '.join(str(error).split())})") from None


def _said(path: Path) -> str:
    return "/".join(path.parts[-3:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One pattern, and where it stands."""

    place: str
    elements: tuple[Element, ...]


Lines = list[Line]


def _orders(pattern: str) -> list[str]:
    """Return the patterns that a line stands for: parts joined by `&` may come in any order."""
    parts = pattern.split(" & ")
    return [f" {MEETING} ".join(order) for order in permutations(parts)] if pattern else []


class _Reading:
    """Reads the files of one language: first every word gets its code, then patterns become expressions."""

    def __init__(self, name: str, slots: dict[str, str], files: dict[Path, File]) -> None:
        self._name, self._files = name, files
        self._grammar, self._lexicon = Grammar(slots), Lexicon()
        self._slots = slots
        self._common = frozenset(word for each in files.values() for word in each.spelling.common.split())
        frequent = {word for each in files.values() for word in each.spelling.frequent.split()}
        self._weights = dict.fromkeys(self._common, COMMON) | dict.fromkeys(frequent, FREQUENT)

    def written(self) -> Written:
        """Return the language."""
        rules: dict[Family, Lines] = {}
        for path, file in self._files.items():
            for number, rule in enumerate(file.rules, 1):
                lines = self._lines(path, f"rules.{number} ({rule.family})", rule.patterns)
                rules.setdefault(Family(name=rule.family, tier=rule.tier), []).extend(lines)
        vetoes = self._all("vetoes", [(path, file.vetoes) for path, file in self._files.items()])
        clear = {
            key: self._all(f"clear.{key}", [(path, getattr(file.clear, key)) for path, file in self._files.items()])
            for key in Clear.model_fields
        }
        return self._made(rules, vetoes, clear)

    def _all(self, key: str, texts: Sequence[tuple[Path, str]]) -> Lines:
        return [line for path, text in texts for line in self._lines(path, key, text)]

    def _lines(self, path: Path, key: str, text: str) -> Lines:
        found: Lines = []
        for line in text.splitlines():
            for pattern in _orders(line.partition("#")[0].strip()):
                try:
                    elements = self._grammar.elements(pattern)
                    for word in words_of(elements):
                        self._lexicon.code(word)
                    needs(elements, self._weights)
                except Malformed as error:
                    raise ContentError(f"{_said(path)}: key '{key}': '{pattern}': {error}") from None
                found.append(Line(place=f"{_said(path)}: key '{key}': '{pattern}'", elements=elements))
        return found

    def _made(self, rules: dict[Family, Lines], vetoes: Lines, clear: dict[str, Lines]) -> Written:
        near = frozenset(word for file in self._files.values() for word in file.spelling.near.split())
        ordinary = frozenset(word for file in self._files.values() for word in file.spelling.never.split())
        for word in near:
            self._lexicon.code(word)
        firm = self._slot(FIRM)
        barred = Barred(near=self._slot(NEGATORS))
        families = sorted(rules, key=lambda each: each.turn)
        signs = [(family, line) for family in families for line in rules[family]]
        language = Language(
            name=self._name,
            codes=self._codes(),
            vetoes=self._bank(vetoes, Barred(near=firm, far=firm + self._slot(WRITER))),
            signs=self._bank([line for _, line in signs], barred),
            families=tuple(family for family, _ in signs),
            clearing=Clearing(**{key: self._either(lines, key) for key, lines in clear.items()}),
        )
        heard = any(file.spelling.by_ear for file in self._files.values())
        by_ear = frozenset(language.codes) if heard else frozenset[str]()
        return Written(language=language, near=near, ordinary=ordinary | self._common, by_ear=by_ear)

    def _slot(self, slot: str) -> str:
        """Return the codes of a slot that gaps do not cross."""
        rows = self._grammar.slot(slot) if slot in self._slots else ()
        return "".join(self._lexicon.matching(row[0]) for row in rows if len(row) == 1)

    def _either(self, lines: Lines, key: str) -> Matcher:
        gate = frozenset().union(*(self._pattern(each).needs[0] for each in lines))
        return Matcher([each.elements for each in lines], self._lexicon, Barred(), ending=key == "denial", gate=gate)

    def _bank(self, lines: Lines, barred: Barred) -> Bank:
        return Bank([self._pattern(each) for each in lines], self._lexicon, barred)

    def _pattern(self, line: Line) -> Pattern:
        places = needs(line.elements, self._weights)[:DEPTH]
        return Pattern(
            elements=line.elements,
            needs=tuple(frozenset("".join(map(self._lexicon.matching, place))) for place in places),
        )

    def _codes(self) -> dict[str, str]:
        """Return the code of every word; other ways to write one have the same."""
        codes = {**self._lexicon.codes, BREAK: BREAK}
        for file in self._files.values():
            for word, ways in file.spelling.same.items():
                for way in ways.split():
                    codes[way] = self._lexicon.code(word)
        return codes
