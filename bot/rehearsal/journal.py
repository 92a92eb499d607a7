"""What happened, line by line: the same for the same seed, byte for byte, wherever it is replayed."""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

KEY = re.compile(r"[0-9a-f]{32}")


class Journal:
    """Lines with their time; keys are written `#1`, `#2` in the order in which they appear."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        """Begin empty."""
        self._now = now
        self._keys: dict[str, str] = {}
        self.lines: list[str] = []
        self.unexpected: list[str] = []

    def log(self, line: str) -> None:
        """Write a line."""
        self.lines.append(f"{self._now():%m-%d %H:%M:%S.%f} {self.short(line)}")

    def short(self, text: str) -> str:
        """Return a text with short names for keys."""
        return KEY.sub(self._short, text)

    def broke(self, line: str) -> None:
        """Write a line about what should never happen."""
        self.log(line)
        self.unexpected.append(line)

    def _short(self, found: re.Match[str]) -> str:
        return self._keys.setdefault(found[0], f"#{len(self._keys) + 1}")

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Take over what the product logs: warnings into the journal, whatever was unexpected as a finding."""
        logger, listener = logging.getLogger("bot"), _Listener(self)
        before, propagates = logger.level, logger.propagate
        logger.addHandler(listener)
        logger.setLevel(logging.WARNING)
        logger.propagate = False
        try:
            yield
        finally:
            logger.removeHandler(listener)
            logger.setLevel(before)
            logger.propagate = propagates


class _Listener(logging.Handler):
    """Hears the product's own log."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(logging.WARNING)
        self._journal = journal

    def emit(self, record: logging.LogRecord) -> None:
        said = record.getMessage()
        self._journal.log(f"log: {said}")
        if record.exc_info and record.exc_info[1] is not None:
            last = traceback.extract_tb(record.exc_info[2])[-1:]
            where = ", ".join(f"{each.name} line {each.lineno}" for each in last)
            error = record.exc_info[1]
            self._journal.unexpected.append(f"{said}: {type(error).__name__}: {error} ({where})")
