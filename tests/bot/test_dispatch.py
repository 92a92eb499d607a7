"""From an event to its answer, with small features made for the purpose."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.app import App, build
from bot.app.dispatch import Dispatch
from bot.clock import FrozenClock
from bot.errors import SealBroken, StoreUnavailable
from bot.feature import Caller, Context, Feature, Need, Route
from bot.features import FEATURES
from bot.messages import ActionId, Choices, Command, Invalid, Joined, Lookup, Message, Origin, Press, Reply, Submission
from bot.metrics import Metrics
from bot.model import AccountRef, CommunityRef
from bot.settings import load
from tests.acceptance.stage import START, words

ORIGIN = Origin(
    event="t:1",
    account=AccountRef(platform="test", scope="", id="sam"),
    community=CommunityRef(platform="test", id="harbour"),
)
RAISED = (StoreUnavailable("gone"), TimeoutError(), SealBroken("broken"), RuntimeError("boom"))


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    app = await build(load(adapters=(), data_dir=tmp_path, database_url=""), FrozenClock(START), inline=True)
    yield app
    await app.close()


async def fine(ctx: Context, caller: Caller, event: object) -> Reply:
    return Reply(message=Message(parts=(caller.voice.text("core-unknown"),), summary="fine"))


def raising(error: Exception) -> Any:
    async def handle(ctx: Context, caller: Caller, event: object) -> None:
        raise error

    return handle


class Asked:
    """A platform that is asked who manages, and counts how often."""

    def __init__(self, manages: bool) -> None:
        self.manages, self.times = manages, 0

    async def __call__(self, account: AccountRef, community: CommunityRef) -> bool:
        self.times += 1
        return self.manages


def dispatch(
    app: App, handle: Any, *, manages: Asked | None = None, patience: float = 60, **more: Any
) -> tuple[Dispatch, Metrics]:
    route = Route(handle=handle, **{"needs": Need.NOTHING, **more})
    feature = Feature(
        name="probe",
        on_command={"probe": route},
        on_press={"press": route},
        on_submit={"send": route},
        on_lookup={"find": route},
    )
    metrics = Metrics()
    made = Dispatch(
        replace(app.ctx, patience=patience),
        (*FEATURES, feature),
        manages=manages or Asked(False),
        hand_over=app.handovers.begin,
        metrics=metrics,
        detector=None,
    )
    return made, metrics


def action(name: str) -> ActionId:
    return ActionId(feature="probe", action=name)


@pytest.mark.parametrize("error", RAISED, ids=lambda each: type(each).__name__)
async def test_whatever_a_route_raises_is_answered_kindly_and_words_come_back(app: App, error: Exception) -> None:
    made, metrics = dispatch(app, raising(error), words=("note",))
    said = await made.handle(Press(origin=ORIGIN, action=action("press")))
    assert isinstance(said, Reply)
    assert "nothing was kept" in words(said)
    sent = Submission(origin=ORIGIN, action=action("send"), fields={"note": ("mine",), "mood": ("1",)})
    back = await made.handle(sent)
    assert isinstance(back, Invalid)
    assert back.words == ("mine",)
    assert list(back.errors) == ["note"]
    assert await made.handle(Lookup(origin=ORIGIN, action=action("find"), query="x")) == Choices(options=())
    assert b'outcome="answered"' not in metrics.text()


async def test_cancelling_is_not_swallowed(app: App) -> None:
    made, _ = dispatch(app, raising(asyncio.CancelledError()))  # type: ignore[arg-type]
    with pytest.raises(asyncio.CancelledError):
        await made.handle(Press(origin=ORIGIN, action=action("press")))


async def test_a_slow_store_is_given_half_a_second_and_no_more(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(*_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(app.ctx.store, "who", never)
    made, _ = dispatch(app, fine, patience=0.05)
    assert "try again in a minute" in words(await made.handle(Press(origin=ORIGIN, action=action("press"))))
    made, _ = dispatch(app, fine, offline=True, patience=0.05)
    assert "earlier time" in words(await made.handle(Press(origin=ORIGIN, action=action("press"))))


async def test_the_platform_is_asked_who_manages_only_where_nothing_else_tells(app: App) -> None:
    asked = Asked(True)
    made, _ = dispatch(app, fine, manages=asked, needs=Need.MODERATOR)
    for manages, times in ((True, 0), (False, 0), (None, 1)):
        await made.handle(Press(origin=replace(ORIGIN, manages=manages), action=action("press")))
        assert asked.times == times


async def test_a_moderators_route_asks_nobody_in_a_direct_message(app: App) -> None:
    asked = Asked(True)
    made, _ = dispatch(app, fine, manages=asked, needs=Need.MODERATOR)
    said = await made.handle(Press(origin=replace(ORIGIN, community=None), action=action("press")))
    assert "belongs in a community" in words(said)
    assert asked.times == 0


async def test_a_refused_form_hands_its_words_back(app: App) -> None:
    for needs in (Need.MODERATOR, Need.CONSENT):
        made, _ = dispatch(app, fine, needs=needs, words=("note",))
        origin = replace(ORIGIN, manages=False)
        said = await made.handle(Submission(origin=origin, action=action("send"), fields={"note": ("mine",)}))
        assert isinstance(said, Invalid)
        assert said.words == ("mine",)
        assert isinstance(await made.handle(Submission(origin=origin, action=action("send"))), Reply)


async def test_an_unknown_command_is_answered_with_help_and_an_unknown_event_not_at_all(app: App) -> None:
    made, _ = dispatch(app, fine)
    assert "/checkin" in words(await made.handle(Command(origin=ORIGIN, name="nonsense")))
    assert await made.handle(Joined(origin=ORIGIN)) is None


async def test_metrics_name_features_and_never_what_was_typed(app: App) -> None:
    made, metrics = dispatch(app, fine)
    await made.handle(Command(origin=ORIGIN, name="my secret"))
    await made.handle(Press(origin=ORIGIN, action=ActionId(feature="secret", action="secret", ref="secret")))
    assert b"secret" not in metrics.text()
