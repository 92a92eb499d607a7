"""What a simulation is about, drawn from its seed before it begins: people, what they do, processes, trouble."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from bot.recurrence import zone as zone_of

from .platform import Memory
from .walls import slots_between
from .weather import Episode, drawn, length

DAY = 86400.0
LONG = 6.0
"""Days of a world from which people have to look in."""

EVERY_DAY = 0b1111111


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A few days in which clocks are changed somewhere, and zones worth living in then."""

    around: datetime
    zones: tuple[str, ...]


SCENES = (
    Scene(
        around=datetime(2026, 10, 25, tzinfo=UTC),
        zones=("Europe/Berlin", "Europe/London", "Atlantic/Azores", "Asia/Kathmandu", "Asia/Beirut", "Africa/Cairo"),
    ),
    Scene(
        around=datetime(2026, 3, 29, tzinfo=UTC),
        zones=("Europe/Berlin", "Europe/Lisbon", "Asia/Beirut", "Antarctica/Troll", "Asia/Kolkata", "America/Nuuk"),
    ),
    Scene(
        around=datetime(2026, 3, 8, 7, tzinfo=UTC),
        zones=("America/New_York", "America/St_Johns", "America/Havana", "America/Los_Angeles", "Pacific/Honolulu"),
    ),
    Scene(
        around=datetime(2026, 11, 1, 6, tzinfo=UTC),
        zones=("America/New_York", "America/St_Johns", "America/Havana", "America/Chicago", "Pacific/Marquesas"),
    ),
    Scene(
        around=datetime(2026, 4, 4, 15, tzinfo=UTC),
        zones=("Australia/Lord_Howe", "Australia/Sydney", "Pacific/Auckland", "Pacific/Chatham", "America/Santiago"),
    ),
    Scene(
        around=datetime(2026, 10, 3, 16, tzinfo=UTC),
        zones=("Australia/Lord_Howe", "Australia/Adelaide", "Pacific/Norfolk", "Pacific/Kiritimati", "Asia/Tokyo"),
    ),
    Scene(
        around=datetime(2011, 12, 30, 10, tzinfo=UTC),
        zones=("Pacific/Apia", "Pacific/Fakaofo", "Pacific/Pago_Pago", "Pacific/Tongatapu", "Europe/Moscow"),
    ),
    Scene(
        around=datetime(2026, 4, 23, 22, tzinfo=UTC),
        zones=("Africa/Cairo", "Africa/Casablanca", "Asia/Gaza", "Asia/Tehran", "America/Caracas", "Etc/UTC"),
    ),
    Scene(
        around=datetime(2026, 9, 6, 4, tzinfo=UTC),
        zones=("America/Santiago", "America/Asuncion", "Pacific/Easter", "Australia/Eucla", "America/Sao_Paulo"),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something a person, or the operator, does at a second of the simulation."""

    at: float
    what: str
    hour: time = time(8)
    zone: str = ""
    days: int = EVERY_DAY
    choice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with an account; `closed` are the spans in which their DMs are closed."""

    id: str
    platform: str
    scope: str
    zone: str
    hour: time
    steps: tuple[Step, ...]
    closed: tuple[tuple[float, float], ...] = ()
    moderator: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mishap:
    """What befalls a process: `crash` (at one of the next `calls`), `asleep` or `restart`, and for how long."""

    at: float
    process: int
    kind: str
    seconds: float
    calls: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything that is decided beforehand. `steps` are the operator's: holds, clock steps, new zone rules."""

    seed: int
    start: datetime
    days: float
    people: tuple[Person, ...]
    platforms: tuple[tuple[str, Memory], ...]
    processes: int
    spread_seconds: int
    lease_seconds: float
    pace: float
    mishaps: tuple[Mishap, ...]
    episodes: tuple[Episode, ...]
    steps: tuple[Step, ...]


def world(seed: int, *, days: float | None = None, members: int | None = None) -> World:
    """Draw the world of a seed."""
    rng = random.Random(f"world {seed}")  # noqa: S311  a simulation has to repeat itself
    scene, days = rng.choice(SCENES), days or rng.uniform(2, 4.5)
    start = (scene.around - timedelta(days=days * rng.uniform(0.3, 0.7))).replace(second=0, microsecond=0)
    platforms = _platforms(rng)
    people = [_person(rng, number, scene, platforms, days) for number in range(members or rng.randint(2, 6))]
    moments = sorted(each for person in people for each in anchors(person, start, days))
    storm = rng.choice((0, 1, 2, 4))
    processes = rng.choice((1, 1, 2, 2, 3))
    return World(
        seed=seed,
        start=start,
        days=days,
        people=tuple(_lived(rng, each, scene, start, days) for each in people),
        platforms=platforms,
        processes=processes,
        spread_seconds=rng.choice((0, 50, 50)),
        lease_seconds=rng.choice((30.0, 120.0, 120.0)),
        pace=rng.choice((40.0, 40.0, 1.0, 0.5)),
        mishaps=tuple(_mishaps(rng, moments, days, storm, processes)),
        episodes=tuple(drawn(rng, moments, days, storm)),
        steps=tuple(_operator(rng, moments, start, days, people)),
    )


def _platforms(rng: random.Random) -> tuple[tuple[str, Memory], ...]:
    nonce, history, blind = (("harbour", Memory.NONCE), ("tower", Memory.HISTORY), ("cellar", Memory.BLIND))
    return rng.choice(((nonce,), (history,), (nonce,), (history,), (blind,), (nonce, history), (nonce, history, blind)))


def _happens(rng: random.Random, chance: float) -> bool:
    return rng.random() < chance


def _hour(rng: random.Random) -> time:
    """Draw an hour: mostly by day, sometimes just before quiet hours, within them, or where clocks are changed."""
    first, last = rng.choices(((420, 1259), (1280, 1439), (0, 210), (480, 480)), weights=(55, 15, 15, 15))[0]
    minute = rng.randint(first, last)
    return time(minute // 60, minute % 60)


def _person(
    rng: random.Random, number: int, scene: Scene, platforms: Sequence[tuple[str, Memory]], days: float
) -> Person:
    name, memory = rng.choice(platforms)
    scope = rng.choice(("T1", "T2")) if memory is not Memory.NONCE else ""
    closed: tuple[tuple[float, float], ...] = ()
    if _happens(rng, 0.15):
        begin = rng.uniform(0, days * DAY)
        closed = ((begin, begin + rng.choice((0.2, 1, 100)) * DAY),)
    return Person(
        id=f"{'mod' if number == 0 else 'member'}-{number}",
        platform=name,
        scope=scope,
        zone=rng.choice(scene.zones),
        hour=_hour(rng),
        steps=(),
        closed=closed,
        moderator=number == 0,
    )


def anchors(person: Person, start: datetime, days: float) -> list[float]:
    """Return the seconds of the simulation at which something falls due, if a person's rhythm never changes."""
    end = start + timedelta(days=days)
    slots = slots_between(zone_of(person.zone), person.hour, EVERY_DAY, start, end)
    return [(due - start).total_seconds() for _, due in slots]


def _lived(rng: random.Random, person: Person, scene: Scene, start: datetime, days: float) -> Person:
    """Write what a person does: they join, and then change their minds, most often near what falls due."""
    joins = rng.uniform(0, 3 * 3600) if _happens(rng, 0.9) else rng.uniform(0, days * DAY)
    steps = [Step(at=joins, what="join", hour=person.hour, zone=person.zone)]
    moments = [each for each in anchors(person, start, days) if each > joins]
    for _ in range(round(rng.expovariate(1 / (0.6 * days)))):
        at = rng.uniform(joins, days * DAY)
        if moments and _happens(rng, 0.6):
            at = max(joins + 60, rng.choice(moments) + rng.choice((rng.uniform(-3, 8), rng.uniform(0, 900))))
        steps.append(_step(rng, at, scene, person))
    steps += [Step(at=end + rng.uniform(60, 9000), what="appear") for _, end in person.closed if end < days * DAY]
    steps += [Step(at=each, what="today") for each in signs_of_life(joins, days)]
    return replace(person, steps=tuple(sorted(steps, key=lambda each: each.at)))


def _step(rng: random.Random, at: float, scene: Scene, person: Person) -> Step:
    what = rng.choices(
        ("rhythm", "pause", "stop", "join", "later", "another", "checkin", "today", "ease", "topic"),
        weights=(20, 12, 10, 10, 18, 5, 10, 5, 8, 12 if person.moderator else 0),
    )[0]
    choice = {
        "pause": rng.choice(("days", "week", "end", "end")),
        "later": rng.choice(("hour", "hour", "evening", "tomorrow")),
        "ease": rng.choice(("thrice", "weekly", "rest", "stop")),
        "topic": rng.choice(("now", "now", "now-drop")),
    }.get(what, "")
    days = rng.choice((EVERY_DAY, EVERY_DAY, rng.randint(1, EVERY_DAY)))
    hour = _hour(rng) if _happens(rng, 0.7) else person.hour
    zone = rng.choice(scene.zones) if _happens(rng, 0.6) else person.zone
    return Step(at=at, what=what, hour=hour, zone=zone, days=days, choice=choice)


def signs_of_life(joins: float, days: float) -> list[float]:
    """Return when somebody looks in, who lives so long here that without it their questions would come less often."""
    times = int((days * DAY - joins) / (2 * DAY)) if days > LONG else 0
    return [joins + (number + 1) * 2 * DAY for number in range(times)]


def _mishaps(rng: random.Random, moments: Sequence[float], days: float, storm: float, processes: int) -> list[Mishap]:
    mishaps = []
    for _ in range(round(storm * days * 0.7)):
        at = max(1.0, (rng.choice(moments) if moments else rng.uniform(0, days * DAY)) + rng.uniform(-5, 45))
        kind = rng.choices(("crash", "asleep", "restart"), weights=(60, 25, 15))[0]
        seconds = rng.uniform(1, 8) if _happens(rng, 0.5) else length(rng)
        calls = rng.choice((0, rng.randint(1, 60)))
        process = rng.randrange(processes)
        mishaps.append(Mishap(at=at, process=process, kind=kind, seconds=seconds, calls=calls))
    return sorted(mishaps, key=lambda each: each.at)


def _other_rules(rng: random.Random, zone: str, start: datetime) -> str:
    """Return a zone by whose rules another goes from now on: an hour or so off, as governments have it."""
    offset = (start.astimezone(zone_of(zone)).utcoffset() or timedelta(0)) / timedelta(hours=1)
    hours = max(-12, min(14, round(offset) + rng.choice((-1, 1))))
    return f"Etc/GMT{-hours:+d}" if hours else "Etc/UTC"


def _operator(
    rng: random.Random, moments: Sequence[float], start: datetime, days: float, people: Sequence[Person]
) -> list[Step]:
    """Write holds with their releases, steps of the clock, and at most one release of new zone rules."""
    steps = []
    near = [*moments, rng.uniform(0, days * DAY)]
    if _happens(rng, 0.2):
        at, kind = max(0.0, rng.choice(near) + rng.uniform(-600, 30)), rng.choice(("all", "kind:daily_prompt"))
        steps += [Step(at=at, what="hold", choice=kind), Step(at=at + length(rng), what="release", choice=kind)]
    if _happens(rng, 0.25):
        seconds = rng.choice((-1, 1)) * rng.choice((rng.uniform(1, 20), rng.uniform(60, 5000)))
        steps.append(Step(at=max(0.0, rng.choice(near) + rng.uniform(-60, 30)), what="clock", choice=f"{seconds:.3f}"))
    if _happens(rng, 0.15):
        zone = rng.choice(sorted({each.zone for each in people}))
        steps.append(
            Step(at=rng.uniform(0, days * DAY), what="zones", zone=zone, choice=_other_rules(rng, zone, start))
        )
    return sorted(steps, key=lambda each: each.at)
