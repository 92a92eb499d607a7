"""If-then plans, as far as several features know them: what one is, which fit a moment, and how one is shown (S5).

A plan waits for a moment ("when they go quiet on a call") and puts something in the place of the first reaction ("I
ask one open question"). It carries the check-in's codes for both, and is offered where a check-in has them again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias
from uuid import UUID

from bot.errors import SealBroken
from bot.library import Voice
from bot.messages import ActionId, Button, Buttons, Part, Quote
from bot.model import Reaction, Trigger
from bot.seal import Key
from bot.store import entries

Moment: TypeAlias = tuple[str | None, str | None]
"""The trigger and the reaction of a check-in."""

KIND = "plan"
FEATURE = "if_then"
MOST = 50
"""So many plans are looked at; nobody keeps that many in mind."""

DOUBTED = 2
"""After so many times that it did not help, a change is offered."""

RETURNED = 3
"""Every so many check-ins with the same trigger and reaction a plan for that moment is offered."""

OUTCOMES = ("helped", "little", "not")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One plan; `when` and `then` are names in the library or, where those are empty, the member's own words.

    `outcomes` are what the member said each time they were asked, oldest first. `waiting` says that it was shown
    beside a check-in and nobody has asked since whether it helped.
    """

    id: UUID
    trigger: Trigger
    reactions: tuple[Reaction, ...]
    when: str = ""
    then: str = ""
    own_when: str = field(default="", repr=False)
    own_then: str = field(default="", repr=False)
    outcomes: tuple[str, ...] = ()
    waiting: bool = False

    @property
    def doubted(self) -> bool:
        """Tell whether it has not helped the last times."""
        return len(self.outcomes) >= DOUBTED and set(self.outcomes[-DOUBTED:]) == {"not"}


def written(plan: Plan) -> dict[str, Any]:
    """Turn a plan into what is sealed."""
    return {
        "trigger": plan.trigger,
        "reactions": list(plan.reactions),
        "when": plan.when,
        "then": plan.then,
        "own_when": plan.own_when,
        "own_then": plan.own_then,
        "outcomes": list(plan.outcomes),
        "waiting": plan.waiting,
    }


def read(key: Key, entry: entries.Entry) -> Plan | None:
    """Open a plan; None for one that does not open, since it keeps nobody from the others."""
    try:
        told = key.open_json("entries", entry.id, entry.sealed)
    except SealBroken:
        return None
    return Plan(
        id=entry.id,
        trigger=Trigger(told["trigger"]),
        reactions=tuple(Reaction(each) for each in told["reactions"]),
        when=told["when"],
        then=told["then"],
        own_when=told["own_when"],
        own_then=told["own_then"],
        outcomes=tuple(told["outcomes"]),
        waiting=told["waiting"],
    )


def fitting(plans: Iterable[Plan], trigger: Trigger | None, reaction: Reaction | None) -> Plan | None:
    """Return the plan made for a moment: the one that helped most, of several the newest."""
    fits = [each for each in plans if each.trigger == trigger and reaction in each.reactions]
    return max(fits, key=_worth, default=None)


def _worth(plan: Plan) -> float:
    return sum({"helped": 1.0, "little": 0.3}.get(each, -0.5) for each in plan.outcomes)


def returns(moments: Sequence[Moment]) -> bool:
    """Tell whether the newest of some moments, which stands first, has come several times by now."""
    return bool(moments) and None not in moments[0] and moments.count(moments[0]) % RETURNED == 0


def shown(plan: Plan) -> Plan:
    """Return a plan after it has stood beside a check-in: where it was asked about, it is not asked about again."""
    return replace(plan, waiting=not plan.waiting)


def told(plan: Plan, outcome: str) -> Plan:
    """Return a plan with what its member said of it; only the last twenty times count."""
    return replace(plan, outcomes=(*plan.outcomes, outcome)[-20:], waiting=False)


def sentence(voice: Voice, plan: Plan) -> str:
    """Write a plan as one sentence; a part that has left the library is left open."""
    when = plan.own_when or (voice.ifs[plan.when].text if plan.when in voice.ifs else "…")
    then = plan.own_then or (voice.thens[plan.then].text if plan.then in voice.thens else "…")
    return voice.label("plan-sentence", when=when, then=then)


def action(name: str, ref: str = "") -> ActionId:
    """Name a button of the feature that keeps plans."""
    return ActionId(feature=FEATURE, action=name, ref=ref)


def beside(voice: Voice, plan: Plan) -> tuple[Part, ...]:
    """Write a plan beside a check-in; the next time it comes up it is asked once whether it helped."""
    row = [Button(label=voice.label("plan-change-button"), action=action("change", plan.id.hex))]
    key = "plan-beside"
    if plan.waiting:
        key = "plan-did-it-help"
        row = [
            Button(label=voice.label(f"plan-outcome-{each}-button"), action=action(each, plan.id.hex))
            for each in OUTCOMES
        ]
    return (voice.text(key), Quote(text=sentence(voice, plan)), Buttons(buttons=tuple(row)))


def offer(voice: Voice, trigger: Trigger, reaction: Reaction) -> tuple[Part, ...]:
    """Offer to make a plan for a moment that comes back."""
    make = Button(label=voice.label("plan-make-button"), action=action("for", f"{trigger}.{reaction}"))
    return (voice.text("plan-comes-back"), Buttons(buttons=(make,)))
