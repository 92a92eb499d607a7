"""Out: the parts a message is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from .names import ActionId, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A title line within a message."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A paragraph; `quiet` marks what is secondary (a note, a source)."""

    words: Words
    quiet: bool = False

    @property
    def plain(self) -> str:
        """The words with commands written as `/name`, for summaries and measuring."""
        return "".join(w if isinstance(w, str) else f"/{w.name}" for w in self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Somebody's own words, set apart: a question to answer, or what the member wrote themselves."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A thin line between two parts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button that means `action`, or a link to `url` (exactly one of the two)."""

    label: str
    action: ActionId | None = None
    url: str | None = None
    style: Literal["primary", "plain", "danger"] = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Buttons:
    """A row of one to five buttons."""

    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One choice of a menu or field."""

    value: str
    label: str
    hint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """A menu within a message: choosing is a `Press` with `values`.

    `options` are at most 25; where `lookup` is given, platforms that can search offer every entry the core finds, and
    the others show `options`.
    """

    action: ActionId
    placeholder: str
    options: tuple[Option, ...]
    lookup: ActionId | None = None
    most: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file or picture; `alt` says in words what a picture shows."""

    name: str
    media_type: str
    content: bytes = field(repr=False)
    alt: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture within a message."""

    attachment: Attachment


Part: TypeAlias = Heading | Text | Quote | Rule | Buttons | Menu | Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is shown. `summary` is a notification's neutral line; `title` names the thread or forum post it opens."""

    parts: tuple[Part, ...]
    summary: str
    title: str | None = None
    attachments: tuple[Attachment, ...] = ()
