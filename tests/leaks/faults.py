"""What goes wrong on purpose: errors that quote a member's words, in the store, in handlers and on the platform."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import pytest
from sqlalchemy import exc
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.feature import Feature, Route

Break: TypeAlias = Callable[[str], Exception]


def _driver(kind: type[exc.DBAPIError], cause: Exception) -> exc.DBAPIError:
    """Return an error as SQLAlchemy makes it, at its most talkative: with statement and parameters."""
    text = str(cause)
    return kind(f"INSERT INTO entries VALUES ('{text}')", {"sealed": text, text: 1}, cause, hide_parameters=False)


def _full(words: str) -> Exception:
    error = sqlite3.OperationalError(f"database or disk is full, writing {words}")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    return _driver(exc.OperationalError, error)


def _chained(words: str) -> Exception:
    error = RuntimeError(words)
    error.__cause__ = ExceptionGroup(words, [KeyError(words), ValueError(words)])
    error.add_note(words)
    return error


BREAKS: Mapping[str, Break] = {
    "gone": lambda words: _driver(exc.OperationalError, sqlite3.OperationalError(words)),
    "full": _full,
    "refused": lambda words: _driver(exc.IntegrityError, sqlite3.IntegrityError(words)),
    "reset": ConnectionResetError,
    "late": TimeoutError,
    "bug": _chained,
}


@dataclass
class Statements:
    """Lets one statement to the database fail, the one whose turn it is, with words in its error."""

    words: str = ""
    left: int = 0
    kind: Break = field(default=BREAKS["gone"])
    broke: bool = False

    def arm(self, kind: Break, turn: int, words: str) -> None:
        """Let the statement after `turn` others fail."""
        self.kind, self.left, self.words, self.broke = kind, turn + 1, words, False

    def disarm(self) -> None:
        """Let nothing more fail."""
        self.left = 0

    def asked(self) -> None:
        """Count a statement, and fail if it is its turn."""
        if self.left:
            self.left -= 1
            if not self.left:
                self.broke = True
                raise self.kind(self.words)


@contextmanager
def statements(patch: pytest.MonkeyPatch) -> Iterator[Statements]:
    """Put a fault between the store and its driver."""
    fault, execute = Statements(), AsyncConnection.execute

    async def asked(self: AsyncConnection, *given: Any, **more: Any) -> Any:
        fault.asked()
        return await execute(self, *given, **more)

    patch.setattr(AsyncConnection, "execute", asked)
    yield fault


def broken(feature: Feature, words: Callable[[], str]) -> Feature:
    """Return a feature in which everything raises, with words in the error."""

    async def raises(*given: object) -> Any:
        raise _chained(f"{words()} {given[1:]}")

    def route(each: Route) -> Route:
        return replace(each, handle=raises)

    def routes(table: Mapping[Any, Route]) -> dict[Any, Route]:
        return {name: route(each) for name, each in table.items()}

    return replace(
        feature,
        on_command=routes(feature.on_command),
        on_press=routes(feature.on_press),
        on_submit=routes(feature.on_submit),
        on_lookup=routes(feature.on_lookup),
        on_event=routes(feature.on_event),
        home=raises if feature.home else None,
        plans=dict.fromkeys(feature.plans, raises),
        renders=dict.fromkeys(feature.renders, raises),
        settled=dict.fromkeys(feature.settled, raises),
    )
