from __future__ import annotations

from uuid import UUID

import pytest

from bot.messages import ActionId, ChoiceField, Form, Invalid, Quote, Reply, TextField, Update
from bot.store import entries

from .stage import Person, Stage, actions, button, menu, parts, words


@pytest.fixture
async def sam(stage: Stage) -> Person:
    return await stage.member()


async def opened(stage: Stage, name: str) -> list[dict[str, object]]:
    """Return a member's check-ins, opened with their own key, the oldest first."""
    owner = UUID(hex=stage.member_id(name))
    async with stage.app.ctx.store.read() as tx:
        kept = await entries.list(tx, owner, "checkin", 50)
    key = await stage.app.ctx.seal.opened(owner)
    return [key.open_json("entries", each.id, each.sealed) for each in reversed(kept)]


async def test_the_form_asks_five_things_and_needs_only_the_first(sam: Person) -> None:
    form = await sam.command("checkin")
    assert isinstance(form, Form)
    assert [each.id for each in form.fields] == ["mood", "feelings", "trigger", "reaction", "note"]
    assert [each.id for each in form.fields if each.required] == ["mood"]
    sizes = [len(each.options) for each in form.fields if isinstance(each, ChoiceField)]
    assert sizes == [5, 24, 4, 6]
    assert isinstance(form.fields[4], TextField)


async def test_everything_ticked_is_kept_sealed_and_answered_in_private(stage: Stage, sam: Person) -> None:
    await sam.command("checkin")
    feelings = tuple(each.id for each in stage.app.ctx.library.voice("en").feelings.values() if each.menu)[:2]
    said = await sam.submit(mood="1", feelings=feelings, trigger="person", reaction="away", note="they closed the door")
    assert isinstance(said, Reply)
    assert said.private
    assert "Only you can see this" in words(said)
    assert "Need help now" in actions(said)
    assert "they closed the door" not in words(said)
    assert await opened(stage, "sam") == [
        {
            "mood": 1,
            "feelings": list(feelings),
            "trigger": "person",
            "reaction": "away",
            "note": "they closed the door",
        }
    ]


@pytest.mark.parametrize("mood", ["1", "2", "3", "4", "5"])
async def test_every_mood_alone_has_an_answer(sam: Person, mood: str) -> None:
    await sam.command("checkin")
    said = await sam.submit(mood=mood)
    assert isinstance(said, Reply)
    assert len(words(said)) > 40


@pytest.mark.parametrize("mood", ["1", "2", "3", "4", "5"])
async def test_every_answer_to_trigger_and_reaction_has_its_words(stage: Stage, sam: Person, mood: str) -> None:
    form = await sam.command("checkin")
    assert isinstance(form, Form)
    choices = {each.id: each.options for each in form.fields if isinstance(each, ChoiceField)}
    for trigger in choices["trigger"]:
        assert isinstance(await sam.submit(form, mood=mood, trigger=trigger.value), Reply)
    for reaction in choices["reaction"]:
        assert isinstance(await sam.submit(form, mood=mood, reaction=reaction.value), Reply)


async def test_every_feeling_offers_a_closer_word_of_its_kind(stage: Stage, sam: Person) -> None:
    form = await sam.command("checkin")
    assert isinstance(form, Form)
    for feeling in (each for each in stage.app.ctx.library.voice("en").feelings.values() if each.menu):
        said = await sam.submit(form, mood="3", feelings=feeling.id)
        assert 0 < len(menu(said, "closer").options) <= 25


async def test_a_closer_word_is_added_to_the_entry(stage: Stage, sam: Person) -> None:
    await sam.command("checkin")
    said = await sam.submit(mood="2", feelings="sad")
    word = menu(said, "closer").options[0]
    shown = await sam.press("closer", word.value)
    assert isinstance(shown, Update)
    told = next(each.text for each in parts(shown) if isinstance(each, Quote))
    assert word.label in told
    assert (await opened(stage, "sam"))[0]["feelings"] == ["sad", word.value]


