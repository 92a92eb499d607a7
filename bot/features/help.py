"""/help: what Ajar can do here; also what it answers to words in its DM and to commands it does not know."""

from __future__ import annotations

from bot.feature import HELP_NOW, Caller, Context, Feature, Need, Route
from bot.library import Library
from bot.messages import ActionId, Answer, Button, Buttons, CommandRef, Message, Part, Reply, Typed
from bot.platform import CommandSpec

NAME = "help"
MEMBER = (
    *("start", "today", "checkin", "tip", "journey", "plan", "entries", "progress"),
    *("rhythm", "language", "pause", "stop", "mydata", "forget", "safety-notes", "help-now"),
)
MODERATOR = ("topic post", "topic list", "topic weekly", "community")


def message(caller: Caller) -> Message:
    """Write the overview: every command in one line each, moderators' below."""
    voice = caller.voice
    parts: list[Part] = [voice.text("help-what")]
    parts += [_line(caller, name) for name in MEMBER]
    if caller.moderator:
        parts += [voice.text("help-moderator"), *(_line(caller, name) for name in MODERATOR)]
    parts += [voice.quiet("help-honest"), buttons(caller)]
    return Message(parts=tuple(parts), summary=voice.label("help-title"))


def _line(caller: Caller, name: str) -> Part:
    key = f"help-line-{name.replace(' ', '-')}"
    return caller.voice.text(key, command=CommandRef(name))


def buttons(caller: Caller) -> Buttons:
    """Return the ways on that matter most, as buttons: commands do not work everywhere."""
    voice = caller.voice
    if caller.member is None:
        first = Button(
            label=voice.label("help-start-button"), action=ActionId(feature="welcome", action="card"), style="primary"
        )
        return Buttons(buttons=(first, Button(label=voice.label("help-now-button"), action=HELP_NOW)))
    ways = (("daily-today-button", "daily_prompt", "today"), ("checkin-button", "checkin", "form"))
    more = (("daily-tip-button", "tip", "another"), ("help-rhythm-button", "rhythm", "form"))
    row = tuple(
        Button(label=voice.label(label), action=ActionId(feature=feature, action=action))
        for label, feature, action in (*ways, *more)
    )
    return Buttons(buttons=(*row, Button(label=voice.label("help-now-button"), action=HELP_NOW)))


async def show(ctx: Context, caller: Caller, event: object) -> Answer:
    """Show the overview in private."""
    return Reply(message=message(caller))


async def typed(ctx: Context, caller: Caller, event: Typed) -> Answer:
    """Answer words in the DM: that nobody reads them and that they were not kept, and what is there instead."""
    parts = (caller.voice.text("help-typed", checkin=CommandRef("checkin")), buttons(caller))
    return Reply(message=Message(parts=parts, summary=caller.voice.label("help-title")))


async def _home(ctx: Context, caller: Caller) -> tuple[Part, ...]:
    honest = caller.voice.quiet("help-honest")
    return (buttons(caller), honest) if caller.member else (honest,)


def _commands(library: Library) -> tuple[CommandSpec, ...]:
    return (CommandSpec(name="help", summary=library.all_labels("help-summary")),)


FEATURE = Feature(
    name=NAME,
    commands=_commands,
    on_command={"help": Route(handle=show, needs=Need.NOTHING, offline=True)},
    on_press={"show": Route(handle=show, needs=Need.NOTHING, offline=True)},
    on_event={Typed: Route(handle=typed, needs=Need.NOTHING, offline=True)},
    home=_home,
)
