"""A copy in words: sections with what people call things, as pages of a message and as one page in Markdown.

Tables and fields that nobody has found words for yet are told by their plain names, so that nothing is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import groupby
from typing import Any, TypeAlias

from bot.copying import WORDS, Copy
from bot.library import Voice
from bot.messages import Heading, Part, Quote

PAGE_LONGEST = 2400
PAGE_BLOCKS = 8
BLOCK_LONGEST = 1200

Row: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One thing that is kept, or one kind of entry: its name and a paragraph for each row."""

    title: str
    paragraphs: tuple[str, ...] = field(repr=False)


FIRST = ("members", "entries", "accounts", "memberships", "communities", "schedules", "muted_themes", "shown")
"""The order of the page; what is not named comes last."""

UNTOLD = frozenset(
    {"id", "member_id", "account_id", "community_id", "recipient", "account", "channel", "place", "scope", "kind"}
    | {"key_version", "expires_at", "free_at", "started_at", "settled_at", "attempts", "priority", "thread", "revises"}
    | {"receipt_channel", "receipt_message", "receipt_thread", "unwanted", "occasion", "days", "status", "owner"}
    | {"batch"}
)
"""Fields that say nothing to a reader; the other file has every one of them."""


def sections(voice: Voice, copied: Copy) -> list[Section]:
    """Return everything in words, what the member wrote right after who they are."""
    order = {name: number for number, name in enumerate(FIRST)}
    tables = sorted(copied, key=lambda each: order.get(each, len(FIRST)))
    return [section for table in tables for section in _sections(voice, table, copied[table])]


def _sections(voice: Voice, table: str, rows: Sequence[Row]) -> Iterator[Section]:
    if table != "entries":
        title = _named(voice, "section", "you" if table == "members" else table)
        yield Section(title=title, paragraphs=tuple(_paragraph(voice, each) for each in rows))
        return
    for kind, each in groupby(sorted(rows, key=lambda row: str(row["kind"])), key=lambda row: str(row["kind"])):
        yield Section(title=_named(voice, "kind", kind), paragraphs=tuple(_paragraph(voice, row) for row in each))


def _named(voice: Voice, what: str, name: str) -> str:
    """Return what people call something, else its plain name."""
    keys = (f"privacy-{what}-{name.replace('_', '-')}", f"safety-notes-{name}-label")
    return next((voice.label(key) for key in keys if voice.has(key)), name)


def _paragraph(voice: Voice, row: Row) -> str:
    """Tell a row, a line a field; an entry with the day first, and then its words."""
    told = {name: value for name, value in row.items() if name not in {*UNTOLD, WORDS}}
    if WORDS in row:
        told = {"created_at": row["created_at"]}
        if row[WORDS] is None:
            return "\n".join([*_lines(voice, told), voice.label("privacy-unreadable")])
        told |= row[WORDS] if isinstance(row[WORDS], dict) else {WORDS: row[WORDS]}
    kind = [_named(voice, "kind", str(row["kind"]))] if "kind" in row and WORDS not in row else []
    return "\n".join([*kind, *_lines(voice, told)])


def _lines(voice: Voice, told: Row) -> list[str]:
    lines = ((name, _value(voice, name, value)) for name, value in told.items() if value not in (None, "", [], {}))
    return [f"{_named(voice, 'field', name)}: {value}" for name, value in lines]


def _value(voice: Voice, name: str, value: Any) -> str:
    told = _moment if name.endswith("_at") else _WORDS.get(name)
    if told is not None:
        with suppress(ValueError, TypeError):  # a field of that name may hold something else
            return told(voice, value)
    if isinstance(value, bool):
        return voice.label("privacy-yes" if value else "privacy-no")
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return str(value)


def _moment(voice: Voice, value: Any) -> str:
    return voice.moment(datetime.fromisoformat(str(value)), "Etc/UTC") + " (UTC)"


def _day(voice: Voice, value: Any) -> str:
    return voice.day(date.fromisoformat(str(value)))


def _hour(voice: Voice, value: Any) -> str:
    return voice.time(time.fromisoformat(str(value)))


