"""Recurring appointments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A recurring appointment of a member or a community; what lies in `next_due_at` is all a tick looks at.

    `days` is a bit mask, Monday first. `last_date` is the last local date served, `paused_until` the first local date
    on which it may fire again, `resting` why it stands still (`unreachable`, `stopped`, `renewal`, `silence`),
    `detail` what its feature wants to know (ids and places, never words of a member).
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
