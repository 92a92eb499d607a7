"""In: what happened, who did it and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.model import AccountRef, CommunityRef, Receipt, Target

from .names import ActionId


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Who did it, where, and under which key.

    `event` is unique across platforms and stays the same when the platform repeats the event. `place` is the channel it
    happened in (kind `direct` in a DM), None where there is none (Slack's Home). `locale` is a BCP 47 tag. `zone` is
    the IANA zone where the platform knows it. `manages` says whether the platform lets this account manage the
    community; None when the adapter has not asked yet (then the core calls `Platform.manages`). `roles` are the
    platform's role ids. `files` says whether a private answer can carry files there, `uploads`
    whether instead a file can be laid into the account's own DM (see `Uploads`).
    """

    event: str
    account: AccountRef
    community: CommunityRef | None = None
    place: Target | None = None
    locale: str = "en"
    zone: str | None = None
    manages: bool | None = None
    roles: tuple[str, ...] = ()
    files: bool = True
    uploads: bool = False

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
