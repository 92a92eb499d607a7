"""Help now: the emergency number, lines for the member's country, and a directory; on every prompt and everywhere.

It answers from memory: with the store out of reach it still gives "your local emergency number" and the directory.
"""

from __future__ import annotations

import asyncio
import logging

from bot import zones
from bot.errors import StoreUnavailable
from bot.feature import Caller, Context
from bot.library import EmergencyNumber, Voice
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
    Message,
    Option,
    Part,
    Press,
    Reply,
    Text,
    Update,
)
from bot.offer import Body, Mark, practice
from bot.store import members

from .answer import DIRECTORY, NAME, Known, country_menu, full, line
from .known import known_of, spoken

logger = logging.getLogger(__name__)

LINES_SHOWN = 1


def message(known: Known) -> Message:
    """Write the numbers of a country, always named before them, and the ways on."""
    voice = known.voice
    parts: list[Part] = [voice.text("help-now-heavy")]
    parts += _numbers(known)
    parts.append(voice.text("help-now-directory", address=DIRECTORY))
    parts.append(voice.quiet("help-now-program", command=CommandRef("help-now")))
    parts += [country_menu(known), _buttons(voice)]
    return Message(parts=tuple(parts), summary=voice.label("help-now-title"))


def _numbers(known: Known) -> list[Text]:
    voice, country, today = known.voice, known.country, known.today
    if country is None or today is None:
        return [voice.text("help-now-local")]
    said = [voice.text("help-now-country", country=voice.country(country))]
    emergency = known.library.emergency(country, today)
    said += [_emergency(voice, each) for each in emergency] or [voice.text("help-now-local")]
    for kind in ("suicide", "violence"):
        rows = known.library.helplines(country, kind, today)[:LINES_SHOWN]
        said += [line(voice, f"help-now-line-{kind}", each) for each in rows]
    return said


def _emergency(voice: Voice, each: EmergencyNumber) -> Text:
    return voice.text(f"help-now-emergency-{each.covers}", number=each.number)


def _buttons(voice: Voice) -> Buttons:
    mark = str(Mark(language=voice.locale))
    trust, notes = (ActionId(feature=NAME, action=each, ref=mark) for each in ("trust", "notes"))
    return Buttons(
        buttons=(
            Button(label=voice.label("help-now-directory-button"), url=DIRECTORY),
            Button(label=voice.label("safety-trust-button"), action=trust),
            Button(label=voice.label("help-now-practice-button"), action=practice(voice)),
            Button(label=voice.label("safety-notes-button"), action=notes),
        )
    )


async def now(ctx: Context, caller: Caller, event: Command | Press) -> Answer:
    """Answer at once, in private, where help is."""
    if isinstance(event, Press):
        return Reply(message=message(known_of(ctx, caller, Mark.parse(event.action.ref).language)))
    country = _named(spoken(ctx, caller), event.options.get("country", ""))
    return Reply(message=message(known_of(ctx, caller, country=country)))


def _named(voice: Voice, typed: str) -> str | None:
    """Return the country that was typed, only where it is clear: a number is never shown as another country's."""
    if not typed:
        return None
    wanted = typed.strip().casefold()
    found = zones.search_country(typed, voice.locale, limit=2)
    exact = [code for code, name in zones.countries(voice.locale) if wanted in (code.casefold(), name.casefold())]
    if exact:
        return exact[0]
    return found[0][0] if len(found) == 1 else None


async def country(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Show another country's numbers, and keep the choice for a member."""
    mark = Mark.parse(event.action.ref)
    chosen: str | None = event.values[0] if event.values else None
    if chosen not in dict(zones.countries(spoken(ctx, caller, mark.language).locale)):
        chosen = None
    answer = _shown(known_of(ctx, caller, mark.language, chosen), mark.body, keeps=mark.keeps)
    if chosen is not None and caller.member is not None:
        try:
            async with asyncio.timeout(ctx.patience / 2), ctx.store.begin() as tx:
                await members.update(tx, caller.member.id, country=chosen)
        except (StoreUnavailable, TimeoutError) as error:
            logger.warning("a country was not kept: %s", describe(error))
    return answer


def _shown(known: Known, body: Body | None, *, keeps: bool) -> Answer:
    """Show what stood there with the other numbers; where words were handed back, beside it."""
    if body is None:
        return Update(message=message(known))
    shown = Message(parts=full(known, body), summary=known.voice.label("safety-summary"))
    return Reply(message=shown) if keeps else Update(message=shown)


async def countries(ctx: Context, caller: Caller, event: Lookup) -> Answer:
    """Complete the name of a country."""
    voice = spoken(ctx, caller, Mark.parse(event.action.ref).language)
    found = zones.search_country(event.query, voice.locale, limit=25)
    return Choices(options=tuple(Option(value=code, label=name) for code, name in found))
