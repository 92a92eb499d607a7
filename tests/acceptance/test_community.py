from __future__ import annotations

import json

import pytest

from bot.feature import ZONES
from bot.messages import Form, Invalid, Left
from bot.store import holds

from .stage import Person, Stage, actions, button, words


@pytest.fixture
async def kit(stage: Stage) -> Person:
    return stage.moderator()


async def set_up(kit: Person, **fields: str | tuple[str, ...]) -> object:
    await kit.command("community panel")
    await kit.press("set_up")
    return await kit.submit(given={"channel": "channel:staff", "zone": "Europe/Berlin", **fields})


async def test_the_set_up_is_kept_and_shown_again(stage: Stage, kit: Person) -> None:
    assert "not set yet" in words(await kit.command("community"))
    await set_up(kit, moderators=("role:7", "account:ada"), zone="lima")
    ((zone, channel, roles, accounts),) = stage.rows(
        "SELECT zone, moderators_channel, moderator_roles, moderator_accounts FROM communities"
    )
    assert (zone, channel) == ("America/Lima", "staff")
    assert (json.loads(roles), json.loads(accounts)) == (["7"], ["ada"])
    assert "Moderators' channel: set." in words(await kit.command("community panel"))
    form = await kit.press("set_up")
    assert isinstance(form, Form)
    assert getattr(form.fields[0], "value", "") == "channel:staff"
    assert getattr(form.fields[1], "chosen", ()) == ("role:7", "account:ada")


async def test_an_unknown_zone_is_said_and_changes_nothing(stage: Stage, kit: Person) -> None:
    said = await set_up(kit, zone="Atlantis")
    assert isinstance(said, Invalid)
    assert list(said.errors) == ["zone"]
    assert stage.table("communities") == []


async def test_the_welcome_card_is_posted_once_for_a_gesture_and_leads_to_consent(stage: Stage, kit: Person) -> None:
    await kit.command("community welcome", event="e:1")
    await kit.command("community welcome", event="e:1")
    await stage.app.tick()
    (card,) = stage.posted("general")
    assert list(actions(card)) == ["Tell me more", "Need help now"]
    sam = stage.person("sam")
    assert "What I keep" in words(await sam.press("Tell me more", on=card))
    assert stage.table("members") == []


async def test_hold_stops_everything_unsolicited_within_a_tick_and_release_ends_it(stage: Stage, kit: Person) -> None:
    sam = await stage.member(hour="0900")
    noor = await stage.person("noor", community="lake").joins(hour="0900")
    held = await kit.command("community hold")
    assert "End the hold" in actions(held)
    await stage.until(2026, 10, 1, 9)
    assert sam.prompts == []
    assert len(noor.prompts) == 1
    assert words(await sam.command("today"))
    assert words(await sam.command("help-now"))
    await kit.press("End the hold", on=held)
    await stage.passes(minutes=1)
    assert len(sam.prompts) == 1


async def test_what_became_too_late_during_a_hold_is_not_sent(stage: Stage, kit: Person) -> None:
    sam = await stage.member(hour="0900")
    await kit.command("community hold")
    await stage.until(2026, 10, 1, 9)
    await stage.until(2026, 10, 1, 17)
    await kit.command("community release")
    await stage.passes(minutes=1)
    assert sam.prompts == []
    await stage.until(2026, 10, 2, 9)
    assert len(sam.prompts) == 1


async def test_the_panel_offers_release_while_held(kit: Person) -> None:
    await kit.command("community hold")
    panel = await kit.command("community")
    assert "Held: nothing goes out by itself" in words(panel)
    assert "End the hold" in actions(panel)


async def test_a_topic_is_held_too(stage: Stage, kit: Person) -> None:
    await set_up(kit)
    await kit.command("community hold")
    await kit.command("topic post", topic=next(iter(stage.app.ctx.library.voice("en").topics)))
    await kit.press("Post here now")
    await stage.app.tick()
    assert stage.posted("general") == []
    await kit.command("community release")
    await stage.app.tick()
    assert len(stage.posted("general")) == 1


async def test_the_operators_holds_stop_a_kind_or_all_of_it(stage: Stage) -> None:
    sam = await stage.member(hour="0900")
    async with stage.app.ctx.store.begin() as tx:
        await holds.hold(tx, "kind:daily_prompt", stage.clock.now())
    await stage.until(2026, 10, 1, 9)
    assert sam.prompts == []
    async with stage.app.ctx.store.begin() as tx:
        await holds.release(tx, "kind:daily_prompt")
        await holds.hold(tx, "all", stage.clock.now())
    await stage.passes(minutes=5)
    assert sam.prompts == []
    async with stage.app.ctx.store.begin() as tx:
        await holds.release(tx, "all")
    await stage.passes(minutes=5)
    assert len(sam.prompts) == 1


async def test_removing_the_app_cancels_what_waits_there(stage: Stage, kit: Person) -> None:
    await set_up(kit)
    await kit.command("topic weekly")
    await kit.submit(day="3", time="18:00", channel="channel:circle", place="thread")
    await kit.does(Left(origin=kit.origin(), everyone=True))
    await stage.passes(days=10)
    assert stage.posted("staff") == []


async def test_one_person_leaving_ends_nothing_for_the_others(stage: Stage, kit: Person) -> None:
    await set_up(kit)
    sam = await stage.member(hour="0900")
    await kit.does(Left(origin=stage.person("noor").origin()))
    await stage.until(2026, 10, 1, 9)
    assert len(sam.prompts) == 1


async def test_the_zone_is_found_by_typing_a_city(kit: Person) -> None:
    found = await kit.lookup(ZONES, "nairobi")
    assert found.options[0].value == "Africa/Nairobi"


async def test_the_panels_ways_on_all_lead_somewhere(stage: Stage, kit: Person) -> None:
    panel = await kit.command("community")
    for label in actions(panel):
        assert await kit.press(button(panel, label)) is not None