def _option(name: str) -> Callable[[Voice, Any], str]:
    def told(voice: Voice, value: Any) -> str:
        key = f"checkin-{name}-{value}-option"
        return voice.label(key) if voice.has(key) else str(value)

    return told


def _feelings(voice: Voice, value: Any) -> str:
    return ", ".join(voice.feelings[each].word if each in voice.feelings else str(each) for each in value)


def _contents(voice: Voice, value: Any) -> str:
    """Write the questions and practices that were shown, one to a line."""
    return "\n" + "\n".join(f"- {_content(voice, each)}" for each in str(value).split())


def _content(voice: Voice, value: Any) -> str:
    name = str(value).partition("~")[0]  # a delivery adds what is said above a question
    prompt, tip = voice.prompts.get(name), voice.tips.get(name)
    return prompt.text if prompt else tip.title if tip else str(value)


def _moment_of_plan(voice: Voice, value: Any) -> str:
    return voice.ifs[value].text if value in voice.ifs else str(value)


def _step_of_plan(voice: Voice, value: Any) -> str:
    return voice.thens[value].text if value in voice.thens else str(value)


def _journey(voice: Voice, value: Any) -> str:
    return voice.journeys[value].title if value in voice.journeys else str(value)


def _theme(voice: Voice, value: Any) -> str:
    return voice.themes[value].name if value in voice.themes else str(value)


_WORDS: Mapping[str, Callable[[Voice, Any], str]] = {
    "mood": _option("mood"),
    "trigger": _option("trigger"),
    "reaction": _option("reaction"),
    "feelings": _feelings,
    "contents": _contents,
    "content": _content,
    "prompt": _content,
    "tip": _content,
    "when": _moment_of_plan,
    "then": _step_of_plan,
    "journey": _journey,
    "theme": _theme,
    "last_date": _day,
    "paused_until": _day,
    "time_of_day": _hour,
}


def markdown(voice: Voice, told: Sequence[Section]) -> bytes:
    """Write one page to read; what somebody wrote stays as it is, line by line."""
    lines = [f"# {voice.label('privacy-title')}"]
    for section in told:
        lines.append(f"## {section.title}")
        lines += ["\n".join(f"> {line}" for line in each.split("\n")) for each in section.paragraphs]
    return ("\n\n".join(lines) + "\n").encode()


def pages(told: Sequence[Section]) -> list[tuple[Part, ...]]:
    """Write pages of a message, none longer than every platform takes, nothing left out."""
    found: list[list[Quote | Heading]] = [[]]
    for section in told:
        for number, block in enumerate(_blocks(section.paragraphs)):
            new: list[Quote | Heading] = [] if number else [Heading(text=section.title)]
            if not _fits([*found[-1], *new, Quote(text=block)]):
                found.append([])
                new = [Heading(text=section.title)]
            found[-1] += [*new, Quote(text=block)]
    return [tuple(each) for each in found]


def _fits(page: Sequence[Quote | Heading]) -> bool:
    return len(page) <= PAGE_BLOCKS and sum(len(each.text) for each in page) <= PAGE_LONGEST


def _blocks(paragraphs: Sequence[str]) -> Iterator[str]:
    """Put paragraphs together into blocks, and take apart those that are longer than one."""
    block = ""
    for piece in (piece for each in paragraphs for piece in _pieces(each)):
        if block and len(block) + len(piece) + 2 > BLOCK_LONGEST:
            yield block
            block = ""
        block = f"{block}\n\n{piece}" if block else piece
    if block:
        yield block


def _pieces(paragraph: str) -> Iterator[str]:
    """Cut a paragraph where a line or a word ends."""
    while len(paragraph) > BLOCK_LONGEST:
        places = (paragraph.rfind(end, BLOCK_LONGEST // 2, BLOCK_LONGEST) for end in ("\n", " "))
        cut = next((each for each in places if each > 0), BLOCK_LONGEST)
        yield paragraph[:cut]
        paragraph = paragraph[cut:].lstrip("\n ")
    if paragraph.strip():
        yield paragraph
