"""Due schedules become deliveries: one claimed batch, one transaction, and the schedule has moved on.

A slot that was slept through is planned all the same, so that it ends as skipped with a reason instead of vanishing.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TypeAlias

from bot.clock import Clock
from bot.errors import StoreUnavailable
from bot.model import Delivery, Schedule
from bot.recurrence import Rhythm, local_date, next_occurrence
from bot.store import Store, Tx, deliveries, schedules

logger = logging.getLogger(__name__)

BATCH = 500

PlanBatch: TypeAlias = Callable[[Tx, Sequence[Schedule]], Awaitable[Sequence[Delivery]]]
"""Names the deliveries of a batch of schedules of one kind, whose `last_date` is the local date being served."""


def next_due(schedule: Schedule, after: datetime) -> datetime | None:
    """Return the next slot after `after` that serves no local date twice and none before the end of a pause."""
    rhythm = Rhythm(time_of_day=schedule.time_of_day, days=schedule.days, zone=schedule.zone)
    occurrence = next_occurrence(rhythm, after, not_on_or_before=_served(schedule))
    return occurrence.due_at if occurrence else None


def _served(schedule: Schedule) -> date | None:
    dates = [schedule.last_date] if schedule.last_date else []
    if schedule.paused_until:
        dates.append(schedule.paused_until - timedelta(days=1))
    return max(dates, default=None)


class Planner:
    """Plans what is due; `plans` says, by kind of schedule, what that is."""

    def __init__(self, *, store: Store, clock: Clock, plans: Mapping[str, PlanBatch], batch: int = BATCH) -> None:
        """Plan up to `batch` schedules in one transaction."""
        self._store, self._clock, self._plans, self._batch = store, clock, plans, batch

    async def tick(self) -> int:
        """Plan everything that is due now; return how many deliveries are new. Raises StoreUnavailable."""
        total, more = 0, True
        while more:
            planned, more = await self._plan_batch()
            total += planned
        return total

    async def _plan_batch(self) -> tuple[int, bool]:
        """Plan one batch; return what is new, and whether more is due: one that slept through slots is due again."""
        now = self._clock.now()
        async with self._store.begin() as tx:
            due = await schedules.due(tx, now, limit=self._batch)
            if not due:
                return 0, False
            slots = [_slot(each) for each in due]
            planned = await self._name(tx, slots)
            new = await deliveries.plan(tx, [each for kind in planned.values() for each in kind])
            moved = [_moved_on(each) for each in slots if each.kind in planned]
            await schedules.advance(tx, moved)
        behind = any(each.next_due_at is not None and each.next_due_at <= now for each in moved)
        return new, behind or (bool(moved) and len(due) == self._batch)

    async def _name(self, tx: Tx, slots: Sequence[Schedule]) -> Mapping[str, Sequence[Delivery]]:
        """Return what falls due by kind; a kind that could not be planned is left out and tried again."""
        by_kind: dict[str, list[Schedule]] = defaultdict(list)
        for slot in slots:
            by_kind[slot.kind].append(slot)
        found = {kind: await self._guarded(tx, kind, each) for kind, each in by_kind.items()}
        return {kind: each for kind, each in found.items() if each is not None}

    async def _guarded(self, tx: Tx, kind: str, slots: Sequence[Schedule]) -> Sequence[Delivery] | None:
        """Keep one kind's trouble from all the others: what it wrote is undone, and its slots stay due."""
        if kind not in self._plans:
            return ()
        try:
            async with tx.begin_nested():
                return await self._plans[kind](tx, slots)
        except StoreUnavailable:
            raise
        except Exception:
            logger.exception("%s slots of %s could not be planned", len(slots), kind)
            return None


def _slot(schedule: Schedule) -> Schedule:
    """Return the schedule with the local date that its due slot serves."""
    if schedule.next_due_at is None:
        raise LookupError("a schedule without a slot cannot be due")
    return replace(schedule, last_date=local_date(schedule.next_due_at, schedule.zone))


def _moved_on(slot: Schedule) -> Schedule:
    """Return the schedule waiting for the slot after the one just served."""
    if slot.next_due_at is None:
        raise LookupError("a schedule without a slot cannot be due")
    return replace(slot, next_due_at=next_due(slot, slot.next_due_at))
