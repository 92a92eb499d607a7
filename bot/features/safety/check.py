"""`ajar safety check`: lines in, one JSON object a line out, so that authors can try phrases."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import TextIO

from .detector import Detector


def run(lines: Iterable[str], out: TextIO, detector: Detector) -> None:
    """Write what `detector` finds in each line; with somebody watching, each answer at once.

    The caller opens its input with `errors="replace"` and the line feed as its only `newline`: then a line in is a line
    out, whatever comes.
    """
    watched = out.isatty()
    for line in lines:
        text = line.removesuffix("\n").removesuffix("\r")
        found = detector.read(text)
        said = {"text": text, "hit": found.tier > 0, **asdict(found)}
        out.write(json.dumps(said, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8") + "\n")
        if watched:
            out.flush()
