"""Files in a person's DM on Slack: laid there in three calls, deleted in one, and never described in an address."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.slack.parse import Frame
from adapters.slack.people import UNKNOWN
from bot.app import build
from bot.clock import FrozenClock
from bot.errors import Gone, Refused, SendError, Unsure, Wait
from bot.messages import Attachment
from bot.model import Target
from bot.platform import Uploads
from bot.settings import load

from . import faults
from .harness import Seen, SlackHarness
from .payloads import MEMBER
from .test_app import START, WORDS, Workspace

PICTURE = Attachment(
    name="weeks.png", media_type="image/png", content=b"\x89PNG and more", alt="a lantern, low & <dim>"
)
SCOPES = "commands,chat:write,im:history,im:write,users:read,files:write"


def uploads(harness: SlackHarness) -> Uploads:
    platform: object = harness.platform
    assert isinstance(platform, Uploads)
    return platform


class Known:
    """Remembers what it was told, and how far the file was by then."""

    def __init__(self, harness: SlackHarness) -> None:
        self.harness, self.told = harness, ""

    async def __call__(self, file: str) -> None:
        self.told = file
        assert self.harness.slack.files.there[file].content == b"", "known before anybody can see it"


async def test_a_file_is_laid_into_the_dm_and_deleted_again(harness: SlackHarness) -> None:
    known = Known(harness)
    await uploads(harness).upload(harness.direct(), PICTURE, known)
    (shown,) = harness.slack.files.shown(harness.slack.direct(MEMBER))
    assert (shown.name, shown.content, shown.alt) == (PICTURE.name, PICTURE.content, PICTURE.alt)
    assert await uploads(harness).delete("T1", known.told)
    assert harness.slack.files.shown(harness.slack.direct(MEMBER)) == []
    assert not await uploads(harness).delete("T1", known.told), "twice does no harm"
    assert not await uploads(harness).delete("T1", "F404")


async def test_an_open_dm_is_not_opened_again(harness: SlackHarness) -> None:
    target = Target(platform="slack", scope="T1", kind="direct", channel="DUNOOR", account=MEMBER)
    await uploads(harness).upload(target, PICTURE, Known(harness))
    assert harness.slack.count("conversations.open") == 0
    assert len(harness.slack.files.shown("DUNOOR")) == 1


async def test_the_words_that_describe_a_picture_stand_in_no_address(harness: SlackHarness) -> None:
    await uploads(harness).upload(harness.direct(), PICTURE, Known(harness))
    assert "files.getUploadURLExternal" in dict(harness.slack.calls)
    assert not any("lantern" in each for each in harness.slack.addresses)


@pytest.mark.parametrize(
    ("method", "fault", "error"),
    [
        ("files.getUploadURLExternal", faults.says("missing_scope"), Wait),
        ("files.getUploadURLExternal", faults.rate_limited, Wait),
        ("conversations.open", faults.says("user_not_found"), Refused),
        ("files.completeUploadExternal", faults.server_error, Unsure),
        ("files.completeUploadExternal", faults.reply_lost, Unsure),
    ],
)
async def test_each_fault_is_told_by_its_own_error(
    harness: SlackHarness, method: str, fault: faults.Fault, error: type[SendError]
) -> None:
    harness.slack.fail(method, fault)
    with pytest.raises(error):
        await uploads(harness).upload(harness.direct(), PICTURE, Known(harness))
    assert harness.slack.count(method) == 1, "nothing is repeated by itself"


async def test_a_content_that_did_not_arrive_is_never_shown(harness: SlackHarness) -> None:
    class Elsewhere(Known):
        async def __call__(self, file: str) -> None:
            self.harness.slack.files.there[file].length += 1

    with pytest.raises(Unsure):
        await uploads(harness).upload(harness.direct(), PICTURE, Elsewhere(harness))
    assert harness.slack.files.shown(harness.slack.direct(MEMBER)) == []


async def test_where_the_app_is_gone_so_are_its_files(harness: SlackHarness) -> None:
    with pytest.raises(Gone):
        await uploads(harness).delete("T-elsewhere", "F1")


def test_files_are_offered_only_where_the_app_may_lay_them() -> None:
    frame = Frame(team="T1", user=MEMBER, profile=UNKNOWN, commands=())
    assert not frame.origin("1", None).uploads


# --- the whole way -------------------------------------------------------------------------------------------------


@pytest.fixture
async def workspace(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Workspace]:
    app = await build(
        load(adapters=(), data_dir=tmp_path, database_url="", spread_seconds=0), FrozenClock(START), patience=60
    )
    workspace = Workspace(app, tmp_path, app.clock)  # type: ignore[arg-type]
    workspace.slack.scopes = SCOPES
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


async def test_a_picture_of_progress_is_asked_for_laid_and_gone_after_a_day(workspace: Workspace) -> None:
    direct = workspace.slack.direct(MEMBER)
    weeks = await workspace.presses(await workspace.gives("progress"), "weeks")
    warned = await workspace.presses(weeks, "ask")
    assert isinstance(warned, Seen) and "24 hours" in warned.text
    said = await workspace.presses(warned, "lay")
    assert isinstance(said, Seen) and "in a moment" in said.text
    (picture,) = workspace.slack.files.shown(direct)
    assert picture.content.startswith(b"\x89PNG") and "low" in picture.alt.lower()
    assert WORDS not in picture.alt
    assert "delete_files" in str(workspace.inbox()[-1].body["blocks"])
    workspace.clock.advance(timedelta(hours=24))
    await workspace.app.tick()
    assert workspace.slack.files.shown(direct) == []


async def test_a_copy_of_everything_is_deleted_by_its_button(workspace: Workspace) -> None:
    direct = workspace.slack.direct(MEMBER)
    card = await workspace.gives("mydata")
    await workspace.presses(await workspace.presses(card, "files"), "lay")
    assert [each.name for each in workspace.slack.files.shown(direct)] == ["ajar.md", "ajar.json"]
    assert WORDS.encode() in workspace.slack.files.shown(direct)[0].content
    note = workspace.inbox()[-1]
    await workspace.presses(
        Seen("", [each["action_id"] for each in note.body["blocks"][-1]["elements"]]), "delete_files"
    )
    assert workspace.slack.files.shown(direct) == []
