"""From an interaction or a typed message to the answer that the core gives, shown in the way that fits."""

from __future__ import annotations

import asyncio
import logging

import discord

from bot.clock import Clock
from bot.errors import SendError, Wait
from bot.messages import Answer, Choices, Form, Inbound, Invalid, Lookup, Message, Reply, Text, Update
from bot.platform import Core

from . import parse
from .commands import Commands
from .errors import translated
from .exchange import ATTEMPTS, LONGEST_PAUSE_SECONDS, Exchange
from .forms import modal
from .render import Card, handed_back
from .render import message as rendered
from .sending import nonce

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 2.0
"""How long the core may take before Discord, which gives three seconds, is told that an answer will come."""


class Answering:
    """Answers what comes in."""

    def __init__(self, core: Core, commands: Commands, clock: Clock, patience: float = PATIENCE_SECONDS) -> None:
        """Ask `core`, and ask Discord for time after `patience` seconds."""
        self._core, self._commands, self._clock, self._patience = core, commands, clock, patience

    async def interaction(self, interaction: discord.Interaction) -> None:
        """Answer a command, completion, button, menu or form."""
        event = parse.interaction(interaction, self._commands)
        exchange = Exchange(interaction, self._clock)
        if isinstance(event, Lookup):
            found = await self._core.handle(event)
            await exchange.choices(found.options if isinstance(found, Choices) else ())
        elif event is not None:
            answer = await self._in_time(event, exchange)
            await self._show(answer, exchange, event.origin.locale)
        elif interaction.type is discord.InteractionType.autocomplete:
            await exchange.choices(())

    async def typed(self, message: discord.Message) -> None:
        """Answer a direct message with direct messages, under nonces, so that a repeated event is answered once."""
        event = parse.message(message)
        answer = await self._core.handle(event) if event is not None else None
        if event is None or not isinstance(answer, Reply | Update):
            return
        try:
            for number, card in enumerate(rendered(answer.message, self._commands.mention)):
                await self._say(message.channel, card, nonce(f"{event.origin.event}:{number}"))
        except SendError as error:
            log.warning("discord: a direct message was not answered (%s)", error.reason)

    async def _say(self, channel: discord.abc.Messageable, card: Card, key: str) -> None:
        """Say it once; what a rate limit held up is said a little later."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with translated(direct=True):
                    await channel.send(view=card.view, files=card.files(), nonce=key)
                return
            except Wait as error:
                if attempt == ATTEMPTS or error.seconds > LONGEST_PAUSE_SECONDS:
                    raise
                await self._clock.sleep(error.seconds)

    async def _in_time(self, event: Inbound, exchange: Exchange) -> Answer | None:
        """Ask the core; a form has to be the first response, so Discord is asked for time only when it gets late."""
        answering = asyncio.ensure_future(self._core.handle(event))
        try:
            done, _ = await asyncio.wait({answering}, timeout=self._patience)
            if not done:
                await exchange.defer()
            return await answering
        finally:
            answering.cancel()

    async def _show(self, answer: Answer | None, exchange: Exchange, locale: str) -> None:
        match answer:
            case Form():
                await self._form(answer, exchange, locale)
            case Reply():
                await self._reply(answer.message, exchange, private=answer.private)
            case Update() if exchange.has_message:
                await exchange.update(rendered(answer.message, self._commands.mention))
            case Update():
                await self._reply(answer.message, exchange)
            case Invalid():
                await self._reply(handed_back(answer), exchange)
            case _:
                await exchange.nothing()

    async def _reply(self, message: Message, exchange: Exchange, *, private: bool = True) -> None:
        await exchange.reply(rendered(message, self._commands.mention), private=private)

    async def _form(self, form: Form, exchange: Exchange, locale: str) -> None:
        if exchange.opens_forms:
            await exchange.form(modal(form, self._commands.mention, lambda key: self._core.say(locale, key)))
            return
        said = self._core.say(locale, "discord-no-form")
        await self._reply(Message(parts=(Text(words=(said,)),), summary=said), exchange)
