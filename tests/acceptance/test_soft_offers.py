"""Two kind lines and the ways on, when check-ins stay low or rejection goes on; never alarm, never often."""

from __future__ import annotations

import pytest

from bot.messages import ActionId

from .stage import Person, Stage, actions, words

COMPANY = "It has been heavy more than once now."
COUNSELING = "talk it over with a counselor"
SAVE = ActionId(feature="checkin", action="save")


@pytest.fixture
async def sam(stage: Stage) -> Person:
    return await stage.member()


async def test_the_lowest_twice_running_brings_two_lines_and_the_same_ways_on(sam: Person) -> None:
    assert COMPANY not in words(await sam.submit(SAVE, mood="1"))
    said = await sam.submit(SAVE, mood="1")
    assert COMPANY in words(said)
    assert "Only you can see this" in words(said)
    assert {"Someone I trust", "A quiet practice", "My safety notes", "Need help now"} <= set(actions(said))
    assert not any(each.isdigit() for each in words(said))


async def test_it_comes_once_in_two_weeks(stage: Stage, sam: Person) -> None:
    came = []
    for _ in range(40):
        came.append(COMPANY in words(await sam.submit(SAVE, mood="1")))
        await stage.passes(days=1)
    assert [day for day, offered in enumerate(came) if offered] == [1, 15, 29]


async def test_a_check_in_sent_twice_is_answered_alike(sam: Person) -> None:
    await sam.submit(SAVE, mood="1")
    first = await sam.submit(SAVE, event="e:1", mood="1")
    assert COMPANY in words(first)
    assert await sam.submit(SAVE, event="e:1", mood="1") == first


async def test_rejection_that_goes_on_brings_a_gentle_thought(stage: Stage, sam: Person) -> None:
    for _ in range(4):
        said = await sam.submit(SAVE, mood="3", feelings=("rejected",))
        assert COUNSELING not in words(said)
        await stage.passes(days=4)
    assert COUNSELING in words(await sam.submit(SAVE, mood="3", feelings=("rejected",)))


async def test_a_closer_word_leaves_the_offer_where_it_is(sam: Person) -> None:
    await sam.submit(SAVE, mood="1")
    said = await sam.submit(SAVE, mood="1", feelings=("sad",))
    assert COMPANY in words(said)
    again = await sam.press("closer", "longing", on=said)
    assert COMPANY in words(again)
    third = await sam.submit(SAVE, mood="1")
    assert COMPANY not in words(third)


async def test_what_is_remembered_stands_sealed(stage: Stage, sam: Person) -> None:
    for _ in range(2):
        await sam.submit(SAVE, mood="1")
    assert {kind for (kind,) in stage.rows("SELECT kind FROM entries")} == {"checkin"}
    for file in stage.folder.iterdir():
        assert not file.is_file() or b"offered" not in file.read_bytes()


async def test_two_members_have_nothing_to_do_with_each_other(stage: Stage, sam: Person) -> None:
    kit = await stage.member("kit")
    await sam.submit(SAVE, mood="1")
    assert COMPANY not in words(await kit.submit(SAVE, mood="1"))
