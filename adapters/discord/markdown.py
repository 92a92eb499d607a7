"""Plain text into Discord's markdown, meaning nothing it does not say; and long text into pieces that fit."""

from __future__ import annotations

import re
import unicodedata

import discord

QUOTE, QUIET, HEADING = "> ", "-# ", "## "
"""What a line begins with to be a quotation, small, or a heading."""

_LINK = re.compile(r"https?://[A-Za-z0-9\-._/?=&%#:+,;!$']+")
"""A bare address whose characters are safe as they stand; a backslash would break it."""

_MARKUP = re.compile(r"[\\*_~|`<>\[\]]|(?:^|(?<=\n))(?=[ \t]*[#+-])[ \t]*")
_UNIT = re.compile(r"</[^<>]*>|\\.|.", re.DOTALL)
"""What must stay whole where text is cut: a command's mention, an escaped character, any other character."""

_JOINER = "\u200d"
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)


def escape(text: str) -> str:
    """Return `text` so that Discord shows it as it is: no markup, mention, masked link or time stamp."""
    pieces: list[str] = []
    end = 0
    for link in _LINK.finditer(text):
        pieces += [_escaped(text[end : link.start()]), link.group()]
        end = link.end()
    pieces.append(_escaped(text[end:]))
    return "".join(pieces)


def _escaped(text: str) -> str:
    return discord.utils.escape_mentions(_MARKUP.sub(_with_backslash, text))


def _with_backslash(found: re.Match[str]) -> str:
    # At the beginning of a line, the space before a list's or heading's mark stays in front of the backslash.
    whole = found.group()
    return f"{whole}\\" if not whole.strip() else f"\\{whole}"


def unescape(text: str) -> str:
    """Return what `escape` was given, mentions aside."""
    return re.sub(r"\\(.)", r"\1", text)


def cut(text: str, limit: int) -> str:
    """Return `text` within `limit` characters, with an ellipsis, never through the middle of a visible character."""
    if len(text) <= limit:
        return text
    end = limit - 1
    while end > 0 and _continues(text[end - 1], text[end]):
        end -= 1
    return f"{text[:end].rstrip()}…"


def _continues(before: str, after: str) -> bool:
    """Whether `after` belongs to the same visible character as `before`."""
    return (
        _JOINER in {before, after}
        or ord(after) in _SKIN_TONES
        or all(ord(each) in _FLAG_LETTERS for each in (before, after))
        or unicodedata.category(after) in {"Mn", "Me", "Mc"}
    )


def blocks(escaped: str, limit: int, prefix: str = "") -> list[str]:
    """Return escaped text in blocks of at most `limit` characters, every line with words beginning with `prefix`."""
    found: list[str] = []
    pieces = [piece for line in escaped.split("\n") for piece in _pieces(line, limit - len(prefix))]
    for piece in pieces:
        # A quote goes on over empty lines; before an empty line, any other mark would be shown as it is.
        line = f"{prefix}{piece}" if piece.strip() or prefix == QUOTE else ""
        if found and len(found[-1]) + 1 + len(line) <= limit:
            found[-1] = f"{found[-1]}\n{line}"
        else:
            found.append(line)
    return found


def _pieces(line: str, limit: int) -> list[str]:
    """Cut a line at spaces, and where there are none between characters."""
    found: list[str] = []
    current, boundary = "", 0
    for unit in _UNIT.findall(line):
        if len(current) + len(unit) > limit:
            at = boundary or len(current)
            found.append(current[:at])
            current, boundary = current[at:], 0
        current += unit
        if unit == " ":
            boundary = len(current)
    return [*found, current]
