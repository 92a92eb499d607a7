"""Help now: the emergency number, lines for the member's country, and a directory; on every prompt and everywhere.

It answers from memory: with the store out of reach it still gives "your local emergency number" and the directory.
"""

from __future__ import annotations

import asyncio
import logging

from bot import zones
from bot.errors import StoreUnavailable
from bot.feature import Caller, Context, Feature, Need, Route
from bot.library import EmergencyNumber, Helpline, Library, Voice
from bot.log import describe
from bot.messages import (
    ActionId,
    Answer,
    Button,
    Buttons,
    Choices,
    Command,
    CommandRef,
    Lookup,
    Menu,
    Message,
    Option,
    Part,
    Press,
    Reply,
    Text,
    Update,
)
from bot.platform import CommandSpec, OptionSpec
from bot.store import members

logger = logging.getLogger(__name__)

NAME = "safety"
DIRECTORY = "https://findahelpline.com"
LINES_SHOWN = 1


def _country(caller: Caller) -> str | None:
    """The member's own choice, else a guess where the zone belongs to one country alone."""
    if caller.member and caller.member.country:
        return caller.member.country
    zone = caller.member.zone if caller.member else caller.origin.zone
    return zones.country_of(zone) if zone else None


def message(ctx: Context, caller: Caller, country: str | None) -> Message:
    """Write the numbers of `country`, always named before them, and the ways on."""
    voice = caller.voice
    parts: list[Part] = [voice.text("help-now-heavy")]
    parts += _numbers(ctx, voice, country, caller)
    parts.append(voice.text("help-now-directory", address=DIRECTORY))
    parts.append(voice.quiet("help-now-program", command=CommandRef("help-now")))
    parts += [_country_menu(caller, country), _buttons(voice)]
    return Message(parts=tuple(parts), summary=voice.label("help-now-title"))


def _numbers(ctx: Context, voice: Voice, country: str | None, caller: Caller) -> list[Part]:
    if country is None:
        return [voice.text("help-now-local")]
    today = caller.now.date()
    emergency = ctx.library.emergency(country, today)
    said: list[Part] = [voice.text("help-now-country", country=voice.country(country))]
    said += [_emergency(voice, each) for each in emergency] or [voice.text("help-now-local")]
    kinds = ("suicide", "violence")
    lines = [each for kind in kinds for each in ctx.library.helplines(country, kind, today)[:LINES_SHOWN]]
    return said + [_line(voice, each) for each in lines]


def _emergency(voice: Voice, each: EmergencyNumber) -> Text:
    return voice.text(f"help-now-emergency-{each.covers}", number=each.number)


def _line(voice: Voice, line: Helpline) -> Text:
    reach = ", ".join(each for each in (line.phone, line.text) if each)
    return voice.text(f"help-now-line-{line.kind}", name=line.name, reach=reach, hours=line.hours or line.web)


def _country_menu(caller: Caller, country: str | None) -> Menu:
    """Offer countries, the likely ones first; where a menu cannot search, the command can."""
    voice = caller.voice
    names = dict(zones.countries(voice.locale))
    first = [country or "", *zones.likely_countries(caller.origin.locale)]
    codes = [each for each in dict.fromkeys([*first, *names]) if each in names]
    return Menu(
        action=ActionId(feature=NAME, action="country"),
        placeholder=voice.label("help-now-country-placeholder"),
        options=tuple(Option(value=each, label=names[each]) for each in codes[:25]),
        lookup=ActionId(feature=NAME, action="country"),
    )


def _buttons(voice: Voice) -> Buttons:
    return Buttons(
        buttons=(
            Button(label=voice.label("help-now-directory-button"), url=DIRECTORY),
            Button(label=voice.label("help-now-practice-button"), action=ActionId(feature="tip", action="quiet")),
        )
    )


async def now(ctx: Context, caller: Caller, event: Command | Press) -> Answer:
    """Answer at once, in private, where help is."""
    typed = event.options.get("country", "") if isinstance(event, Command) else ""
    return Reply(message=message(ctx, caller, _named(caller, typed) or _country(caller)))


def _named(caller: Caller, typed: str) -> str | None:
    """Return the country that was typed, only where it is clear: a number is never shown as another country's."""
    if not typed:
        return None
    wanted = typed.strip().casefold()
    found = zones.search_country(typed, caller.voice.locale, limit=2)
    exact = [
        code for code, name in zones.countries(caller.voice.locale) if wanted in (code.casefold(), name.casefold())
    ]
    if exact:
        return exact[0]
    return found[0][0] if len(found) == 1 else None


async def country(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Show another country's numbers, and keep the choice for a member."""
    chosen = event.values[0] if event.values else ""
    if chosen not in dict(zones.countries(caller.voice.locale)):
        return Update(message=message(ctx, caller, _country(caller)))
    answer = Update(message=message(ctx, caller, chosen))
    if caller.member is not None:
        try:
            async with asyncio.timeout(ctx.patience / 2), ctx.store.begin() as tx:
                await members.update(tx, caller.member.id, country=chosen)
        except (StoreUnavailable, TimeoutError) as error:
            logger.warning("a country was not kept: %s", describe(error))
    return answer


async def countries(ctx: Context, caller: Caller, event: Lookup) -> Answer:
    """Complete the name of a country."""
    found = zones.search_country(event.query, caller.voice.locale, limit=25)
    return Choices(options=tuple(Option(value=code, label=name) for code, name in found))


def _commands(library: Library) -> tuple[CommandSpec, ...]:
    where = OptionSpec(
        name="country",
        summary=library.all_labels("help-now-country-summary"),
        lookup=ActionId(feature=NAME, action="country"),
    )
    return (CommandSpec(name="help-now", summary=library.all_labels("help-now-summary"), options=(where,)),)


_now = Route(handle=now, needs=Need.NOTHING, offline=True)
FEATURE = Feature(
    name=NAME,
    commands=_commands,
    on_command={"help-now": _now},
    on_press={"now": _now, "country": Route(handle=country, needs=Need.NOTHING, offline=True)},
    on_lookup={"country": Route(handle=countries, needs=Need.NOTHING, offline=True)},
)
