"""/mydata and /forget, as a member meets them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot import erasing
from bot.errors import StoreUnavailable
from bot.messages import ActionId, Answer, Reply, Update

from .stage import ZONE, Person, Stage, actions, opened, words

NOTE = "the door fell shut, quokka"
NOTES_FORM = ActionId(feature="safety", action="notes_save", ref="en..")


async def lived_in(stage: Stage, name: str = "sam") -> Person:
    """Return a member of whom there is something in every place where there can be."""
    soon = stage.clock.now().astimezone(ZoneInfo(ZONE)) + timedelta(hours=1)
    sam = await stage.member(name, hour=f"{soon:%H%M}")
    await stage.passes(hours=1)
    assert len(sam.prompts) == 1
    await sam.submit(ActionId(feature="checkin", action="save"), mood="2", feelings=("hurt",), note=f"{NOTE} {name}")
    prompt = stage.rows("SELECT content FROM deliveries WHERE kind = 'daily_prompt'")[0][0]
    await sam.submit(ActionId(feature="daily_prompt", action="save", ref=f".{prompt}"), text=f"an answer of {name}")
    await sam.command("tip")
    await sam.submit(NOTES_FORM, signs=f"signs of {name}")
    return sam


def attached(said: object) -> dict[str, bytes]:
    assert isinstance(said, Reply) and said.private
    return {each.name: each.content for each in said.message.attachments}


def exported(said: object) -> Mapping[str, list[dict[str, Any]]]:
    told: Mapping[str, list[dict[str, Any]]] = json.loads(attached(said)["ajar.json"])
    return told


async def copy_of(person: Person) -> Mapping[str, list[dict[str, Any]]]:
    return exported(await person.press(ActionId(feature="privacy", action="files")))


async def erases(person: Person) -> Answer | None:
    await person.command("forget")
    return await person.press("Yes, erase it all")


async def test_mydata_hands_over_everything_opened_and_nothing_of_anybody_else(stage: Stage) -> None:
    sam, kim = await lived_in(stage), await lived_in(stage, "kim")
    said = await sam.command("mydata")
    assert NOTE not in words(said), "the first card says how much there is, and no word of it"
    told = await copy_of(sam)
    wrote = [each["words"] for each in told["entries"]]
    assert {"note": f"{NOTE} sam"}.items() <= next(each for each in wrote if "note" in each).items()
    assert any(each.get("text") == "an answer of sam" for each in wrote)
    assert {"signs": "signs of sam"} in wrote
    assert {"members", "accounts", "memberships", "schedules", "deliveries", "shown", "entries"} <= set(told)
    assert "kim" not in json.dumps(told)
    assert "sam" not in json.dumps(await copy_of(kim))


async def test_the_page_to_read_has_the_words_people_use(stage: Stage) -> None:
    sam = await lived_in(stage)
    page = attached(await sam.press(ActionId(feature="privacy", action="files")))["ajar.md"].decode()
    for each in ("Low", "hurt", f"{NOTE} sam", "an answer of sam", "signs of sam", "Europe/Berlin", "Check-ins"):
        assert each in page, each


async def test_the_pages_of_a_message_leave_nothing_out_of_the_page_to_read(stage: Stage) -> None:
    sam = await lived_in(stage)
    for number in range(12):
        await sam.submit(ActionId(feature="checkin", action="save"), mood="2", note=f"{number} " + "long words " * 150)
    await sam.command("mydata")
    said = words(await sam.press("Look at it here"))
    for _ in range(40):
        if "Next page" not in actions(sam.last):
            break
        said += words(await sam.press("Next page"))
    assert all(f"{number} long words" in said for number in range(12))
    assert f"{NOTE} sam" in said and "an answer of sam" in said and "signs of sam" in said
    assert "Page before" in actions(sam.last)
    assert "Look at it here" in actions(await sam.press("Back"))


async def test_where_a_private_answer_carries_no_files_only_pages_are_offered(stage: Stage) -> None:
    sam = await lived_in(stage)
    sam.files = False
    assert "Take a copy" not in actions(await sam.command("mydata"))
    await sam.command("forget")
    assert f"{NOTE} sam" in words(await sam.press("Take a copy first"))


async def test_forget_asks_once_and_then_nothing_is_left(stage: Stage) -> None:
    sam, kim = await lived_in(stage), await lived_in(stage, "kim")
    member, before = stage.member_id("sam"), await copy_of(kim)
    asked = await sam.command("forget")
    assert "7 days" in words(asked), "what stays, and for how long"
    assert "erased" in words(await sam.press("Yes, erase it all"))
    left = str(stage.tables())
    assert member not in left and "'sam'" not in left and "D-sam" not in left
    assert member not in str(stage.keys())
    assert await copy_of(kim) == before
    again = await sam.press(ActionId(feature="privacy", action="files"))
    assert isinstance(again, Reply) and not again.message.attachments, "export again gives nothing"


async def test_no_keeps_everything(stage: Stage) -> None:
    sam = await lived_in(stage)
    before = stage.tables()
    await sam.command("forget")
    await sam.press("No, keep it")
    assert {k: v for k, v in stage.tables().items() if k != "members"} == {
        k: v for k, v in before.items() if k != "members"
    }


async def test_after_forget_nothing_is_planned_or_sent_and_a_new_start_is_a_new_member(stage: Stage) -> None:
    sam = await lived_in(stage)
    first = stage.member_id("sam")
    await erases(sam)
    before = len(sam.inbox)
    await stage.passes(days=1)
    assert len(sam.inbox) == before
    assert "keep nothing" in words(await sam.command("mydata"))
    await sam.joins()
    assert stage.member_id("sam") != first
    told = await copy_of(sam)
    assert NOTE not in json.dumps(told), "nothing of before comes back"


async def test_somebody_who_stopped_still_has_these_rights(stage: Stage) -> None:
    sam = await lived_in(stage)
    await sam.command("stop")
    assert (await copy_of(sam))["entries"]
    assert "erased" in words(await erases(sam))
    assert stage.table("members") == []


async def test_an_old_yes_never_erases_who_began_anew(stage: Stage) -> None:
    sam = await lived_in(stage)
    old = await sam.command("forget")
    await erases(sam)
    await sam.joins()
    said = await sam.press("Yes, erase it all", on=old)
    assert isinstance(said, Update) and "Shall I" in words(said)
    assert len(stage.table("members")) == 1


async def test_nobody_can_erase_or_read_another_with_a_forged_button(stage: Stage) -> None:
    sam, eve = await lived_in(stage), stage.person("eve")
    forged = ActionId(feature="privacy", action="erase", ref=stage.member_id("sam"))
    await eve.press(forged)
    kim = await stage.member("kim")
    assert "Shall I" in words(await kim.press(forged))
    assert len(stage.table("members")) == 2
    assert NOTE not in str(await eve.press(ActionId(feature="privacy", action="files", ref=stage.member_id("sam"))))
    assert NOTE not in str(await kim.press(ActionId(feature="privacy", action="files", ref=stage.member_id("sam"))))
    assert (await copy_of(sam))["entries"]


async def test_a_key_store_that_is_away_only_delays_the_rest(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    sam = await lived_in(stage)
    ctx = stage.app.ctx
    await sam.command("forget")
    with monkeypatch.context() as patch:
        patch.setattr(ctx.seal, "erase", _away)
        said = await sam.press("Yes, erase it all")
    assert "It has begun" in words(said)
    assert "keep nothing" in words(await sam.command("mydata")), "it is out of reach at once"
    await stage.passes(days=1)
    assert len(sam.prompts) == 1
    await sam.joins()
    await erasing.resume(ctx.store, ctx.seal, stage.clock)
    assert len(stage.table("members")) == 1, "whoever began anew meanwhile stays"
    assert stage.rows("SELECT 1 FROM entries") == []


async def _away(*_: object) -> None:
    raise StoreUnavailable("away")


@pytest.mark.parametrize(("days", "left"), [("7", 1), ("30", 2), ("365", 3)])
async def test_retention_is_the_members_choice_and_holds_at_once(stage: Stage, days: str, left: int) -> None:
    sam = await stage.member()
    await sam.submit(NOTES_FORM, signs="they stay")
    for later in (20, 20, 5):
        await sam.submit(ActionId(feature="checkin", action="save"), mood="3", note=NOTE)
        await stage.passes(days=later)
    await sam.command("mydata")
    said = await sam.press("keep", days)
    if left < 3:
        assert len(stage.rows("SELECT id FROM entries WHERE kind = 'checkin'")) == 3, "asked first"
        assert "cannot be brought back" in words(said)
        said = await sam.press(f"Yes, {days} days")
    assert f"after {days} days" in words(said)
    assert len(stage.rows("SELECT id FROM entries WHERE kind = 'checkin'")) == left
    assert len(stage.rows("SELECT id FROM entries WHERE kind = 'safety_notes'")) == 1


async def test_a_forged_number_of_days_changes_nothing(stage: Stage) -> None:
    sam = await lived_in(stage)
    for forged in ("0", "-1", "1000000", "x", "٧"):
        await sam.press(ActionId(feature="privacy", action="keep_yes", ref=forged))
    assert stage.rows("SELECT retention_days FROM members") == [(90,)]


async def test_every_page_has_a_place_for_any_number(stage: Stage) -> None:
    sam = await lived_in(stage)
    for ref in ("0", "999", "x", "²", ""):
        said = await sam.press(ActionId(feature="privacy", action="page", ref=ref))
        assert isinstance(said, Update) and "Page" in words(said)


async def test_nothing_readable_is_left_in_the_files(tmp_path: Path) -> None:
    stage = await opened(tmp_path / "home", inline=False)
    try:
        name = "unmistakable-0815"
        sam = await lived_in(stage, name)
        await stage.passes(days=1)
        member = stage.member_id(name)
        await erases(sam)
        for file in (tmp_path / "home").iterdir():
            content = file.read_bytes()
            for trace in (name, member, NOTE):
                assert trace.encode() not in content, (file.name, trace)
    finally:
        await stage.app.close()
