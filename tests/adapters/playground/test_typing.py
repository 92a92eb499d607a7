"""The message box and forms in a real browser, with the keyboard wherever it can be."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Browser, expect

from bot.messages import Command, Submission

from .browser import looking
from .harness import PlaygroundHarness
from .scene import prompt, welcome

pytestmark = pytest.mark.asyncio(loop_scope="module")

KEY = "a" * 32


def events(shown: PlaygroundHarness, kind: type) -> list[Any]:
    return [each for each in shown.core.events if isinstance(each, kind)]


async def test_a_command_is_completed_with_the_keyboard_alone(browser: Browser, shown: PlaygroundHarness) -> None:
    async with looking(browser, shown, "#sam/general") as page:
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        box = page.get_by_role("combobox", name="Message to #general")
        await expect(box).to_be_focused()
        await page.keyboard.type("/ti")
        await expect(page.get_by_role("option", selected=True)).to_contain_text("/tip")
        await page.keyboard.press("Tab")
        await expect(box).to_have_value("/tip ")
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Enter")
        await expect(box).to_have_value("/tip category: ")
        await expect(page.get_by_role("option")).to_have_count(4)
        await page.keyboard.press("ArrowDown")
        active = page.get_by_role("option", name="grounding")
        await expect(active).to_have_attribute("aria-selected", "true")
        assert await box.get_attribute("aria-activedescendant") == await active.get_attribute("id")
        await page.keyboard.press("Enter")
        await expect(box).to_have_value("/tip category: grounding ")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("You gave tip")).to_be_visible()
        command = events(shown, Command)[0]
        assert (command.name, command.options) == ("tip", {"category": "grounding"})
        await expect(box).to_be_focused()
        await expect(box).to_have_value("")


async def test_subcommands_channels_and_lookups_are_completed(browser: Browser, shown: PlaygroundHarness) -> None:
    async with looking(browser, shown, "#kit/general") as page:
        box = page.locator("#box")
        await box.press_sequentially("/topic po")
        await page.keyboard.press("Enter")
        await expect(box).to_have_value("/topic post ")
        await box.press_sequentially("where: que")
        await expect(page.get_by_role("option")).to_have_text(["#questionsForum"])
        await page.keyboard.press("Enter")
        await box.press_sequentially("topic: ")
        await page.get_by_role("option", name="Silence").click()
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("Preview: nothing is posted yet")).to_be_visible()
        assert events(shown, Command)[0].options == {"where": "forum:questions", "topic": "silence"}


async def test_the_list_closes_on_escape_and_members_are_not_offered_moderators_commands(
    browser: Browser, shown: PlaygroundHarness
) -> None:
    async with looking(browser, shown, "#sam/general") as page:
        box = page.locator("#box")
        await box.press_sequentially("/")
        await expect(page.get_by_role("listbox")).to_be_visible()
        await expect(box).to_have_attribute("aria-expanded", "true")
        await expect(page.get_by_role("option", name="/topic post")).to_have_count(0)
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("listbox")).to_have_count(0)
        await expect(box).to_have_value("/")


async def test_an_option_that_is_needed_is_asked_for(browser: Browser, shown: PlaygroundHarness) -> None:
    async with looking(browser, shown, "#sam/general") as page:
        box = page.locator("#box")
        await box.fill("/zone")
        await page.get_by_role("button", name="Send").click()
        await expect(page.get_by_text("city: This one is needed.")).to_be_visible()
        await box.press_sequentially("lis")
        await page.get_by_role("option", name="Lisbon").click()
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("You gave zone")).to_be_visible()
        assert events(shown, Command)[0].options == {"city": "Europe/Lisbon"}


async def test_an_unknown_command_is_answered_and_words_are_shown(browser: Browser, shown: PlaygroundHarness) -> None:
    async with looking(browser, shown, "#sam/general") as page:
        box = page.locator("#box")
        await box.fill("/whatever now")
        await box.press("Enter")
        await expect(page.get_by_text("You gave whatever now")).to_be_visible()
        await box.fill("<b>Hello</b> everyone")
        await box.press("Enter")
        await expect(page.get_by_text("<b>Hello</b> everyone")).to_be_visible()


async def test_a_form_is_filled_and_sent_with_the_keyboard(browser: Browser, shown: PlaygroundHarness) -> None:
    async with looking(browser, shown, "#sam/general") as page:
        await page.locator("#box").fill("/checkin")
        await page.locator("#box").press("Enter")
        dialog = page.get_by_role("dialog", name="How are you right now?")
        await expect(dialog.get_by_role("radio", name="Very good")).to_be_focused()
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Space")
        for _ in range(25):
            await page.keyboard.press("Tab")
        await expect(dialog.get_by_role("textbox", name="Anything you want to keep")).to_be_focused()
        await page.keyboard.type("A word")
        for _ in range(2):
            await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(dialog).to_have_count(0)
        await expect(page.get_by_text("Only you can see this")).to_be_visible()
        fields = events(shown, Submission)[0].fields
        assert fields == {"mood": ("good",), "feelings": ("calm",), "trigger": (), "note": ("A word",)}
        await page.keyboard.type("typed at once")
        await expect(page.locator("#box")).to_have_value("typed at once")


async def test_what_is_needed_and_what_is_amiss_is_said_at_its_field_and_no_word_is_lost(
    browser: Browser, shown: PlaygroundHarness
) -> None:
    async with looking(browser, shown, "#sam/general") as page:
        await page.locator("#box").fill("/checkin")
        await page.locator("#box").press("Enter")
        dialog = page.get_by_role("dialog")
        note = dialog.get_by_role("textbox")
        await note.fill("this is too long")
        await dialog.get_by_role("button", name="Keep it").click()
        await expect(dialog.get_by_text("This one is needed.")).to_be_visible()
        await expect(dialog.get_by_role("radio", name="Very good")).to_be_focused()
        await dialog.get_by_text("Low", exact=True).click()
        await dialog.get_by_role("button", name="Keep it").click()
        await expect(dialog.get_by_text("This note is a little long.")).to_be_visible()
        await expect(note).to_be_focused()
        await expect(note).to_have_value("this is too long")
        await expect(note).to_have_attribute("aria-invalid", "true")
        await expect(note).to_have_accessible_description(
            "Only for you. It can stay empty. This note is a little long. Here are your words."
        )
        await note.fill("shorter")
        await dialog.get_by_role("button", name="Keep it").click()
        await expect(dialog).to_have_count(0)
        sent = events(shown, Submission)
        assert sent[0].origin.event == sent[1].origin.event


async def test_a_form_closed_by_mistake_keeps_its_words(browser: Browser, shown: PlaygroundHarness) -> None:
    async with looking(browser, shown, "#sam/dm-sam") as page:
        await shown.platform.send(shown.direct(), prompt(), KEY)
        reflect = page.get_by_role("button", name="Reflect")
        await reflect.click()
        await page.get_by_role("textbox", name="What comes to you?").fill("Half a thought")
        await page.keyboard.press("Escape")
        await expect(reflect).to_be_focused()
        await reflect.click()
        await expect(page.get_by_role("textbox", name="What comes to you?")).to_have_value("Half a thought")
        await page.get_by_role("button", name="Keep it").dblclick()
        await expect(page.get_by_text("It is kept.")).to_have_count(1)
        assert len({each.origin.event for each in events(shown, Submission)}) == 1


async def test_every_kind_of_field_is_sent_as_the_core_wants_it(browser: Browser, shown: PlaygroundHarness) -> None:
    async with looking(browser, shown, "#kit/general") as page:
        await page.locator("#box").fill("/everything")
        await page.locator("#box").press("Enter")
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("An hour").fill("07:30")
        await dialog.get_by_label("A day").fill("2026-04-01")
        city = dialog.get_by_role("combobox", name="Your city")
        await expect(city).to_have_value("Berlin")
        await city.fill("Lim")
        await page.get_by_role("option", name="Lima").click()
        await dialog.get_by_label("Where it opens").select_option(label="#questions (Forum)")
        await dialog.get_by_role("checkbox", name="Noor").check(force=True)
        await dialog.get_by_role("button", name="Save").click()
        await expect(page.get_by_text("Saved.")).to_be_visible()
        assert events(shown, Submission)[0].fields == {
            "title": (),
            "hour": ("07:30",),
            "day": ("2026-04-01",),
            "city": ("America/Lima",),
            "where": ("forum:questions",),
            "who": ("account:noor", "account:kit"),
        }


async def test_a_single_choice_that_is_not_needed_can_be_taken_back(browser: Browser, shown: PlaygroundHarness) -> None:
    async with looking(browser, shown, "#sam/general") as page:
        await page.locator("#box").fill("/checkin")
        await page.locator("#box").press("Enter")
        choice = page.get_by_role("radio", name="I don't know")
        await page.get_by_text("I don't know").click()
        await expect(choice).to_be_checked()
        await page.get_by_text("I don't know").click()
        await expect(choice).not_to_be_checked()
        await page.keyboard.press("Space")
        await expect(choice).to_be_checked()
        await page.keyboard.press("Space")
        await expect(choice).not_to_be_checked()


async def test_a_named_command_begins_in_the_box(browser: Browser, shown: PlaygroundHarness) -> None:
    async with looking(browser, shown, "#sam/general") as page:
        await shown.platform.send(shown.channel(), welcome(), KEY)
        link = page.get_by_role("link", name="How this works")
        await expect(link).to_have_attribute("rel", "noopener noreferrer")
        await page.get_by_role("button", name="/start").click()
        await expect(page.locator("#box")).to_have_value("/start")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("combobox", name="Your city")).to_be_visible()


async def test_words_that_did_not_arrive_stay_in_the_box(browser: Browser, shown: PlaygroundHarness) -> None:
    async with looking(browser, shown, "#sam/general") as page:
        await page.route("**/playground/gesture", lambda route: route.fulfill(status=204))
        await page.locator("#box").fill("Still here")
        await page.locator("#box").press("Enter")
        await expect(page.get_by_text("That did not arrive.")).to_be_visible()
        await expect(page.locator("#box")).to_have_value("Still here")
