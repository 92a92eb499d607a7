"""Logs that cannot carry what a member wrote: redacted when a record is made, before any handler sees it.

Our own loggers say what we wrote into the line, on one line. A library's message is shown only where it stands in the
library's source as it is, without the values put into it: a text put together at run time may be a payload. Where it
is left out, the file and line say which one it was. Exceptions are their types and the lines they passed, since their
texts may quote what they choked on; the errors of our own tree, whose texts are ours, are the exception.
"""

from __future__ import annotations

import inspect
import logging
import os
import sys
import threading
import traceback
import warnings
from collections.abc import Iterator, Mapping
from types import FrameType, TracebackType
from typing import Any, TextIO, TypeAlias

from bot.errors import AjarError

OWN = ("bot", "adapters")
"""The roots of our own loggers. All others are a library's."""

FORMAT = "%(asctime)s %(levelname)-7s %(name)s  %(message)s"
CAME_WITH = ("created", "msecs", "relativeCreated", "thread", "threadName", "process", "processName", "taskName")

logger = logging.getLogger(__name__)

_Raised: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Redacted(logging.LogRecord):
    """A record whose message, values and exception are safe to be written by any handler."""

    def __init__(
        self,
        name: str,
        level: int,
        pathname: str,
        lineno: int,
        msg: object,
        args: Any,
        exc_info: _Raised | bool | None,
        func: str | None = None,
        sinfo: str | None = None,
    ) -> None:
        """Take what `logging` gives its records, and keep only what is safe."""
        said = _own(msg, args) if is_own(name) else _foreign(msg, pathname, lineno, func)
        super().__init__(name, level, pathname, lineno, said, None, None, func, sinfo)
        if isinstance(exc_info, tuple) and exc_info[1] is not None:
            self.exc_text = "\n".join(told(exc_info[1]))

    @classmethod
    def of(cls, record: logging.LogRecord) -> Redacted:
        """Return a record that was made otherwise, redacted."""
        args, raised, place = record.args, record.exc_info, (record.pathname, record.lineno)
        made = cls(record.name, record.levelno, *place, record.msg, args, raised, record.funcName, record.stack_info)
        made.__dict__.update({name: getattr(record, name, None) for name in CAME_WITH})
        return made


class RedactingFormatter(logging.Formatter):
    """Writes records redacted, also those that somebody made before or beside the redaction at the root."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record."""
        return super().format(record if isinstance(record, Redacted) else Redacted.of(record))


def is_own(name: str) -> bool:
    """Return whether a logger is one of ours, by its name."""
    return name.partition(".")[0] in OWN


def _own(msg: object, args: Any) -> str:
    """Write a line of ours: errors among its values without their texts, and never more than one line."""
    try:
        said = _described(msg) if not args else str(msg) % _values(args)
    except Exception:  # a wrong line of ours: what it says is still worth more than nothing
        said = str(msg)
    return " ".join(said.splitlines())


def _values(args: Any) -> Any:
    """Return what is put into a line; a mapping given alone is one of names, as `logging` has it."""
    named = args[0] if isinstance(args, tuple) and len(args) == 1 else args
    if isinstance(named, Mapping):
        return {name: _safe(value) for name, value in named.items()}
    return tuple(map(_safe, args))


def _safe(value: object) -> object:
    return describe(value) if isinstance(value, BaseException) else value


def _described(msg: object) -> str:
    return describe(msg) if isinstance(msg, BaseException) else str(msg)


def _foreign(msg: object, pathname: str, lineno: int, func: str | None) -> str:
    """Write a library's line: its own words alone, without values."""
    said = msg if isinstance(msg, str) and _stands_in_source(msg, pathname, lineno) else "(left out)"
    return f"{' '.join(said.splitlines())}  [{os.path.basename(pathname)}:{lineno} {func}]"  # noqa: PTH119  a name alone


def _stands_in_source(msg: str, pathname: str, lineno: int) -> bool:
    """Return whether a text is a constant of the code that is logging it right now."""
    return any(
        msg in (each for each in frame.f_code.co_consts if isinstance(each, str))
        for frame in _callers()
        if frame.f_lineno == lineno and frame.f_code.co_filename == pathname
    )


def _callers() -> Iterator[FrameType]:
    frame = inspect.currentframe()
    while frame is not None:
        yield frame
        frame = frame.f_back


def told(error: BaseException | None) -> Iterator[str]:
    """Write an exception with its causes, innermost last: types, files and lines, no texts and no values."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        error = waiting.pop()
        if error is None or id(error) in seen:
            continue
        seen.add(id(error))
        for frame in traceback.extract_tb(error.__traceback__, limit=-40):
            yield f"  {frame.filename}:{frame.lineno} {frame.name}"
        yield describe(error)
        waiting.append(error.__cause__ or (None if error.__suppress_context__ else error.__context__))
        waiting += reversed(error.exceptions) if isinstance(error, BaseExceptionGroup) else ()


def describe(error: BaseException) -> str:
    """Name an error without its text, unless the text is of our own making."""
    name = type(error).__name__
    return f"{name}: {' '.join(str(error).splitlines())}" if isinstance(error, AjarError) else name


def set_up(level: str) -> None:
    """Send every record to standard error, redacted; ours from `level` on, a library's from WARNING on at the lowest.

    Called once, by the command line. What else the interpreter would write about errors and warnings goes the same way.
    """
    logging.setLogRecordFactory(Redacted)
    logging.raiseExceptions = False  # a handler that fails would write the record's values
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(RedactingFormatter(FORMAT))
    wanted = logging.getLevelNamesMapping()[level]
    logging.basicConfig(level=max(wanted, logging.WARNING), handlers=[handler], force=True)
    for name in OWN:
        logging.getLogger(name).setLevel(wanted)
    _catch_the_rest()


def _catch_the_rest() -> None:
    """Take over where the interpreter writes texts of errors by itself, unless somebody else has."""
    warnings.showwarning = _warned
    if sys.excepthook is sys.__excepthook__:
        sys.excepthook = _ended
    if threading.excepthook is threading.__excepthook__:
        threading.excepthook = lambda found: _lost("a thread ended", found.exc_value)
    if sys.unraisablehook is sys.__unraisablehook__:
        sys.unraisablehook = lambda found: _lost("an error was met where nobody could take it", found.exc_value)


def _warned(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Name a warning and its place; what it says may quote values."""
    logger.warning("%s at %s:%s", category.__name__, filename, lineno)


def _ended(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Write what ended the process; an interruption by hand is none of it."""
    if not issubclass(kind, KeyboardInterrupt):
        logger.critical("ended by an error", exc_info=(kind, error, trace))


def _lost(where: str, error: BaseException | None) -> None:
    if error is not None:
        logger.error("%s", where, exc_info=error)
