"""People and communities as we keep them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from .addresses import AccountRef, CommunityRef

CONSENT_VERSION = 3
"""Raised when what a member agrees to changes; a member with an older one is asked again."""


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
