"""From an event to its answer: find the route, read who asks, see to its needs, run it, and never lose words.

Both platforms give three seconds, so the read that comes first is one indexed look-up under a deadline of half a
second; with the store out of reach, routes that can answer from memory still do. What a member wrote is read for signs
of danger first, and that answer waits for nothing (see `bot.app.beside`).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Container, Mapping
from dataclasses import replace
from typing import TypeAlias

from bot.errors import AjarError, StoreUnavailable
from bot.feature import HELP_NOW, Caller, Context, Feature, Need, Route
from bot.features import welcome
from bot.features.safety.screening import Detector, Screening
from bot.handovers import Handover
from bot.log import describe
from bot.messages import (
    ActionId,
    Answer,
    Button,
    Buttons,
    Choices,
    Command,
    Inbound,
    Invalid,
    Lookup,
    Message,
    Opened,
    Origin,
    Page,
    Part,
    Press,
    Reply,
    Rule,
    Submission,
)
from bot.metrics import Metrics
from bot.model import CONSENT_VERSION, AccountRef, Community, CommunityRef

from .beside import Beside, Handling, given

logger = logging.getLogger(__name__)

Manages: TypeAlias = Callable[[AccountRef, CommunityRef], Awaitable[bool]]
"""Asks the platform of an account whether it manages a community."""


class Dispatch:
    """Answers events by the routes of the features."""

    def __init__(
        self,
        ctx: Context,
        features: tuple[Feature, ...],
        *,
        manages: Manages,
        hand_over: Callable[[Origin, Handover], Answer],
        metrics: Metrics,
        detector: Detector | None,
    ) -> None:
        """Collect the routes of `features`, and read what members write with `detector`; rehearsals have none.

        `hand_over` begins to lay files into a DM, and returns what is shown meanwhile.
        """
        self._ctx, self._features = ctx, {each.name: each for each in features}
        self._commands = {name: (each, route) for each in features for name, route in each.on_command.items()}
        self._manages, self._hand_over, self._metrics = manages, hand_over, metrics
        self._screening = Screening(ctx, detector)
        self._beside = Beside(self._screening, deadline=ctx.patience)

    async def handle(self, event: Inbound) -> Answer | None:
        """Answer one event. Never raises for what a member did."""
        feature, route = self._route(event)
        words = _words(event, route)
        hit = self._screening.read(dict.fromkeys((*words, *given(event))))
        if hit is None:
            return await self._handled(event, feature, route, Handling())
        handling = Handling(answered=True)
        if route is not None and route.public:
            await self._meet(event, handling)
            self._metrics.events.labels(feature, type(event).__name__, "answered").inc()
            return self._beside.instead(event, hit, handling, words)
        return await self._beside.answered(event, hit, handling, words, self._handled(event, feature, route, handling))

    async def close(self) -> None:
        """Let what is still being handled come to its end."""
        await self._beside.close()

    async def _meet(self, event: Inbound, handling: Handling) -> None:
        """Find out who asks, as far as that goes."""
        try:
            handling.caller = await self._caller(event.origin, offline=True)
        except Exception as error:
            logger.warning("nobody knows who asked: %s", describe(error))

    async def _handled(self, event: Inbound, feature: str, route: Route | None, handling: Handling) -> Answer | None:
        """Run the route and answer kindly whatever goes wrong."""
        try:
            answer = await self._answer(event, route, handling)
            outcome = "answered"
        except (StoreUnavailable, TimeoutError):
            answer, outcome = self._sorry(event, route, "core-unavailable"), "unavailable"
        except AjarError as error:
            logger.error("%s failed: %s", _name(event, self._commands, route), describe(error))
            answer, outcome = self._sorry(event, route, "core-went-wrong"), "failed"
        except Exception:
            logger.exception("%s failed", _name(event, self._commands, route))
            answer, outcome = self._sorry(event, route, "core-went-wrong"), "failed"
        self._metrics.events.labels(feature, type(event).__name__, outcome).inc()
        return answer

    def _route(self, event: Inbound) -> tuple[str, Route | None]:
        if isinstance(event, Command):
            feature, route = self._commands.get(event.name, self._commands["help"])
            return feature.name, route
        if isinstance(event, Press | Submission | Lookup):
            found = self._features.get(event.action.feature)
            if found is None:
                return "none", None
            table: Mapping[str, Route] = {Press: found.on_press, Submission: found.on_submit, Lookup: found.on_lookup}[
                type(event)
            ]
            return found.name, table.get(event.action.action)
        for each in self._features.values():
            if type(event) in each.on_event:
                return each.name, each.on_event[type(event)]
        return "none", None

    async def _answer(self, event: Inbound, route: Route | None, handling: Handling) -> Answer | None:
        if isinstance(event, Opened):
            return await self._page(event)
        if route is None:
            return self._unknown(event)
        caller = await self._caller(event.origin, offline=route.offline)
        caller = handling.caller = replace(caller, answered=handling.answered)
        refusal = await self._refusal(caller, event, route)
        if refusal is not None:
            return Choices(options=()) if isinstance(event, Lookup) else refusal
        answer = await route.handle(self._ctx, caller, event)
        return self._hand_over(event.origin, answer) if isinstance(answer, Handover) else answer

    async def _caller(self, origin: Origin, *, offline: bool) -> Caller:
        """Read who asks; for an offline route, nobody known when the store does not answer in time."""
        try:
            async with asyncio.timeout(self._ctx.patience):
                account, member, community = await self._ctx.store.who(origin.account, origin.community)
        except (StoreUnavailable, TimeoutError):
            if not offline:
                raise
            account = member = community = None
        active = member if member and member.status == "active" else None
        agreed = active if active and active.consent_version >= CONSENT_VERSION else None
        voice = self._ctx.library.voice(member.locale if member else origin.locale)
        return Caller(
            origin=origin,
            account=account,
            member=agreed,
            lapsed=None if agreed else active,
            community=community,
            moderator=_moderates(origin, community),
            voice=voice,
            now=self._ctx.clock.now(),
        )

    async def _refusal(self, caller: Caller, event: Inbound, route: Route) -> Answer | None:
        """Return the kind answer of a route whose needs are not met, None when they are."""
        if Need.CONSENT in route.needs and caller.member is None:
            return _with_words(event, route, caller, welcome.card(caller))
        if route.needs & (Need.COMMUNITY | Need.MODERATOR) and caller.origin.community is None:
            return _with_words(event, route, caller, Reply(message=caller.says("core-in-community", "core-title")))
        if Need.MODERATOR in route.needs and not await self._may_moderate(caller):
            return _with_words(event, route, caller, Reply(message=caller.says("core-not-moderator", "core-title")))
        return None

    async def _may_moderate(self, caller: Caller) -> bool:
        origin = caller.origin
        if caller.moderator or origin.manages is not None or origin.community is None:
            return caller.moderator
        return await self._manages(origin.account, origin.community)

    async def _page(self, event: Opened) -> Answer:
        caller = await self._caller(event.origin, offline=False)
        parts: list[Part] = []
        for feature in self._features.values():
            section = await feature.home(self._ctx, caller) if feature.home else ()
            parts += [Rule(), *section] if parts and section else section
        return Page(parts=tuple(parts))

    def _unknown(self, event: Inbound) -> Answer | None:
        """Answer a button or form of an earlier version, or a forged one; other events need no answer."""
        if isinstance(event, Lookup):
            return Choices(options=())
        if not isinstance(event, Press | Submission):
            return None
        return self._sorry(event, None, "core-unknown")

    def _sorry(self, event: Inbound, route: Route | None, key: str) -> Answer | None:
        """Say that it did not work, with the help button, and hand back what was written."""
        if isinstance(event, Lookup):
            return Choices(options=())
        voice = self._ctx.library.voice(event.origin.locale)
        message = Message(
            parts=(
                voice.text(key),
                Buttons(buttons=(Button(label=voice.label("help-now-button"), action=HELP_NOW),)),
            ),
            summary=voice.label("core-title"),
        )
        if isinstance(event, Opened):
            return Page(parts=message.parts)
        if not isinstance(event, Submission):
            return Reply(message=message)
        names = _names(event, route)
        return Invalid(
            errors=_first_error(event, names, voice.label(key)), message=message, words=_written(event, names)
        )


def _first_error(event: Submission, names: tuple[str, ...], said: str) -> dict[str, str]:
    """Put the sentence at the first field, since a form stays open only where a field is named."""
    name = next(iter(names or tuple(event.fields)), "")
    return {name: said} if name else {}


def _names(event: Submission, route: Route | None) -> tuple[str, ...]:
    """Name the fields whose words belong to the member; where nobody knows, all of them."""
    return route.words if route else tuple(event.fields)


def _words(event: Inbound, route: Route | None) -> tuple[str, ...]:
    return _written(event, _names(event, route)) if isinstance(event, Submission) else ()


def _written(event: Submission, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text for name in names for text in event.many(name) if text)


def _with_words(event: Inbound, route: Route, caller: Caller, refusal: Reply) -> Answer:
    """Refuse; a form with words in it stays open, or they are handed back, since none may be lost."""
    if not isinstance(event, Submission) or not (words := _written(event, route.words)):
        return refusal
    said = caller.voice.label("core-words-kept-back")
    return Invalid(errors=_first_error(event, route.words, said), message=refusal.message, words=words)


def _moderates(origin: Origin, community: Community | None) -> bool:
    """Decide from what the event and our own record say, without asking the platform."""
    if origin.manages:
        return True
    if community is None:
        return False
    return origin.account.id in community.moderator_accounts or bool(set(origin.roles) & set(community.moderator_roles))


def _name(event: Inbound, commands: Container[str], route: Route | None) -> str:
    """Name an event for the log: what was asked, never by whom or with which words; an unknown name may be words."""
    if isinstance(event, Command):
        return f"command {event.name}" if event.name in commands else "an unknown command"
    action: ActionId | None = getattr(event, "action", None) if route else None
    return f"{type(event).__name__} {action.feature}:{action.action}" if action else type(event).__name__
