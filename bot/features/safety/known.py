"""What is known of whoever asks: in which language to speak, and in which country they may be."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from bot import zones
from bot.feature import Caller, Context
from bot.library import Library, Voice
from bot.log import describe
from bot.messages import Origin

from .answer import Known

logger = logging.getLogger(__name__)

T = TypeVar("T")


def tongue(library: Library, wanted: str | None, chosen: str, platform: str) -> Voice:
    """Return the language to speak: that of the text, else the platform's where it could not be chosen, else `chosen`.

    Safety speaks more languages than the rest, so somebody whose platform speaks French may have had to choose English.
    """
    if wanted and wanted in library.safety:
        return library.safety[wanted]
    theirs = library.safety_voice(platform)
    return library.safety_voice(chosen) if theirs.locale in library.voices else theirs


def spoken(ctx: Context, caller: Caller, wanted: str | None = None) -> Voice:
    """Return the language in which to speak to a caller."""
    return tongue(ctx.library, wanted, caller.voice.locale, caller.origin.locale)


def country_of(origin: Origin, caller: Caller | None) -> str | None:
    """Return the member's own choice, else a guess where the zone belongs to one country alone."""
    member = (caller.member or caller.lapsed) if caller else None
    if member and member.country:
        return member.country
    zone = member.zone if member else origin.zone
    return zones.country_of(zone) if zone else None


def known_of(ctx: Context, caller: Caller, wanted: str | None = None, country: str | None = None) -> Known:
    """Return what the answer can go by for a caller; `country` overrides what is kept or guessed."""
    return Known(
        library=ctx.library,
        voice=spoken(ctx, caller, wanted),
        country=country or country_of(caller.origin, caller),
        today=caller.now.date(),
        likely=caller.origin.locale,
    )


def whatever_is_known(ctx: Context, origin: Origin, caller: Caller | None, wanted: str | None) -> Known:
    """Return what can be found out with anything else broken: each fact by itself, None where it fails."""
    chosen = caller.voice.locale if caller else origin.locale
    return Known(
        library=ctx.library,
        voice=tongue(ctx.library, wanted, chosen, origin.locale),
        country=_or_nothing("the country", lambda: country_of(origin, caller)),
        today=_or_nothing("the day", lambda: _today(ctx)),
        likely=origin.locale,
    )


def _today(ctx: Context) -> date:
    return ctx.clock.now().date()


def _or_nothing(what: str, find: Callable[[], T]) -> T | None:
    try:
        return find()
    except Exception as error:  # whatever it is, the answer does without it
        logger.warning("%s is not known: %s", what, describe(error))
        return None
