"""`ajar rehearse`: weeks of deliveries in seconds, through the real planner, outbox and store on a virtual clock.

What a fake platform saw is compared with what was due, and what was due is worked out here once more, by walking the
hours, so that the recurrence does not vouch for itself. With faults it is the whole simulation: several processes that
crash, a failing disk, a lossy network and people who change their minds; see `simulation`, and `judge` for what is
looked for.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
import time as wall
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.app import App, build
from bot.clock import FrozenClock
from bot.messages import ActionId, Command, Origin, Press
from bot.model import AccountRef, CommunityRef, State, Target
from bot.recurrence import zone as zone_of
from bot.settings import Settings, load
from bot.store import deliveries, schedules

from .platform import NAME, FakePlatform, Seen
from .trial import Trial, tried
from .world import world

CLOCK_CHANGE = datetime(2026, 10, 25, 1, 0, tzinfo=UTC)
"""When Europe's clocks go back; a rehearsal is laid around it."""

ZONES = (
    "Africa/Cairo", "Africa/Casablanca", "Africa/Johannesburg", "Africa/Lagos", "Africa/Nairobi",
    "America/Anchorage", "America/Argentina/Buenos_Aires", "America/Bogota", "America/Chicago", "America/Denver",
    "America/Halifax", "America/Los_Angeles", "America/Mexico_City", "America/New_York", "America/Santiago",
    "America/Sao_Paulo", "America/St_Johns", "Asia/Dhaka", "Asia/Dubai", "Asia/Jakarta", "Asia/Karachi",
    "Asia/Kathmandu", "Asia/Kolkata", "Asia/Manila", "Asia/Seoul", "Asia/Shanghai", "Asia/Tehran", "Asia/Tokyo",
    "Atlantic/Azores", "Australia/Adelaide", "Australia/Lord_Howe", "Australia/Sydney", "Europe/Athens",
    "Europe/Berlin", "Europe/Lisbon", "Europe/London", "Europe/Madrid", "Europe/Moscow", "Pacific/Auckland",
    "Pacific/Chatham", "Pacific/Honolulu", "Pacific/Kiritimati",
)  # fmt: skip
FIRST_HOUR, LAST_HOUR, MINUTE_STEP = 7, 21, 30
LOOKING_IN = timedelta(days=5)
"""How often everyone gives a sign of life, without which questions come less often by themselves."""

