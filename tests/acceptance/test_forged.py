"""Every command, button, form and lookup there is, with what nobody could have got from us."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from bot.feature import Feature
from bot.features import FEATURES
from bot.messages import ActionId, Invalid, Page, Reply, Update

from .stage import Person, Stage, actions, button, words

LONG = "z" * 5000
GIVEN = ("", "x", LONG, "0", "none", "\x00", "🙂", "' OR 1=1 --", "account:sam", "channel:" + LONG, "../../x", "٣")
FIELDS = ("mood", "feelings", "trigger", "reaction", "note", "text", "hour", "days", "zone", "discreet", "themes",
          "title", "question", "channel", "place", "date", "time", "day", "moderators")  # fmt: skip


async def refs(stage: Stage) -> list[str]:
    """Let Noor and Lou leave things behind, and return what could be copied from them."""
    noor = await stage.member("noor", hour="0900")
    await noor.command("checkin")
    kept = await noor.submit(mood="2", feelings="sad", note="noor's own")
    lou = stage.moderator("lou", community="lake")
    await lou.command("topic post", topic=next(iter(stage.app.ctx.library.voice("en").topics)))
    draft = button(lou.last, "drop").ref
    await stage.until(2026, 10, 1, 9)
    prompt = button(noor.prompts[0], "reflect").ref
    member = stage.member_id("noor")
    return ["", "x", LONG, "." * 300, "0" * 32, button(kept, "closer").ref, draft, prompt, member, f"{member}.{member}"]


def of_noor(stage: Stage) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row that names Noor or her community's neighbour."""
    member = stage.member_id("noor")
    lake = stage.rows("SELECT id FROM communities WHERE external_id = 'lake'")[0][0]
    mine = {
        name: [row for row in rows if any(str(each) in (member, lake, f"member:{member}") for each in row)]
        for name, rows in stage.tables().items()
    }
    return {name: rows for name, rows in mine.items() if rows}


def events(feature: Feature) -> Iterator[tuple[str, str]]:
    for kind in ("on_press", "on_submit", "on_lookup"):
        for name in getattr(feature, kind):
            yield kind, name


async def happens(person: Person, kind: str, action: ActionId, given: str) -> object:
    if kind == "on_press":
        return await person.press(action, *([given] if given else []))
    if kind == "on_lookup":
        return await person.lookup(action, given)
    return await person.submit(action, given=dict.fromkeys(FIELDS, given))


@pytest.mark.parametrize("feature", FEATURES, ids=lambda each: each.name)
async def test_nothing_forged_raises_or_reaches_somebody_elses(
    stage: Stage, feature: Feature, caplog: pytest.LogCaptureFixture
) -> None:
    forged = await refs(stage)
    before = of_noor(stage)
    people = [stage.person("eve"), await stage.member("sam"), stage.moderator("kit")]
    with caplog.at_level(logging.WARNING):
        for number, (kind, name) in enumerate(events(feature)):
            for turn, ref in enumerate(forged):
                action = ActionId(feature=feature.name, action=name, ref=ref)
                given = GIVEN[(number + turn) % len(GIVEN)]
                answer = await happens(people[(number + turn) % 3], kind, action, given)
                assert answer is not None
                if isinstance(answer, Reply | Update | Invalid | Page):
                    assert words(answer).strip() or actions(answer)
                    assert "noor's own" not in words(answer)
                    assert "Something went wrong" not in words(answer), (kind, name, ref[:40], given[:40])
        await stage.ticks()
    assert [each.getMessage() for each in caplog.records] == []
    assert of_noor(stage) == before


@pytest.mark.parametrize("feature", FEATURES, ids=lambda each: each.name)
async def test_every_command_answers_every_nonsense(
    stage: Stage, feature: Feature, caplog: pytest.LogCaptureFixture
) -> None:
    people = [stage.person("eve"), await stage.member("sam"), stage.moderator("kit")]
    with caplog.at_level(logging.WARNING):
        for name in feature.on_command:
            for given in GIVEN:
                for person in people:
                    answer = await person.command(
                        name, zone=given, category=given, topic=given, until=given, country=given
                    )
                    assert answer is not None
                    assert "Something went wrong" not in words(answer), (name, given[:40])
    assert [each.getMessage() for each in caplog.records] == []


async def test_a_button_of_another_time_is_answered_kindly(stage: Stage) -> None:
    sam = await stage.member()
    for action in (
        ActionId(feature="gone", action="x"),
        ActionId(feature="tip", action="gone"),
        ActionId(feature="", action=""),
    ):
        assert "earlier time" in words(await sam.press(action))
        said = await sam.submit(action, note="my words")
        assert isinstance(said, Invalid)
        assert said.words == ("my words",)
        assert (await sam.lookup(action, "x")).options == ()
