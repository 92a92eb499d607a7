"""Out: forms and their fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from .names import ActionId
from .parts import Option, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class TextField:
    """Free text. `longest` counts characters; `multiline` asks for a larger box."""

    id: str
    label: str
    hint: str | None = None
    value: str = field(default="", repr=False)
    multiline: bool = False
    required: bool = False
    longest: int = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceField:
    """One of, or several of, at most 25 options; `many` lets the member take several. `chosen` are values."""

    id: str
    label: str
    options: tuple[Option, ...]
    hint: str | None = None
    chosen: tuple[str, ...] = ()
    many: bool = False
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeField:
    """A time of day. Given back as typed; platforms with a picker give `HH:MM`."""

    id: str
    label: str
    hint: str | None = None
    value: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DateField:
    """A calendar date. Given back as typed; platforms with a picker give `YYYY-MM-DD`."""

    id: str
    label: str
    hint: str | None = None
    value: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchField:
    """One of many, found by typing; where a platform's form cannot search it is free text that the core understands."""

    id: str
    label: str
    lookup: ActionId
    hint: str | None = None
    value: str = ""
    value_label: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelField:
    """A channel, thread or forum to post in; given back as `channel:<id>` or `forum:<id>`."""

    id: str
    label: str
    hint: str | None = None
    value: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleField:
    """Several people, or on platforms that have them roles; given back as `account:<id>` and `role:<id>`.

    Discord offers roles, Slack and the playground people. `chosen` are values of the same form.
    """

    id: str
    label: str
    hint: str | None = None
    chosen: tuple[str, ...] = ()
    required: bool = False


Field: TypeAlias = TextField | ChoiceField | TimeField | DateField | SearchField | ChannelField | PeopleField


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A modal form of at most five parts (`intro` counts as one); sending it is a `Submission` with `action`."""

    action: ActionId
    title: str
    fields: tuple[Field, ...]
    submit: str
    intro: Text | None = None
