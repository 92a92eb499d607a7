"""Every date of every clock from 1990 to 2050, at the hours named: `python -m tests.bot.wall_clock_soak 00:30 23:30`.

About a minute for each hour; the first slot that is wrong ends it with status 1.
"""

from __future__ import annotations

import sys
from datetime import date, time, timedelta

from bot.recurrence import instant
from tests.bot.test_wall_clock import distinct
from tests.bot.wall_clock import FIRST, LAST, spans

HOURS = ("00:00", "00:30", "02:30", "12:00", "23:30")


def wrong(zone_name: str, t: time) -> date | None:
    """Return the first date whose slot differs from what the bytes say."""
    shown, first = spans(zone_name), date(FIRST, 1, 1)
    days = (first + timedelta(days=n) for n in range((date(LAST + 1, 1, 1) - first).days))
    return next((day for day in days if instant(day, t, zone_name) != shown.first(day, t)), None)


def main(hours: list[str]) -> int:
    """Look through all; say where it stands."""
    for hour in hours or HOURS:
        for number, zone_name in enumerate(distinct(), start=1):
            sys.stderr.write(f"\r{hour}: {number} of {len(distinct())} clocks ")
            if day := wrong(zone_name, time.fromisoformat(hour)):
                sys.stderr.write(f"\nwrong: {zone_name} on {day} at {hour}\n")
                return 1
        sys.stderr.write("\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
