"""Posts, looks up and revises messages, each call made once; the outbox decides about a second."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from bot.clock import Clock
from bot.errors import Gone, SendError, Unreadable, Unsure, Wait
from bot.messages import Message
from bot.model import Receipt, Target
from bot.platform import Core

from .api import Api
from .errors import TOKEN_REFUSED
from .installations import Installation, Installations
from .render import message as rendered
from .turns import HISTORY, Turns

log = logging.getLogger(__name__)

EVENT_TYPE = "ajar_delivery"
MARGIN = timedelta(seconds=30)
"""How far our clock and Slack's may be apart, for what stands behind the newest page, which is always read."""

PAGE = 15
PAGES = 4
CLOSED = frozenset({"missing_scope", "not_in_channel", "no_permission", "channel_not_found"})
"""Slack's ways of saying that we may not read there."""


class Sending:
    """The outgoing half of the platform."""

    def __init__(self, api: Api, core: Core, installations: Installations, clock: Clock) -> None:
        """Call `api`, with the token of each target's workspace."""
        self._api, self._core, self._installations = api, core, installations
        self._turns = Turns(clock)
        self._told: set[str] = set()

    async def send(self, target: Target, message: Message, key: str) -> Receipt:
        """Post once; a person's id as channel opens their DM."""
        installation = await self._installation(target.scope)
        invite = self._core.say("en", "slack-answer-in-thread") if target.thread else ""
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"key": key}}
        direct = target.kind == "direct"
        turn = self._turns.take(target.scope, "chat.postMessage", key, direct=direct, lane=True)
        with _Telling(self._told), turn:
            answer = await self._api.web.chat_postMessage(
                channel=str(target.channel or target.account),
                token=installation.token,
                metadata=metadata,
                unfurl_links=False,
                unfurl_media=False,
                link_names=False,
                parse="none",
                **rendered(message, invite=invite),
            )
        return _receipt(target, str(answer["channel"]), str(answer["ts"]))

    async def find(self, target: Target, key: str, since: datetime) -> Receipt | None:
        """Read back from now to shortly before `since`; Unsure where there is too much to be certain.

        Slack is not asked by time: a clock of ours that goes wrong would hide what has just arrived.
        """
        installation = await self._installation(target.scope)
        try:
            channel = target.channel or await self._open(target, installation, key)
            return await self._search(target, installation, channel, key, since)
        except SendError as error:
            if error.reason in CLOSED:
                raise Unreadable(error.reason) from None
            raise

    async def revise(self, target: Target, receipt: Receipt, message: Message) -> None:
        """Replace a message of ours."""
        installation = await self._installation(target.scope)
        invite = self._core.say("en", "slack-answer-in-thread") if target.thread else ""
        turn = self._turns.take(target.scope, "chat.update", receipt.message, direct=False, lane=False)
        with _Telling(self._told), turn:
            await self._api.web.chat_update(
                channel=receipt.channel,
                ts=receipt.message,
                token=installation.token,
                link_names=False,
                parse="none",
                **rendered(message, invite=invite),
            )

    async def _installation(self, team: str) -> Installation:
        found = await self._installations.of(team)
        if found is None:
            raise Gone("not_installed")
        return found

    async def _open(self, target: Target, installation: Installation, key: str) -> str:
        with self._turns.take(target.scope, "conversations.open", key, direct=True, lane=False):
            answer = await self._api.web.conversations_open(users=str(target.account), token=installation.token)
        return str((answer.get("channel") or {})["id"])

    async def _search(
        self, target: Target, installation: Installation, channel: str, key: str, since: datetime
    ) -> Receipt | None:
        cursor = ""
        for _ in range(PAGES):
            page = await self._page(installation, channel, key, cursor)
            messages = page.get("messages") or ()
            for found in messages:
                if _marker(found) == key:
                    return _receipt(target, channel, str(found["ts"]))
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor or any(float(each["ts"]) < (since - MARGIN).timestamp() for each in messages):
                return None
        raise Unsure("too_many_messages")

    async def _page(self, installation: Installation, channel: str, key: str, cursor: str) -> Any:
        with self._turns.take(installation.team, HISTORY, key, direct=False, lane=False):
            return await self._api.web.conversations_history(
                channel=channel,
                token=installation.token,
                limit=PAGE,
                include_all_metadata=True,
                cursor=cursor or None,
            )


class _Telling:
    """Logs a refused token once for each reason, not for each delivery."""

    def __init__(self, told: set[str]) -> None:
        self._told = told

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Wait) and error.reason in TOKEN_REFUSED and error.reason not in self._told:
            self._told.add(error.reason)
            log.error("slack: the workspace refuses our token (%s); nothing is sent until that is mended", error.reason)


def _marker(found: dict[str, Any]) -> str | None:
    metadata = found.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return None
    return str((metadata.get("event_payload") or {}).get("key"))


def _receipt(target: Target, channel: str, ts: str) -> Receipt:
    # Every message of Slack can be answered in a thread of its own, under its own id.
    return Receipt(channel=channel, message=ts, thread=ts if target.thread else None)
