"""Safety: where help is, the answer when words sound like danger, its ways on, and a member's safety notes.

What is said in a crisis comes from memory, so that it is there with everything else broken.
"""

from __future__ import annotations

from bot.feature import Feature, Need, Route
from bot.library import Library
from bot.messages import ActionId
from bot.platform import CommandSpec, OptionSpec

from . import help_now, notes, onward
from .answer import NAME


def _commands(library: Library) -> tuple[CommandSpec, ...]:
    where = OptionSpec(
        name="country",
        summary=library.all_labels("help-now-country-summary"),
        lookup=ActionId(feature=NAME, action="country"),
    )
    return (
        CommandSpec(name="help-now", summary=library.all_labels("help-now-summary"), options=(where,)),
        CommandSpec(name="safety-notes", summary=library.all_labels("safety-notes-summary")),
    )


_now = Route(handle=help_now.now, needs=Need.NOTHING, offline=True)
FEATURE = Feature(
    name=NAME,
    commands=_commands,
    on_command={"help-now": _now, "safety-notes": Route(handle=notes.show)},
    on_press={
        "now": _now,
        "country": Route(handle=help_now.country, needs=Need.NOTHING, offline=True),
        "trust": Route(handle=onward.trust, needs=Need.NOTHING, offline=True),
        "practice": Route(handle=onward.quiet, needs=Need.NOTHING, offline=True),
        "not_meant": Route(handle=onward.not_meant, needs=Need.NOTHING, offline=True),
        "notes": Route(handle=notes.show),
        "notes_form": Route(handle=notes.form),
        "notes_delete": Route(handle=notes.ask_to_delete),
        "notes_gone": Route(handle=notes.delete),
        "notes_stay": Route(handle=notes.stay),
    },
    on_submit={"notes_save": Route(handle=notes.save, words=notes.PARTS)},
    on_lookup={"country": Route(handle=help_now.countries, needs=Need.NOTHING, offline=True)},
)
