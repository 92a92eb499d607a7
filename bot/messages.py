"""What passes between the core and the adapters: events in, answers out, and the parts a message is made of.

All text is plain text: a renderer escapes whatever its platform would read as markup, a mention or a link. Commands
are named in text through `CommandRef`, because each platform writes them differently.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from bot.model import AccountRef, CommunityRef, Receipt, Target

# --- names of buttons, menus and forms -------------------------------------------------------------------------------

ACTION_VERSION = "v1"
PARTS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionId:
    """What a button, menu, form or lookup means, written into the platform's identifier so that it survives restarts.

    `ref` is opaque to the adapters: a record's id or a content id, never words of a member. Written as
    `v1:<feature>:<action>:<ref>`, at most 100 characters (Discord's limit for a custom_id).
    """

    feature: str
    action: str
    ref: str = ""

    def __str__(self) -> str:
        """Write it as an identifier."""
        return f"{ACTION_VERSION}:{self.feature}:{self.action}:{self.ref}"

    @classmethod
    def parse(cls, text: str) -> ActionId | None:
        """Read an identifier; None when it is not one of ours (another version, forged, cut short)."""
        parts = text.split(":", PARTS - 1)
        if len(parts) != PARTS or parts[0] != ACTION_VERSION or not parts[1] or not parts[2]:
            return None
        return cls(feature=parts[1], action=parts[2], ref=parts[3])


@dataclass(frozen=True, slots=True)
class CommandRef:
    """A command named in text, such as `checkin` or `topic post`; the renderer writes it as its platform does."""

    name: str


Words: TypeAlias = tuple[str | CommandRef, ...]
"""Text in which commands may be named."""


# --- in: what happened ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Who did it, where, and under which key.

    `event` is unique across platforms and stays the same when the platform repeats the event. `place` is the channel it
    happened in (kind `direct` in a DM), None where there is none (Slack's Home). `locale` is a BCP 47 tag. `zone` is
    the IANA zone where the platform knows it. `manages` says whether the platform lets this account manage the
    community; None when the adapter has not asked yet (then the core calls `Platform.manages`). `roles` are the
    platform's role ids.
    """

    event: str
    account: AccountRef
    community: CommunityRef | None = None
    place: Target | None = None
    locale: str = "en"
    zone: str | None = None
    manages: bool | None = None
    roles: tuple[str, ...] = ()

    @property
    def direct(self) -> bool:
        """Whether it happened between the member and the bot alone."""
        return self.place is None or self.place.kind == "direct"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command was given: `checkin`, `topic post`; `options` as typed, a channel as `ChannelField` gives it."""

    origin: Origin
    name: str
    options: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button was pressed (`values` empty) or a menu used. `message` is where it stood, None inside a form or Home."""

    origin: Origin
    action: ActionId
    values: tuple[str, ...] = ()
    message: Receipt | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A form was sent; `fields` holds what was given by field id: choices as values, nothing as an empty tuple."""

    origin: Origin
    action: ActionId
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    def one(self, name: str) -> str:
        """Return the only value of a field, or the empty string."""
        values = self.fields.get(name, ())
        return values[0] if values else ""

    def many(self, name: str) -> tuple[str, ...]:
        """Return every value of a field."""
        return self.fields.get(name, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """Someone wrote to the bot in their DM."""

    origin: Origin
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Someone opened the bot's own page (Slack's Home); answered with a `Page`."""

    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """Someone types into a searching option, menu or field; answered with `Choices`."""

    origin: Origin
    action: ActionId
    query: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """The bot was added to a community."""

    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """An account left a community, or, where `everyone` is true, the bot was removed from it."""

    origin: Origin
    everyone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileChanged:
    """The platform reports a new time zone or locale of an account; what is new stands in the origin."""

    origin: Origin


Inbound: TypeAlias = Command | Press | Submission | Typed | Opened | Lookup | Joined | Left | ProfileChanged


# --- out: the parts of a message --------------------------------------------------------------------------------------


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


# --- out: forms -----------------------------------------------------------------------------------------------------


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


# --- out: answers ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A new message in answer; private (only the one who asked sees it) unless said otherwise."""

    message: Message
    private: bool = True


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