async def test_a_closer_word_pressed_twice_is_added_once(stage: Stage, sam: Person) -> None:
    await sam.command("checkin")
    said = await sam.submit(mood="2", feelings="sad")
    word = menu(said, "closer").options[0].value
    for _ in range(2):
        await sam.press("closer", word, on=said, event="e:closer")
    assert (await opened(stage, "sam"))[0]["feelings"] == ["sad", word]


async def test_somebody_elses_entry_cannot_be_reached_and_looks_like_none(stage: Stage, sam: Person) -> None:
    await sam.command("checkin")
    said = await sam.submit(mood="2", feelings="sad", note="mine")
    before = stage.table("entries")
    noor = await stage.member("noor")
    reached = await noor.press(button(said, "closer"), "lonely")
    nothing = await noor.press(ActionId(feature="checkin", action="closer", ref="0" * 32), "lonely")
    assert words(reached) == words(nothing)
    assert "cannot find this entry among yours" in words(reached)
    assert stage.table("entries") == before


async def test_a_closer_word_to_a_reflection_or_nonsense_changes_nothing(stage: Stage, sam: Person) -> None:
    await sam.command("checkin")
    said = await sam.submit(mood="2", feelings="sad")
    before = await opened(stage, "sam")
    await sam.press("closer", "no-such-word", on=said)
    await sam.press("closer", on=said)
    assert await opened(stage, "sam") == before


async def test_several_a_day_are_fine(stage: Stage, sam: Person) -> None:
    form = await sam.command("checkin")
    assert isinstance(form, Form)
    for mood in "123":
        await sam.submit(form, mood=mood)
        await stage.passes(minutes=5)
    assert [each["mood"] for each in await opened(stage, "sam")] == [1, 2, 3]


async def test_the_same_form_sent_twice_is_one_entry_with_the_same_answer(stage: Stage, sam: Person) -> None:
    form = await sam.command("checkin")
    assert isinstance(form, Form)
    first = await sam.submit(form, event="e:1", mood="1", note="once")
    assert first == await sam.submit(form, event="e:1", mood="1", note="once")
    assert len(stage.table("entries")) == 1


@pytest.mark.parametrize("mood", ["", "0", "6", "low", "1.0", "³", "-1"])
async def test_a_missing_or_forged_mood_is_asked_for_and_the_note_is_handed_back(
    stage: Stage, sam: Person, mood: str
) -> None:
    await sam.command("checkin")
    said = await sam.submit(mood=mood, note="keep these words")
    assert isinstance(said, Invalid)
    assert list(said.errors) == ["mood"]
    assert said.words == ("keep these words",)
    assert stage.table("entries") == []


async def test_an_over_long_note_is_handed_back_whole(stage: Stage, sam: Person) -> None:
    await sam.command("checkin")
    said = await sam.submit(mood="2", note="y" * 2001)
    assert isinstance(said, Invalid)
    assert list(said.errors) == ["note"]
    assert said.words == ("y" * 2001,)
    assert stage.table("entries") == []
    assert isinstance(await sam.submit(button_form(), mood="2", note="y" * 2000), Reply)


def button_form() -> ActionId:
    return ActionId(feature="checkin", action="save")


async def test_forged_choices_are_left_out(stage: Stage, sam: Person) -> None:
    await sam.submit(button_form(), mood="4", feelings=("sad", "sad", "zz"), trigger="zz", reaction="zz")
    assert await opened(stage, "sam") == [
        {"mood": 4, "feelings": ["sad"], "trigger": None, "reaction": None, "note": ""}
    ]


async def test_without_consent_the_card_comes_instead_of_the_form(stage: Stage) -> None:
    noor = stage.person("noor")
    card = await noor.command("checkin")
    assert "What I keep" in words(card)


async def test_words_sent_without_consent_are_not_lost(stage: Stage) -> None:
    noor = stage.person("noor")
    said = await noor.submit(button_form(), mood="1", note="please do not lose this")
    assert isinstance(said, Invalid)
    assert said.words == ("please do not lose this",)
    assert "What I keep" in words(said)
    assert stage.table("entries") == []


async def test_in_a_community_nobody_else_sees_that_it_happened(stage: Stage, sam: Person) -> None:
    await sam.command("checkin")
    await sam.submit(mood="1")
    await stage.app.tick()
    assert stage.posted("general") == []
