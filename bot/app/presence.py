"""A member was here: note it at most once an hour, and tell one who could not be reached that questions come again."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta

from bot import agenda
from bot.feature import Context
from bot.log import describe
from bot.messages import Answer, Inbound, Lookup, Reply, Text, Update
from bot.model import Account, Member
from bot.store import accounts, communities, members

logger = logging.getLogger(__name__)

HOUR = timedelta(hours=1)


class Presence:
    """Keeps `seen_at` and memberships, after the answer is known so that it costs the answer nothing."""

    def __init__(self, ctx: Context) -> None:
        """Work with the app's context."""
        self._ctx = ctx

    async def noted(self, event: Inbound, answer: Answer | None) -> Answer | None:
        """Note the presence; return the answer, with a private word added when the member had been out of reach."""
        if isinstance(event, Lookup) or answer is None:
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
        told = self._with_word(event, answer, account, member)
        back = account.unreachable_at is not None and told is not answer
        if not back and now - member.seen_at < HOUR:
            return answer
        async with self._ctx.store.begin() as tx:
            await members.touch(tx, member.id, now)
            if community is not None:
                await communities.join(tx, community.id, account.id, now)
            if back:
                await accounts.unreachable(tx, account.id, None)
                await agenda.wake(tx, member.id, now)
        return told

    def _with_word(self, event: Inbound, answer: Answer, account: Account, member: Member) -> Answer:
        """Say in private that messages could not be delivered and begin again now; never in public.

        An answer that cannot carry the word (a form, a page) is left as it is, and the next one is tried.
        """
        if account.unreachable_at is None or not isinstance(answer, Reply | Update):
            return answer
        private = answer.private if isinstance(answer, Reply) else event.origin.direct
        if not private:
            return answer
        word: Text = self._ctx.library.voice(member.locale).quiet("core-was-unreachable")
        message = replace(answer.message, parts=(word, *answer.message.parts))
        return replace(answer, message=message)
