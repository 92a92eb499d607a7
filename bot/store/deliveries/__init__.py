"""Deliveries: planned once, taken under a lease, settled under a fence.

States: `waiting -> started -> sent | failed | skipped | cancelled`, and `started -> unsure -> sent | waiting | failed |
skipped`; see ARCHITECTURE, "Delivery states", and `taking` on why nothing is claimed ahead.
"""

from .planning import cancel, counts, find, get, plan, replan
from .settling import FOLDED_AT_ONCE, Outcome, expire, expired, fold, settle
from .taking import first_turns, lanes, let_go, next_free, take, unsure

__all__ = [
    "FOLDED_AT_ONCE",
    "Outcome",
    "cancel",
    "counts",
    "expire",
    "expired",
    "find",
    "first_turns",
    "fold",
    "get",
    "lanes",
    "let_go",
    "next_free",
    "plan",
    "replan",
    "settle",
    "take",
    "unsure",
]
