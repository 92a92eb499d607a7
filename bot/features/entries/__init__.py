"""/entries: one's own check-ins and answers, to browse, read again, change and delete; all of it private."""

from __future__ import annotations

from bot.feature import Caller, Context, Feature, Route
from bot.library import Library
from bot.messages import Button, Buttons, Part
from bot.platform import CommandSpec

from . import browsing, changing
from .words import NAME, action


async def _home(ctx: Context, caller: Caller) -> tuple[Part, ...]:
    if caller.member is None:
        return ()
    return (Buttons(buttons=(Button(label=caller.voice.label("entries-title"), action=action("all")),)),)


def _commands(library: Library) -> tuple[CommandSpec, ...]:
    return (CommandSpec(name=NAME, summary=library.all_labels("entries-summary")),)


FEATURE = Feature(
    name=NAME,
    commands=_commands,
    on_command={NAME: Route(handle=browsing.show)},
    on_press={
        "all": Route(handle=browsing.show),
        "page": Route(handle=browsing.page),
        "choose": Route(handle=browsing.choose),
        "only": Route(handle=browsing.only),
        "open": Route(handle=browsing.opened),
        "edit": Route(handle=changing.edit),
        "delete": Route(handle=changing.ask),
        "erase": Route(handle=changing.erase),
    },
    on_submit={
        "save": Route(handle=changing.save_check_in, words=("note",)),
        "save_text": Route(handle=changing.save_text, words=("text",)),
    },
    home=_home,
)
