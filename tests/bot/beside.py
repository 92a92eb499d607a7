"""An app whose dispatch reads with a detector of a few sentences, and ways to break what is around it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.app import App
from bot.app.dispatch import Dispatch
from bot.errors import StoreUnavailable
from bot.feature import Caller, Context, Feature, Need, Route
from bot.features import FEATURES
from bot.features.safety.screening import Detector
from bot.messages import (
    ActionId,
    Answer,
    Message,
    Origin,
    Quote,
    Reply,
    Submission,
    Text,
)
from bot.metrics import Metrics
from bot.model import AccountRef, CommunityRef, Target
from tests.acceptance.stage import parts
from tests.bot.features.safety.fakes import HEAVY, FakeDetector

ACCOUNT = AccountRef(platform="test", scope="", id="sam")
ORIGIN = Origin(
    event="t:1",
    account=ACCOUNT,
    community=CommunityRef(platform="test", id="harbour"),
    place=Target(platform="test", scope="", kind="channel", channel="general"),
    zone="Europe/Madrid",
)
HEAVY_LINE = "This sounds very heavy"
SOFT_LINE = "That sounds hard to carry"
WITHIN = 1.0
PATIENCE = 0.5
"""What `Context` has unless told otherwise."""


async def fine(ctx: Context, caller: Caller, event: object) -> Answer:
    return Reply(message=Message(parts=(Text(words=("kept",)),), summary="fine"))


def answering(answer: Answer | None) -> Any:
    async def handle(ctx: Context, caller: Caller, event: object) -> Answer | None:
        return answer

    return handle


def raising(error: BaseException) -> Any:
    async def handle(ctx: Context, caller: Caller, event: object) -> None:
        raise error

    return handle


class Slow:
    """A handler that waits until it is let go, and counts what it kept."""

    def __init__(self, ends: BaseException | None = None) -> None:
        self.go, self.came, self.kept, self.begun, self._ends = asyncio.Event(), asyncio.Event(), 0, 0, ends

    async def __call__(self, ctx: Context, caller: Caller, event: object) -> Answer:
        self.begun += 1
        self.came.set()
        await self.go.wait()
        if self._ends:
            raise self._ends
        self.kept += 1
        return await fine(ctx, caller, event)


def dispatch(
    app: App, handle: Any = fine, *, detector: Detector | None = None, patience: float = 60, **more: Any
) -> Dispatch:
    broken = {name: more.pop(name) for name in ("clock", "library") if name in more}
    route = Route(handle=handle, **{"needs": Need.NOTHING, "words": ("note",), **more})
    probe = Feature(name="probe", on_command={"probe": route}, on_press={"press": route}, on_submit={"send": route})
    return Dispatch(
        replace(app.ctx, patience=patience, **broken),
        (*FEATURES, probe),
        manages=nobody_manages,
        hand_over=app.handovers.begin,
        metrics=Metrics(),
        detector=detector or FakeDetector(),
    )


async def nobody_manages(account: AccountRef, community: CommunityRef) -> bool:
    return False


def sent(note: str = HEAVY, origin: Origin = ORIGIN, **fields: str) -> Submission:
    given = {"note": (note,)} | {name: (value,) for name, value in fields.items()}
    return Submission(origin=origin, action=ActionId(feature="probe", action="send"), fields=given)


def quotes(said: Answer | None) -> list[str]:
    return [each.text for each in parts(said) if isinstance(each, Quote)]


class Gone:
    """A transaction that cannot be opened: refused at once, or never answered."""

    def __init__(self, *, hangs: bool) -> None:
        self.hangs = hangs

    def __call__(self) -> Gone:
        return self

    async def __aenter__(self) -> Any:
        if self.hangs:
            await asyncio.Event().wait()
        raise StoreUnavailable("out of reach")

    async def __aexit__(self, *raised: object) -> None:
        return None


async def nobody(*_: object) -> Any:
    raise StoreUnavailable("out of reach")


async def never(*_: object) -> Any:
    await asyncio.Event().wait()


class BrokenClock:
    def now(self) -> datetime:
        raise OSError("no time")

    def monotonic(self) -> float:
        raise OSError("no time")

    async def sleep(self, seconds: float) -> None:
        raise OSError("no time")
