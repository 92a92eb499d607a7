"""Marked words that nobody could guess, in the shapes people write in, and every form they might be written down in."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import cycle
from secrets import token_hex
from urllib.parse import quote, quote_plus

from tests.bot.features.safety.fakes import HEAVY

SHORTEST = 8
"""A form of fewer bytes could stand somewhere by chance."""


class Marks:
    """The marked words of one run, of the same shapes each time and with a number nobody has seen before."""

    def __init__(self) -> None:
        """Make the words; each shape has a core of its own, by which it is found again."""
        self.number = number = token_hex(6)
        self.cores: Mapping[str, str] = {
            "plain": f"quokka{number}zeppelin",
            "quotes": f"o'quokka\"); DROP TABLE--{number}",
            "emoji": f"🦥quökka{number}\N{ZERO WIDTH JOINER}ßé",
            "lines": f"quokka\r\n{number}\ttab",
            "markup": f"<@1>%s{{{number}}} & \\x41 $`quokka`",
            "long": f"longquokka{number}",
            "heavy": f"heavyquokka{number}",
        }
        self.texts: Mapping[str, str] = {
            **self.cores,
            "long": f"{self.cores['long']} {'so much to say ' * 270}"[:4000],
            "heavy": f"{HEAVY} {self.cores['heavy']}",
        }
        self._turn = cycle(self.texts.values())

    def next(self, longest: int = 4000) -> str:
        """Return the next shape that fits, in turn."""
        return next(each for each in self._turn if len(each) <= longest)

    def found(self, haystack: bytes) -> str | None:
        """Return which words stand in bytes and how, None when none do.

        Every shape holds the number, so nothing has to be looked for but its forms, whatever became of the rest.
        """
        if not any(each in haystack for each in _numbers(self.number)):
            return None
        needles = _needles(tuple(self.cores.items()))
        return next((what for needle, what in needles.items() if needle in haystack), "a part of the words")

    def found_in(self, text: object) -> str | None:
        """Return which words stand in whatever can be written down as text."""
        return self.found(str(text).encode("utf-8", "surrogatepass"))


@cache
def _numbers(number: str) -> Sequence[bytes]:
    return tuple({needle for _, needle in _forms(number)})


@cache
def _needles(cores: Sequence[tuple[str, str]]) -> Mapping[bytes, str]:
    return {
        needle: f"{shape} words, {how}"
        for shape, core in cores
        for how, needle in _forms(core)
        if len(needle) >= SHORTEST
    }


def _forms(core: str) -> Iterator[tuple[str, bytes]]:
    for each in dict.fromkeys((core, core.replace("\r\n", "\n"), " ".join(core.split()))):
        plain = each.encode()
        yield "as they are", plain
        yield from _encoded(each, plain)
    yield "in capitals", core.upper().encode()
    yield "in small letters", core.lower().encode()


def _encoded(text: str, plain: bytes) -> Iterator[tuple[str, bytes]]:
    for name in ("utf-16-le", "utf-16-be", "utf-32-le"):
        yield f"in {name}", text.encode(name)
    yield "in hex", plain.hex().encode()
    yield "in capital hex", plain.hex().upper().encode()
    yield "in a URL", quote(text).encode()
    yield "in a URL, slashes too", quote(text, safe="").encode()
    yield "in a query", quote_plus(text).encode()
    yield "in JSON", json.dumps(text)[1:-1].encode()
    yield "in JSON, as UTF-8", json.dumps(text, ensure_ascii=False)[1:-1].encode()
    yield "as Python writes it", repr(text)[1:-1].encode()
    yield "as Python escapes it", ascii(text)[1:-1].encode()
    yield "in HTML", html.escape(text).encode()
    for offset in range(3):
        yield "in base64", _base64(plain, offset, base64.b64encode)
        yield "in base64 for URLs", _base64(plain, offset, base64.urlsafe_b64encode)


def _base64(plain: bytes, offset: int, encode: object) -> bytes:
    """Return what stays the same of the base64 wherever in it the words begin."""
    assert callable(encode)
    whole: bytes = encode(b"\0" * offset + plain)
    first, last = (0, 2, 3)[offset], (len(plain) + offset) // 3 * 4
    return whole[first:last]
