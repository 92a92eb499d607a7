"""Words on their way through the adapters: in bodies where a platform has to show them, in no address and no log."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

import pytest
from aiohttp import web

from bot.app import App, build
from bot.clock import FrozenClock
from bot.features import FEATURES
from bot.messages import ActionId, Answer, Form, Inbound, Typed
from bot.settings import load
from tests.adapters.discord import test_app as discord
from tests.adapters.discord.faults import answer
from tests.adapters.discord.world import MEMBER, World, user
from tests.adapters.slack import loopback
from tests.adapters.slack import test_app as slack
from tests.adapters.slack.payloads import MEMBER as NOOR

from .marks import Marks
from .routes import Way, way_of, ways
from .search import in_files, in_text, listening, turned_up
from .wires import Always, watched

WORDED = {way for way, route in ways(FEATURES).items() if way.kind == "form" and route.words}
QUICK = 1.0
"""Seconds for an answer that will not come."""

_numbers = itertools.count(1)


class Harness(Protocol):
    """What both adapters' harnesses can do."""

    async def command(self, name: str, options: Any, *, event: str) -> Any: ...
    async def press(self, action: ActionId, values: Sequence[str], *, event: str) -> Any: ...
    async def submit(self, action: ActionId, fields: Any, *, event: str) -> Any: ...


class Line:
    """The app on one platform, which a member writes to."""

    def __init__(self, app: App, folder: Path, harness: Harness) -> None:
        self.app, self.folder, self.harness = app, folder, harness
        self.came: set[Way] = set()
        self.typed: Callable[[str], Any]
        self.fail: Callable[[], None]
        handle = app.handle

        async def noted(event: Inbound) -> Answer | None:
            self.came.add(Way("typed", "", "") if isinstance(event, Typed) else way_of(FEATURES, event))
            return await handle(event)

        app.handle = noted  # type: ignore[method-assign]

    async def writes(self, forms: Sequence[Form], shapes: Sequence[str], marks: Marks) -> None:
        """Send every form with words, give commands with words in them, and type into the DM."""
        for form, words in itertools.product(forms, [marks.texts[each] for each in shapes]):
            fields = {each.id: [words] for each in form.fields} | (
                {"mood": ["2"]} if form.fields[0].id == "mood" else {}
            )
            await self.harness.submit(form.action, fields, event=f"w{next(_numbers)}")
        for words in (marks.texts[each] for each in shapes):
            await self.harness.command("help-now", {"country": words}, event=f"w{next(_numbers)}")
            await self.typed(words)
        await self.app.tick()


@asynccontextmanager
async def on_discord(folder: Path) -> AsyncIterator[Line]:
    async with discord.opened(folder, FrozenClock(discord.START), World()) as server:
        await server.joins()
        line = Line(server.app, folder, server.harness)
        api = server.harness.discord.api

        async def typed(words: str) -> None:
            direct = server.world.open_direct(MEMBER)["id"]
            body = server.world.post(direct, {"content": words, "seed": True}).json()
            await server.harness.deliver("MESSAGE_CREATE", {**body, "author": user(MEMBER)})

        async def echo(request: web.Request, done: object) -> web.StreamResponse:
            said = f"Invalid Form Body: {(await request.read()).decode('utf-8', 'replace')}"
            return answer(
                {"code": 50035, "message": said, "errors": {"content": {"_errors": [{"message": said}]}}}, 400
            )

        line.typed, line.fail = typed, lambda: setattr(api, "faults", Always(echo))
        yield line
        api.faults = {}


@asynccontextmanager
async def on_slack(folder: Path) -> AsyncIterator[Line]:
    settings = load(adapters=(), data_dir=folder, database_url="", spread_seconds=0)
    app = await build(settings, FrozenClock(slack.START), patience=60)
    workspace = slack.Workspace(app, folder, FrozenClock(slack.START))
    try:
        await workspace.start()
        await workspace.joins()
        line = Line(app, folder, workspace)

        async def typed(words: str) -> None:
            number = f"{next(_numbers)}.1"
            event = {"channel": workspace.slack.direct(NOOR), "channel_type": "im", "text": words, "ts": number}
            with suppress(TimeoutError):  # what could not be answered is not acknowledged, so that it comes again
                await workspace.deliver("events_api", workspace.event("message", event_id=f"E{number}", **event))

        def echo(request: web.Request, done: object) -> web.StreamResponse:
            said = (request._read_bytes or b"").decode("utf-8", "replace")
            told = {"messages": [f"[ERROR] {said}"]}
            return web.json_response({"ok": False, "error": "invalid_blocks", "response_metadata": told, "echo": said})

        line.typed, line.fail = typed, lambda: setattr(workspace.slack, "faults", Always(echo))
        yield line
        workspace.slack.faults = {}
    finally:
        await workspace.stop()
        await app.close()


PLATFORMS: dict[str, Callable[[Path], AbstractAsyncContextManager[Line]]] = {"discord": on_discord, "slack": on_slack}


@pytest.mark.parametrize("failing", [False, True], ids=["well", "with every answer an error that repeats them"])
@pytest.mark.parametrize("platform", PLATFORMS)
async def test_words_stand_in_no_address_no_header_no_log_and_no_file(
    platform: str, failing: bool, forms: Sequence[Form], marks: Marks, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with listening(marks) as found, watched(marks, monkeypatch) as asked:
        async with PLATFORMS[platform](home) as line:
            turned_up()
            if failing:
                line.fail()
                monkeypatch.setattr(loopback, "PATIENCE", QUICK)
            await line.writes(forms, ("plain", "quotes") if failing else tuple(marks.texts), marks)
            found.extend(in_files(marks, home) + in_text(marks, "metrics", line.app.metrics.text()))
    assert found == []
    assert asked == []
    assert WORDED | {Way("typed", "", "")} <= line.came
