"""Deliveries: planned once, claimed under a lease, started, settled under a fence; ARCHITECTURE, "Delivery states"."""

from .claiming import claim, lanes, next_free, renew, start, unsure
from .planning import cancel, counts, find, get, plan, replan
from .settling import FOLDED_AT_ONCE, Outcome, expire, fold, settle

__all__ = [
    "FOLDED_AT_ONCE",
    "Outcome",
    "cancel",
    "claim",
    "counts",
    "expire",
    "find",
    "fold",
    "get",
    "lanes",
    "next_free",
    "plan",
    "renew",
    "replan",
    "settle",
    "start",
    "unsure",
]
