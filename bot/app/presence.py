"""A member was here: note it at most once an hour, and say in private what they have to know on their return.

That is: that questions come again, where they could not be reached; and after seven idle days a warm word, and that
this is a program. Questions that rested because nobody answered them come again as well.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import datetime, timedelta

from bot import agenda
from bot.feature import Context
from bot.log import describe
from bot.messages import Answer, Inbound, Lookup, Reply, Update
from bot.model import Account, Member
from bot.store import accounts, communities, members

logger = logging.getLogger(__name__)

HOUR = timedelta(hours=1)
IDLE = timedelta(days=7)
"""After so long without a sign, whoever comes back is told again that nobody reads along."""


class Presence:
    """Keeps `seen_at` and memberships, after the answer is known so that it costs the answer nothing."""

    def __init__(self, ctx: Context) -> None:
        """Work with the app's context."""
        self._ctx = ctx

    async def noted(self, event: Inbound, answer: Answer | None) -> Answer | None:
        """Note the presence; return the answer, with a private word added when the member had been out of reach."""
        if isinstance(event, Lookup) or answer is None or (isinstance(answer, Reply) and answer.urgent):
            return answer
        try:
            async with asyncio.timeout(self._ctx.patience / 2):
                return await self._note(event, answer)
        except Exception as error:  # the answer is there already, and goes out whatever happens here
            logger.warning("a presence was not noted: %s", describe(error))
            return answer

    async def _note(self, event: Inbound, answer: Answer) -> Answer:
        account, member, community = await self._ctx.store.who(event.origin.account, event.origin.community)
        if account is None or member is None or member.status != "active":
            return answer
        now = self._ctx.clock.now()
        keys = _due(account, member, now)
        told = self._with_words(event, answer, member, keys)
        if keys and told is answer:  # a form or a page cannot carry them: the next answer will
            return answer
        back = account.unreachable_at is not None
        if not back and now - member.seen_at < HOUR:
            return answer
        async with self._ctx.store.begin() as tx:
            await members.touch(tx, member.id, now)
            if community is not None:
                await communities.join(tx, community.id, account.id, now)
            if back:
                await accounts.unreachable(tx, account.id, None)
                await agenda.wake(tx, member.id, now)
            if now - member.seen_at >= IDLE:
                await agenda.wake(tx, member.id, now, agenda.SILENCE, agenda.BACK)
        return told

    def _with_words(self, event: Inbound, answer: Answer, member: Member, keys: tuple[str, ...]) -> Answer:
        """Put sentences in front of an answer in private, never in public; one without room stays as it is."""
        if not keys or not isinstance(answer, Reply | Update):
            return answer
        private = answer.private if isinstance(answer, Reply) else event.origin.direct
        if not private:
            return answer
        voice = self._ctx.library.voice(member.locale)
        parts = (*(voice.quiet(key) for key in keys), *answer.message.parts)
        return replace(answer, message=replace(answer.message, parts=parts))


def _due(account: Account, member: Member, now: datetime) -> tuple[str, ...]:
    """Return what the member has to be told."""
    found = ["core-was-unreachable"] if account.unreachable_at is not None else []
    if now - member.seen_at >= IDLE:
        found += ["core-back", "core-program"]
    return tuple(found)
