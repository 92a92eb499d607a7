"""A real Chromium, without a window, that never calls home."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

from playwright.async_api import Browser, ConsoleMessage, Error, Page, Request, async_playwright, expect

from .harness import PlaygroundHarness

HOW = "needs a real Chromium: apt-get install chromium"
WAIT = 5000
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


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Run Chromium."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found(), args=list(FLAGS))
        yield browser
        await browser.close()


@asynccontextmanager
async def looking(
    browser: Browser,
    shown: PlaygroundHarness,
    at: str = "",
    *,
    width: int = 1280,
    height: int = 800,
    scheme: Literal["light", "dark"] = "light",
    beside: bool = False,
) -> AsyncIterator[Page]:
    """Open the page, in a window of its own where it stands `beside` another one.

    It may load nothing from elsewhere and may have no error, whatever a test does with it.
    """
    page = await _window(browser, beside)
    errors: list[str] = []
    asked: list[str] = []

    def failed(error: Error) -> None:
        errors.append(str(error))

    def said(message: ConsoleMessage) -> None:
        errors.extend([message.text] if message.type == "error" else [])

    def requested(request: Request) -> None:
        asked.append(request.url)

    page.on("pageerror", failed)
    page.on("console", said)
    page.on("request", requested)
    await page.set_viewport_size({"width": width, "height": height})
    await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    await page.goto(f"{shown.address}/{at}", wait_until="commit")
    await expect(page.locator("#app")).to_have_attribute("aria-busy", "false")
    yield page
    page.remove_listener("pageerror", failed)
    page.remove_listener("console", said)
    page.remove_listener("request", requested)
    await page.unroute_all()
    await page.goto("about:blank")
    assert errors == []
    assert [each for each in asked if not each.startswith(shown.address)] == []


async def _window(browser: Browser, beside: bool) -> Page:
    """Return a window; one is opened for the whole module, since opening takes longer than most tests."""
    pages = [page for context in browser.contexts for page in context.pages]
    wanted = 1 if beside else 0
    if len(pages) > wanted:
        return pages[wanted]
    page = await browser.new_page()
    page.set_default_timeout(WAIT)
    return page
