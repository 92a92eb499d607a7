"""Files in a member's own DM, where private answers carry none: warned of, there for a day, deleted."""

from __future__ import annotations

import json
import logging

import pytest

from bot.messages import ActionId, Answer

from .stage import Person, Stage, actions, button, words
from .test_progress import lives

TAKE = ActionId(feature="privacy", action="lay")
TWO = 2


@pytest.fixture
async def sam(stage: Stage) -> Person:
    return await stage.person("sam", files=False, uploads=True).joins()


async def copied(stage: Stage, sam: Person) -> Answer | None:
    """Take a copy of everything, and let it arrive."""
    await sam.command("mydata")
    await sam.press("Take a copy")
    shown = await sam.press("Put it there")
    await stage.app.tick()
    return shown


def there(stage: Stage) -> list[str]:
    """Return the names of the files in Sam's DM."""
    return [each[1].name for each in stage.platform.files.values() if each and each[0] == "sam"]


async def test_a_copy_is_laid_there_only_after_a_warning(stage: Stage, sam: Person) -> None:
    await sam.command("mydata")
    warned = await sam.press("Take a copy")
    assert "workspace" in words(warned) and "24 hours" in words(warned)
    await stage.app.tick()
    assert there(stage) == []
    assert "What I keep" not in words(await sam.press("Back"))
    assert "Take a copy" in actions(sam.last)
    assert "in a moment" in words(await copied(stage, sam))
    assert there(stage) == ["ajar.md", "ajar.json"]
    told = json.loads(
        next(each for each in stage.platform.files.values() if each and each[1].name == "ajar.json")[1].content
    )
    assert told["accounts"][0]["external_id"] == "sam"
    assert "Delete now" in actions(sam.inbox[-1])


async def test_it_goes_after_a_day_by_itself(stage: Stage, sam: Person) -> None:
    await copied(stage, sam)
    await stage.passes(hours=23, minutes=59)
    assert len(there(stage)) == TWO
    await stage.passes(minutes=1)
    assert there(stage) == []
    assert stage.table("files") == stage.table("leavings") == []
    assert "gone already" in words(await sam.press(button(sam.inbox[1], "Delete now")))


async def test_delete_now_deletes_now_and_nobody_deletes_anothers(stage: Stage, sam: Person) -> None:
    await copied(stage, sam)
    delete = button(sam.inbox[-1], "Delete now")
    kim = await stage.member("kim")
    assert "gone already" in words(await kim.press(delete))
    await kim.press(ActionId(feature="privacy", action="delete_files", ref="no id at all"))
    await stage.app.tick()
    assert len(there(stage)) == TWO
    assert "being deleted" in words(await sam.press(delete))
    await stage.app.tick()
    assert there(stage) == []


async def test_forget_deletes_them_too(stage: Stage, sam: Person) -> None:
    await copied(stage, sam)
    await sam.command("forget")
    await sam.press("Yes, erase it all")
    await stage.app.tick()
    assert there(stage) == []


async def test_what_cannot_be_deleted_now_is_deleted_later(stage: Stage, sam: Person) -> None:
    await copied(stage, sam)
    await sam.press(button(sam.inbox[-1], "Delete now"))
    stage.fault = "server_error"
    await stage.passes(seconds=5)
    assert len(there(stage)) == TWO
    stage.fault = "rate_limited"
    await stage.passes(minutes=1)
    stage.fault = None
    await stage.passes(minutes=1)
    assert there(stage) == []


async def test_a_file_that_may_have_arrived_half_way_is_deleted_and_the_member_is_told(
    stage: Stage, sam: Person, caplog: pytest.LogCaptureFixture
) -> None:
    stage.fault = "server_error"
    await copied(stage, sam)
    stage.fault = None
    assert there(stage) == []
    assert len(stage.table("leavings")) == 1, "its id was known before"
    assert "were not handed over" in caplog.text
    await stage.passes(minutes=11)
    assert stage.table("leavings") == [], "what never came is not waited for"


async def test_where_the_bot_was_removed_nothing_more_is_tried(stage: Stage, sam: Person) -> None:
    await copied(stage, sam)
    stage.fault = "no_channel"
    await stage.passes(hours=24)
    assert stage.table("files") == stage.table("leavings") == []


async def test_while_a_platform_is_not_connected_its_files_are_kept_in_mind(stage: Stage, sam: Person) -> None:
    await copied(stage, sam)
    platform = stage.app.platforms.pop("rehearsal")
    await stage.passes(days=2)
    assert len(stage.table("leavings")) == TWO
    stage.app.platforms["rehearsal"] = platform
    await stage.passes(minutes=1)
    assert there(stage) == []


async def test_after_a_failing_the_member_is_told_in_the_dm(stage: Stage, sam: Person) -> None:
    del stage.app.platforms["rehearsal"]
    stage.app.platforms["rehearsal"] = WithoutFiles(stage.platform)  # type: ignore[assignment]
    await sam.command("mydata")
    await sam.press("Take a copy")
    await sam.press("Put it there")
    await stage.app.handovers.settled()
    assert "could not be put here" in words(sam.inbox[-1])


class WithoutFiles:
    """A platform that cannot take files after all."""

    def __init__(self, platform: object) -> None:
        self.send = platform.send  # type: ignore[attr-defined]


async def test_a_mistake_of_ours_leaves_no_file_and_tells_no_words(
    stage: Stage, sam: Person, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*given: object) -> None:
        raise ValueError(given)

    monkeypatch.setattr(stage.platform, "send", broken)
    await copied(stage, sam)
    monkeypatch.undo()
    assert "ValueError" in caplog.text and "Attachment" not in caplog.text
    await stage.passes(seconds=5)
    assert there(stage) == []


async def test_nothing_is_laid_for_somebody_who_was_erased_meanwhile(
    stage: Stage, sam: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    await sam.press(TAKE)
    await sam.command("forget")
    await sam.press("Yes, erase it all")
    await stage.app.tick()
    assert there(stage) == []
    assert stage.table("files") == []


@pytest.mark.parametrize(("label", "file"), [("On dark", "weeks.png"), ("On light", "weeks.png")])
async def test_a_picture_of_progress_is_laid_there_when_wanted(
    stage: Stage, sam: Person, label: str, file: str
) -> None:
    await lives(stage, sam)
    await sam.command("progress")
    assert "▂" in words(await sam.press("The last weeks"))
    assert "workspace" in words(await sam.press("As a picture"))
    await sam.press(label)
    await stage.app.tick()
    assert there(stage) == [file]
    (laid,) = [each for each in stage.platform.files.values() if each]
    assert laid[1].content.startswith(b"\x89PNG") and len(laid[1].alt or "") > 40


@pytest.mark.parametrize("name", ["ask", "lay"])
@pytest.mark.parametrize("ref", ["", "weeks", "weeks.dark", "nothing.dark", "year."])
async def test_what_nobody_offered_lays_nothing(stage: Stage, name: str, ref: str) -> None:
    kim = await stage.member("kim")
    shown = await kim.press(ActionId(feature="progress", action=name, ref=ref))
    assert "nothing to draw yet" in words(shown)
    await stage.app.tick()
    assert list(stage.platform.files) == []
    await kim.press(TAKE)
    await stage.app.tick()
    assert list(stage.platform.files) == []
