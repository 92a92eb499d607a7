"""The one port: what the core asks of a platform, what an adapter may ask of the core, and what both agree on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, Protocol, runtime_checkable

from bot.clock import Clock
from bot.messages import ActionId, Answer, Attachment, Inbound, Message
from bot.model import AccountRef, CommunityRef, Receipt, Target

if TYPE_CHECKING:
    from aiohttp import web


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a platform refuses; lengths in characters, paces for one lane, a second.

    `pace` counts messages, `opening_pace` messages to people whose DM has to be opened first (a lane of its own),
    `lookup_pace` calls of `Platform.find`.

    Checked when content is checked and in tests (see `bot.limits`), not in front of a member.
    """

    message_text: int
    message_parts: int
    text: int
    heading: int
    title: int
    button_label: int
    buttons_per_row: int
    menu_options: int
    option_label: int
    option_hint: int
    placeholder: int
    form_title: int
    form_parts: int
    field_label: int
    field_hint: int
    field_text: int
    submit: int
    action_id: int
    pace: float
    opening_pace: float
    lookup_pace: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionSpec:
    """An option of a command. `summary` by locale. `lookup` names who completes it; `choices` are fixed ones."""

    name: str
    summary: Mapping[str, str]
    kind: Literal["text", "channel"] = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    lookup: ActionId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandSpec:
    """A command, whole, or with subcommands. `summary` by locale, at most 100 characters.

    `moderator` is a default visibility for platforms that have one; the right itself is checked in the core.
    """

    name: str
    summary: Mapping[str, str]
    options: tuple[OptionSpec, ...] = ()
    subcommands: tuple[CommandSpec, ...] = ()
    moderator: bool = False
    direct: bool = True


class Shelf(Protocol):
    """What an adapter persists with: sealed JSON objects under (adapter, scope, key)."""

    async def get(self, scope: str, key: str) -> Mapping[str, Any] | None:
        """Return the object, or None. Raises StoreUnavailable."""
        ...

    async def put(self, scope: str, key: str, value: Mapping[str, Any]) -> None:
        """Keep the object, replacing an earlier one. Raises StoreUnavailable."""
        ...

    async def delete(self, scope: str, key: str) -> None:
        """Remove the object, if any. Raises StoreUnavailable."""
        ...

    def lock(self, key: str, seconds: float) -> AbstractAsyncContextManager[bool]:
        """Enter with True when this process holds `key` for at most `seconds`, with False when another does."""
        ...


class Core(Protocol):
    """What an adapter sees of the app."""

    @property
    def clock(self) -> Clock:
        """The clock everything runs by; a `MovableClock` in the playground."""
        ...

    @property
    def commands(self) -> tuple[CommandSpec, ...]:
        """Every command there is, described in every language."""
        ...

    async def handle(self, event: Inbound) -> Answer | None:
        """Answer an event. Never raises for what a member did; None means that nothing is to be shown."""
        ...

    async def tick(self) -> None:
        """Plan what is due and send what waits, once, to the end; the playground calls it after moving the clock."""
        ...

    def say(self, locale: str, key: str, **values: str | int) -> str:
        """Return an interface string by its Fluent identifier, for what only an adapter shows (page chrome)."""
        ...


class Platform(Protocol):
    """A connected platform. One of these per adapter; made by the adapter's `connect(settings, core, shelf, clock)`."""

    @property
    def name(self) -> str:
        """The adapter's name, which is also `AccountRef.platform` and `Target.platform`."""
        ...

    @property
    def limits(self) -> Limits:
        """What this platform refuses."""
        ...

    @property
    def routes(self) -> tuple[web.RouteDef, ...]:
        """The HTTP routes it brings to the one server."""
        ...

    async def start(self) -> None:
        """Become able to send: check the token, open the session. Raises SettingsError for a refused credential."""
        ...

    async def run(self) -> None:
        """Receive events until cancelled, calling `Core.handle`; riding out disconnections. Needs `start` first."""
        ...

    async def close(self) -> None:
        """Let go of every connection, within five seconds, whatever state it is in."""
        ...

    async def send(self, target: Target, message: Message, key: str) -> Receipt:
        """Post once, marked with `key` (32 hexadecimal digits), and never retry inside.

        A direct target without a channel is opened first; the receipt's channel is then the DM's. Raises a SendError:
        Refused, Unreachable, Gone, Wait or Unsure. The caller sets the deadline by cancelling.
        """
        ...

    async def find(self, target: Target, key: str, since: datetime) -> Receipt | None:
        """Look up what was posted with `key` at or after `since`; None when it certainly is not there.

        `since` is by our clock, which may go wrong: it says how far back it is worth looking, and hides nothing new.
        Completes what a crash left half done (the thread of a topic). Raises Unreadable where the platform does not
        let us look, Wait or Unsure as `send` does.
        """
        ...

    async def revise(self, target: Target, receipt: Receipt, message: Message) -> None:
        """Replace a message of ours. May be repeated without harm. Raises as `send` does."""
        ...

    async def manages(self, account: AccountRef, community: CommunityRef) -> bool:
        """Whether the platform lets this account manage the community (for `Origin.manages` left None)."""
        ...


@runtime_checkable
class Uploads(Protocol):
    """What a platform can do besides, whose private answers carry no files: lay one into somebody's DM for a while."""

    async def upload(self, target: Target, attachment: Attachment, known: Callable[[str], Awaitable[None]]) -> None:
        """Lay a file into a DM, once.

        `known` is awaited with its id before anybody can see it; where that raises, nothing is laid. Raises a
        SendError, after which the file may be there or not.
        """
        ...

    async def delete(self, scope: str, file: str) -> bool:
        """Delete a file of ours; False where there is none of that id.

        May be repeated without harm. Raises as `send` does.
        """
        ...


@dataclass(frozen=True, slots=True)
class Skip:
    """A renderer's word that a delivery is not to be sent after all, with a short reason that is safe to log."""

    reason: str = field(default="not_wanted")
