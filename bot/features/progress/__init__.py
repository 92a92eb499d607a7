"""/progress: what a member noticed over time, as pictures and in words; numbers that only grow, never a score."""

from __future__ import annotations

from bot.feature import Caller, Context, Feature, Route
from bot.library import Library
from bot.messages import Button, Buttons, Part
from bot.platform import CommandSpec

from . import showing
from .showing import NAME, VIEWS, action


async def _home(ctx: Context, caller: Caller) -> tuple[Part, ...]:
    if caller.member is None:
        return ()
    return (Buttons(buttons=(Button(label=caller.voice.label("progress-title"), action=action("open")),)),)


def _commands(library: Library) -> tuple[CommandSpec, ...]:
    return (CommandSpec(name=NAME, summary=library.all_labels("progress-summary")),)


FEATURE = Feature(
    name=NAME,
    commands=_commands,
    on_command={NAME: Route(handle=showing.show)},
    on_press={
        "open": Route(handle=showing.show),
        "ask": Route(handle=showing.ask),
        "lay": Route(handle=showing.lay),
        **{each: Route(handle=showing.view) for each in VIEWS},
    },
    home=_home,
)
