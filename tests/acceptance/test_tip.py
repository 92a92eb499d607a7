from __future__ import annotations

import pytest

from bot.messages import ActionId, Heading, Picture, Reply, Update

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
    assert list(actions(said))[:5] == ["Another", "It helped", "Not this time", "Not for me", "Need help now"]
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


async def told(sam: Person, tip: str, outcome: str) -> None:
    await sam.press(ActionId(feature="tip", action=outcome, ref=f".{tip}"))


async def test_what_helped_comes_back_more_often_and_says_so(stage: Stage, sam: Person) -> None:
    tips = stage.app.ctx.library.voice("en").tips
    for outcome in ("helped", "helped", "helped", "helped", "not_now"):
        await told(sam, "hum-along", outcome)
    for each in (each for each in tips if each != "hum-along"):
        for _ in range(2):
            await told(sam, each, "not_now")
    shown = [await sam.command("tip") for _ in range(40)]
    mine = [each for each in shown if title(each) == tips["hum-along"].title]
    assert 5 <= len(mine) < 20
    assert any("This helped you 4 of 5 times." in words(each) for each in mine)
    assert len({title(each) for each in shown}) > 8
    assert any("Picked by chance" in words(each) for each in shown)


async def test_how_it_is_chosen_is_explained_and_can_be_switched_off(stage: Stage, sam: Person) -> None:
    await told(sam, "hum-along", "helped")
    await sam.command("tip")
    said = words(await sam.press("How I choose"))
    assert "Three times in ten" in said
    assert f"{stage.app.ctx.library.voice('en').tips['hum-along'].title}: 1 of 1 times" in said
    assert "by chance alone now" in words(await sam.press("Leave it all to chance"))
    for _ in range(30):
        assert "has helped you" not in words(await sam.command("tip"))
    await sam.press(ActionId(feature="tip", action="how"))
    assert "Three times in ten" in words(await sam.press("Choose by what helped me"))


async def test_a_grounding_is_walked_a_step_at_a_time_and_back(stage: Stage, sam: Person) -> None:
    tip = stage.app.ctx.library.voice("en").tips["five-things-around"]
    await sam.press(ActionId(feature="tip", action="show", ref=f".{tip.id}"))
    shown = await sam.press("A step at a time")
    assert isinstance(shown, Reply)
    for number, step in enumerate(tip.steps, 1):
        assert step in words(shown)
        assert f"Step {number} of {len(tip.steps)}" in words(shown)
        if number < len(tip.steps):
            shown = await sam.press("Next")
            assert isinstance(shown, Update)
    assert "It helped" in actions(shown)
    assert tip.steps[-2] in words(await sam.press("Back"))


async def test_a_breath_is_one_looping_picture_with_words_for_it_and_a_still(sam: Person) -> None:
    await sam.press(ActionId(feature="tip", action="show", ref=".longer-out-than-in"))
    for press, suffix in (("Breathe along", ".gif"), ("A still picture", ".png"), ("The moving picture", ".gif")):
        (shown,) = [each for each in parts(await sam.press(press)) if isinstance(each, Picture)]
        assert shown.attachment.name.endswith(suffix)
        assert "count to 3" in (shown.attachment.alt or "")


async def test_where_answers_carry_no_files_the_counts_stand_in_for_the_picture(stage: Stage) -> None:
    sam = await stage.person("sam", files=False).joins()
    shown = await sam.press(ActionId(feature="tip", action="breathe", ref=".longer-out-than-in"))
    assert not any(isinstance(each, Picture) for each in parts(shown))
    assert "1 2 3  ▽ 1 2 3 4 5 6" in words(shown)
