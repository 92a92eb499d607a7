"""`ajar safety check`: a line in is a line out."""

from __future__ import annotations

import io
import json

from bot.features.safety.check import run
from bot.features.safety.detector import load

from .report import RULES


class Terminal(io.StringIO):
    def __init__(self) -> None:
        super().__init__()
        self.flushed = 0

    def isatty(self) -> bool:
        return True

    def flush(self) -> None:
        self.flushed += 1


def test_every_line_gives_one_object_with_what_was_found() -> None:
    given = ["i want to die\n", "lovely day\r\n", "\n", "wish i had never been born ☂"]
    out = io.StringIO()
    run(given, out, load(RULES))
    said = [json.loads(line) for line in out.getvalue().splitlines()]
    assert said[0] == {"text": "i want to die", "hit": True, "tier": 2, "family": "explicit", "language": "en"}
    assert said[1] == {"text": "lovely day", "hit": False, "tier": 0, "family": None, "language": None}
    assert said[2]["text"] == ""
    assert (said[3]["tier"], said[3]["family"]) == (1, "passive")
    assert "☂" in out.getvalue()


def test_broken_input_is_answered_line_by_line_too() -> None:
    raw = io.TextIOWrapper(io.BytesIO(b"caf\xe9\n\xff\xfe\x00\nfine\x85 \x0b\x0c\n"), "utf-8", "replace", newline="\n")
    out = io.StringIO(newline="\n")
    run([*raw, "\ud800 lone"], out, load(RULES))
    assert len([json.loads(line) for line in out.getvalue().split("\n")[:-1]]) == 4


def test_somebody_at_a_terminal_gets_each_answer_at_once() -> None:
    out = Terminal()
    run(["a\n", "b\n"], out, load(RULES))
    assert out.flushed == 2
