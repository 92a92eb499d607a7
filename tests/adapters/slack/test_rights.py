"""A member's rights on Slack: pages instead of files, erasing, and leaving the workspace."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot import erasing
from bot.app import build
from bot.clock import FrozenClock
from bot.settings import load

from .harness import Seen
from .payloads import MEMBER
from .test_app import START, WORDS, Workspace


@pytest.fixture
async def workspace(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Workspace]:
    app = await build(
        load(adapters=(), data_dir=tmp_path, database_url="", spread_seconds=0), FrozenClock(START), patience=60
    )
    workspace = Workspace(app, tmp_path, app.clock)  # type: ignore[arg-type]
    try:
        await workspace.start()
        await workspace.joins()
        await workspace.gives("checkin")
        await workspace.sends(
            mood={"type": "radio_buttons", "selected_option": {"value": "2"}},
            note={"type": "plain_text_input", "value": WORDS},
        )
        yield workspace
    finally:
        await workspace.stop()
        await app.close()


async def house_kept(workspace: Workspace) -> None:
    ctx = workspace.app.ctx
    await erasing.let_go(ctx.store, ctx.seal, workspace.clock)


def here(workspace: Workspace) -> int:
    return len(workspace.rows("SELECT id FROM members"))


async def test_it_is_shown_as_pages_and_never_as_a_file(workspace: Workspace) -> None:
    card = await workspace.gives("mydata")
    assert isinstance(card, Seen)
    assert not any("privacy:files" in each for each in card.actions)
    page = await workspace.presses(card, "page")
    assert isinstance(page, Seen) and WORDS in page.text


async def test_forget_erases(workspace: Workspace) -> None:
    asked = await workspace.gives("forget")
    shown = await workspace.presses(asked, "erase")
    assert isinstance(shown, Seen) and "It is erased" in shown.text
    assert here(workspace) == 0
    assert MEMBER.encode() not in b"".join(each.read_bytes() for each in workspace.folder.glob("*.db*"))


@pytest.mark.parametrize("how", ["deleted", "uninstalled"])
async def test_whoever_leaves_the_workspace_or_is_left_is_erased_after_thirty_days(
    workspace: Workspace, how: str
) -> None:
    if how == "deleted":
        gone = {"id": MEMBER, "locale": "en-GB", "tz": "Europe/London", "deleted": True}
        await workspace.deliver("events_api", workspace.event("user_change", user=gone))
    else:
        body = workspace.event("app_uninstalled")
        del body["event"]["user"]
        await workspace.deliver("events_api", body)
    workspace.clock.advance(timedelta(days=29))
    await house_kept(workspace)
    assert here(workspace) == 1
    workspace.clock.advance(timedelta(days=1))
    await house_kept(workspace)
    assert here(workspace) == 0
