"""What ought to happen to each person, by the product's promises and nothing of its code.

A person's `Life` says what is so: whether they are a member, their rhythm, the next slot, and every slot that has come.
What was committed to the database, in its order, moves it on. Where it cannot be known from outside which of two things
is so (a slot that came in the very moment of a change; a rest after a refusal), both lives go on side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .acting import Deed
from .walls import fresh_until, slot, slots_after
from .world import EVERY_DAY, Step

DAY = timedelta(days=1)
RESTS = {"days": 3, "week": 7, "rest": 7}
THREE_DAYS = 0b0010101
MOST = 200
"""Lives of one person side by side, beyond which a world is too muddled to say anything."""

Zones = Mapping[str, ZoneInfo]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A slot that has come: the local date it serves, when it fell due, and until when it may be sent."""

    day: date
    due: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """What is so for one person. `due` is the next slot and `day` its local date; `served` the last date that came."""

    member: bool = False
    unreachable: bool = False
    zone: str = "Etc/UTC"
    hour: time = time(8)
    days: int = EVERY_DAY
    paused: date | None = None
    served: date | None = None
    due: datetime | None = None
    day: date | None = None
    slots: tuple[Slot, ...] = ()

    def going_on(self, now: datetime, zones: Zones) -> Life:
        """Return it with the next slot after an instant."""
        if not self.member or self.unreachable:
            return replace(self, due=None, day=None)
        dates = [each for each in (self.served, self.paused and self.paused - DAY) if each]
        served = max(dates, default=None)
        day, due = next(slots_after(zones[self.zone], self.hour, self.days, now, served), (None, None))
        return replace(self, due=due, day=day)

    def after(self, deed: Deed, now: datetime, zones: Zones) -> Life:
        """Return what a deed of theirs makes of it, at an instant."""
        step = deed.step
        if step.what == "join":
            return self._joined(step).going_on(now, zones)
        if not self.member:
            return self
        if step.what == "stop" or step.choice == "stop":
            return replace(self, member=False, unreachable=False, due=None, day=None)
        today = now.astimezone(zones[self.zone]).date()
        return self._changed(step, today).going_on(now, zones)

    def _joined(self, step: Step) -> Life:
        if self.member and not self.unreachable:
            return replace(self, hour=step.hour, zone=step.zone)
        return replace(
            self, member=True, unreachable=False, hour=step.hour, zone=step.zone, days=EVERY_DAY, paused=None
        )

    def _changed(self, step: Step, today: date) -> Life:
        if step.what == "rhythm":
            return replace(self, hour=step.hour, zone=step.zone, days=step.days)
        if step.what == "pause" or step.choice == "rest":
            rest = RESTS.get(step.choice)
            return replace(self, paused=today + DAY * rest if rest else None)
        if step.what == "ease":
            return replace(self, days=THREE_DAYS if step.choice == "thrice" else 1 << today.weekday())
        return self

    def woken(self, now: datetime, zones: Zones) -> Life:
        """Return it after they were welcomed back."""
        return replace(self, unreachable=False).going_on(now, zones) if self.unreachable else self

    def rested(self) -> Life:
        """Return it after they could not be reached."""
        return replace(self, unreachable=True, due=None, day=None) if self.member else self

    def planned(self, zones: Zones) -> Life:
        """Return it after its slot has come."""
        if self.due is None or self.day is None:
            return self
        came = Slot(day=self.day, due=self.due, until=fresh_until(self.due, zones[self.zone]))
        return replace(self, served=self.day, slots=(*self.slots, came)).going_on(self.due, zones)

    def moved(self, now: datetime, zones: Zones) -> tuple[Life, ...]:
        """Return it by new rules: the same date's slot, even just behind, or a sooner one that lies ahead again.

        Only the slot's instant is kept, and new rules may read another date in it: in Samoa, once even one that was
        not there before.
        """
        if self.due is None or self.day is None:
            return (self,)
        same = slot(self.day, self.hour, zones[self.zone])
        ahead = self.going_on(now, zones)
        first = ahead if same is None or (ahead.due is not None and ahead.due < same) else replace(self, due=same)
        read = self.due.astimezone(zones[self.zone]).date()
        due = slot(read, self.hour, zones[self.zone])
        if due is None or read == self.day or not self._open(read):
            return (first,)
        return first, replace(self, day=read, due=due)

    def _open(self, day: date) -> bool:
        """Return whether a date is one of theirs, and has not been served."""
        return bool(self.days >> day.weekday() & 1) and (self.served is None or day > self.served)


def any_of(lives: Iterable[Life]) -> tuple[Life, ...]:
    """Return different lives once each."""
    found = tuple(dict.fromkeys(lives))
    return found[:MOST]


def in_all(lives: Sequence[Life]) -> set[Slot]:
    """Return the slots that have come for certain."""
    return set.intersection(*(set(each.slots) for each in lives)) if lives else set()


def in_any(lives: Sequence[Life]) -> set[Slot]:
    """Return the slots that may have come."""
    return {slot for each in lives for slot in each.slots}
