"""A running adapter."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from .harness import DiscordHarness, running


@pytest.fixture
async def harness() -> AsyncIterator[DiscordHarness]:
    """Return a running adapter against a loopback Discord."""
    async with running() as harness:
        yield harness
