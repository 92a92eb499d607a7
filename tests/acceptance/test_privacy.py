"""Marked words go through every free-text field with everything logged; then all that was written is searched."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from bot.log import FORMAT, RedactingFormatter
from bot.messages import ActionId

from .stage import Stage, opened, words

MARK = "quokka-Zeppelin-7391"


async def writes_everywhere(stage: Stage) -> None:
    """Put the marked words into every field that takes words, as guest, member and moderator, kept or refused."""
    sam = await stage.member(hour="0900", discreet=True)
    kit, eve = stage.moderator(), stage.person("eve")
    await stage.until(2026, 10, 1, 9)
    for person in (sam, eve):
        for longer in (MARK, MARK * 400):
            await person.submit(ActionId(feature="checkin", action="save"), mood="1", note=longer)
            await person.submit(ActionId(feature="checkin", action="save"), mood=longer, note=longer)
            ref = stage.rows("SELECT content FROM deliveries WHERE kind = 'daily_prompt'")[0][0]
            await person.submit(ActionId(feature="daily_prompt", action="save", ref=f".{ref}"), text=longer)
            await person.types(longer)
            await person.submit(ActionId(feature="rhythm", action="save"), hour=longer, zone=longer, days=longer)
            for name in ("tip", "topic post", "pause", "help-now", "start", longer):
                await person.command(name, category=longer, topic=longer, until=longer, country=longer, zone=longer)
            for feature, name in (("topic", "topic"), ("welcome", "zone"), ("tip", "category"), ("safety", "country")):
                await person.lookup(ActionId(feature=feature, action=name), longer)
    await kit.command("topic post")
    await kit.press("own")
    await kit.submit(title=MARK, question=f"{MARK}?")
    await kit.press("when")
    await kit.submit(channel="channel:circle", place="thread", date="2026-10-02", time="18:00")
    await kit.submit(ActionId(feature="topic", action="write"), title=MARK * 9, question=MARK)
    await stage.until(2026, 10, 2, 20)  # the community has no zone of its own yet, so six in the evening is UTC
    await stage.until(2026, 10, 3, 9)
    await stage.app.keep_house()


def files(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


async def test_marked_words_stand_nowhere_but_sealed(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        stage = await opened(tmp_path / "home", inline=False)
        try:
            await writes_everywhere(stage)
            assert MARK in words(stage.posted("circle")[0])
            assert len(stage.rows("SELECT id FROM entries WHERE kind IN ('checkin', 'reflection')")) == 2
            for name, content in files(tmp_path).items():
                assert MARK.encode() not in content, name
            for name, rows in {**stage.tables(), **stage.keys()}.items():
                assert not any(MARK in str(row) for row in rows), name
            assert MARK.encode() not in stage.app.metrics.text()
        finally:
            await stage.app.close()
    for name, content in files(tmp_path).items():
        assert MARK.encode() not in content, name
    for record in caplog.records:
        assert MARK not in record.getMessage()
        assert MARK not in str(record.exc_info)


async def test_a_crash_in_a_feature_tells_the_log_nothing_a_member_wrote(
    stage: Stage, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breaks(owner: object) -> None:
        raise RuntimeError(f"could not seal {MARK}")

    sam = await stage.member()
    monkeypatch.setattr(stage.app.ctx.seal, "opened", breaks)
    with caplog.at_level(logging.DEBUG):
        said = await sam.submit(ActionId(feature="checkin", action="save"), mood="1", note=MARK)
    assert getattr(said, "words", ()) == (MARK,)
    written = "\n".join(RedactingFormatter(FORMAT).format(each) for each in caplog.records)
    assert "Submission checkin:save failed" in written
    assert "RuntimeError" in written
    assert MARK not in written
