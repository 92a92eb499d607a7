"""The files of the loopback Slack: reserved, then with content, then shown in a channel, then perhaps deleted."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from .faults import Answer


class SlackError(Exception):
    """An error code of Slack's."""


@dataclass
class Uploaded:
    """A file, as far as it has come."""

    name: str
    alt: str
    length: int
    content: bytes = b""
    channel: str = ""
    deleted: bool = False


class Files:
    """Every file there is, by its id."""

    def __init__(self) -> None:
        """Begin with none."""
        self.there: dict[str, Uploaded] = {}
        self._count = itertools.count(1)

    def shown(self, channel: str) -> list[Uploaded]:
        """Return the files that stand in a channel."""
        return [each for each in self.there.values() if each.channel == channel and not each.deleted]

    def reserve(self, arguments: Mapping[str, Any], address: str) -> Answer:
        """Give a file an id, and an address to put it at."""
        name = f"F{next(self._count)}"
        alt = str(arguments.get("alt_txt", ""))
        self.there[name] = Uploaded(str(arguments["filename"]), alt, int(arguments["length"]))
        return {"file_id": name, "upload_url": f"{address}/{name}"}

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Take the content in."""
        file = self.there[request.match_info["name"]]
        file.content = await request.read()
        return web.Response(text="OK", status=200 if len(file.content) == file.length else 400)

    def show(self, arguments: Mapping[str, Any]) -> Answer:
        """Show files in a channel."""
        given = arguments["files"]
        wanted: list[dict[str, str]] = json.loads(given) if isinstance(given, str) else given
        for each in wanted:
            if not self.there[each["id"]].content:
                raise SlackError("file_not_found")
            self.there[each["id"]].channel = str(arguments["channel_id"])
        return {"files": wanted}

    def delete(self, arguments: Mapping[str, Any]) -> Answer:
        """Delete one, unless it is not there (yet, or any more)."""
        file = self.there.get(str(arguments["file"]))
        if file is None or not file.channel or file.deleted:
            raise SlackError("file_deleted" if file and file.deleted else "file_not_found")
        file.deleted = True
        return {}
