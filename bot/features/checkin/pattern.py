"""When a check-in brings a soft offer: never alarm, at most once in two weeks, from what the member ticked alone.

Nothing of it is stored beside the entries: that an offer was made stands sealed in the entry it was made at. Where a
member keeps entries for less than two weeks, that is also how long it is remembered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.model import CheckIn, Mood

LOW = frozenset({Mood.VERY_LOW, Mood.LOW})
TWO_WEEKS = timedelta(days=14)
FEWEST = 4
"""So many entries at least make two weeks, so that two hard days far apart are no pattern."""

REJECTED = "rejected"
"""The feeling, and those that are closer words for it, by which being turned away is known."""


class Offer(StrEnum):
    """What is offered: company when it is low (S9), or a thought of counseling when rejection goes on (S8)."""

    LOW = "low"
    AWAY = "away"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A check-in, when it was, and what was offered at it."""

    at: datetime
    checkin: CheckIn
    offered: str = ""


def worth_looking(checkin: CheckIn, turned_away: frozenset[str]) -> bool:
    """Return whether earlier entries matter for this one at all."""
    return checkin.mood in LOW or bool(turned_away & set(checkin.feelings))


def offer(now: Moment, before: Sequence[Moment], turned_away: frozenset[str]) -> Offer | None:
    """Return what to offer at a check-in; `before` are earlier ones, the newest first."""
    recent = now.at - TWO_WEEKS
    if any(each.offered and each.at > recent for each in before):
        return None
    if _lowest(now) and before and _lowest(before[0]) and before[0].at > recent:
        return Offer.LOW
    told = [now, *before]
    if _lasts([each for each in told if turned_away & set(each.checkin.feelings)], now):
        return Offer.AWAY
    low = next((number for number, each in enumerate(told) if each.checkin.mood not in LOW), len(told))
    return Offer.LOW if _lasts(told[:low], now) else None


def _lowest(moment: Moment) -> bool:
    return moment.checkin.mood is Mood.VERY_LOW


def _lasts(moments: Sequence[Moment], now: Moment) -> bool:
    """Return whether these, `now` among them, lie close enough together and reach back two weeks."""
    if not moments or moments[0] is not now:
        return False
    together = [now]
    for each in moments[1:]:
        if together[-1].at - each.at > TWO_WEEKS:
            break
        together.append(each)
    return len(together) >= FEWEST and now.at - together[-1].at >= TWO_WEEKS
