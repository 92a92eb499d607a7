"""Every table, in one place. What a member writes stands only in columns called `sealed`.

Instants are whole microseconds since 1970 in UTC, so that both databases compare and index them alike.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    Time,
    UniqueConstraint,
    text,
)

from .columns import EPOCH, MICROSECOND, Id, Instant

__all__ = ["EPOCH", "MICROSECOND", "Instant", "metadata"]

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _only(condition: str) -> dict[str, Any]:
    """Limit an index to some rows: what is settled, and that is nearly all, costs nothing to whoever looks for work."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


members = Table(
    "members",
    metadata,
    Column("id", Id, primary_key=True),
    Column("status", String(16), nullable=False),
    Column("locale", String(16), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("country", String(2)),
    Column("discreet", Boolean, nullable=False),
    Column("consent_version", Integer, nullable=False),
    Column("consent_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("retention_days", Integer, nullable=False, server_default="90"),
    Column("erase_at", Instant),
    Column("tips_by_chance", Boolean, nullable=False, server_default=text("false")),
    Index("ix_members_erase_at", "erase_at", **_only("erase_at IS NOT NULL")),
)

communities = Table(
    "communities",
    metadata,
    Column("id", Id, primary_key=True),
    Column("platform", String(32), nullable=False),
    Column("external_id", String(64), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("locale", String(16), nullable=False),
    Column("moderators_channel", String(64)),
    Column("moderator_roles", JSON, nullable=False),
    Column("moderator_accounts", JSON, nullable=False),
    UniqueConstraint("platform", "external_id"),
)

accounts = Table(
    "accounts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("member_id", Id, ForeignKey("members.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("platform", String(32), nullable=False),
    Column("scope", String(64), nullable=False),
    Column("external_id", String(64), nullable=False),
    Column("direct_channel", String(64)),
    Column("community_id", Id, ForeignKey("communities.id", ondelete="SET NULL")),
    Column("unreachable_at", Instant),
    UniqueConstraint("platform", "scope", "external_id"),
)

erasing_accounts = Table(  # whose member is being erased: the account itself is free again, for a new start
    "erasing_accounts",
    metadata,
    Column("member_id", Id, ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("platform", String(32), primary_key=True),
    Column("scope", String(64), primary_key=True),
    Column("external_id", String(64), primary_key=True),
)

memberships = Table(
    "memberships",
    metadata,
    Column("community_id", Id, ForeignKey("communities.id", ondelete="CASCADE"), primary_key=True),
    Column("account_id", Id, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("joined_at", Instant, nullable=False),
)

schedules = Table(
    "schedules",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("member_id", Id, ForeignKey("members.id", ondelete="CASCADE")),
    Column("community_id", Id, ForeignKey("communities.id", ondelete="CASCADE")),
    Column("time_of_day", Time, nullable=False),
    Column("days", Integer, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("next_due_at", Instant, index=True),
    Column("last_date", Date),
    Column("paused_until", Date),
    Column("resting", String(16)),
    Column("detail", Text),
    Index("ix_schedules_member", "member_id", "kind", unique=True),
    Index("ix_schedules_community", "community_id", "kind", unique=True),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("recipient", String(48), nullable=False),
    Column("occasion", String(128), nullable=False),
    Column("member_id", Id, ForeignKey("members.id", ondelete="CASCADE"), index=True),
    Column("community_id", Id, ForeignKey("communities.id", ondelete="CASCADE")),
    Column("lane", String(96), nullable=False),
    Column("platform", String(32), nullable=False),
    Column("scope", String(64), nullable=False),
    Column("place", String(16), nullable=False),
    Column("channel", String(64)),
    Column("account", String(64)),
    Column("thread", Boolean, nullable=False),
    Column("content", String(64), nullable=False),
    Column("revises", Id),
    Column("priority", Integer, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("free_at", Instant, nullable=False),
    Column("turn", Instant, nullable=False, server_default="0"),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("owner", String(96)),
    Column("fence", BigInteger, nullable=False),
    Column("lease_until", Instant),
    Column("started_at", Instant),
    Column("settled_at", Instant),
    Column("reason", String(64)),
    Column("receipt_channel", String(64)),
    Column("receipt_message", String(64)),
    Column("receipt_thread", String(64)),
    Column("unwanted", String(64)),
    UniqueConstraint("recipient", "kind", "occasion"),
    Index("ix_deliveries_turn", "lane", "state", "priority", "turn", "free_at", **_only("settled_at IS NULL")),
    Index("ix_deliveries_expires", "expires_at", **_only("settled_at IS NULL")),
    Index("ix_deliveries_settled", "settled_at", **_only("settled_at IS NOT NULL")),
)

shown = Table(
    "shown",
    metadata,
    Column("owner", String(48), primary_key=True),
    Column("kind", String(32), primary_key=True),
    Column("contents", Text, nullable=False),
)

muted_themes = Table(
    "muted_themes",
    metadata,
    Column("member_id", Id, ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("theme", String(48), primary_key=True),
)

entries = Table(
    "entries",
    metadata,
    Column("id", Id, primary_key=True),
    Column("member_id", Id, ForeignKey("members.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("local_date", Date, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("key_version", Integer, nullable=False),
    Column("expires_at", Instant),
    Index("ix_entries_member", "member_id", "kind", "created_at"),
    Index("ix_entries_expires", "expires_at", **_only("expires_at IS NOT NULL")),
    Index("ix_entries_undated", "id", **_only("expires_at IS NULL")),
)

tallies = Table(  # numbers that only grow, whatever is deleted or goes with time
    "tallies",
    metadata,
    Column("member_id", Id, ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(32), primary_key=True),
    Column("made", Integer, nullable=False),
)

enrolments = Table(
    "enrolments",
    metadata,
    Column("member_id", Id, ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("journey", String(20), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("step", Integer, nullable=False),
    Column("sent", Integer, nullable=False),
    Column("every", Integer, nullable=False),
    Column("last_date", Date),
)

files = Table(  # laid into a member's own DM, where a platform's private answers carry none
    "files",
    metadata,
    Column("platform", String(32), primary_key=True),
    Column("scope", String(64), primary_key=True),
    Column("file", String(64), primary_key=True),
    Column("member_id", Id, ForeignKey("members.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("batch", Id, nullable=False),
    Column("laid_at", Instant, nullable=False),
    Column("goes_at", Instant, nullable=False, index=True),
)

leavings = Table(  # files whose time is over, until the platform has deleted them; nothing says whose they were
    "leavings",
    metadata,
    Column("platform", String(32), primary_key=True),
    Column("scope", String(64), primary_key=True),
    Column("file", String(64), primary_key=True),
    Column("laid_at", Instant, nullable=False),
    Column("try_at", Instant, nullable=False, index=True),
)

topics = Table(
    "topics",
    metadata,
    Column("id", Id, primary_key=True),
    Column("community_id", Id, ForeignKey("communities.id", ondelete="CASCADE"), nullable=False),
    Column("state", String(16), nullable=False),
    Column("content", String(64)),
    Column("sealed", LargeBinary, nullable=False),
    Column("target", JSON),
    Column("post_at", Instant),
    Column("agreed_hash", String(64)),
    Column("receipt", JSON),
    Column("created_at", Instant, nullable=False),
    Index("ix_topics_community", "community_id", "state"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("key", String(160), primary_key=True),
    Column("taken_at", Instant, nullable=False, index=True),
    Column("outcome", String(64), nullable=False),
)

marks = Table(
    "marks", metadata, Column("name", String(64), primary_key=True), Column("value", String(64), nullable=False)
)

holds = Table(
    "holds", metadata, Column("scope", String(64), primary_key=True), Column("since", Instant, nullable=False)
)

lanes = Table(
    "lanes",
    metadata,
    Column("lane", String(96), primary_key=True),
    Column("owner", String(96)),
    Column("lease_until", Instant),
    Column("fence", BigInteger, nullable=False),
    Column("paused_until", Instant),
)

shelf = Table(
    "shelf",
    metadata,
    Column("adapter", String(32), primary_key=True),
    Column("scope", String(128), primary_key=True),
    Column("key", String(128), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)

locks = Table(
    "locks",
    metadata,
    Column("name", String(160), primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("until", Instant, nullable=False),
)

daily_totals = Table(
    "daily_totals",
    metadata,
    Column("day", Date, primary_key=True),
    Column("kind", String(32), primary_key=True),
    Column("outcome", String(64), primary_key=True),
    Column("count", Integer, nullable=False),
)
