"""Out: forms and their fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from .names import ActionId
from .parts import Option, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyField:
    """What every field has: its name, what stands above and below it, and whether it may stay empty."""

    id: str
    label: str
    hint: str | None = None
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TextField(AnyField):
    """Free text. `longest` counts characters; `multiline` asks for a larger box."""

    value: str = field(default="", repr=False)
    multiline: bool = False
    longest: int = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceField(AnyField):
    """One of, or several of, at most 25 options; `many` lets the member take several. `chosen` are values."""

    options: tuple[Option, ...]
    chosen: tuple[str, ...] = ()
    many: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeField(AnyField):
    """A time of day. Given back as typed; platforms with a picker give `HH:MM`."""

    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateField(AnyField):
    """A calendar date. Given back as typed; platforms with a picker give `YYYY-MM-DD`."""

    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchField(AnyField):
    """One of many, found by typing; where a platform's form cannot search it is free text that the core understands."""

    lookup: ActionId
    value: str = ""
    value_label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelField(AnyField):
    """A channel, thread or forum to post in; given back as `channel:<id>` or `forum:<id>`."""

    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleField(AnyField):
    """Several people, or on platforms that have them roles; given back as `account:<id>` and `role:<id>`.

    Discord offers roles, Slack and the playground people. `chosen` are values of the same form.
    """

    chosen: tuple[str, ...] = ()


Field: TypeAlias = TextField | ChoiceField | TimeField | DateField | SearchField | ChannelField | PeopleField


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A modal form of at most five parts (`intro` counts as one); sending it is a `Submission` with `action`."""

    action: ActionId
    title: str
    fields: tuple[Field, ...]
    submit: str
    intro: Text | None = None
