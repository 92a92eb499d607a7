"""/tip: one small practice at a time, chosen by what helped before and by chance, with a guide where it has one."""

from __future__ import annotations

from bot.feature import Feature, Need, Route
from bot.helped import OUTCOMES
from bot.library import Library
from bot.messages import ActionId
from bot.platform import CommandSpec, OptionSpec

from . import giving
from .words import NAME


def _commands(library: Library) -> tuple[CommandSpec, ...]:
    category = OptionSpec(
        name="category",
        summary=library.all_labels("tip-category-summary"),
        lookup=ActionId(feature=NAME, action="category"),
    )
    return (CommandSpec(name=NAME, summary=library.all_labels("tip-summary"), options=(category,)),)


FEATURE = Feature(
    name=NAME,
    commands=_commands,
    on_command={NAME: Route(handle=giving.give)},
    on_press={
        "another": Route(handle=giving.another),
        "show": Route(handle=giving.show),
        "guide": Route(handle=giving.step, needs=Need.NOTHING, offline=True),
        "step": Route(handle=giving.step, needs=Need.NOTHING, offline=True),
        "breathe": Route(handle=giving.breathe, needs=Need.NOTHING, offline=True),
        "moving": Route(handle=giving.breathe, needs=Need.NOTHING, offline=True),
        "still": Route(handle=giving.breathe, needs=Need.NOTHING, offline=True),
        **{each: Route(handle=giving.told) for each in OUTCOMES},
        "how": Route(handle=giving.how),
        "learn": Route(handle=giving.switch),
        "chance": Route(handle=giving.switch),
        "quiet": Route(handle=giving.quiet, needs=Need.NOTHING, offline=True),
    },
    on_lookup={"category": Route(handle=giving.lookup, needs=Need.NOTHING)},
)
