"""A member's appointments and how they change: begin, change, pause, choose what comes next, stop.

Every function runs inside the caller's transaction, so that what is cancelled and what comes next change together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from functools import cache
from uuid import UUID, uuid4

from bot.model import Delivery, Member, Priority, Schedule, delivery_id
from bot.planner import next_due
from bot.recurrence import NIGHT, Rhythm, in_quiet, nearest
from bot.store import Tx, accounts, deliveries, members, schedules

DAILY = "daily_prompt"
"""The kind of a member's daily appointment."""

NUDGE = "checkin_nudge"
"""The kind of a member's evening reminder to check in, for those who want one."""

RENEWAL = "renewal"
"""The kind of the delivery that asks for consent again, in place of a question; an appointment rests for it then."""

STEP = "journey_step"
"""The kind of the delivery that brings a step of a journey in place of a question."""

SILENCE = "silence"
"""Why an appointment rests that nobody has answered for long; the next sign of life wakes it."""

BACK = "back"
"""What stands in an appointment that has woken: its next question says so."""

EVERY_DAY = 0b1111111


async def of(tx: Tx, member_id: UUID) -> Schedule | None:
    """Return the member's daily appointment."""
    return await schedules.get(tx, DAILY, member_id)


async def begin(tx: Tx, member: Member, time_of_day: time, now: datetime) -> Schedule:
    """Start a member's daily appointment, every day of the week; one who comes back keeps the dates already served.

    One whose appointment runs keeps its days and its pause, and changes the hour and zone alone.
    """
    earlier = await of(tx, member.id)
    if earlier and earlier.resting is None:
        return await _put(tx, replace(earlier, time_of_day=time_of_day, zone=member.zone), now)
    new = _every_day(DAILY, member, time_of_day)
    if earlier:
        new = replace(new, id=earlier.id, last_date=earlier.last_date)
    return await _put(tx, new, now)


def _every_day(kind: str, member: Member, time_of_day: time) -> Schedule:
    return Schedule(
        id=uuid4(),
        kind=kind,
        member_id=member.id,
        community_id=None,
        time_of_day=time_of_day,
        days=EVERY_DAY,
        zone=member.zone,
        next_due_at=None,
        last_date=None,
        paused_until=None,
        resting=None,
    )


async def change(
    tx: Tx,
    member_id: UUID,
    now: datetime,
    *,
    time_of_day: time | None = None,
    days: int | None = None,
    zone: str | None = None,
) -> Schedule | None:
    """Change the hour, the days (a bit mask, Monday first) or the zone; None when there is no appointment."""
    old = await of(tx, member_id)
    if old is None:
        return None
    new = replace(
        old,
        time_of_day=time_of_day or old.time_of_day,
        days=days or old.days,
        zone=zone or old.zone,
    )
    evening = await schedules.get(tx, NUDGE, member_id)
    if evening is not None and evening.zone != new.zone:
        await _put(tx, replace(evening, zone=new.zone), now)
    return await _put(tx, new, now)


async def remind(tx: Tx, member: Member, time_of_day: time | None, now: datetime) -> None:
    """Let a member be reminded to check in at an hour of the evening; None: no longer."""
    await schedules.drop(tx, NUDGE, member.id)
    if time_of_day is not None:
        daily = await of(tx, member.id)
        new = _every_day(NUDGE, member, time_of_day)
        await _put(tx, replace(new, paused_until=daily.paused_until if daily else None), now)


async def pause(tx: Tx, member_id: UUID, until: date | None, now: datetime) -> Schedule | None:
    """Let the appointment rest until the local date `until` (None: end the pause) and cancel what waits."""
    old = await of(tx, member_id)
    if old is None:
        return None
    if until is not None:
        await deliveries.cancel(tx, member_id=member_id, reason="paused")
    evening = await schedules.get(tx, NUDGE, member_id)
    if evening is not None:
        await _put(tx, replace(evening, paused_until=until), now)
    return await _put(tx, replace(old, paused_until=until), now)


async def choose_next(tx: Tx, member_id: UUID, content: str) -> None:
    """Let the next appointment bring `content` instead of a new choice."""
    old = await of(tx, member_id)
    if old is not None:
        await schedules.put(tx, replace(old, detail=content))


async def rest(tx: Tx, member_id: UUID, reason: str, *, unless_seen_after: datetime) -> None:
    """Let a member's appointments rest for a reason, unless they have given a sign of life since."""
    member = await members.get(tx, member_id)
    if member is not None and member.seen_at <= unless_seen_after:
        await schedules.rest(tx, member_id, reason)


async def wake(
    tx: Tx, member_id: UUID, now: datetime, rested: str = "unreachable", detail: str | None = None
) -> Schedule | None:
    """Let appointments start again that rested for this reason: mostly that the member could not be reached.

    `detail` is what the daily one's feature wants to know the next time; that one is returned.
    """
    evening = await schedules.get(tx, NUDGE, member_id)
    if evening is not None and evening.resting == rested:
        await _put(tx, replace(evening, resting=None), now)
    old = await of(tx, member_id)
    if old is None or old.resting != rested:
        return old
    return await _put(tx, replace(old, resting=None, detail=detail or old.detail), now)


async def stop(tx: Tx, member_id: UUID) -> None:
    """End everything: nothing more falls due, and whatever is not yet in flight is cancelled."""
    await schedules.rest(tx, member_id, "stopped")
    await deliveries.cancel(tx, member_id=member_id, reason="stopped")
    await members.update(tx, member_id, status="stopped")


async def _put(tx: Tx, schedule: Schedule, now: datetime) -> Schedule:
    due = None if schedule.resting else next_due(schedule, now)
    schedule = replace(schedule, next_due_at=due)
    await schedules.put(tx, schedule)
    return schedule


def bring(
    kind: str,
    member_id: UUID,
    way: accounts.Way,
    content: str,
    occasion: str,
    due_at: datetime,
    expires_at: datetime,
) -> Delivery:
    """Name what an appointment brings its member by direct message."""
    recipient = f"member:{member_id.hex}"
    return Delivery(
        id=delivery_id(kind, recipient, occasion, due_at),
        kind=kind,
        recipient=recipient,
        occasion=occasion,
        target=way.target,
        due_at=due_at,
        expires_at=expires_at,
        priority=Priority.PROMPT,
        member_id=member_id,
        community_id=way.community_id,
        content=content,
    )


async def at_night(tx: Tx, batch: Sequence[Delivery], zones: Mapping[UUID, str], now: datetime) -> frozenset[UUID]:
    """Return which deliveries would come in a member's night by now, though they have not chosen that very hour.

    What was planned or put off for later keeps its moment when the member's zone changes. `zones` are the members'.
    """
    night = cache(lambda zone: in_quiet(now, zone, NIGHT))
    late = {each: zone for each, zone in zones.items() if night(zone)}
    if not late:
        return frozenset()
    kept = await schedules.of_members(tx, DAILY, late)
    theirs = [(each, kept.get(each.member_id)) for each in batch if each.member_id and each.member_id in late]
    return frozenset(each.id for each, schedule in theirs if not _chosen(each, schedule))


def _chosen(delivery: Delivery, schedule: Schedule | None) -> bool:
    if schedule is None or delivery.occasion.startswith("after:"):
        return False
    rhythm = Rhythm(time_of_day=schedule.time_of_day, days=schedule.days, zone=schedule.zone)
    slot = nearest(rhythm, delivery.due_at)
    return slot is not None and slot.due_at == delivery.due_at
