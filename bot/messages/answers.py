"""Out: how an event is answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from .forms import Form
from .parts import Message, Option, Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A new message in answer; private (only the one who asked sees it) unless said otherwise.

    An `urgent` one answers danger: nothing is put in front of it, and nothing that can wait holds it up.
    """

    message: Message
    private: bool = True
    urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """The message (or form page) in which the button stood becomes this one; where there is none, as a `Reply`."""

    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The bot's own page (Slack's Home)."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a lookup found, best first, at most 25."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invalid:
    """A form that could not be taken as it is. Nothing a member wrote is lost.

    `errors` maps field ids to a kind sentence. Where the platform can keep the form open it shows them there;
    elsewhere `message` says what is amiss in private, and `words` (the free texts as given) are handed back with it.
    """

    errors: Mapping[str, str]
    message: Message
    words: tuple[str, ...] = field(default=(), repr=False)


Answer: TypeAlias = Reply | Update | Form | Page | Choices | Invalid
