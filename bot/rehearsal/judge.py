"""Compares what people really saw with what ought to have been, and what the product says of itself with both."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

from .excuses import Excuses
from .fate import Fate, Fates
from .lives import in_all, in_any
from .platform import Memory
from .records import Records, Row, read
from .simulation import Simulated
from .walls import GRACE, quiet
from .wire import Call

SOON = timedelta(minutes=2)
HASTE = 150.0
"""Seconds in which something may still go out that had been started before a change."""

ANSWER = 0
"""The priority of what answers a member's own act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is not as it ought to be."""

    kind: str
    what: str

    def __str__(self) -> str:
        """Write it in one line."""
        return f"{self.kind}: {self.what}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the judge found, and counts of what there was.

    `guessed` came twice where nobody can know; `late` is by how many seconds prompts came after their hour.
    """

    findings: tuple[Finding, ...]
    due: int
    sent: int
    skipped: int
    guessed: int
    late: tuple[float, ...] = ()


class Judge:
    """Judges one simulation."""

    def __init__(self, left: Simulated) -> None:
        """Follow everybody and read what was written down."""
        self._left = left
        fates = Fates(left)
        self._fates, self._zones = fates.by_person, fates.zones
        self._records: Records = read(left.database)
        self._excuses = Excuses(left, self._fates)
        self._arrived = Counter(each.key for platform in left.platforms.values() for each in platform.seen)
        self._calls: dict[str, list[Call]] = defaultdict(list)
        for ledger in left.ledgers.values():
            for call in ledger.calls:
                self._calls[call.key].append(call)
        self._prompts = {(row.person, row.occasion): row for row in self._records.rows if row.prompt}
        self._last = left.wall.shown_at(left.ended) - SOON
        self._guessed = 0

    def verdict(self) -> Verdict:
        """Look at everything."""
        findings = [*self._everything()]
        rows = self._records.rows
        return Verdict(
            findings=tuple(findings),
            due=sum(len(in_all(each.lives)) for each in self._fates.values()),
            sent=sum(self._arrived.values()),
            skipped=sum(row.state == "skipped" for row in rows),
            guessed=self._guessed,
            late=tuple(self._late()),
        )

    def _late(self) -> Iterator[float]:
        for row in self._prompts.values():
            if calls := self._calls[row.key]:
                yield (calls[0].shown - row.due).total_seconds()

    def _everything(self) -> Iterator[Finding]:
        for row in self._records.rows:
            yield from self._row(row)
        for fate in self._fates.values():
            yield from self._slots(fate)
            yield from self._schedule(fate)
            yield from self._ended(fate)
            yield from self._deeds(fate)
            yield from self._put_offs(fate)
            yield from self._nights(fate)
        yield from self._holds()
        yield from self._paced()
        known = {row.key for row in self._records.rows}
        for key in sorted(set(self._arrived) - known):
            yield self._finding("unasked", f"{key} is in no record")
        for ledger in self._left.ledgers.values():
            for call in ledger.breaches:
                yield self._finding("breach", f"{call.process} sent {call.key} before the time it was told to wait for")
        for line in self._left.journal.unexpected:
            yield self._finding("unexpected", line)

    def _finding(self, kind: str, what: str) -> Finding:
        return Finding(kind=kind, what=self._left.journal.short(what))

    # --- each delivery -----------------------------------------------------------------------------------------------

    def _row(self, row: Row) -> Iterator[Finding]:
        name = f"{row.kind} {row.occasion} of {row.person} ({row.key}, {row.state}, {row.reason})"
        if row.final:
            yield from self._settled(row, name)
        elif row.due < self._last:
            yield self._finding("open", name)
        for call in self._calls[row.key]:
            due = self._put_off_to(row, call)
            if call.latest < due:
                yield self._finding("early", f"{name} went at {call.shown}, due {due}")
            if due == row.due and call.shown >= row.until:
                yield self._finding("stale", f"{name} went at {call.shown}, fresh until {row.until}")

    def _settled(self, row: Row, name: str) -> Iterator[Finding]:
        """Compare how a delivery ended with how often it came."""
        came = self._arrived[row.key]
        if came > 1 and self._left.platforms[row.platform].memory is Memory.BLIND:
            self._guessed += 1
        elif came > 1:
            yield self._finding("twice", f"{name} came {came} times")
        if row.state == "sent" and not came:
            yield self._finding("lost", f"{name} never came")
        elif row.state != "sent" and came and self._known(row):
            yield self._finding("denied", f"{name} came all the same")
        elif row.state != "sent" and not came and not self._excuses.true(row):
            yield self._finding("excuse", f"{name}: due {row.due}, fresh until {row.until}")

    def _known(self, row: Row) -> bool:
        """Return whether the product could know that a message came: it was there when it was last looked for."""
        platform, looked = self._left.platforms[row.platform], self._left.ledgers[row.platform].looked_up.get(row.key)
        if platform.memory is Memory.BLIND:
            return False
        return looked is None or any(each.key == row.key and each.at < looked for each in platform.seen)

    def _put_off_to(self, row: Row, call: Call) -> datetime:
        """Return when a delivery was due as a call left: one that was put off can be put off again."""
        if not row.put_off:
            return row.due
        moments = self._fates[row.person or ""].put_off.get(row.occasion, [])
        return next((due for at, due in reversed(moments) if at <= call.at), row.due)

    # --- each person -------------------------------------------------------------------------------------------------

    def _slots(self, fate: Fate) -> Iterator[Finding]:
        """Compare the slots that came with the prompts that were written down."""
        who = fate.person.id
        for slot in sorted(in_all(fate.lives), key=lambda each: each.due):
            if (who, str(slot.day)) not in self._prompts:
                yield self._finding("lost", f"{who} was due on {slot.day} at {slot.due}; nobody wrote it down")
        maybe = in_any(fate.lives)
        for (person, day), row in self._prompts.items():
            if person != who:
                continue
            fits = [each for each in maybe if str(each.day) == day and each.due == row.due]
            if not fits:
                near = sorted(str(each.due) for each in maybe if str(each.day) == day)
                yield self._finding("unasked", f"{who} got one for {day} at {row.due}; due were {near}")
            elif row.until not in {each.until for each in fits}:
                wanted = sorted(str(each.until) for each in fits)
                yield self._finding("stale", f"{who} on {day}: fresh until {row.until} instead of {wanted}")

    def _schedule(self, fate: Fate) -> Iterator[Finding]:
        """Every schedule has to wait for the slot that comes next."""
        due, resting = self._records.schedules.get(fate.person.id, (None, None))
        if due not in {each.due for each in fate.lives}:
            wanted = sorted({str(each.due) for each in fate.lives})
            yield self._finding("stalled", f"{fate.person.id} waits for {due} ({resting}) instead of {wanted}")

    def _ended(self, fate: Fate) -> Iterator[Finding]:
        """Nothing may be started for somebody after they stopped, until they come back; nor what a pause has ended."""
        for row in self._records.rows:
            if row.person != fate.person.id or row.priority == ANSWER:
                continue
            ends = list(fate.stops)
            if row.prompt:
                ends += [each for each in fate.pauses if row.due <= each.shown]
            for end in ends:
                back = min((each.at for each in fate.joins if each.at > end.at), default=float("inf"))
                for call in self._calls[row.key]:
                    if end.at + self._in_flight(row, end.shown) < call.at < back:
                        yield self._finding("unwanted", f"{row.key} went at {call.shown}, ended at {end.shown}")

    def _put_offs(self, fate: Fate) -> Iterator[Finding]:
        """What somebody asked for later has to have been written down for then."""
        due = {row.occasion: row.due for row in self._records.rows if row.put_off and row.person == fate.person.id}
        for key, (name, moment) in fate.moments.items():
            if moment not in (due.get(f"after:{key}"), due.get(f"after:{name}")):
                yield self._finding("lost", f"{fate.person.id} asked for {key} at {moment}; nobody wrote it down")

    def _nights(self, fate: Fate) -> Iterator[Finding]:
        """Nothing unasked may come in the night of where somebody lives by now, unless they chose that hour there."""
        for row in self._records.rows:
            if row.person != fate.person.id or row.priority == ANSWER or row.until - row.due == GRACE:
                continue
            for call in self._calls[row.key]:
                homes = self._homes(fate, call.at)
                walls = [self._rules(each, call.at) for each in homes]
                if walls and all(quiet(call.shown.astimezone(each).time()) for each in walls):
                    yield self._finding("night", f"{row.key} came to {row.person} at {call.shown} in {sorted(homes)}")

    def _homes(self, fate: Fate, at: float) -> frozenset[str]:
        """Return where somebody lives at a second; just after they moved, where they lived before as well."""
        settled = next((zones for since, zones in reversed(fate.homes) if since + HASTE < at), frozenset[str]())
        return settled.union(*(zones for since, zones in fate.homes if at - HASTE <= since <= at))

    def _rules(self, zone: str, at: float) -> ZoneInfo:
        """Return the rules by which a zone went at a second of the simulation."""
        later = (before for since, name, before, _ in self._left.rules if name == zone and at < since)
        return next(later, self._zones[zone])

    def _in_flight(self, row: Row, shown: object) -> float:
        """Return for how long after an end a call may still leave, in seconds: what had been started before it."""
        steady = len(self._left.wall.steps) == 1
        if steady and row.started is not None and row.started > shown:  # type: ignore[operator]
            return 0.0
        return self._left.world.lease_seconds

    def _holds(self) -> Iterator[Finding]:
        for begin, end, scope in self._left.held:
            for row in self._records.rows:
                if row.priority == ANSWER or scope not in ("all", f"kind:{row.kind}"):
                    continue
                shown = self._left.wall.shown_at(begin)
                for call in self._calls[row.key]:
                    if begin + self._in_flight(row, shown) < call.at < end:
                        yield self._finding("held", f"{row.key} went at {call.shown}, held since {shown}")

    def _paced(self) -> Iterator[Finding]:
        """No process may send faster in a lane than the platform allows: so many a second, and one handful ahead."""
        pace = self._left.world.pace
        calls: dict[tuple[str, str], list[float]] = defaultdict(list)
        for ledger in self._left.ledgers.values():
            for call in ledger.calls:
                calls[call.process, call.lane].append(call.at)
        for (process, lane), moments in calls.items():
            for first, last in combinations(sorted(moments), 2):
                count = bisect_right(moments, last) - bisect_left(moments, first)
                if count > 2 * max(1, int(pace)) + (last - first) * pace + 1e-3:
                    yield self._finding("pace", f"{process} sent {count} in {last - first:.3f} s in {lane}")

    # --- what people did ---------------------------------------------------------------------------------------------

    def _deeds(self, fate: Fate) -> Iterator[Finding]:
        who = fate.person.id
        deeds = [each for each in self._left.deeds if each.person.id == who]
        for deed in deeds:
            if deed.answered and deed.act.number in fate.expected and deed.act.number not in fate.effects:
                yield self._finding("untrue", f"{who} was told that {deed.step.what} is done, and it is not")
        topics = {
            each.key.partition(".")[0] for each in deeds if each.step.what == "topic" and each.answered and each.key
        }
        for key in sorted(topics - {row.key for row in self._records.rows}):
            yield self._finding("lost", f"{who} posted {key}; nobody wrote it down")
        forms = [each for each in deeds if each.step.what == "checkin"]
        kept, said = self._records.checkins.get(who, 0), {each.name for each in forms if each.answered}
        if not len(said) <= kept <= len({each.name for each in forms}) and all(each.member for each in fate.lives):
            yield self._finding("entries", f"{who} sent {len(said)} forms and {kept} are kept")
