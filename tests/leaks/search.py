"""Where marked words are looked for: files, rows, log lines, metrics, requests and what is shown to others."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from bot import log

from .marks import Marks

LOUDEST = (
    "aiohttp", "aiosqlite", "alembic", "apscheduler", "asyncio", "asyncpg", "discord", "slack_bolt", "slack_sdk",
    "sqlalchemy", "sqlalchemy.engine", "sqlalchemy.pool", "sqlalchemy.dialects", "websockets",
)  # fmt: skip
"""Libraries that print what they are given; all others are turned up with them."""


def in_files(marks: Marks, folder: Path) -> list[str]:
    """Look through every file under a folder, its name included."""
    told = []
    for each in sorted(folder.rglob("*")):
        name = str(each.relative_to(folder))
        with suppress(FileNotFoundError):  # a server takes its own files away meanwhile
            if each.is_file() and (what := marks.found(each.read_bytes())):
                told.append(f"{name}: {what}")
        if what := marks.found_in(name):
            told.append(f"a file's name: {what}")
    return told


def in_rows(marks: Marks, tables: Mapping[str, Sequence[Sequence[Any]]]) -> list[str]:
    """Look through every column of every row, texts and bytes alike."""
    return [
        f"table {name}: {what}"
        for name, rows in tables.items()
        for row in rows
        for value in row
        if (what := marks.found(bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()))
    ]


def in_text(marks: Marks, where: str, text: str | bytes) -> list[str]:
    """Look through one text, line by line, so that a failure shows where."""
    raw = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    if not marks.found(raw):
        return []
    lines = [line for line in raw.splitlines() if marks.found(line)] or [raw]
    return [f"{where}: {marks.found(line)}: {line[:300]!r}" for line in lines[:5]]


class Ear(logging.Handler):
    """A handler that hears everything: how a record reads, and all that stands in it, its exception's text too."""

    def __init__(self) -> None:
        """Hear from DEBUG on."""
        super().__init__(logging.DEBUG)
        self.heard: list[str] = []
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        """Write down every attribute, as one that sends records on would, and exceptions as a plain handler would."""
        self.heard.append(repr(record.__dict__))
        if record.exc_info or record.exc_text or record.args:
            self.heard.append(self.format(record))


@contextmanager
def listening(marks: Marks) -> Iterator[list[str]]:
    """Set logging up as the command line does, turn everything up to DEBUG, and tell at the end what was heard.

    What stands in the list by then is what was found: in the log as an operator reads it, and by a second handler that
    knows nothing of redaction.
    """
    found: list[str] = []
    ear, out = Ear(), io.StringIO()
    with _as_it_was():
        log.set_up("DEBUG")
        root = logging.getLogger()
        for each in root.handlers:
            if isinstance(each, logging.StreamHandler):
                each.setStream(out)
        root.addHandler(ear)
        turned_up()
        yield found
        found += in_text(marks, "the log", out.getvalue())
        found += in_text(marks, "another handler", "\n".join(ear.heard))
        assert ear.heard, "nothing was logged at all, so nothing was shown"


def turned_up() -> None:
    """Let every logger there is say everything; to be repeated once libraries have made more of them."""
    _set(dict.fromkeys({*LOUDEST, *logging.root.manager.loggerDict}, logging.DEBUG))


@contextmanager
def _as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    known = {name: logging.getLogger(name).level for name in {*LOUDEST, *logging.root.manager.loggerDict}}
    kept = root.handlers[:], root.level, logging.getLogRecordFactory(), logging.raiseExceptions
    root.handlers[:] = []  # so that whoever else listens is not closed
    try:
        yield
    finally:
        root.handlers[:] = kept[0]
        logging.setLogRecordFactory(kept[2])
        logging.raiseExceptions = kept[3]
        _set({name: known.get(name, logging.NOTSET) for name in logging.root.manager.loggerDict}, kept[1])


def _set(levels: Mapping[str, int], root: int = logging.DEBUG) -> None:
    """Set levels; all at once, since each `setLevel` goes through every logger there is."""
    for name, level in levels.items():
        logging.getLogger(name).level = level
    logging.getLogger().setLevel(root)
