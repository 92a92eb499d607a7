"""Words after `/ajar` to commands. Slack's commands belong to a whole workspace, so there are two, and words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.platform import CommandSpec

MAIN = "ajar"
DIRECT = ("checkin",)
"""Commands that have a slash of their own."""

FALLBACK = "help"
_WORD = re.compile(r"[^\s_-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A command as it can be typed: its words, its full name, and the option that free text after it fills."""

    words: tuple[str, ...]
    name: str
    option: str | None


def known(commands: Iterable[CommandSpec]) -> list[Known]:
    """Return every command that can be given, whole ones and subcommands."""
    return [
        Known(words=tuple(_WORD.findall(name)), name=name, option=_text_option(spec)) for name, spec in _walk(commands)
    ]


def written(name: str) -> str:
    """Write a command as it is typed here: `/checkin`, `/ajar topic post`."""
    return f"/{name}" if name in DIRECT else f"/{MAIN} {name}"


def match(text: str, commands: Iterable[CommandSpec]) -> tuple[str, dict[str, str]]:
    """Find the longest command that `text` begins with, and its options; help where it begins with none.

    `help now` means `help-now`: in a hard moment nobody should have to find a hyphen.
    """
    spans = list(_WORD.finditer(text))
    typed = tuple(span.group().lower() for span in spans)
    found = [each for each in known(commands) if typed[: len(each.words)] == each.words and _ends(text, spans, each)]
    if not found:
        return FALLBACK, {}
    best = max(found, key=lambda each: len(each.words))
    rest = text[spans[len(best.words) - 1].end() :].strip()
    return best.name, {best.option: rest} if best.option and rest else {}


def _ends(text: str, spans: list[re.Match[str]], candidate: Known) -> bool:
    end = spans[len(candidate.words) - 1].end()
    return end == len(text) or text[end].isspace()


def _walk(commands: Iterable[CommandSpec], prefix: str = "") -> Iterator[tuple[str, CommandSpec]]:
    for spec in commands:
        name = f"{prefix}{spec.name}"
        if spec.subcommands:
            yield from _walk(spec.subcommands, f"{name} ")
        else:
            yield name, spec


def _text_option(spec: CommandSpec) -> str | None:
    return next((option.name for option in spec.options if option.kind == "text"), None)
