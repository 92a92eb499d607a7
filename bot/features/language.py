"""/language: the language in which Ajar writes, of those its library has; until then it follows the platform's."""

from __future__ import annotations

from babel import Locale

from bot.feature import Caller, Context, Feature, Route
from bot.library import Library
from bot.messages import ActionId, Answer, Command, CommandRef, Menu, Message, Option, Press, Reply, Update
from bot.platform import CommandSpec, OptionSpec
from bot.store import members

NAME = "language"
CHOOSE = ActionId(feature=NAME, action="choose")


def named(locale: str) -> str:
    """Return a language's name as its own speakers write it."""
    own = Locale.parse(locale, sep="-")
    return str(own.get_display_name(own)).capitalize()


async def show(ctx: Context, caller: Caller, event: Command | Press) -> Answer:
    """Offer the languages there are; one that was typed is taken at once."""
    typed = event.options.get("language", "") if isinstance(event, Command) else ""
    chosen = _meant(ctx.library, typed)
    if chosen is not None:
        return Reply(message=await _taken(ctx, caller, chosen))
    options = tuple(Option(value=each, label=named(each)) for each in ctx.library.locales)
    menu = Menu(action=CHOOSE, placeholder=caller.voice.label("language-placeholder"), options=options)
    parts = (caller.voice.text("language-ask"), menu)
    return Reply(message=Message(parts=parts, summary=caller.voice.label("language-title")))


def _meant(library: Library, typed: str) -> str | None:
    """Return the language that a code or a name means."""
    wanted = typed.strip().casefold()
    return next((each for each in library.locales if wanted in (each.casefold(), named(each).casefold())), None)


async def choose(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Write in the chosen language from now on."""
    wanted = event.values[0] if event.values else ""
    if wanted not in ctx.library.locales:
        return await show(ctx, caller, event)
    return Update(message=await _taken(ctx, caller, wanted))


async def _taken(ctx: Context, caller: Caller, locale: str) -> Message:
    async with ctx.store.begin() as tx:
        await members.update(tx, caller.own.id, locale=locale)
    voice = ctx.library.voice(locale)
    said = voice.text("language-done", language=named(locale), again=CommandRef(NAME))
    return Message(parts=(said,), summary=voice.label("language-title"))


def _commands(library: Library) -> tuple[CommandSpec, ...]:
    wanted = OptionSpec(name=NAME, summary=library.all_labels("language-option-summary"))
    return (CommandSpec(name=NAME, summary=library.all_labels("language-summary"), options=(wanted,)),)


FEATURE = Feature(
    name=NAME,
    commands=_commands,
    on_command={NAME: Route(handle=show)},
    on_press={"choose": Route(handle=choose)},
)
