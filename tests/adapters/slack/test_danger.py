"""Words that sound like danger, on Slack: answered in the modal, ephemerally or in the DM, in time when all fails."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.app import build
from bot.app.dispatch import Dispatch
from bot.clock import FrozenClock
from bot.features import FEATURES
from bot.messages import ActionId
from bot.settings import load
from tests.bot.features.safety.fakes import HEAVY, FakeDetector

from .payloads import MEMBER
from .test_app import START, Workspace

HEAVY_LINE = "This sounds very heavy"
NOTE = {"type": "plain_text_input", "value": HEAVY}
LOWEST = {"type": "radio_buttons", "selected_option": {"value": "1"}}


def screened(workspace: Workspace, patience: float) -> None:
    app = workspace.app
    ctx = replace(app.ctx, patience=patience)
    app._dispatch = Dispatch(
        ctx, FEATURES, manages=app._manages, hand_over=app.handovers.begin, metrics=app.metrics, detector=FakeDetector()
    )


@pytest.fixture
async def workspace(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Workspace]:
    app = await build(
        load(adapters=(), data_dir=tmp_path, database_url="", spread_seconds=0), FrozenClock(START), patience=60
    )
    workspace = Workspace(app, tmp_path, FrozenClock(START))
    screened(workspace, 60)
    try:
        await workspace.start()
        yield workspace
    finally:
        await app._dispatch.close()
        await workspace.stop()
        await app.close()


async def test_a_note_is_answered_in_the_modal_it_was_written_in(workspace: Workspace) -> None:
    await workspace.joins()
    before = len(workspace.slack.posted)
    await workspace.gives("checkin")
    became = await workspace.sends(mood=LOWEST, note=NOTE)
    assert became["response_action"] == "update"
    shown = str(became["view"]["blocks"])
    assert shown.index(HEAVY_LINE) < shown.index("Only you can see this")
    assert len(workspace.slack.posted) == before, "nobody else sees that it happened"
    assert len(workspace.rows("SELECT * FROM entries")) == 1


async def test_what_is_typed_after_a_command_is_answered_ephemerally(workspace: Workspace) -> None:
    await workspace.gives("help-now", HEAVY)
    said = workspace.slack.private[-1]
    assert said["response_type"] == "ephemeral"
    assert HEAVY_LINE in str(said["blocks"])
    assert workspace.inbox() == []


async def test_typed_words_are_answered_in_the_dm(workspace: Workspace) -> None:
    typed = {"channel": workspace.slack.direct(MEMBER), "channel_type": "im", "text": HEAVY, "ts": "1.1"}
    await workspace.deliver("events_api", workspace.event("message", client_msg_id="c1", **typed))
    (answer,) = workspace.inbox()
    assert HEAVY_LINE in str(answer.body["blocks"])
    assert answer.body["text"] == "A few words from Ajar"


async def test_it_can_be_closed_and_every_way_on_opens(workspace: Workspace) -> None:
    await workspace.joins()
    await workspace.gives("checkin")
    became = await workspace.sends(mood=LOWEST, note=NOTE)
    view = {"id": "V9", "type": "modal", "blocks": became["view"]["blocks"], "private_metadata": ""}
    for action in ("trust", "notes"):
        pressed = ActionId(feature="safety", action=action, ref="en.self.")
        await workspace.deliver("interactive", workspace.pressing(pressed, view=view))
    closing = ActionId(feature="safety", action="not_meant", ref="en.self.")
    await workspace.deliver("interactive", workspace.pressing(closing, view=view))
    assert workspace.slack.count("views.push") == 2
    assert workspace.slack.count("views.update") == 1


async def test_the_answer_comes_within_a_second_with_slack_and_the_database_silent(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    await workspace.joins()
    await workspace.gives("checkin")
    screened(workspace, 0.5)
    workspace.app._presence._ctx = replace(workspace.app.ctx, patience=0.5)
    never = asyncio.Event()

    async def silent(*_: object) -> Any:
        await never.wait()

    async def slowly(request: web.Request) -> web.Response:
        await silent()
        return web.json_response({"ok": False})

    monkeypatch.setattr(workspace.app.ctx.store, "who", silent)
    workspace.platform._people._known.clear()  # type: ignore[attr-defined]
    workspace.slack.slow["users.info"] = slowly
    began = time.perf_counter()
    view = workspace.slack.opened[-1]
    action = ActionId.parse(view["callback_id"])
    assert action is not None
    body = workspace.submitting(action, {}, view_id=view["id"], blocks=view["blocks"])
    body["view"]["state"] = {"values": {"mood": {"value": LOWEST}, "note": {"value": NOTE}}}
    took = await workspace.deliver("interactive", body)
    took_seconds = time.perf_counter() - began
    never.set()
    assert HEAVY_LINE in str(took.body["view"]["blocks"])
    assert HEAVY in str(took.body["view"]["blocks"]), "the words are handed back"
    assert took_seconds < 1.0
