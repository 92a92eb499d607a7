"""Files in a person's own DM: reserved, told to the core, uploaded, shown; and deleted.

They lie open to whoever runs the workspace, which the core warns of before. The arguments go in the body of each call:
the SDK's own methods put them into the address, where the words that describe a picture do not belong.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.clock import Clock
from bot.errors import Gone, Refused
from bot.messages import Attachment
from bot.model import Target

from .api import Api
from .installations import Installation, Installations
from .turns import Turns

RESERVE, SHOW, DELETE = "files.getUploadURLExternal", "files.completeUploadExternal", "files.delete"
OPEN = "conversations.open"
ALT_LONGEST = 1000
"""Characters of a description (Slack's page of `files.getUploadURLExternal`)."""

NOT_THERE = frozenset({"file_not_found", "file_deleted"})


class Files:
    """Lays files into DMs, each call made once."""

    def __init__(self, api: Api, installations: Installations, clock: Clock) -> None:
        """Call `api`, with the token of each workspace."""
        self._api, self._installations, self._turns = api, installations, Turns(clock)

    async def upload(self, target: Target, attachment: Attachment, known: Callable[[str], Awaitable[None]]) -> None:
        """Reserve a place, let the core know of it, put the file there, and show it in the DM."""
        installation = await self._installation(target.scope)
        reserved = await self._call(
            installation,
            RESERVE,
            filename=attachment.name,
            length=len(attachment.content),
            alt_txt=(attachment.alt or "")[:ALT_LONGEST] or None,
        )
        file = str(reserved["file_id"])
        await known(file)
        channel = target.channel or await self._opened(installation, target)
        await self._api.put(str(reserved["upload_url"]), attachment.content)
        shown = [{"id": file, "title": attachment.name}]
        await self._call(installation, SHOW, json={"files": shown, "channel_id": channel})

    async def delete(self, scope: str, file: str) -> bool:
        """Delete a file; False where Slack knows of none."""
        installation = await self._installation(scope)
        try:
            await self._call(installation, DELETE, file=file)
        except Refused as error:
            if error.reason in NOT_THERE:
                return False
            raise
        return True

    async def _installation(self, team: str) -> Installation:
        found = await self._installations.of(team)
        if found is None:
            raise Gone("not_installed")
        return found

    async def _opened(self, installation: Installation, target: Target) -> str:
        answer = await self._call(installation, OPEN, users=str(target.account))
        return str((answer.get("channel") or {})["id"])

    async def _call(self, installation: Installation, method: str, *, json: Any = None, **data: Any) -> Any:
        with self._turns.take(installation.team, method, method, direct=True, lane=False):
            headers = {"Authorization": f"Bearer {installation.token}"}
            given = {name: value for name, value in data.items() if value is not None}
            return await self._api.web.api_call(method, json=json, data=given or None, headers=headers)
