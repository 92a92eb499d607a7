"""The daily question by direct message, and /today, which shows it on the spot."""

from __future__ import annotations

from bot.feature import Caller, Context, Feature, Route
from bot.library import Library
from bot.messages import Part
from bot.platform import CommandSpec

from . import buttons, easing
from .choice import KIND
from .plan import plan, render, settled


def _commands(library: Library) -> tuple[CommandSpec, ...]:
    return (CommandSpec(name="today", summary=library.all_labels("daily-today-summary")),)


async def _home(ctx: Context, caller: Caller) -> tuple[Part, ...]:
    return (await buttons.todays_message(ctx, caller)).parts if caller.member else ()


FEATURE = Feature(
    name="daily_prompt",
    commands=_commands,
    on_command={"today": Route(handle=buttons.today)},
    on_press={
        "today": Route(handle=buttons.today),
        "open": Route(handle=buttons.open_question),
        "another": Route(handle=buttons.another),
        "not_theme": Route(handle=buttons.not_theme),
        "reflect": Route(handle=buttons.reflect),
        "later": Route(handle=easing.later),
        "at": Route(handle=easing.at),
        "less": Route(handle=easing.less),
        "ease": Route(handle=easing.ease),
    },
    on_submit={"save": Route(handle=buttons.save, words=("text",))},
    home=_home,
    plans={KIND: plan},
    renders={KIND: render},
    settled={KIND: settled},
)
