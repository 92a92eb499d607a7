"""A member's rights: /mydata to see, take along and keep for as long as they choose; /forget to erase.

What is exported and erased follows from the tables (see `bot.store.belongings`): a new feature falls under both by
keeping what it keeps in a table that refers to its member, and a test fails where one does not.
"""

from __future__ import annotations

from bot.feature import Caller, Context, Feature, Need, Route
from bot.library import Library
from bot.messages import Button, Buttons, Part
from bot.platform import CommandSpec

from . import forgetting, mine
from .mine import NAME, action


async def _home(ctx: Context, caller: Caller) -> tuple[Part, ...]:
    if caller.account is None:
        return ()
    voice = caller.voice
    see = Button(label=voice.label("privacy-title"), action=action("show"))
    return (Buttons(buttons=(see, Button(label=voice.label("forget-title"), action=action("ask")))),)


def _commands(library: Library) -> tuple[CommandSpec, ...]:
    return (
        CommandSpec(name="mydata", summary=library.all_labels("mydata-summary")),
        CommandSpec(name="forget", summary=library.all_labels("forget-summary")),
    )


_free = Need.NOTHING
"""These are rights: they need no consent to what is new, and stay after /stop."""

FEATURE = Feature(
    name=NAME,
    commands=_commands,
    on_command={"mydata": Route(handle=mine.show, needs=_free), "forget": Route(handle=forgetting.ask, needs=_free)},
    on_press={
        "show": Route(handle=mine.show, needs=_free),
        "page": Route(handle=mine.look, needs=_free),
        "files": Route(handle=mine.files, needs=_free),
        "lay": Route(handle=mine.lay, needs=_free),
        "delete_files": Route(handle=mine.delete_files, needs=_free),
        "keep": Route(handle=mine.keep, needs=_free),
        "keep_yes": Route(handle=mine.keep, needs=_free),
        "ask": Route(handle=forgetting.ask, needs=_free),
        "erase": Route(handle=forgetting.erase, needs=_free),
        "keep_all": Route(handle=forgetting.keep_all, needs=_free),
    },
    home=_home,
)
