from __future__ import annotations

import pytest

from bot.messages import ActionId, Heading, Reply, Update

from .stage import Person, Shown, Stage, actions, button, parts, words


@pytest.fixture
async def sam(stage: Stage) -> Person:
    return await stage.member()


def title(shown: Shown) -> str:
    return next(each.text for each in parts(shown) if isinstance(each, Heading))


async def test_a_tip_comes_with_its_steps_its_evidence_and_its_buttons(sam: Person) -> None:
    said = await sam.command("tip")
    assert isinstance(said, Reply)
    assert said.private
    assert list(actions(said)) == ["Another", "It helped", "Not for me", "Need help now"]
    assert "1. " in words(said)


async def test_every_category_can_be_asked_for_by_its_word_and_by_completion(stage: Stage, sam: Person) -> None:
    voice = stage.app.ctx.library.voice("en")
    offered = (await sam.lookup(ActionId(feature="tip", action="category"), "")).options
    assert {each.value for each in offered} == {each.category for each in voice.tips.values()}
    titles = {each.title: each.category for each in voice.tips.values()}
    for option in offered:
        assert titles[title(await sam.command("tip", category=option.label))] == option.value
        assert titles[title(await sam.command("tip", category=option.value))] == option.value


async def test_an_unknown_category_gives_a_tip_all_the_same(sam: Person) -> None:
    assert title(await sam.command("tip", category="x" * 5000))


async def test_another_never_repeats_until_all_were_seen(stage: Stage, sam: Person) -> None:
    total = len(stage.app.ctx.library.voice("en").tips)
    shown = await sam.command("tip")
    seen = [title(shown)]
    for _ in range(total - 1):
        shown = await sam.press("Another")
        assert isinstance(shown, Update)
        seen.append(title(shown))
    assert len(set(seen)) == total
    assert title(await sam.press("Another"))


async def test_the_same_event_twice_is_the_same_tip(sam: Person) -> None:
    assert await sam.command("tip", event="e:1") == await sam.command("tip", event="e:1")


async def test_what_was_not_for_me_stays_away(stage: Stage, sam: Person) -> None:
    refused = title(await sam.command("tip", category="breathing"))
    assert "stay away" in words(await sam.press("Not for me"))
    for _ in range(30):
        assert title(await sam.command("tip", category="breathing")) != refused


async def test_what_helped_is_kept_sealed(stage: Stage, sam: Person) -> None:
    shown = await sam.command("tip")
    tip = button(shown, "helped").ref.partition(".")[2]
    assert "Good to know" in words(await sam.press("It helped", event="e:1"))
    await sam.press(button(shown, "helped"), event="e:1")
    ((kind, sealed),) = stage.rows("SELECT kind, sealed FROM entries")
    assert kind == "tip_outcome"
    assert tip.encode() not in sealed
    assert b"helped" not in sealed


async def test_a_tip_that_left_the_library_is_answered_kindly(stage: Stage, sam: Person) -> None:
    said = await sam.press(ActionId(feature="tip", action="helped", ref=".gone"))
    assert "left the library" in words(said)
    assert stage.table("entries") == []


async def test_a_quiet_practice_needs_no_consent_and_keeps_nothing(stage: Stage) -> None:
    noor = stage.person("noor")
    shown = await noor.press(ActionId(feature="tip", action="quiet"))
    assert title(shown)
    assert stage.table("shown") == []
    assert "What I keep" in words(await noor.press("Another"))
