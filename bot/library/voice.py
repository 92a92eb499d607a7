"""The words of one language: entries by id, and interface strings with what is filled into them."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from fluent.runtime import FluentBundle
from fluent.runtime.errors import FluentReferenceError

from bot import zones
from bot.errors import ContentError
from bot.messages import CommandRef, Text, Words
from bot.recurrence import zone as zone_of

from .entries import Feeling, If, Journey, Prompt, Theme, Then, Tip, TopicText

logger = logging.getLogger(__name__)

BEGIN, END = "\ue000", "\ue001"
"""Private-use characters that carry a command through Fluent, which knows text and numbers alone."""

UNSAID = "…"
"""What is shown for a string that no language has: calm, and never the key."""

A_MONDAY = date(2026, 11, 23)

Value: TypeAlias = str | int | CommandRef


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Voice:
    """One language; without entries where it is there for safety alone.

    `fallback` is English, asked for a string that this language lacks.

    A string that English lacks too is logged and shown as an ellipsis, so that one missing line never takes a whole
    answer with it; with `strict`, as in tests, it raises ContentError.
    """

    locale: str
    bundle: FluentBundle = field(repr=False)
    themes: Mapping[str, Theme] = field(default_factory=dict, repr=False)
    prompts: Mapping[str, Prompt] = field(default_factory=dict, repr=False)
    tips: Mapping[str, Tip] = field(default_factory=dict, repr=False)
    topics: Mapping[str, TopicText] = field(default_factory=dict, repr=False)
    feelings: Mapping[str, Feeling] = field(default_factory=dict, repr=False)
    journeys: Mapping[str, Journey] = field(default_factory=dict, repr=False)
    ifs: Mapping[str, If] = field(default_factory=dict, repr=False)
    thens: Mapping[str, Then] = field(default_factory=dict, repr=False)
    fallback: Voice | None = field(default=None, repr=False)
    strict: bool = False
    _said: dict[str, Words] = field(default_factory=dict, init=False, repr=False)
    _labels: dict[str, str] = field(default_factory=dict, init=False, repr=False)

    def has(self, key: str) -> bool:
        """Return whether this language has a string of its own."""
        return bool(self.bundle.has_message(key))

    def words(self, key: str, **values: Value) -> Words:
        """Return a string in which commands may stand. Raises ContentError where no language has it.

        One without values is worked out once; what has values is not kept, since they may be somebody's words.
        """
        if values:
            return self._worked_out(key, values)
        said = self._said.get(key)
        if said is None:
            said = self._said[key] = self._worked_out(key, values)
        return said

    def _worked_out(self, key: str, values: Mapping[str, Value]) -> Words:
        marked = {name: _marked(value) for name, value in values.items()}
        pieces: list[str | CommandRef] = []
        for number, piece in enumerate(self._filled(key, marked).split(BEGIN)):
            command, _, rest = piece.partition(END) if number else ("", "", piece)
            pieces += [CommandRef(command)] if command else []
            pieces += [rest] if rest else []
        return tuple(pieces)

    def text(self, key: str, **values: Value) -> Text:
        """Return a paragraph."""
        return Text(words=self.words(key, **values))

    def quiet(self, key: str, **values: Value) -> Text:
        """Return a paragraph of secondary weight."""
        return Text(words=self.words(key, **values), quiet=True)

    def label(self, key: str, **values: Value) -> str:
        """Return a plain string, for labels and summaries; a command is written `/name`."""
        if not values and key in self._labels:
            return self._labels[key]
        label = "".join(each if isinstance(each, str) else f"/{each.name}" for each in self.words(key, **values))
        if not values:
            self._labels[key] = label
        return label

    def _filled(self, key: str, values: Mapping[str, str | int]) -> str:
        pattern = self.bundle.get_message(key).value if self.has(key) else None
        if pattern is None:
            return self._otherwise(key, values, "is missing", UNSAID)
        filled, errors = self.bundle.format_pattern(pattern, dict(values))
        if errors:
            return self._otherwise(key, values, _reason(errors[0]), str(filled))
        return str(filled)

    def _otherwise(self, key: str, values: Mapping[str, str | int], reason: str, instead: str) -> str:
        """Fall back to English, or where this is English to `instead`. Raises ContentError when strict."""
        place = f"content/{self.locale}/strings: key '{key}'"
        if self.fallback is not None:
            logger.warning("%s: %s; English is shown", place, reason)
            return self.fallback._filled(key, values)  # noqa: SLF001  another voice's own part
        if self.strict:
            raise ContentError(f"{place}: {reason}")
        logger.error("%s: %s", place, reason)
        return instead

    def day(self, day: date) -> str:
        """Write a date in words."""
        return format_date(day, "full", locale=self._babel)

    def short_day(self, day: date) -> str:
        """Write a date briefly, where there is little room."""
        return format_skeleton("MMMd", day, locale=self._babel)

    def short_month(self, day: date) -> str:
        """Name the month of a date, briefly."""
        return format_date(day, "LLL", locale=self._babel)

    def month(self, day: date) -> str:
        """Name the month of a date, and its year."""
        return format_skeleton("yMMMM", day, locale=self._babel)

    def time(self, at: time) -> str:
        """Write a time of day as the language does."""
        return format_time(at, "short", locale=self._babel)

    def moment(self, moment: datetime, zone: str) -> str:
        """Write an instant as a day and a time of day in a zone."""
        local = moment.astimezone(zone_of(zone))
        return self.label("core-moment", day=self.day(local.date()), time=self.time(local.time()))

    def weekday(self, number: int) -> str:
        """Name a weekday; 0 is Monday."""
        return format_date(A_MONDAY + timedelta(days=number), "EEEE", locale=self._babel)

    def country(self, code: str) -> str:
        """Name a country."""
        return zones.country_name(code, self.locale)

    @property
    def _babel(self) -> Locale:
        return Locale.parse(self.locale, sep="-")


def _reason(error: Exception) -> str:
    """Say what went wrong while filling in; other errors than these repeat values, which may be a member's words."""
    return str(error) if isinstance(error, FluentReferenceError) else type(error).__name__


def _marked(value: Value) -> str | int:
    """Turn a command into marked text, and keep the marks out of everything else."""
    if isinstance(value, CommandRef):
        return f"{BEGIN}{value.name}{END}"
    return value.replace(BEGIN, "").replace(END, "") if isinstance(value, str) else value