QUIET_FROM, QUIET_TO = time(22), time(7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What a rehearsal found. `lost` were due and neither seen nor accounted for; `early` came before their hour."""

    due: int
    sent: int
    lost: int
    twice: int
    early: int
    late_p99_seconds: float
    outside_quiet_hours: int
    skipped: int
    zones: int
    days: int
    members: int
    seed: int
    wall_seconds: float
    faults: Mapping[str, int] | None = None
    findings: tuple[str, ...] | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return every count by name; `outside_quiet_hours` counts sends that broke them.

        Only with faults: `faults`, how often which one struck, and `findings`, a line for whatever was not right.
        """
        return {name: value for name, value in asdict(self).items() if value is not None}

    @property
    def kept_the_promise(self) -> bool:
        """Whether nothing was lost, doubled, early or in quiet hours, and nothing else was found."""
        return self.lost == self.twice == self.early == self.outside_quiet_hours == 0 and not self.findings


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the rehearsal: their account, zone and hour."""

    id: str
    zone: str
    hour: time


async def rehearse(*, days: int, members: int, seed: int, faults: bool = False) -> Counts:
    """Let `members` people live through `days` days, in the calm or with `faults`; one seed decides everything."""
    if faults:
        return await asyncio.to_thread(_with_faults, days, members, seed)
    began = wall.perf_counter()
    rng = random.Random(seed)  # noqa: S311  a rehearsal has to repeat itself
    people = [_person(rng, number) for number in range(members)]
    start = (CLOCK_CHANGE - timedelta(days=days / 2)).replace(hour=0, minute=0)
    with tempfile.TemporaryDirectory(prefix="ajar-rehearsal-") as folder:
        clock = FrozenClock(start)
        app = await build(_settings(Path(folder)), clock, inline=True)
        platform = FakePlatform(clock)
        app.platforms[NAME] = platform
        try:
            await _join(app, people)
            end = start + timedelta(days=days)
            await _live(app, clock, end, people)
            skipped = await _skipped(app)
        finally:
            await app.close()
    return _count(people, platform.seen, start, end, skipped, seed, wall.perf_counter() - began)


def _with_faults(days: int, members: int, seed: int) -> Counts:
    """Try a world with trouble, on a loop of its own."""
    began = wall.perf_counter()
    trial: Trial = tried(world(seed, days=days, members=members))
    verdict, kinds = trial.verdict, Counter(each.kind for each in trial.verdict.findings)
    return Counts(
        due=verdict.due,
        sent=verdict.sent,
        lost=kinds["lost"],
        twice=kinds["twice"],
        early=kinds["early"],
        late_p99_seconds=_percentile(verdict.late, 0.99),
        outside_quiet_hours=kinds["stale"],
        skipped=verdict.skipped,
        zones=len({each.zone for each in trial.world.people}),
        days=days,
        members=members,
        seed=seed,
        wall_seconds=round(wall.perf_counter() - began, 2),
        faults=trial.struck,
        findings=tuple(str(each) for each in verdict.findings),
    )


def _settings(folder: Path) -> Settings:
    """Return settings that touch nothing outside `folder`."""
    return load(adapters=(), data_dir=folder, database_url="", master_key=None, master_key_file=None, spread_seconds=0)


def _person(rng: random.Random, number: int) -> Person:
    minute = rng.randrange(FIRST_HOUR * 60, LAST_HOUR * 60 + 31, MINUTE_STEP)
    return Person(f"member-{number}", ZONES[number % len(ZONES)], time(minute // 60, minute % 60))


async def _join(app: App, people: Sequence[Person]) -> None:
    """Let everyone agree, through the same button a member presses."""
    for person in people:
        origin = _origin(person, "joins")
        agreed = ActionId(feature="welcome", action="yes", ref=f"{person.zone}~{person.hour:%H%M}~o")
        await app.handle(Press(origin=origin, action=agreed))
    await app.tick()


def _origin(person: Person, gesture: str) -> Origin:
    return Origin(
        event=f"rehearsal:{person.id}:{gesture}",
        account=AccountRef(platform=NAME, scope="", id=person.id),
        community=CommunityRef(platform=NAME, id="rehearsal"),
        place=Target(platform=NAME, scope="", kind="channel", channel="general"),
        zone=person.zone,
    )


async def _live(app: App, clock: FrozenClock, end: datetime, people: Sequence[Person]) -> None:
    """Move from one due moment to the next, and tick at each; everyone looks in now and then, so that none rests."""
    look_in = clock.now() + LOOKING_IN
    while True:
        async with app.ctx.store.read() as tx:
            moments = [await schedules.next_due(tx), await deliveries.next_free(tx)]
        ahead = [each for each in moments if each is not None and each <= end]
        if not ahead:
            break
        clock.move_to(max(clock.now(), min(ahead)))
        await app.tick()
        if clock.now() >= look_in:
            look_in = clock.now() + LOOKING_IN
            for person in people:
                await app.handle(Command(origin=_origin(person, f"{clock.now():%m%d%H%M%S}"), name="help"))
    clock.move_to(max(clock.now(), end))


async def _skipped(app: App) -> int:
    async with app.ctx.store.read() as tx:
        counts = await deliveries.counts(tx)
    return sum(count for (_, state), count in counts.items() if state == State.SKIPPED)


def _count(
    people: Sequence[Person],
    seen: Sequence[Seen],
    start: datetime,
    end: datetime,
    skipped: int,
    seed: int,
    wall_seconds: float,
) -> Counts:
    """Compare what was due with what each person saw, date by date."""
    saw = _by_person(seen)
    found: Counter[str] = Counter()
    late: list[float] = []
    for person in people:
        found += _compared(person, saw.get(person.id, []), start, end, late)
    return Counts(
        due=found["due"],
        sent=sum(len(each) for each in saw.values()),
        lost=max(0, found["missing"] - skipped),
        twice=found["twice"],
        early=found["early"],
        late_p99_seconds=_percentile(late, 0.99),
        outside_quiet_hours=found["quiet"],
        skipped=skipped,
        zones=len({each.zone for each in people}),
        days=(end - start).days,
        members=len(people),
        seed=seed,
        wall_seconds=round(wall_seconds, 2),
    )


def _compared(
    person: Person, arrived: Sequence[datetime], start: datetime, end: datetime, late: list[float]
) -> Counter[str]:
    """Count, for one person, what was due, is missing, came twice, early or in quiet hours; add how late it came."""
    zone = zone_of(person.zone)
    slots = slots_of(person, zone, start, end)
    local = [each.astimezone(zone) for each in arrived]
    dates = Counter(each.date() for each in local)
    found = Counter(due=len(slots), missing=sum(dates[day] == 0 for day in slots))
    found["twice"] = sum(count - 1 for count in dates.values())
    for each in local:
        slot = slots.get(each.date())
        found["early"] += slot is None or each < slot
        found["quiet"] += _quiet(each.time())
        if slot is not None:
            late.append((each - slot).total_seconds())
    return found


def _by_person(seen: Sequence[Seen]) -> dict[str, list[datetime]]:
    """Return when each person saw a prompt; the first message of all is the hello, which is none."""
    arrived: dict[str, list[datetime]] = {}
    for each in seen:
        arrived.setdefault(each.place.removeprefix("D-"), []).append(each.at)
    return {person: moments[1:] for person, moments in arrived.items()}


def slots_of(person: Person, zone: ZoneInfo, start: datetime, end: datetime) -> dict[date, datetime]:
    """Work out the slots by walking around each wanted hour: the first moment that shows it or a later one."""
    slots: dict[date, datetime] = {}
    day = start.astimezone(zone).date()
    while (slot := _first_minute(day, person.hour, zone)) <= end:
        if slot > start:
            slots[day] = slot
        day += timedelta(days=1)
    return slots


def _first_minute(day: date, hour: time, zone: ZoneInfo) -> datetime:
    wanted = datetime.combine(day, hour)
    moment = wanted.replace(tzinfo=UTC) - timedelta(hours=15)
    offset = moment.astimezone(zone).utcoffset() or timedelta(0)
    moment = wanted.replace(tzinfo=UTC) - offset - timedelta(hours=2)
    while moment.astimezone(zone).replace(tzinfo=None) < wanted:
        moment += timedelta(minutes=MINUTE_STEP)
    return moment


def _quiet(local: time) -> bool:
    return local >= QUIET_FROM or local < QUIET_TO


def _percentile(values: Sequence[float], share: float) -> float:
    if not values:
        return 0.0
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 3)
