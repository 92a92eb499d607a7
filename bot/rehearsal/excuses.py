"""Whether a reason that the product gives for not sending is true."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from .fate import Fate
from .platform import Memory
from .records import Row
from .simulation import Simulated
from .weather import DISK, GONE, LOCKED, LOOKUP, NETWORK
from .world import DAY

SLOWLY = 900.0
"""Seconds of calm in which everything that was fresh ought to have been sent: look-ups back off up to ten minutes."""

AFTER_TROUBLE = 120.0
"""Seconds for which an episode may have an effect after its end: it told to wait so long, or a call hangs still."""

MOST_ATTEMPTS = 5
DAY_AHEAD = timedelta(days=1)


class Excuses:
    """Checks reasons against what really was the matter."""

    def __init__(self, left: Simulated, fates: Mapping[str, Fate]) -> None:
        """Work out when there was calm."""
        self._left, self._fates = left, fates
        self._calm = _calm(left)
        self._checks: Mapping[str, Callable[[Row], bool]] = {
            "late": self._late,
            "unreachable": self._unreachable,
            GONE: lambda row: any(key == row.key for _, _, key in left.ledgers[row.platform].refused),
            "too_many_attempts": lambda row: row.attempts >= MOST_ATTEMPTS,
            "unreadable": lambda row: left.platforms[row.platform].memory is Memory.BLIND,
            "stopped": self._stopped,
            "paused": self._paused,
            "night": self._night,
            "withdrawn": lambda row: row.kind == "topic",
            "not_agreed": lambda row: row.kind == "topic",
        }

    def true(self, row: Row) -> bool:
        """Return whether the reason of a delivery that was not sent is true."""
        check = self._checks.get(row.reason or "")
        return check is not None and check(row)

    def _late(self, row: Row) -> bool:
        """It was too late only if at no time while it was fresh there was calm for long enough."""
        return self._put_behind(row) or not any(
            min(end, row.until) - max(begin, row.due) > timedelta(seconds=SLOWLY) for begin, end in self._calm
        )

    def _put_behind(self, row: Row) -> bool:
        """Return whether new rules of their zone put its hour behind them, where nobody could send it any more."""
        homes = {zone for _, zones in self._fates[row.person or ""].homes for zone in zones}
        changes = [self._left.wall.shown_at(at) for at, name, *_ in self._left.rules if name in homes]
        return row.prompt and any(row.until <= each < row.due + DAY_AHEAD for each in changes)

    def _night(self, row: Row) -> bool:
        """It would have come in their night only if they chose another hour or zone after it was planned."""
        changes = [each.shown for each in self._fates[row.person or ""].effects.values()]
        changes += [self._left.wall.shown_at(at) for at, *_ in self._left.rules]
        steady = len(self._left.wall.steps) == 1  # else the change may show an earlier time than what it changed
        since = row.due if row.prompt and steady else row.due - DAY_AHEAD
        return any(since <= each <= row.until for each in changes)

    def _unreachable(self, row: Row) -> bool:
        refused = self._left.ledgers[row.platform].refused
        return any(place == f"D-{row.person}" for _, place, _ in refused)

    def _stopped(self, row: Row) -> bool:
        return bool(self._fates[row.person or ""].stops)

    def _paused(self, row: Row) -> bool:
        return bool(self._fates[row.person or ""].pauses)


def _calm(left: Simulated) -> list[tuple[datetime, datetime]]:
    """Return the spans of time, as the machines' clocks show it, in which nothing was the matter."""
    begin, spans = 0.0, []
    for bad_from, bad_to in sorted(_troubles(left)):
        if bad_from > begin:
            spans.append((begin, bad_from))
        begin = max(begin, bad_to)
    spans.append((begin, left.ended))
    return [shown for span in spans for shown in _shown(left, *span)]


def _troubles(left: Simulated) -> list[tuple[float, float]]:
    world, last = left.world, left.world.days * DAY
    kinds = {*NETWORK, *LOOKUP, *DISK, LOCKED}
    found = [(each.begin, min(each.end, last) + AFTER_TROUBLE) for each in world.episodes if each.kind in kinds]
    after = world.lease_seconds + AFTER_TROUBLE
    found += [(begin, end + after) for begin, end in left.down]
    found += [(begin, min(end, left.ended) + AFTER_TROUBLE) for begin, end, _ in left.held]
    found += [(at, at + after) for at, *_ in left.rules]
    return found


def _shown(left: Simulated, begin: float, end: float) -> list[tuple[datetime, datetime]]:
    """Turn a span of the loop's seconds into spans of what the clocks showed: a new one at each step."""
    steps = left.wall.steps
    spans = []
    for (at, offset), (until, _) in zip(steps, [*steps[1:], (left.ended, timedelta(0))], strict=True):
        first, last = max(begin, at), min(end, until)
        if first < last:
            zero = left.wall.start + offset
            spans.append((zero + timedelta(seconds=first), zero + timedelta(seconds=last)))
    return spans
