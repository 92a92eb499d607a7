"""The nouns of the product, frozen, and the rules about them that need no I/O."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum, StrEnum
from hashlib import blake2b
from typing import Literal
from uuid import UUID

CONSENT_VERSION = 1
"""Raised when what a member agrees to changes; a member with an older one is asked again."""

OPENING = "opening"
"""Ends the name of a lane in which DMs are opened."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


# --- who and where, as the platforms know them -------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRef:
    """A person's account as a platform names it: `scope` is the workspace on Slack and empty on Discord."""

    platform: str
    scope: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityRef:
    """A Discord server, a Slack workspace, or the playground's sample community."""

    platform: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a message goes.

    `kind` is `direct` (then `account` is the person's platform id, and `channel` the DM's id once it has been opened),
    `channel` (a channel, or an existing thread) or `forum`. `thread` asks for a thread of its own on the message;
    a forum always gives one.
    """

    platform: str
    scope: str
    kind: Literal["direct", "channel", "forum"]
    channel: str | None = None
    account: str | None = None
    thread: bool = False

    @property
    def lane(self) -> str:
        """The stream of one bot token or workspace, paced as one; DMs still to be opened have their own."""
        if self.kind == "direct" and self.channel is None:
            return f"{self.platform}:{self.scope}:{OPENING}"
        return f"{self.platform}:{self.scope}" if self.scope else self.platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Proof that a message was posted: its channel, its id there, and the thread it opened, if any."""

    channel: str
    message: str
    thread: str | None = None


# --- what a member ticks -------------------------------------------------------------------------------------------


class Mood(IntEnum):
    """How are you: five choices, from the lowest up. Not a score; never shown as a number."""

    VERY_LOW = 1
    LOW = 2
    BETWEEN = 3
    GOOD = 4
    VERY_GOOD = 5


class Trigger(StrEnum):
    """What set it off (S4)."""

    PERSON = "person"
    AROUND = "around"
    MIND = "mind"
    UNKNOWN = "unknown"


class Reaction(StrEnum):
    """What the member wanted to do (S3)."""

    CLOSER = "closer"
    AWAY = "away"
    JUDGE = "judge"
    DEFEND = "defend"
    QUIET = "quiet"
    OTHER = "other"


# --- people and communities as we keep them ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One person as we know them; owns everything private. Exists only with consent."""

    id: UUID
    status: Literal["active", "stopped", "erasing"]
    locale: str
    zone: str
    country: str | None
    discreet: bool
    consent_version: int
    consent_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A platform account of a member. `unreachable_at` is set when the platform refused to write to them."""

    id: UUID
    member_id: UUID
    ref: AccountRef
    direct_channel: str | None
    community_id: UUID | None
    unreachable_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """A community that set Ajar up: its moderators' channel, who moderates beside the platform's own, its zone."""

    id: UUID
    ref: CommunityRef
    zone: str
    locale: str
    moderators_channel: str | None
    moderator_roles: tuple[str, ...]
    moderator_accounts: tuple[str, ...]


# --- appointments and deliveries -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A recurring appointment of a member or a community; what lies in `next_due_at` is all a tick looks at.

    `days` is a bit mask, Monday first. `last_date` is the last local date served, `paused_until` the first local date
    on which it may fire again, `resting` why it stands still (`unreachable`, `stopped`), `detail` what its feature
    wants to know (ids and places, never words of a member).
    """

    id: UUID
    kind: str
    member_id: UUID | None
    community_id: UUID | None
    time_of_day: time
    days: int
    zone: str
    next_due_at: datetime | None
    last_date: date | None
    paused_until: date | None
    resting: str | None
    detail: str | None = None

    def serving(self, day: date) -> Schedule:
        """Return the schedule with `day` as the last local date served."""
        return Schedule(
            id=self.id,
            kind=self.kind,
            member_id=self.member_id,
            community_id=self.community_id,
            time_of_day=self.time_of_day,
            days=self.days,
            zone=self.zone,
            next_due_at=self.next_due_at,
            last_date=day,
            paused_until=self.paused_until,
            resting=self.resting,
            detail=self.detail,
        )


class State(StrEnum):
    """The states of a delivery; see ARCHITECTURE, "Delivery states"."""

    WAITING = "waiting"
    STARTED = "started"
    UNSURE = "unsure"
    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


FINAL = frozenset({State.SENT, State.FAILED, State.SKIPPED, State.CANCELLED})
"""States that a delivery never leaves."""


class Priority(IntEnum):
    """What goes first when a lane is full: the lower, the sooner."""

    ANSWER = 0
    TOPIC = 1
    PROMPT = 2


def delivery_id(kind: str, recipient: str, occasion: str, due_at: datetime) -> UUID:
    """Return the id of a delivery: the same for the same key and hour, wherever and whenever it is planned.

    So a platform knows a message again that was planned anew from a restored backup. The hour stands in front (a UUID
    of version 8, RFC 9562), so that what is due together lies together in the database's index.
    """
    told = int.from_bytes(blake2b(f"{kind} {recipient} {occasion}".encode(), digest_size=10).digest(), "big")
    whole = ((due_at - _EPOCH) // _MILLISECOND & 0xFFFFFFFFFFFF) << 80 | told
    return UUID(int=whole & ~(0xF000 << 64) & ~(0xC000 << 48) | 0x8000 << 64 | 0x8000 << 48)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One intended post, unique by (`kind`, `recipient`, `occasion`).

    `recipient` is `member:<hex>`, `community:<hex>` or `topic:<hex>`; `occasion` a local date, `after:<delivery>`, or
    what else makes it one of a kind. `content` names a library entry or a record, never its words. `revises` is the
    earlier delivery whose message this one replaces instead of posting. `due_at` is its hour, `expires_at` when it is
    too late for it. `free_at` is when it may be sent (None: at its hour), `turn` its place among those of one lane and
    priority that wait (None: by when it may be sent). `attempts` counts those whose outcome was in doubt. `receipt` is
    there once it was sent.
    """

    id: UUID
    kind: str
    recipient: str
    occasion: str
    target: Target
    due_at: datetime
    expires_at: datetime
    priority: Priority = Priority.PROMPT
    member_id: UUID | None = None
    community_id: UUID | None = None
    content: str = ""
    revises: UUID | None = None
    free_at: datetime | None = None
    turn: datetime | None = None
    state: State = State.WAITING
    attempts: int = 0
    started_at: datetime | None = None
    reason: str | None = None
    receipt: Receipt | None = None
    fence: int = 0

    @property
    def key(self) -> str:
        """The marker a platform message carries, so that it can be found again: 32 hexadecimal digits."""
        return self.id.hex


# --- entries and topics --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    """A member's private entry; stored sealed."""

    mood: Mood
    feelings: tuple[str, ...] = ()
    trigger: Trigger | None = None
    reaction: Reaction | None = None
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reflection:
    """A member's private answer to a prompt; stored sealed."""

    prompt: str
    text: str = field(default="", repr=False)


class TopicState(StrEnum):
    """A topic's way: a draft under preview or a card before the moderators, then agreed, posted or withdrawn."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    AGREED = "agreed"
    POSTED = "posted"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A discussion a moderator opens. Own words stay sealed under the community's key; `content` names a library topic.

    `agreed_hash` is the fingerprint of the words that were agreed to: an approval is void once they change.
    """

    id: UUID
    community_id: UUID
    state: TopicState
    content: str | None
    title: str = field(repr=False)
    question: str = field(repr=False)
    target: Target | None
    post_at: datetime | None
    agreed_hash: str | None
    receipt: Receipt | None
    created_at: datetime
