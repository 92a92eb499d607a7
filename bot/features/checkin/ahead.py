"""What was planned for a moment like this one comes up beside the check-in that tells of it (S5)."""

from __future__ import annotations

from dataclasses import replace

from bot import plans
from bot.errors import SealBroken
from bot.feature import Caller
from bot.messages import Part
from bot.model import CheckIn
from bot.seal import Key
from bot.store import Tx, entries

from .words import NAME

LOOKED_AT = 60


async def plan_beside(tx: Tx, caller: Caller, key: Key, checkin: CheckIn, *, first: bool) -> tuple[Part, ...]:
    """Return the plan that fits, or the offer of one where the moment has come back several times, or nothing.

    An event that comes twice (`first` is False) is answered as it was.
    """
    if checkin.trigger is None or checkin.reaction is None:
        return ()
    kept = await entries.list(tx, caller.own.id, plans.KIND, plans.MOST)
    found = (plan for each in kept if (plan := plans.read(key, each)) is not None)
    plan = plans.fitting(found, checkin.trigger, checkin.reaction)
    if plan is None:
        back = plans.returns(await _moments(tx, caller, key))
        return plans.offer(caller.voice, checkin.trigger, checkin.reaction) if back else ()
    if first:
        sealed = key.seal_json("entries", plan.id, plans.written(plans.shown(plan)))
        await entries.replace(tx, caller.own.id, plan.id, sealed, key.version)
    else:
        plan = replace(plan, waiting=not plan.waiting)
    return plans.beside(caller.voice, plan)


async def _moments(tx: Tx, caller: Caller, key: Key) -> list[plans.Moment]:
    """Return trigger and reaction of the latest check-ins, the newest first."""
    found: list[plans.Moment] = []
    for each in await entries.list(tx, caller.own.id, NAME, LOOKED_AT):
        try:
            told = key.open_json("entries", each.id, each.sealed)
        except SealBroken:
            continue
        found.append((told["trigger"], told["reaction"]))
    return found
