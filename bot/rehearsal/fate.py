"""Follows every person through what was committed, in its order, and so finds out what ought to have been sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.recurrence import zone as zone_of

from .acting import Deed
from .disk import Commit
from .lives import Life, any_of
from .simulation import Simulated
from .walls import slot
from .world import Person

EVENING = time(19)
CHANGES = frozenset({"rhythm", "pause", "stop", "ease"})


@dataclass(slots=True)
class Fate:
    """One person: the lives they may have, when they ended or paused it, and which deeds took effect."""

    person: Person
    lives: tuple[Life, ...] = (Life(),)
    effects: dict[int, Commit] = field(default_factory=dict)
    joins: list[Commit] = field(default_factory=list)
    stops: list[Commit] = field(default_factory=list)
    pauses: list[Commit] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)
    put_off: dict[str, list[tuple[float, datetime]]] = field(default_factory=dict)
    moments: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    homes: list[tuple[float, frozenset[str]]] = field(default_factory=list)


class Fates:
    """All people of a simulation, followed to its end."""

    def __init__(self, left: Simulated) -> None:
        """Follow everybody."""
        self._left = left
        self.zones: dict[str, ZoneInfo] = _zones(left)
        self.by_person = {each.id: Fate(each) for each in left.world.people}
        self._deeds = {each.act.number: each for each in left.deeds}
        self._seen: dict[int, int] = defaultdict(int)
        for at, what in sorted(self._events(), key=lambda each: each[0]):
            self._happened(at, what)

    def _events(self) -> Iterator[tuple[float, object]]:
        """Give everything that matters with its time; what came at the same time in the order in which it came."""
        yield from ((each.at, each) for each in self._left.disk.commits)
        yield from ((at, place) for ledger in self._left.ledgers.values() for at, place, _ in ledger.refused)
        yield from ((each.began, each) for each in self._left.deeds)
        yield from ((at, (name, new)) for at, name, _, new in self._left.rules)

    def _happened(self, at: float, what: object) -> None:
        if isinstance(what, Commit):
            self._committed(what)
        elif isinstance(what, Deed):
            self._begun(what)
        elif isinstance(what, str):
            for fate in self.by_person.values():
                if what == f"D-{fate.person.id}":
                    fate.lives = any_of([*fate.lives, *(each.rested() for each in fate.lives)])
        elif isinstance(what, tuple):
            self.zones[what[0]] = what[1]

    def _begun(self, deed: Deed) -> None:
        """Note whether a deed has to have an effect, if it is answered."""
        fate = self.by_person[deed.person.id]
        if deed.step.what == "join" or (deed.step.what in CHANGES and all(each.member for each in fate.lives)):
            fate.expected.add(deed.act.number)

    def _committed(self, commit: Commit) -> None:
        act = commit.act
        if act is None:
            return
        if act.name == "deed" and {"inbox", "deliveries"} <= commit.tables:
            self._put_off(commit, self._deeds[act.number], act.readings[0])
        if "schedules" not in commit.tables:
            return
        before, self._seen[id(act)] = self._seen[id(act)], commit.looked
        readings = act.readings[before : commit.looked] or act.readings[:1]
        if act.name == "tick":
            self._ticked(commit, readings[0])
        elif act.name == "follow":
            for fate in self.by_person.values():
                lives = (life for each in fate.lives for now in readings for life in each.moved(now, self.zones))
                fate.lives = any_of(lives)
        elif act.name == "deed":
            self._done(commit, self._deeds[act.number], act.readings[: commit.looked])

    def _ticked(self, commit: Commit, looked_at: datetime) -> None:
        """Let what was due when the clock was looked at come; what fell due until the commit may have."""
        latest = max(looked_at, commit.shown)
        for fate in self.by_person.values():
            lives: list[Life] = []
            for each in fate.lives:
                if each.due is None or each.due > latest:
                    lives.append(each)
                elif each.due <= looked_at:
                    lives.append(each.planned(self.zones))
                else:
                    lives += [each, each.planned(self.zones)]
            fate.lives = any_of(lives)

    def _done(self, commit: Commit, deed: Deed, readings: list[datetime]) -> None:
        fate = self.by_person[deed.person.id]
        joined = deed.step.what == "join" and "inbox" in commit.tables
        if "accounts" in commit.tables and not joined:
            fate.lives = any_of(each.woken(now, self.zones) for each in fate.lives for now in readings)
            return
        if deed.act.number in fate.effects or not (joined or deed.step.what in CHANGES):
            return
        fate.effects[deed.act.number] = commit
        fate.lives = any_of(each.after(deed, now, self.zones) for each in fate.lives for now in readings)
        fate.homes.append((commit.at, frozenset(each.zone for each in fate.lives)))
        if joined:
            fate.joins.append(commit)
        elif deed.step.what == "stop" or deed.step.choice == "stop":
            fate.stops.append(commit)
        elif deed.step.choice in ("days", "week", "rest"):
            fate.pauses.append(commit)

    def _put_off(self, commit: Commit, deed: Deed, now: datetime) -> None:
        """Note until when a prompt was put off: an hour, or seven in the evening on the wall."""
        if deed.step.what != "later":
            return
        fate = self.by_person[deed.person.id]
        moment = now + timedelta(hours=1)
        if deed.step.choice == "evening":
            zone = self.zones[fate.lives[0].zone]
            moment = slot(now.astimezone(zone).date(), EVENING, zone) or moment
        for occasion in (f"after:{deed.key}", f"after:{deed.name}"):
            fate.put_off.setdefault(occasion, []).append((commit.at, moment))
        fate.moments[deed.key] = (deed.name, moment)


def _zones(left: Simulated) -> dict[str, ZoneInfo]:
    """Return the rules of every zone in the world as they were at first."""
    names = {"Etc/UTC", *(step.zone for each in left.world.people for step in each.steps if step.zone)}
    names |= {each.zone for each in left.world.people}
    zones = {name: zone_of(name) for name in sorted(names)}
    return zones | {name: before for _, name, before, _ in reversed(left.rules)}
