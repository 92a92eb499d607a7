"""One interaction's way back: a first response within three seconds, then whatever follows it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

import aiohttp
import discord

from bot.clock import Clock
from bot.messages import Option

from . import limits
from .errors import ANSWERED, TOO_LATE, reason_of
from .markdown import cut
from .render import Card
from .watch import WouldRepeat

log = logging.getLogger(__name__)

ATTEMPTS = 3
PAUSE_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 10.0
"""How long an answer may be held up by a rate limit before it is given up."""

Kind = discord.InteractionType


class Exchange:
    """What has been said in answer to one interaction, and what can still be.

    The first response may be repeated without harm, since Discord takes only one; what comes after it is tried once.
    `spent` once nothing more can be said: another delivery of the same interaction was answered, or it is too late.
    """

    def __init__(self, interaction: discord.Interaction, clock: Clock) -> None:
        """Answer `interaction`."""
        self._interaction, self._clock = interaction, clock
        self.spent = self.deferred = self._thinking = False

    @property
    def opens_forms(self) -> bool:
        """Whether a form can be the answer: as the first response, and not to another form."""
        return not self.deferred and self._interaction.type is not Kind.modal_submit

    @property
    def has_message(self) -> bool:
        """Whether it came from a message of ours, which can be edited."""
        return self._interaction.message is not None

    async def defer(self) -> None:
        """Gain fifteen minutes: silently where there is a message, else with a private sign that we are at it."""
        self._thinking = not self.has_message
        await self._first(lambda: self._interaction.response.defer(ephemeral=True, thinking=self._thinking))
        self.deferred = True

    async def form(self, modal: discord.ui.Modal) -> None:
        """Open a form."""
        await self._first(lambda: self._interaction.response.send_modal(modal))

    async def choices(self, options: Sequence[Option]) -> None:
        """Complete what is being typed."""
        found = [
            discord.app_commands.Choice(name=cut(each.label, limits.OPTION), value=each.value)
            for each in options[: limits.OPTIONS]
            if len(each.value) <= limits.OPTION
        ]
        await self._first(lambda: self._interaction.response.autocomplete(found))

    async def reply(self, cards: Sequence[Card], *, private: bool) -> None:
        """Answer with new messages. After a private sign that we are at it, the answer can only be private too."""
        if not self.deferred:
            await self._first(
                lambda: self._interaction.response.send_message(
                    view=cards[0].view, files=cards[0].files(), ephemeral=private
                )
            )
        elif self._thinking:
            await self._edit(cards[0])
        else:
            await self._follow(cards[:1], private=private)
        await self._follow(cards[1:], private=private)

    async def update(self, cards: Sequence[Card]) -> None:
        """Put the first message in the place of the one it came from; what does not fit follows privately."""
        if self.deferred:
            await self._edit(cards[0])
        else:
            await self._first(
                lambda: self._interaction.response.edit_message(view=cards[0].view, attachments=cards[0].files())
            )
        await self._follow(cards[1:], private=True)

    async def nothing(self) -> None:
        """Show nothing, so that Discord does not call it a failure."""
        if not self.deferred:
            self._thinking = self._interaction.type is Kind.application_command
            await self._first(lambda: self._interaction.response.defer(ephemeral=True))
        if self._thinking:
            await self._later(self._interaction.delete_original_response)

    async def _edit(self, card: Card) -> None:
        await self._later(
            lambda: self._interaction.edit_original_response(
                view=card.view, attachments=card.files(), allowed_mentions=discord.AllowedMentions.none()
            )
        )

    async def _follow(self, cards: Sequence[Card], *, private: bool) -> None:
        for card in cards:
            await self._later(partial(self._followup, card, private))

    async def _followup(self, card: Card, private: bool) -> None:
        await self._interaction.followup.send(view=card.view, files=card.files(), ephemeral=private, wait=True)

    async def _later(self, say: Callable[[], Awaitable[Any]]) -> None:
        """Say what comes after the first response, once; what was certainly not said is said a little later."""
        for _ in range(ATTEMPTS):
            if self.spent:
                return
            try:
                await say()
                return
            except discord.HTTPException as error:
                log.warning("discord: an answer was refused (%s)", reason_of(error))
                return
            except (aiohttp.ClientError, TimeoutError, OSError) as error:
                pause = held_up(error)
                if pause is None:
                    log.warning("discord: an answer may be lost (%s)", type(error).__name__)
                    return
            await self._clock.sleep(pause)

    async def _first(self, respond: Callable[[], Awaitable[Any]]) -> None:
        """Respond; where the reply is lost again, and where Discord has had a response before ours, never."""
        for attempt in range(ATTEMPTS):
            if self.spent:
                return
            pause = PAUSE_SECONDS
            try:
                await respond()
                return
            except discord.HTTPException as error:
                self.spent = self._refused(error, attempt)
                return
            except (aiohttp.ClientError, TimeoutError, OSError) as error:
                log.info("discord: responding again (%s)", type(error).__name__)
                pause = held_up(error) or PAUSE_SECONDS
            await self._clock.sleep(pause)
        self.spent = True
        log.warning("discord: an interaction could not be answered")

    def _refused(self, error: discord.HTTPException, attempt: int) -> bool:
        """Return whether nothing more can be said after a refusal."""
        if error.code == ANSWERED:
            return attempt == 0  # after a lost reply, the response that stands is our own
        level = logging.INFO if error.code in TOO_LATE else logging.WARNING
        log.log(level, "discord: a response was refused (%s)", reason_of(error))
        return True


def held_up(error: BaseException) -> float | None:
    """Return how long to wait after what was certainly not said, or None where it may have been, or takes too long."""
    if not isinstance(error, WouldRepeat) or not error.refused or error.seconds > LONGEST_PAUSE_SECONDS:
        return None
    return error.seconds
