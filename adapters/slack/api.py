"""Slack's Web API through one session of ours, which never repeats a call by itself.

The SDK's default handlers repeat a call whose answer was lost, and so post twice (measured); here the list is empty.
With a session of ours the SDK's own time-out is not applied, so the session carries it.
"""

from __future__ import annotations

import logging
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.errors import Unsure, Wait

from .errors import translated

TIMEOUT = aiohttp.ClientTimeout(total=15.0, connect=5.0)

PINNED = {"slack_sdk": logging.INFO, "slack_bolt": logging.WARNING}
"""Below these the libraries print bodies; Bolt does so even at INFO, for a request with a wrong signature."""


def library_logger(name: str) -> logging.Logger:
    """Return a vendor's logger, pinned above what would print a member's words, whatever the root's level is."""
    logger = logging.getLogger(name)
    logger.setLevel(max(PINNED[name], logger.level))
    return logger


class Api:
    """One session and one client for every workspace; the token goes with each call."""

    def __init__(self, url: str) -> None:
        """Prepare a client for the Web API at `url`; `open` before the first call."""
        self.web = AsyncWebClient(base_url=url, retry_handlers=[], logger=library_logger("slack_sdk"))
        self._session: aiohttp.ClientSession | None = None

    @property
    def ready(self) -> bool:
        """Whether calls can be made."""
        return self._session is not None and not self._session.closed

    async def open(self) -> None:
        """Open the session."""
        if not self.ready:
            self._session = aiohttp.ClientSession(timeout=TIMEOUT)
            self.web.session = self._session

    async def close(self) -> None:
        """Let go of every connection."""
        if self._session is not None:
            await self._session.close()

    async def respond(self, url: str, body: dict[str, Any]) -> None:
        """Post to a response_url, once. Raises Wait or Unsure when Slack did not take it."""
        logger = library_logger("slack_sdk")
        webhook = AsyncWebhookClient(url, session=self._session, retry_handlers=[], logger=logger)
        with translated(direct=True, lane=False):
            answer = await webhook.send_dict(body)
        if answer.status_code == 429:
            raise Wait("response_url", seconds=1.0, lane=False)
        if answer.status_code != 200:
            raise Unsure(f"response_url_{answer.status_code}")

    async def put(self, url: str, content: bytes) -> None:
        """Put a file where Slack has reserved a place for it, once. Raises Unsure when Slack did not take it."""
        if self._session is None:
            raise Unsure("closed")
        with translated(direct=True, lane=False):
            async with self._session.post(url, data=content) as answer:
                status = answer.status
        if status != 200:
            raise Unsure(f"upload_{status}")
