"""/plan: from trigger to plan to outcome, as in "When they go quiet on a call, I ask one open question"."""

from __future__ import annotations

from bot.feature import Caller, Context, Feature, Route
from bot.library import Library
from bot.messages import Buttons, Part
from bot.plans import FEATURE as NAME
from bot.plans import OUTCOMES
from bot.platform import CommandSpec

from . import making, words


async def _home(ctx: Context, caller: Caller) -> tuple[Part, ...]:
    return (Buttons(buttons=(words.all_button(caller.voice),)),) if caller.member else ()


def _commands(library: Library) -> tuple[CommandSpec, ...]:
    return (CommandSpec(name="plan", summary=library.all_labels("plan-command-summary")),)


FEATURE = Feature(
    name=NAME,
    commands=_commands,
    on_command={"plan": Route(handle=making.show)},
    on_press={
        "all": Route(handle=making.show),
        "look": Route(handle=making.look),
        "new": Route(handle=making.new),
        "for": Route(handle=making.for_this),
        **{f"when_{each}": Route(handle=making.when) for each in ("fits", "person", "around", "mind")},
        **{f"then_{each}": Route(handle=making.then) for each in words.THENS},
        "own": Route(handle=making.own),
        "change": Route(handle=making.change),
        "drop": Route(handle=making.drop),
        **{each: Route(handle=making.told) for each in OUTCOMES},
    },
    on_submit={"save": Route(handle=making.save, words=("when", "then"))},
    home=_home,
)
