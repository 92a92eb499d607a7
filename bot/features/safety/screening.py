"""Reads every free text a member gives, and puts the answer to danger above whatever else is answered.

Nothing here ever raises: a detector that fails finds nothing, an answer that fails becomes a plainer one. A hit is
known to nobody but its writer; the operator has a number a day.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from bot.errors import StoreUnavailable
from bot.feature import Caller, Context
from bot.log import describe
from bot.messages import Inbound, Message, Origin, Part, Quote, Reply
from bot.offer import Body
from bot.store import totals

from .answer import Known, bare, full, soft
from .beneath import Beneath, composed
from .known import whatever_is_known
from .recent import Recent

logger = logging.getLogger(__name__)

CERTAIN = 2
"""The tier that brings the whole answer; the one below it brings two lines."""

ABOUT: dict[str | None, Body] = {"someone_else": "other", "abuse": "violence"}


class Finding(Protocol):
    """What a detector found in one text; see `bot.features.safety.detector`."""

    @property
    def tier(self) -> int:
        """Return 0 for nothing, 1 for what is unclear, 2 for danger."""
        ...

    @property
    def family(self) -> str | None:
        """Return what kind of danger."""
        ...

    @property
    def language(self) -> str | None:
        """Return the language in which it was found."""
        ...


class Detector(Protocol):
    """Reads a text for signs of danger: pure, in linear time."""

    def read(self, text: str) -> Finding:
        """Return what was found; tier 0 for nothing."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """What has to be answered; nothing of the text itself."""

    tier: int
    body: Body
    language: str | None


class Screening:
    """Reads texts and answers hits."""

    def __init__(self, ctx: Context, detector: Detector | None) -> None:
        """Read with `detector`; without one, as in a rehearsal of something else, nothing is ever found."""
        self._ctx, self._detector, self._recent = ctx, detector, Recent(ctx.clock)

    def read(self, texts: Iterable[str]) -> Hit | None:
        """Return the gravest finding among several texts, None when there is none."""
        found = [hit for hit in map(self._read, texts) if hit is not None]
        return max(found, key=lambda each: each.tier, default=None)

    def _read(self, text: str) -> Hit | None:
        if self._detector is None:
            return None
        try:
            found = self._detector.read(text)
            if not found.tier:
                return None
            return Hit(tier=found.tier, body=ABOUT.get(found.family, "self"), language=found.language)
        except Exception as error:  # what was given is handled all the same, and the help button is there
            logger.error("a text was not read for danger: %s", type(error).__name__)
            return None

    def answer(self, event: Inbound, hit: Hit, caller: Caller | None, beneath: Beneath) -> Reply:
        """Return the answer to a hit, always private, with everything else under it."""
        try:
            known = whatever_is_known(self._ctx, event.origin, caller, hit.language)
        except Exception as error:
            logger.error("the answer to danger knows nobody: %s", describe(error))
            known = Known(library=self._ctx.library, voice=self._ctx.library.voice("en"), country=None, today=None)
        try:
            said = self._said(event.origin, hit, known, keeps=bool(beneath.handed_back))
            return Reply(message=composed(event, known, said, beneath), urgent=True)
        except Exception as error:
            logger.error("the answer to danger was cut short: %s", describe(error))
            words = (Quote(text=each) for each in beneath.handed_back)
            summary = known.voice.label("safety-summary")
            return Reply(message=Message(parts=(*bare(known.voice), *words), summary=summary), urgent=True)

    def _said(self, origin: Origin, hit: Hit, known: Known, *, keeps: bool) -> tuple[Part, ...]:
        if hit.tier >= CERTAIN and self._first(origin, hit):
            return full(known, hit.body, keeps=keeps)
        return soft(known, hit.body, keeps=keeps)

    def _first(self, origin: Origin, hit: Hit) -> bool:
        try:
            return self._recent.first(origin.account, hit.body, origin.event)
        except Exception as error:  # a clock that fails: better in full once too often
            logger.warning("what was shown is not known: %s", describe(error))
            return True

    async def count(self, hit: Hit) -> None:
        """Add the hit to the day's total; silently left out where that fails."""
        try:
            async with asyncio.timeout(self._ctx.patience * 10), self._ctx.store.begin() as tx:
                await totals.add(tx, self._ctx.clock.now().date(), totals.SAFETY, f"tier{hit.tier}")
        except (StoreUnavailable, TimeoutError):
            return
        except Exception as error:
            logger.warning("a total was not kept: %s", type(error).__name__)
