"""The page in a real browser: people, places, messages, threads and the clock."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Browser, expect

from bot.messages import Press
from bot.model import Target

from .browser import looking
from .harness import PlaygroundHarness
from .scene import BEGIN, act, discreet, menus, pictured, plain, prompt, topic

pytestmark = pytest.mark.asyncio(loop_scope="module")

KEY = "a" * 32


def events(shown: PlaygroundHarness, kind: type) -> list[Any]:
    return [each for each in shown.core.events if isinstance(each, kind)]


async def test_a_prompt_appears_by_itself_with_its_buttons(browser: Browser, shown: PlaygroundHarness) -> None:
    async with looking(browser, shown, "#sam/dm-sam") as page:
        await shown.platform.send(shown.direct(), prompt(), KEY)
        log = page.get_by_role("log", name="Messages in Ajar")
        await expect(log.get_by_role("button")).to_have_text(
            ["Reflect", "Another", "Later", "Less often or stop", "Need help now"]
        )
        await expect(log).to_have_attribute("aria-live", "polite")


async def test_the_visitor_becomes_somebody_else(browser: Browser, shown: PlaygroundHarness) -> None:
    async with looking(browser, shown, "#sam/general") as page:
        await page.get_by_role("radio", name="Sam").focus()
        await page.keyboard.press("ArrowUp")
        await expect(page.get_by_role("radio", name="Kit (moderator)")).to_be_checked()
        await expect(page.get_by_role("button", name="moderators")).to_be_visible()
        await expect(page.get_by_role("radio", name="Kit (moderator)")).to_be_focused()
        assert page.url.endswith("#kit/general")


async def test_private_answers_are_marked_and_others_do_not_see_them(
    browser: Browser, shown: PlaygroundHarness
) -> None:
    async with (
        looking(browser, shown, "#sam/general") as sam,
        looking(browser, shown, "#noor/general", beside=True) as noor,
    ):
        await sam.locator("#box").fill("/today")
        await sam.locator("#box").press("Enter")
        await expect(sam.get_by_text("Only you can see this")).to_be_visible()
        await sam.locator("#box").fill("Seen by all")
        await sam.locator("#box").press("Enter")
        await expect(noor.get_by_text("Seen by all")).to_be_visible()
        await expect(noor.locator(".post")).to_have_count(1)


async def test_menus_can_be_searched_and_take_several(browser: Browser, shown: PlaygroundHarness) -> None:
    async with looking(browser, shown, "#sam/general") as page:
        await shown.platform.send(shown.channel(), menus(), KEY)
        city = page.get_by_role("combobox", name="Your city")
        await city.press_sequentially("be")
        await expect(page.get_by_role("option")).to_have_text(["BerlinEurope/Berlin", "BernEurope/Bern"])
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("You picked Europe/Bern.")).to_be_visible()
        likes = page.get_by_role("combobox", name="What you like")
        await likes.click()
        await page.get_by_role("option", name="Music").click()
        await page.get_by_role("option", name="Tea").click()
        await page.get_by_role("option", name="Walks").click()
        await page.get_by_role("button", name="Done").click()
        await expect(page.get_by_text("You picked music, tea.")).to_be_visible()
        assert [each.values for each in events(shown, Press)] == [("Europe/Bern",), ("music", "tea")]


async def test_a_discreet_prompt_opens_where_it_stands_and_keeps_the_focus(
    browser: Browser, shown: PlaygroundHarness
) -> None:
    async with looking(browser, shown, "#sam/dm-sam") as page:
        await shown.platform.send(shown.direct(), discreet(), KEY)
        await page.get_by_role("button", name="Open the question").press("Enter")
        await expect(page.get_by_text("closed door")).to_be_visible()
        await expect(page.locator(".post")).to_have_count(1)
        await expect(page.locator(".post")).to_be_focused()


async def test_a_thread_opens_beside_and_the_focus_returns(browser: Browser, shown: PlaygroundHarness) -> None:
    async with looking(browser, shown, "#sam/general") as page:
        target = Target(platform="playground", scope="demo", kind="channel", channel="general", thread=True)
        await shown.platform.send(target, topic(), KEY)
        await page.get_by_role("button", name="Open the thread").click()
        thread = page.get_by_role("complementary", name="What helps you come back after an argument?")
        box = thread.get_by_role("combobox")
        await expect(box).to_be_focused()
        await box.fill("A walk.")
        await box.press("Enter")
        await expect(thread.get_by_text("A walk.")).to_be_visible()
        await box.fill("/today")
        await box.press("Enter")
        await expect(thread.get_by_text("Only you can see this")).to_be_visible()
        await thread.get_by_role("button", name="Close the thread").click()
        await expect(page.get_by_role("button", name="answers")).to_be_focused()


async def test_a_forum_shows_its_posts_and_a_written_line_opens_one(browser: Browser, shown: PlaygroundHarness) -> None:
    async with looking(browser, shown, "#sam/questions") as page:
        await expect(page.get_by_text("No posts yet.")).to_be_visible()
        await page.locator("#box").fill("How do you say no?")
        await page.locator("#box").press("Enter")
        await expect(page.get_by_role("heading", name="How do you say no?")).to_be_visible()
        await expect(page.get_by_role("button", name="Open the thread")).to_be_visible()


async def test_unread_marks_stand_at_places_and_people(browser: Browser, shown: PlaygroundHarness) -> None:
    async with looking(browser, shown, "#sam/welcome") as page:
        await shown.platform.send(shown.channel(), plain("Hello"), KEY)
        await shown.platform.send(
            Target(platform="playground", scope="demo", kind="direct", account="noor"), prompt(), KEY
        )
        general = page.get_by_role("button", name="general unread: 1")
        await expect(page.get_by_role("radio", name="Noor unread: 1")).to_be_attached()
        await expect(page).to_have_title("(1) Ajar, the playground")
        await general.click()
        await expect(page.get_by_role("button", name="general", exact=True)).to_have_attribute("aria-current", "page")
        await expect(page).to_have_title("Ajar, the playground")


async def test_the_clock_moves_and_the_app_ticks(browser: Browser, shown: PlaygroundHarness) -> None:
    async with looking(browser, shown) as page:
        clock = page.get_by_role("group", name="Clock")
        await expect(clock.get_by_role("time")).to_have_text("Tue, Mar 3 08:00")
        await clock.get_by_role("button", name="+1 h").click()
        await expect(clock.get_by_role("time")).to_have_text("Tue, Mar 3 09:00")
        await clock.get_by_role("button", name="Next morning").click()
        await expect(clock.get_by_role("time")).to_have_text("Wed, Mar 4 08:00")
        await clock.get_by_role("button", name="+1 week").click()
        await expect(clock.get_by_role("time")).to_have_text("Wed, Mar 11 08:00")
        assert (shown.clock.now() - BEGIN).days == 8


async def test_on_a_narrow_screen_the_column_is_a_drawer(browser: Browser, shown: PlaygroundHarness) -> None:
    async with looking(browser, shown, "#sam/general", width=390, height=844) as page:
        opener = page.get_by_role("button", name="Channels and people")
        await expect(page.get_by_role("radio", name="Sam")).to_have_count(0)
        await opener.press("Enter")
        await expect(opener).to_have_attribute("aria-expanded", "true")
        await expect(page.get_by_role("button", name="general")).to_be_focused()
        assert await page.locator("#room").evaluate("each => each.inert")
        await page.keyboard.press("Escape")
        await expect(opener).to_be_focused()
        await opener.click()
        await page.get_by_role("button", name="welcome").click()
        await expect(page.get_by_role("heading", name="#welcome")).to_be_visible()
        await expect(opener).to_have_attribute("aria-expanded", "false")
        wider = await page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wider


async def test_a_picture_says_what_it_shows(browser: Browser, shown: PlaygroundHarness) -> None:
    async with looking(browser, shown, "#sam/general") as page:
        await shown.platform.send(shown.channel(), pictured(), KEY)
        picture = page.get_by_role("img", name="A warm square")
        await expect(picture).to_be_visible()
        assert await picture.evaluate("each => each.decode().then(() => each.naturalWidth)") == 40


async def test_a_button_that_answers_nothing_leaves_all_as_it_is(browser: Browser, shown: PlaygroundHarness) -> None:
    async with looking(browser, shown, "#sam/dm-sam") as page:
        await shown.platform.send(shown.direct(), prompt(), KEY)
        later = page.get_by_role("button", name="Later")
        await later.dblclick()
        await expect(page.get_by_text("You pressed later.")).to_be_visible()
        await expect(later).to_be_focused()
        assert {each.action for each in events(shown, Press)} == {act("later")}


async def test_a_page_that_lost_its_line_comes_back_with_the_focus_where_it_was(
    browser: Browser, shown: PlaygroundHarness
) -> None:
    async with looking(browser, shown, "#sam/dm-sam") as page:
        await shown.platform.send(shown.direct(), prompt(), KEY)
        later = page.get_by_role("button", name="Later")
        await later.focus()
        async with page.expect_response(lambda each: "/playground/state" in each.url):
            await shown.platform.close()
        await expect(later).to_be_focused()
