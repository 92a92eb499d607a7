"""A member's own pictures: moods, a year, what goes with what, what helped; with words for each, and never a score."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from bot.messages import ActionId, Picture, Reply, Update

from .stage import Person, Shown, Stage, actions, parts, words

VIEWS = {
    "weeks": "The last weeks",
    "year": "A year in colors",
    "together": "What goes with what",
    "helped": "What helped",
}


@pytest.fixture
async def sam(stage: Stage) -> Person:
    return await stage.member()


def picture(shown: Shown) -> Picture:
    (found,) = [each for each in parts(shown) if isinstance(each, Picture)]
    return found


async def lives(stage: Stage, sam: Person, days: int = 10) -> None:
    """Check in on every other day, always alike, and say of a practice that it helped."""
    for day in range(days):
        await sam.command("checkin")
        given = {"mood": "2", "feelings": "sad", "trigger": "person", "reaction": "quiet", "note": "secret words"}
        await sam.submit(given=given)
        await sam.press(ActionId(feature="tip", action="helped" if day else "not_now", ref=".hum-along"))
        await stage.passes(days=2)


async def test_before_there_is_anything_it_says_so_kindly(sam: Person) -> None:
    assert "nothing to draw yet" in words(await sam.command("progress"))
    for label in VIEWS.values():
        await sam.command("progress")
        shown = await sam.press(label)
        assert isinstance(shown, Update)
        assert not any(isinstance(each, Picture) for each in parts(shown))


async def test_totals_grow_and_stay_whatever_is_deleted(stage: Stage, sam: Person) -> None:
    await lives(stage, sam)
    said = await sam.command("progress")
    assert isinstance(said, Reply)
    assert said.private
    assert "10 check-ins" in words(said)
    await sam.press(ActionId(feature="privacy", action="keep_yes", ref="7"))
    assert stage.rows("SELECT count(*) FROM entries WHERE kind = 'checkin'")[0][0] < 5
    assert "10 check-ins" in words(await sam.command("progress"))


@pytest.mark.parametrize(("view", "label"), VIEWS.items())
@pytest.mark.parametrize("look", ["", "On light"])
async def test_each_view_is_a_picture_with_words_for_it(
    stage: Stage, sam: Person, view: str, label: str, look: str
) -> None:
    await lives(stage, sam)
    await sam.command("progress")
    shown = await sam.press(label)
    if look:
        shown = await sam.press(look)
    attachment = picture(shown).attachment
    with Image.open(BytesIO(attachment.content)) as drawn:
        assert drawn.size == (800, 450)
        assert (sum(drawn.convert("RGB").getpixel((1, 1))) > 600) == bool(look)  # type: ignore[arg-type]
    assert attachment.name == f"{view}.png"
    assert len(attachment.alt or "") > 40
    assert "secret words" not in words(shown)
    assert set(VIEWS.values()) - {label} <= set(actions(shown))


async def test_what_goes_with_what_is_counted_and_never_called_a_cause(stage: Stage, sam: Person) -> None:
    await lives(stage, sam, days=7)
    await sam.command("progress")
    assert "a few more check-ins" in words(await sam.press("What goes with what"))
    await lives(stage, sam, days=1)
    await sam.command("progress")
    shown = await sam.press("What goes with what")
    assert "Something said or done + Go quiet: 8 times" in (picture(shown).attachment.alt or "")
    assert "it cannot say" in words(shown)


async def test_what_helped_is_told_with_how_often(stage: Stage, sam: Person) -> None:
    await lives(stage, sam)
    await sam.command("progress")
    title = stage.app.ctx.library.voice("en").tips["hum-along"].title
    assert f"{title}: 9 of 10" in (picture(await sam.press("What helped")).attachment.alt or "")


async def test_where_answers_carry_no_files_there_are_bars_of_text_with_gaps(stage: Stage) -> None:
    sam = await stage.person("sam", files=False).joins()
    await lives(stage, sam)
    await sam.command("progress")
    shown = await sam.press("The last weeks")
    assert "▂·▂" in words(shown)
    assert not any(isinstance(each, Picture) for each in parts(shown))
    assert "On light" not in actions(shown)
    for label in ("A year in colors", "What goes with what", "What helped"):
        shown = await sam.press(label)
        assert "█" in words(shown)


async def test_nothing_of_it_counts_days_away(stage: Stage, sam: Person) -> None:
    await lives(stage, sam, days=2)
    await stage.passes(days=100)
    said = words(await sam.command("progress")).casefold()
    for word in ("streak", "missed", "days in a row", "score", "away"):
        assert word not in said
