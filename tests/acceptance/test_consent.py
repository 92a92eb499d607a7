"""Consent to an earlier version is asked for again, once and kindly; what nobody agreed to does not happen."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime

from bot.messages import Form, Reply, Update
from bot.model import CONSENT_VERSION

from .stage import Person, Stage, actions, words


def agreed_to(stage: Stage, version: int) -> None:
    """Let everyone have agreed to that version only."""
    connection = sqlite3.connect(stage.folder / "ajar.db")
    connection.execute("UPDATE members SET consent_version = ?", (version,))
    connection.commit()
    connection.close()


async def an_earlier_member(stage: Stage) -> Person:
    sam = await stage.member()
    agreed_to(stage, CONSENT_VERSION - 1)
    return sam


async def test_a_new_version_asks_again_in_place_of_a_question_and_then_waits_in_silence(stage: Stage) -> None:
    sam = await an_earlier_member(stage)
    await stage.until(2026, 10, 2, 10)
    [asked] = sam.prompts
    assert "has changed since you said yes" in words(asked)
    assert "What I keep" in words(asked)
    await stage.passes(days=10)
    assert len(sam.prompts) == 1


async def test_one_yes_keeps_version_and_time_and_brings_the_questions_back_at_their_hour(stage: Stage) -> None:
    sam = await stage.member(hour="0700")
    agreed_to(stage, CONSENT_VERSION - 1)
    await stage.until(2026, 10, 2, 7)
    agreed = await sam.press("again", on=sam.prompts[-1], direct=True)
    assert "go on as before" in words(agreed)
    microseconds = int(stage.clock.now().timestamp()) * 1_000_000
    assert stage.rows("SELECT consent_version, consent_at FROM members") == [(CONSENT_VERSION, microseconds)]
    await stage.until(2026, 10, 3, 7)
    assert len(sam.prompts) == 2
    assert "has changed" not in words(sam.prompts[-1])


async def test_whatever_an_earlier_member_tries_leads_to_the_question_and_keeps_their_words(stage: Stage) -> None:
    sam = await stage.member()
    form = await sam.command("checkin")
    assert isinstance(form, Form)
    agreed_to(stage, CONSENT_VERSION - 1)
    shown = await sam.command("today")
    assert isinstance(shown, Reply)
    assert "has changed since you said yes" in words(shown)
    refused = await sam.submit(form, mood="3", note="a word of mine")
    assert "has changed since you said yes" in words(refused)
    assert getattr(refused, "words", ()) == ("a word of mine",)
    assert stage.table("entries") == []


async def test_a_no_to_the_new_version_ends_everything(stage: Stage) -> None:
    sam = await an_earlier_member(stage)
    await stage.until(2026, 10, 2, 10)
    answer = await sam.press("no", on=sam.prompts[-1], direct=True)
    assert isinstance(answer, Update)
    assert "Stopped" in words(answer)
    assert stage.rows("SELECT status FROM members") == [("stopped",)]
    await stage.passes(days=3)
    assert len(sam.prompts) == 1


async def test_a_renewal_that_nobody_needs_any_more_is_not_sent(stage: Stage) -> None:
    sam = await an_earlier_member(stage)
    await sam.command("today")
    stage.clock.move_to(datetime(2026, 10, 1, 7, 1, tzinfo=UTC))
    await stage.app.planner.tick()
    await sam.press("again")
    await stage.ticks()
    assert stage.rows("SELECT state, reason FROM deliveries WHERE kind = 'renewal'") == [("skipped", "agreed")]
    assert all("has changed" not in words(each) for each in sam.inbox)


async def test_who_did_not_lapse_and_presses_the_renewals_yes_changes_nothing(stage: Stage) -> None:
    sam = await an_earlier_member(stage)
    await stage.until(2026, 10, 2, 10)
    await sam.press("again", on=sam.prompts[-1], direct=True)
    before = stage.table("members"), stage.table("schedules")
    assert "set up already" in words(await sam.press("again", on=sam.prompts[-1], direct=True))
    assert (stage.table("members"), stage.table("schedules")) == before


async def test_after_seven_idle_days_it_says_again_that_it_is_a_program_once_and_in_private(stage: Stage) -> None:
    sam = await stage.member()
    await stage.passes(days=6, hours=23)
    assert "automated program" not in words(await sam.command("today"))
    await stage.passes(days=7)
    assert isinstance(await sam.command("checkin"), Form), "a form has no room for it, so the next answer says it"
    assert "I am an automated program" in words(await sam.command("today"))
    assert "automated program" not in words(await sam.command("today"))


async def test_the_consent_card_opens_the_privacy_notice_and_stores_nothing(stage: Stage) -> None:
    sam = stage.person("sam")
    await sam.command("start")
    notice = await sam.press("notice")
    assert isinstance(notice, Reply)
    assert notice.private
    for said in ("What is kept about you", "one file on the machine", "a second file beside it", "/forget"):
        assert said in words(notice)
    assert "Slack" not in words(notice), "nothing is told of a platform that is not served"
    assert actions(notice) == {}
    assert stage.table("members") == []
