"""Worlds in which one thing happens again and again, so that few seeds are enough to see it."""

from __future__ import annotations

from dataclasses import replace

from bot.rehearsal.platform import Memory
from bot.rehearsal.weather import Episode
from bot.rehearsal.world import DAY, Person, Step, World, anchors, world

DAYS = 2.5
TOWER = (("tower", Memory.HISTORY),)


def plain(seed: int) -> World:
    """Nothing goes wrong; the platform's history can be read, and everybody joins in the first three hours."""
    drawn = world(seed, days=DAYS, members=4)
    people = tuple(replace(each, platform="tower", scope="T1", closed=(), steps=_joins(each)) for each in drawn.people)
    return replace(
        drawn, people=people, platforms=TOWER, episodes=(), mishaps=(), steps=(), processes=1, spread_seconds=50
    )


def _joins(person: Person) -> tuple[Step, ...]:
    return (Step(at=60.0, what="join", hour=person.hour, zone=person.zone),)


def stormy(seed: int, *kinds: str) -> World:
    """Some trouble all the time."""
    still = plain(seed)
    return replace(still, episodes=tuple(Episode(kind=each, begin=0, end=DAYS * DAY, chance=0.5) for each in kinds))


def doing(seed: int, what: str, *, after: float = 0.5, choice: str = "") -> World:
    """Everybody does something half a second after their second prompt has come due."""
    still = plain(seed)
    people = []
    for each in still.people:
        due = [at for at in anchors(each, still.start, DAYS) if at > each.steps[0].at]
        step = Step(at=due[1] + after, what=what, hour=each.hour, zone=each.zone, choice=choice)
        people.append(replace(each, steps=(*each.steps, step)))
    return replace(still, people=tuple(people))


def operated(seed: int, what: str, choice: str, *, until: str = "") -> World:
    """The operator does something just before somebody's second prompt, and undoes it an hour later."""
    still = plain(seed)
    person = still.people[0]
    due = [at for at in anchors(person, still.start, DAYS) if at > person.steps[0].at][1]
    steps = [Step(at=due - 30, what=what, zone=person.zone, choice=choice)]
    steps += [Step(at=due + 3600, what=until, choice=choice)] if until else []
    return replace(still, steps=tuple(steps))
