"""What leaves this machine by HTTP: addresses and headers of every request, which must bear no words."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import aiohttp
import pytest

from .marks import Marks
from .search import in_text


@contextmanager
def watched(marks: Marks, patch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Keep every request of every client; what is found in the end stands in the list."""
    found: list[str] = []
    lines: list[str] = []
    request = aiohttp.ClientSession._request

    async def noted(self: aiohttp.ClientSession, method: str, url: Any, **more: Any) -> Any:
        lines.append(f"{method} {url} {more.get('params')} {more.get('headers')} {more.get('cookies')}")
        return await request(self, method, url, **more)

    patch.setattr(aiohttp.ClientSession, "_request", noted)
    yield found
    assert lines, "nothing was asked of anybody, so nothing was shown"
    found += in_text(marks, "an address or header", "\n".join(lines))


class Always(dict[str, Any]):
    """The same fault for every request, in place of a loopback's own faults."""

    def __init__(self, fault: Callable[..., Any]) -> None:
        """Let every request meet `fault`."""
        super().__init__()
        self._fault = fault

    def get(self, name: str, default: Any = None) -> Any:
        """Return a queue that holds the fault once more, whatever is asked for."""
        return deque([self._fault])
