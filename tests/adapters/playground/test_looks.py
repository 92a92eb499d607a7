"""How the page looks and reads: contrast in both schemes, names of controls, the order of the focus."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Browser, Page, expect

from bot.model import Target

from .browser import looking
from .harness import PlaygroundHarness
from .scene import menus, preview, prompt, topic, welcome

pytestmark = pytest.mark.asyncio(loop_scope="module")

LOOKS = (Path(__file__).parent / "looks.js").read_text(encoding="utf-8")
KEY = "a" * 32


async def judged(page: Page) -> None:
    """See that nothing on the page is hard to read, nameless or doubled."""
    found = await page.evaluate(LOOKS)
    assert found["texts"] > 20
    assert found["poor"] == []
    assert found["nameless"] == []
    assert found["doubled"] == []
    assert found["unlabelled"] == []


async def filled(shown: PlaygroundHarness) -> None:
    """Put something of every kind into #general."""
    target = Target(platform="playground", scope="demo", kind="channel", channel="general", thread=True)
    receipt = await shown.platform.send(target, topic(), KEY)
    for message in (welcome(), preview(), menus(), prompt()):
        await shown.platform.send(shown.channel(), message, KEY)
    await shown.ask({"you": "noor", "place": receipt.thread, "kind": "say", "text": "Tea.", "event": "1"})
    await shown.ask({"you": "ines", "kind": "say", "text": "Hello", "event": "2"})
    await shown.ask({"kind": "command", "name": "today", "event": "3"})


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_everything_is_readable_named_and_one_of_a_kind(
    browser: Browser, shown: PlaygroundHarness, scheme: Literal["light", "dark"]
) -> None:
    await filled(shown)
    async with looking(browser, shown, "#sam/general", scheme=scheme) as page:
        paper = await page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (sum(map(int, paper[4:-1].split(","))) < 200) == (scheme == "dark")
        await page.get_by_role("button", name="1 answer").click()
        await judged(page)
        await page.locator("#box").press_sequentially("/t")
        await expect(page.get_by_role("listbox")).to_be_visible()
        await judged(page)
        await page.locator("#box").fill("/checkin")
        await page.locator("#box").press("Enter")
        await page.get_by_text("Low", exact=True).click()
        await page.get_by_role("textbox", name="Anything").fill("too long")
        await page.get_by_role("button", name="Keep it").click()
        await expect(page.get_by_text("a little long")).to_be_visible()
        await judged(page)


async def test_the_focus_goes_from_places_to_people_to_clock_to_messages_to_the_box(
    browser: Browser, shown: PlaygroundHarness
) -> None:
    await shown.platform.send(shown.channel(), prompt(), KEY)
    async with looking(browser, shown, "#sam/general") as page:
        path = [await _next(page) for _ in range(18)]
    assert [each["name"] for each in path] == [
        "Skip to the message box",
        "welcome",
        "general",
        "questions",
        "Ajar",
        "sam",
        "+1 h",
        "Next morning",
        "+1 week",
        "Messages in #general",
        "Reflect",
        "Another",
        "Later",
        "Less often or stop",
        "Need help now",
        "Message to #general",
        "Send",
        "",
    ]
    assert all(each["seen"] for each in path[:-1])


async def _next(page: Page) -> dict[str, object]:
    """Press Tab and tell where the focus is, and whether it shows."""
    await page.keyboard.press("Tab")
    found: dict[str, object] = await page.evaluate(
        """() => {
          const each = document.activeElement;
          const text = each === document.body ? "" : each.textContent;
          const name = each.getAttribute("aria-label") || each.value || text;
          const ring = getComputedStyle(each.type === "radio" ? each.closest("label") : each);
          return { name, seen: ring.outlineStyle === "solid" && parseFloat(ring.outlineWidth) >= 2 };
        }"""
    )
    return found


async def test_every_region_is_a_landmark_or_has_a_name(browser: Browser, shown: PlaygroundHarness) -> None:
    async with looking(browser, shown, "#sam/general") as page:
        await expect(page.get_by_role("main")).to_have_count(1)
        await expect(page.get_by_role("navigation")).to_have_count(1)
        await expect(page.get_by_role("heading", level=1)).to_have_text("#general")
        await expect(page.get_by_role("group", name="You are")).to_be_visible()
        await expect(page.get_by_role("complementary", name="Channels and people")).to_be_visible()
        assert await page.evaluate("document.documentElement.lang") == "en"


@pytest.mark.parametrize("width", [320, 390, 820, 1100])
async def test_nothing_runs_over_the_edge_on_narrow_screens(
    browser: Browser, shown: PlaygroundHarness, width: int
) -> None:
    await filled(shown)
    async with looking(browser, shown, "#sam/general", width=width, height=700) as page:
        over = await page.evaluate(
            "[...document.querySelectorAll('#room *, #room')]"
            ".filter((each) => each.getBoundingClientRect().right > innerWidth + 1).map((each) => each.className)"
        )
        assert over == []
        await judged(page)


async def test_nothing_moves_for_those_who_asked_for_stillness(browser: Browser, shown: PlaygroundHarness) -> None:
    async with looking(browser, shown, "#sam/general") as page:
        await page.locator("#box").fill("/checkin")
        await page.locator("#box").press("Enter")
        await expect(page.get_by_role("dialog")).to_be_visible()
        assert await page.evaluate("document.getAnimations().length") == 0
