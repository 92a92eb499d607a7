"""A real Chromium, without a window, that never calls home."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, async_playwright

HOW = "needs Chromium: apt-get install chromium"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


def found() -> str | None:
    """Return where Chromium is, if it is installed."""
    return shutil.which("chromium")


def wanted() -> bool:
    """Whether a missing tool is a failure."""
    return os.environ.get("AJAR_REQUIRE_ALL") == "1"


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Run Chromium."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found(), args=list(FLAGS))
        yield browser
        await browser.close()
