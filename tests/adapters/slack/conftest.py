"""A running adapter, over each of the two ways in which events arrive."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from .harness import SlackHarness, running


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep slack_sdk, which reads the proxy from the environment, on the loopback."""
    for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "SLACK_BOT_TOKEN"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(params=["socket", "http"])
async def both(request: pytest.FixtureRequest) -> AsyncIterator[SlackHarness]:
    """Return a running adapter, once over Socket Mode and once over HTTP."""
    async with running(request.param) as harness:
        yield harness


@pytest.fixture
async def harness() -> AsyncIterator[SlackHarness]:
    """Return a running adapter over Socket Mode, for what does not depend on the way in."""
    async with running("socket") as harness:
        yield harness
