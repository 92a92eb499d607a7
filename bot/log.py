"""Logs that cannot carry what a member wrote: one line a record, and exceptions without their texts.

An exception's text may quote what it choked on, so a traceback here names types, files and lines only; the errors of
our own tree, whose texts are ours, are the exception. Vendors' loggers that print whole payloads at DEBUG stay at INFO.
"""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType

from bot.errors import AjarError

LOUD = ("slack_bolt", "slack_sdk", "discord", "aiohttp", "aiosqlite", "sqlalchemy", "asyncio", "apscheduler", "alembic")
"""Loggers that print payloads, statements or jobs at DEBUG."""

FORMAT = "%(asctime)s %(levelname)-7s %(name)s  %(message)s"

_Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class RedactingFormatter(logging.Formatter):
    """Writes an exception as its types and the lines it passed, without texts or values."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record; an exception that another formatter has already written out in full is written anew."""
        record.exc_text = None
        return super().format(record)

    def formatException(self, ei: _Raised) -> str:  # noqa: N802  the name logging calls
        """Return the traceback of `ei`, innermost last."""
        lines: list[str] = []
        error: BaseException | None = ei[1]
        told: set[int] = set()
        while error is not None and id(error) not in told:
            told.add(id(error))
            frames = traceback.extract_tb(error.__traceback__)
            lines += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
            lines.append(describe(error))
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(lines)


def describe(error: BaseException) -> str:
    """Name an error without its text, unless the text is of our own making."""
    return f"{type(error).__name__}: {error}" if isinstance(error, AjarError) else type(error).__name__


def set_up(level: str) -> None:
    """Send every record to standard error through the redacting formatter; called once, by the command line."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(RedactingFormatter(FORMAT))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    quieten()


def quieten() -> None:
    """Keep vendors' loggers from printing payloads."""
    for name in LOUD:
        logger = logging.getLogger(name)
        logger.setLevel(max(logging.INFO, logger.level))
    for name in ("apscheduler", "alembic", "aiohttp.access"):
        logging.getLogger(name).setLevel(logging.WARNING)
