"""A running playground for each test, and one Chromium for each module that looks at it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser

from tests.conftest import require

from .browser import HOW, chromium, found
from .harness import PlaygroundHarness
from .script import SceneCore


@pytest_asyncio.fixture
async def playground() -> AsyncIterator[PlaygroundHarness]:
    harness = scene()
    await harness.start()
    yield harness
    await harness.stop()


@pytest_asyncio.fixture(loop_scope="module")
async def shown() -> AsyncIterator[PlaygroundHarness]:
    """The same, in the event loop that the module's browser lives in."""
    harness = scene()
    await harness.start()
    yield harness
    await harness.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    require(found() is not None, HOW)
    async with chromium() as one:
        yield one


def scene() -> PlaygroundHarness:
    """Return a playground that answers as the scene does, not yet started."""
    core = SceneCore()
    return PlaygroundHarness(clock=core.clock, core=core)
