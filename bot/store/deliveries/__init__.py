"""Deliveries: planned once, claimed under a lease, started, settled under a fence; ARCHITECTURE, "Delivery states"."""

from .claiming import claim, lanes, next_free, renew, start, unsure
from .planning import cancel, counts, find, get, plan, replan
from .settling import Outcome, expire, fold, settle

__all__ = [
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
