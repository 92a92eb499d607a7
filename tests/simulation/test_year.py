from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

from bot.rehearsal import stand
from bot.rehearsal.loop import run
from bot.rehearsal.simulation import Simulation
from bot.rehearsal.world import DAY, Person, Step, World

from .scenes import plain

MONDAY_AND_FRIDAY = 0b0010001
KEPT_DAYS = 35
MEMBERS = 2


def lives(number: int, days: float) -> Person:
    """Somebody who stays for a year, and writes an entry every fortnight."""
    zone, hour = ("Europe/Berlin", "America/New_York")[number % 2], time(8 + number)
    steps = [
        Step(at=60.0 + number, what="join", hour=hour, zone=zone),
        Step(at=300.0, what="rhythm", hour=hour, zone=zone, days=MONDAY_AND_FRIDAY),
    ]
    steps += [Step(at=day * DAY, what="checkin") for day in range(10, int(days), 14)]
    return Person(id=f"member-{number}", platform="tower", scope="T1", zone=zone, hour=hour, steps=tuple(steps))


def year(days: float) -> World:
    people = tuple(lives(number, days) for number in range(MEMBERS))
    return replace(plain(1), start=datetime(2026, 1, 5, tzinfo=UTC), days=days, people=people, seed=1)


def counted(path: Path) -> Iterator[tuple[str, int]]:
    with closing(sqlite3.connect(path)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            yield name, connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]


def lived(folder: Path, days: float) -> tuple[dict[str, int], int]:
    """Return how many rows there are after so many days, and how many messages were seen."""
    folder.mkdir()
    world = year(days)
    settings = stand.settings(folder, spread_seconds=world.spread_seconds, lease_seconds=world.lease_seconds)
    with stand.seeded_ids(1), stand.own_zones():
        left = run(Simulation(world, settings).live())
    return dict(counted(left.database)), len(left.platforms["tower"].seen)


def test_no_table_grows_without_bound_over_a_year(tmp_path: Path) -> None:
    months, sent_by_then = lived(tmp_path / "months", 120)
    whole, sent = lived(tmp_path / "whole", 365)
    assert sent > 2.5 * sent_by_then > 150
    in_flight = MEMBERS * 2 * (KEPT_DAYS // 7 + 4)
    assert whole["deliveries"] <= in_flight
    for table in set(whole) - {"daily_totals"}:
        assert whole[table] <= months[table] + in_flight, table
    assert whole["daily_totals"] <= 365 * MEMBERS
