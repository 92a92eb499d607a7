"""Discussions that moderators open."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from .addresses import Receipt, Target


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
