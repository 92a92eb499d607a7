"""A running adapter."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from . import api
from .harness import DiscordHarness, running


@pytest.fixture
async def harness() -> AsyncIterator[DiscordHarness]:
    """Return a running adapter against a loopback Discord."""
    async with running() as harness:
        yield harness


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What was uploaded, by name."""
    found: dict[str, bytes] = {}
    read = api._body

    async def kept(request: web.Request) -> Any:
        if request.content_type == "multipart/form-data":
            for each in (await request.post()).values():
                if isinstance(each, web.FileField):
                    found[each.filename] = each.file.read()
        return await read(request)

    monkeypatch.setattr(api, "_body", kept)
    return found
