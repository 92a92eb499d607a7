"""Due schedules become deliveries: one claimed batch, one transaction, and the schedule has moved on.

A slot that was slept through is planned all the same, so that it ends as skipped with a reason instead of vanishing.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TypeAlias
from uuid import UUID

from bot.clock import Clock
from bot.errors import StoreUnavailable
from bot.model import Delivery, Schedule
from bot.recurrence import Occurrences, Rhythm, UnknownZone, local_date, nearest, next_occurrence
from bot.store import Store, Tx, deliveries, holds, part, schedules
from bot.turns import Turns

logger = logging.getLogger(__name__)

BATCH = 500

PlanBatch: TypeAlias = Callable[[Tx, Sequence[Schedule]], Awaitable[Sequence[Delivery]]]
"""Names the deliveries of a batch of schedules of one kind, whose `last_date` is the local date being served."""


def next_due(schedule: Schedule, after: datetime) -> datetime | None:
    """Return the next slot after `after` that serves no local date twice and none before the end of a pause."""
    rhythm = Rhythm(time_of_day=schedule.time_of_day, days=schedule.days, zone=schedule.zone)
    occurrence = next_occurrence(rhythm, after, not_on_or_before=served(schedule))
    return occurrence.due_at if occurrence else None


def served(schedule: Schedule) -> date | None:
    """Return the last local date that a schedule has served or rests on."""
    if schedule.paused_until is None:
        return schedule.last_date
    rested = schedule.paused_until - timedelta(days=1)
    return max(rested, schedule.last_date) if schedule.last_date else rested


class Planner:
    """Plans what is due; `plans` says, by kind of schedule, what that is."""

    def __init__(
        self,
        *,
        store: Store,
        clock: Clock,
        plans: Mapping[str, PlanBatch],
        spread_seconds: int = 0,
        batch: int = BATCH,
    ) -> None:
        """Plan up to `batch` schedules in one transaction, and spread the prompts of a minute over some seconds."""
        self._store, self._clock, self._plans, self._batch = store, clock, plans, batch
        self._turns = Turns(spread_seconds)
        self._unknown: set[str] = set()

    async def tick(self) -> int:
        """Plan everything that is due now; return how many deliveries that makes. Raises StoreUnavailable."""
        total, more = 0, True
        while more:
            planned, more = await self._plan_batch()
            total += planned
        return total

    async def _plan_batch(self) -> tuple[int, bool]:
        """Plan one batch; return how many, and whether more is due: one that slept through slots is due again."""
        now = self._clock.now()
        async with self._store.begin() as tx:
            due = await schedules.due(tx, now, self._plans, limit=self._batch)
            if not due:
                return 0, False
            slots = self._slots(due)
            planned = await self._name(tx, slots)
            found = [each for kind in planned.values() for each in kind]
            lanes = sorted({each.target.lane for each in found})
            reached = await deliveries.first_turns(tx, lanes, now, await holds.held(tx))
            await deliveries.plan(tx, found, self._turns.given(found, reached, now))
            moved = _moved_on([each for each in slots if each.kind in planned])
            await schedules.advance(tx, moved)
        behind = any(due_at is not None and due_at <= now for _, due_at, _ in moved)
        return len(found), behind or (bool(moved) and len(due) == self._batch)

    def _slots(self, due: Sequence[Schedule]) -> list[Schedule]:
        """Return schedules with the local date that each slot serves; one in a zone that is unknown here stays due."""
        date_of = cache(_date)  # many share their hour and zone
        slots = []
        for each in due:
            try:
                day = date_of(each.next_due_at, each.zone, each.time_of_day, each.days, served(each))
            except UnknownZone as error:  # a process of a newer version knows it
                if each.zone not in self._unknown:
                    logger.warning("a schedule waits: %s", error)
                self._unknown.add(each.zone)
            else:
                slots.append(each.serving(day))
        return slots

    async def _name(self, tx: Tx, slots: Sequence[Schedule]) -> Mapping[str, Sequence[Delivery]]:
        """Return what falls due by kind; a kind that could not be planned is left out and tried again."""
        by_kind: dict[str, list[Schedule]] = defaultdict(list)
        for slot in slots:
            by_kind[slot.kind].append(slot)
        found = {kind: await self._guarded(tx, kind, each) for kind, each in by_kind.items()}
        return {kind: each for kind, each in found.items() if each is not None}

    async def _guarded(self, tx: Tx, kind: str, slots: Sequence[Schedule]) -> Sequence[Delivery] | None:
        """Keep one kind's trouble from all the others: what it wrote is undone, and its slots stay due."""
        try:
            async with part(tx):
                return await self._plans[kind](tx, slots)
        except StoreUnavailable:
            raise
        except Exception:
            logger.exception("%s slots of %s could not be planned", len(slots), kind)
            return None


def _date(due_at: datetime, zone: str, time_of_day: time, days: int, served: date | None) -> date:
    """Return the local date that a slot serves: not always the one on the wall, which a gap may have pushed on."""
    slot = nearest(Rhythm(time_of_day=time_of_day, days=days, zone=zone), due_at, served)
    return slot.local_date if slot else local_date(due_at, zone)


def _moved_on(slots: Sequence[Schedule]) -> list[tuple[UUID, datetime | None, date | None]]:
    """Return when schedules are due after the slot just served, and its date; who shares an hour is computed once."""
    after: dict[datetime, Occurrences] = {}
    moved = []
    for slot in slots:
        if slot.next_due_at is None:
            raise LookupError("a schedule without a slot cannot be due")
        if slot.next_due_at not in after:
            after[slot.next_due_at] = Occurrences(slot.next_due_at)
        coming = after[slot.next_due_at].next(slot.zone, slot.time_of_day, slot.days, served(slot))
        moved.append((slot.id, coming.due_at if coming else None, slot.last_date))
    return moved
