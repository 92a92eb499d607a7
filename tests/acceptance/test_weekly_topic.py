from __future__ import annotations

from datetime import datetime
from uuid import UUID

import pytest

from bot.messages import Form, Heading, Invalid, Update
from bot.store import topics

from .stage import Person, Shown, Stage, actions, parts, words


def title(shown: Shown) -> str:
    return next(each.text for each in parts(shown) if isinstance(each, Heading))


def states(stage: Stage) -> list[str]:
    return [state for (state,) in stage.rows("SELECT state FROM topics ORDER BY created_at, id")]


@pytest.fixture
async def kit(stage: Stage) -> Person:
    """A moderator of a community that is set up."""
    kit = stage.moderator()
    await kit.command("community panel")
    await kit.press("set_up")
    await kit.submit(channel="channel:staff", zone="Europe/Berlin")
    return kit


async def weekly(kit: Person, day: str = "3", at: str = "18:00") -> None:
    """Set the weekly topic up: by default it opens on Thursdays at six, and its card comes on Wednesdays."""
    await kit.command("topic weekly")
    said = await kit.submit(day=day, time=at, channel="channel:circle", place="thread")
    assert "The first one opens" in words(said)


async def card(kit: Person) -> Shown:
    """Let the first card come, on the seventh of October."""
    await weekly(kit)
    await kit.stage.until(2026, 10, 7, 18)
    (came,) = kit.stage.posted("staff")
    return came


async def test_the_weekly_topic_needs_the_moderators_channel_first(stage: Stage) -> None:
    assert "name their channel" in words(await stage.moderator().command("topic weekly"))


async def test_the_card_comes_the_day_before_and_nothing_is_posted_without_approval(stage: Stage, kit: Person) -> None:
    came = await card(kit)
    assert came is not None
    assert "only if a moderator approves it" in words(came)
    await stage.until(2026, 10, 8, 18)
    assert stage.posted("circle") == []
    (lapsed,) = stage.posted("staff")
    assert "No one approved this topic" in words(lapsed)
    assert actions(lapsed) == {}
    await stage.until(2026, 10, 14, 18)
    assert len(stage.posted("staff")) == 2


async def test_an_approved_card_opens_at_its_hour(stage: Stage, kit: Person) -> None:
    came = await card(kit)
    said = await kit.press("Approve", on=came)
    assert isinstance(said, Update)
    assert "Approved. It opens" in words(said)
    await stage.until(2026, 10, 8, 17, 59)
    assert stage.posted("circle") == []
    await stage.until(2026, 10, 8, 18)
    (post,) = stage.posted("circle")
    assert title(post) == title(came)
    assert post.thread
    assert "No one approved" not in words(stage.posted("staff")[0])


async def test_an_approved_card_can_be_taken_back(stage: Stage, kit: Person) -> None:
    await kit.press("Approve", on=await card(kit))
    await kit.press("Take it back")
    await stage.until(2026, 10, 8, 18)
    assert stage.posted("circle") == []


async def test_another_topic_takes_the_cards_place_and_only_it_can_be_approved(stage: Stage, kit: Person) -> None:
    came = await card(kit)
    shown = await kit.press("Another topic", on=came)
    assert title(shown) != title(came)
    await kit.press("Approve", on=shown)
    await stage.until(2026, 10, 8, 18)
    assert title(stage.posted("circle")[0]) == title(shown)


async def test_approve_on_a_card_whose_topic_was_changed_meanwhile_is_not_taken(stage: Stage, kit: Person) -> None:
    came = await card(kit)
    lou = stage.moderator("lou")
    await lou.press("Another topic", on=came)
    said = await kit.press("Approve", on=came)
    assert "Approved" not in words(said)
    assert states(stage) == ["proposed"]


async def test_not_this_week_posts_nothing_and_next_week_has_its_card(stage: Stage, kit: Person) -> None:
    came = await card(kit)
    assert "Nothing will be posted this week" in words(await kit.press("Not this week", on=came))
    assert "decided already" in words(await kit.press("Approve", on=came))
    await stage.until(2026, 10, 8, 18)
    assert stage.posted("circle") == []
    await stage.until(2026, 10, 14, 18)
    assert len(stage.posted("staff")) == 2


async def test_approving_after_the_hour_is_too_late(stage: Stage, kit: Person) -> None:
    came = await card(kit)
    await stage.until(2026, 10, 8, 18, 1)
    assert "decided already" in words(await kit.press("Approve", on=came))
    await stage.passes(hours=1)
    assert stage.posted("circle") == []


async def test_words_changed_after_the_approval_are_not_posted(stage: Stage, kit: Person) -> None:
    await kit.press("Approve", on=await card(kit))
    ((topic, shown),) = stage.rows("SELECT id, content FROM topics")
    other = next(each for each in stage.app.ctx.library.voice("en").topics if each != shown)
    async with stage.app.ctx.store.begin() as tx:
        await topics.update(tx, UUID(hex=topic), content=other)
    await stage.until(2026, 10, 8, 18)
    assert stage.posted("circle") == []
    assert ("topic", "skipped", "words_changed") in stage.rows("SELECT kind, state, reason FROM deliveries")


async def test_the_weekly_topic_ends_when_told(stage: Stage, kit: Person) -> None:
    await weekly(kit)
    await kit.command("topic weekly")
    await kit.submit(day="none", time="18:00", channel="channel:circle")
    await stage.until(2026, 10, 7, 18)
    assert stage.posted("staff") == []


async def test_a_weekly_form_that_is_not_understood_is_handed_back(stage: Stage, kit: Person) -> None:
    await kit.command("topic weekly")
    form = kit.last
    assert isinstance(form, Form)
    for fields in ({"day": "9"}, {"time": "x"}, {"channel": "y"}, {"day": ""}):
        given = {"day": "3", "time": "18:00", "channel": "channel:circle", "place": "thread", **fields}
        said = await kit.submit(form, given=given)
        assert isinstance(said, Invalid)
        assert set(said.errors) == set(fields)
    assert stage.rows("SELECT * FROM schedules") == []


async def test_the_weekly_card_keeps_its_wall_clock_hour_across_the_clock_change(stage: Stage, kit: Person) -> None:
    await weekly(kit, day="6")
    await stage.until(2026, 10, 24, 17, 59)
    before = len(stage.posted("staff"))
    await stage.until(2026, 10, 24, 18)
    assert len(stage.posted("staff")) == before + 1
    await kit.press("Approve", on=stage.posted("staff")[-1])
    await stage.until(2026, 10, 25, 17, 59)
    assert stage.posted("circle") == []
    await stage.until(2026, 10, 25, 18)
    (post,) = stage.posted("circle")
    assert post.at.replace(microsecond=0) == datetime.fromisoformat("2026-10-25T17:00:00+00:00")
