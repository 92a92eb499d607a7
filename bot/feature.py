"""What a feature is: one object that names its commands, routes, plans and renderings; and what it is handed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Flag, auto
from typing import Any, TypeAlias

from bot.clock import Clock
from bot.handovers import Handover
from bot.library import Library, Voice
from bot.messages import ActionId, Answer, CommandRef, Inbound, Message, Origin, Part
from bot.model import Account, Community, Delivery, Member, Receipt, Schedule
from bot.notice import UNKNOWN, Facts
from bot.platform import CommandSpec, Skip
from bot.seal import Seal
from bot.store import Store, Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What every feature works with.

    `patience` is how many seconds an answer waits for its first read, since the platforms wait three; what is written
    beside an answer gets half of it. `facts` is what the privacy notice tells of the settings.
    """

    store: Store
    seal: Seal
    library: Library
    clock: Clock
    patience: float = 0.5
    facts: Facts = UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks, as one indexed local read found them; `member` is None without consent.

    `lapsed` is the member who agreed to an earlier version and has not been asked again, or not said yes. `moderator`
    is the core's own decision for `community`. `now` is the instant of the event. `answered` says that words of this
    event sounded like danger and are answered already, above whatever is said here.
    """

    origin: Origin
    account: Account | None
    member: Member | None
    community: Community | None
    moderator: bool
    voice: Voice
    now: datetime
    answered: bool = False
    lapsed: Member | None = None

    @property
    def own(self) -> Member:
        """The member; for routes that need consent, where there is always one."""
        if self.member is None:
            raise LookupError("a route without Need.CONSENT asked for the member")
        return self.member

    def says(self, key: str, title: str, **values: str | int | CommandRef) -> Message:
        """Return a message of one sentence; `title` is the key of what a notification shows of it."""
        return Message(parts=(self.voice.text(key, **values),), summary=self.voice.label(title))


HELP_NOW = ActionId(feature="safety", action="now")
"""The help button, which stands on every prompt and check-in."""


ZONES = ActionId(feature="welcome", action="zone")
"""The lookup of cities and time zones, which every field that asks for one uses."""


NO_ZONE_YET = "Etc/UTC"
"""A community's zone until its moderators choose one: a member's own is nobody else's business."""


class Need(Flag):
    """What has to hold before a route runs; the app sees to it and answers kindly where it does not."""

    NOTHING = 0
    CONSENT = auto()
    MODERATOR = auto()
    COMMUNITY = auto()


Handler: TypeAlias = Callable[[Context, Caller, Any], Awaitable[Answer | Handover | None]]
"""Answers one event. The third argument is the Command, Press, Submission, Lookup ... of the route."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A handler and what it needs.

    `words` names the free-text fields of a form, which are handed back when they cannot be kept. An `offline` route
    runs even while the store is out of reach, for a caller of whom nothing is known. The words of a `public` route end
    up in front of others: where they sound like danger it does not run, and its writer is answered privately.
    """

    handle: Handler
    needs: Need = Need.CONSENT
    words: tuple[str, ...] = ()
    offline: bool = False
    public: bool = False


Plan: TypeAlias = Callable[[Context, Tx, Sequence[Schedule]], Awaitable[Sequence[Delivery]]]
"""Names what falls due, for one batch of schedules of one kind, inside the planner's transaction. Each schedule's
`next_due_at` is the slot being served and its `last_date` already the local date of that slot."""

Render: TypeAlias = Callable[[Context, Sequence[Delivery]], Awaitable[Sequence[Message | Skip]]]
"""Writes the messages of a batch at sending, in its order, from content references and the members' locales."""


def one_by_one(render: Callable[[Context, Delivery], Awaitable[Message | Skip]]) -> Render:
    """Make a renderer of one that writes a single message, for kinds of which few go out at a time."""

    async def render_each(ctx: Context, batch: Sequence[Delivery]) -> Sequence[Message | Skip]:
        return [await render(ctx, each) for each in batch]

    return render_each


Settled: TypeAlias = Callable[[Context, Tx, Sequence[tuple[Delivery, Receipt]]], Awaitable[None]]
"""Is told, inside the transaction that settles them, which deliveries of its kind were sent, each with its receipt; at
least once for each, so it has to be harmless twice."""

Home: TypeAlias = Callable[[Context, Caller], Awaitable[tuple[Part, ...]]]
"""Writes a feature's section of the bot's own page (Slack's Home)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One activity of the product.

    `commands` are declared to the platforms. Routes: `on_command` by full name (`topic post`), `on_press`,
    `on_submit` and `on_lookup` by action, `on_event` by the class of the event (`Typed`, `Left` ...). `home` is its
    section of the bot's own page. `plans` by schedule kind; `renders` and `settled` by delivery kind.
    """

    name: str
    commands: Callable[[Library], tuple[CommandSpec, ...]] = lambda _: ()
    on_command: Mapping[str, Route] = field(default_factory=dict)
    on_press: Mapping[str, Route] = field(default_factory=dict)
    on_submit: Mapping[str, Route] = field(default_factory=dict)
    on_lookup: Mapping[str, Route] = field(default_factory=dict)
    on_event: Mapping[type[Inbound], Route] = field(default_factory=dict)
    home: Home | None = None
    plans: Mapping[str, Plan] = field(default_factory=dict)
    renders: Mapping[str, Render] = field(default_factory=dict)
    settled: Mapping[str, Settled] = field(default_factory=dict)
