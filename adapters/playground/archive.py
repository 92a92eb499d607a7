"""What outlives a restart: the bot's own posts, sealed on the shelf, one object for each channel or DM.

So `find` can tell after a crash what was posted, and nothing is sent twice. What a person wrote themselves and what
only one person could see is never put there.
"""

from __future__ import annotations

import asyncio
from base64 import b64decode, b64encode
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.messages import Attachment
from bot.platform import Shelf

from .room import SCOPE, Post, Room, direct_place
from .settings import BOT


class Archive:
    """Keeps a room on the shelf, one writer a place at a time so that an older picture never replaces a newer one."""

    def __init__(self, room: Room, shelf: Shelf) -> None:
        """Keep `room` on `shelf`."""
        self._room, self._shelf = room, shelf
        self._writing: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def load(self) -> None:
        """Bring back what an earlier run posted. Raises StoreUnavailable."""
        settings = self._room.settings
        roots = [*(each.id for each in settings.channels), *(direct_place(each.id) for each in settings.people)]
        for root in roots:
            kept = await self._shelf.get(SCOPE, _key(root))
            for record in kept["posts"] if kept else ():
                self._room.add(_read(record))
        self._room.read_all()

    async def keep(self, root: str) -> None:
        """Write down what of a channel or DM is to last. Raises StoreUnavailable."""
        async with self._writing[root]:
            posts = [each for each in self._room.posts.values() if self._room.root(each.place) == root]
            await self._shelf.put(SCOPE, _key(root), {"posts": [_write(each) for each in posts if each.sent]})


def _key(root: str) -> str:
    return f"place:{root}"


def _write(post: Post) -> dict[str, Any]:
    files = {token: _write_file(each) for token, each in post.files.items()}
    return {
        "id": post.id,
        "place": post.place,
        "at": post.at.isoformat(),
        "body": post.sent,
        "key": post.key,
        "thread": post.thread,
        "files": files,
    }


def _read(record: Mapping[str, Any]) -> Post:
    return Post(
        id=record["id"],
        place=record["place"],
        author=BOT,
        at=datetime.fromisoformat(record["at"]),
        body=record["body"],
        sent=record["body"],
        key=record["key"],
        thread=record["thread"],
        files={token: _read_file(each) for token, each in record["files"].items()},
    )


def _write_file(file: Attachment) -> dict[str, Any]:
    content = b64encode(file.content).decode("ascii")
    return {"name": file.name, "media_type": file.media_type, "content": content, "alt": file.alt}


def _read_file(record: Mapping[str, Any]) -> Attachment:
    return Attachment(
        name=record["name"],
        media_type=record["media_type"],
        content=b64decode(record["content"]),
        alt=record["alt"],
    )
