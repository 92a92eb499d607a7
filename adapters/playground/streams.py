"""What is news to the open pages: each page has a queue of what changed, read by its event stream."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeAlias

from .room import Post

WAITING = 500


@dataclass(frozen=True, slots=True)
class Places:
    """Unread marks or the list of places changed."""


@dataclass(frozen=True, slots=True)
class Hour:
    """The clock was moved."""


@dataclass(frozen=True, slots=True)
class End:
    """The stream ends; the page comes back by itself and asks for everything anew."""


News: TypeAlias = Post | Places | Hour | End


class Streams:
    """The event streams of the open pages."""

    def __init__(self) -> None:
        """Begin with no page open."""
        self._queues: set[asyncio.Queue[News]] = set()

    @contextmanager
    def listening(self) -> Iterator[asyncio.Queue[News]]:
        """Receive every news from here on."""
        queue: asyncio.Queue[News] = asyncio.Queue(WAITING)
        self._queues.add(queue)
        try:
            yield queue
        finally:
            self._queues.discard(queue)

    def publish(self, news: News) -> None:
        """Tell every open page; one that does not read any more is ended instead."""
        for queue in list(self._queues):
            if queue.full():
                self._queues.discard(queue)
                queue.get_nowait()
                queue.put_nowait(End())
            else:
                queue.put_nowait(news)

    def end(self) -> None:
        """End every stream, so that the server can stop at once."""
        for queue in list(self._queues):
            self._queues.discard(queue)
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(End())
