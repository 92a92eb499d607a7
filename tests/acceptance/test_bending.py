"""A rhythm that bends: less when nobody answers, silence in the end, and a warm return."""

from __future__ import annotations

from datetime import timedelta

import pytest

from .stage import START, Person, Stage, words


@pytest.fixture
async def sam(stage: Stage) -> Person:
    return await stage.member(hour="0900")


async def mornings(stage: Stage, sam: Person, first: int, last: int) -> dict[int, str]:
    """Let mornings come, counted from the first of October, and return what came on each."""
    came: dict[int, str] = {}
    for number in range(first, last + 1):
        day = START + timedelta(days=number)
        before = len(sam.prompts)
        await stage.until(day.year, day.month, day.day, 9)
        if new := sam.prompts[before:]:
            came[number] = "\n".join(words(each) for each in new)
    return came


async def test_without_an_answer_it_eases_says_so_and_falls_silent(stage: Stage, sam: Person) -> None:
    came = await mornings(stage, sam, 0, 120)
    assert [*came] == [*range(8), 10, 13, 16, 19, 26, 33, 40, 47, 61]
    assert {day for day, said in came.items() if "I write every third day" in said} == {10}
    assert {day for day, said in came.items() if "I write once a week" in said} == {26}
    assert {day for day, said in came.items() if "I leave you this one" in said} == {61}
    assert "/rhythm" in came[10]
    assert stage.rows("SELECT resting, next_due_at FROM schedules") == [("silence", None)]


async def test_one_press_brings_every_day_back(stage: Stage, sam: Person) -> None:
    await mornings(stage, sam, 0, 13)
    await sam.press("Another", on=sam.prompts[-1], direct=True)
    assert [*await mornings(stage, sam, 14, 20)] == [*range(14, 21)]


async def test_whoever_comes_back_is_welcomed_without_counting_days(stage: Stage, sam: Person) -> None:
    await mornings(stage, sam, 0, 90)
    said = words(await sam.command("checkin"))
    said = words(await sam.submit(mood="3"))
    assert "It is good to see you" in said
    assert not any(each.isdigit() for each in said.partition("\n")[0])
    came = await mornings(stage, sam, 91, 93)
    assert [*came] == [91, 92, 93]
    assert "Your questions are back" in came[91]
    assert "are back" not in came[92]


async def test_a_rest_one_chose_is_no_silence(stage: Stage, sam: Person) -> None:
    await sam.command("pause", until="2026-12-01")
    came = await mornings(stage, sam, 0, 70)
    assert min(came) == 61
    assert [*came][:8] == [*range(61, 69)]
    assert not any("third day" in said for day, said in came.items() if day < 69)


async def test_whoever_answered_of_their_own_accord_is_not_asked_again_that_day(stage: Stage, sam: Person) -> None:
    await sam.command("today")
    await sam.press("Reflect")
    await sam.submit(text="early today")
    assert [*await mornings(stage, sam, 0, 2)] == [1, 2]


async def test_a_check_in_is_no_answer_to_the_question(stage: Stage, sam: Person) -> None:
    await sam.command("checkin")
    await sam.submit(mood="3")
    assert [*await mornings(stage, sam, 0, 1)] == [0, 1]
