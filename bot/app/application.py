"""One app: everything wired together, with its life from start to a graceful stop."""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import socket
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import partial
from importlib import import_module
from typing import TypeVar

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot import erasing, retention, zone_rules
from bot.clock import Clock
from bot.errors import OperatorError, StoreUnavailable
from bot.feature import Context, Feature
from bot.features import FEATURES
from bot.features.safety.detector import Detector
from bot.handovers import Handovers
from bot.log import describe
from bot.messages import Answer, Inbound
from bot.metrics import Metrics
from bot.model import AccountRef, CommunityRef
from bot.outbox import Outbox
from bot.planner import Planner
from bot.platform import CommandSpec, Platform
from bot.settings import Settings
from bot.store import StoreShelf, deliveries, inbox, topics
from bot.web import Server

from .dispatch import Dispatch
from .presence import Presence

logger = logging.getLogger(__name__)

TICK_SECONDS = 1
CLEARING_SECONDS = 5
HOUSEKEEPING_SECONDS = 3600
CLOSE_SECONDS = 5.0
INBOX_KEPT = timedelta(hours=48)
SETTLED_KEPT = timedelta(days=35)
DRAFTS_KEPT = timedelta(hours=48)

T = TypeVar("T")


class Role(StrEnum):
    """What one of several processes does: receive and answer, plan and send, or both."""

    ALL = "all"
    GATEWAY = "gateway"
    COURIER = "courier"


class App:
    """What adapters see as `Core`, and what the command line runs."""

    def __init__(
        self,
        *,
        ctx: Context,
        settings: Settings,
        features: tuple[Feature, ...] = FEATURES,
        detector: Detector | None = None,
    ) -> None:
        """Wire `features` to store, planner and outbox; platforms are added with `connect`."""
        self.ctx, self.settings, self.metrics = ctx, settings, Metrics()
        self.platforms: dict[str, Platform] = {}
        self.commands: tuple[CommandSpec, ...] = tuple(c for each in features for c in each.commands(ctx.library))
        self.owner = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
        self.planner = Planner(
            store=ctx.store,
            clock=ctx.clock,
            plans=_bound(ctx, features, lambda f: f.plans),
            spread_seconds=settings.spread_seconds,
        )
        self.outbox = Outbox(
            store=ctx.store,
            clock=ctx.clock,
            platforms=self.platforms,
            write=_bound(ctx, features, lambda f: f.renders),
            settled=_bound(ctx, features, lambda f: f.settled),
            metrics=self.metrics,
            owner=self.owner,
            lease_seconds=settings.lease_seconds,
        )
        self.handovers = Handovers(ctx.store, ctx.clock, self.platforms)
        self._dispatch = Dispatch(
            ctx,
            features,
            manages=self._manages,
            hand_over=self.handovers.begin,
            metrics=self.metrics,
            detector=detector,
        )
        self._presence = Presence(ctx)
        self._closers: list[Callable[[], Awaitable[None]]] = []
        self.ready = False

    @property
    def clock(self) -> Clock:
        """The clock everything runs by."""
        return self.ctx.clock

    def say(self, locale: str, key: str, **values: str | int) -> str:
        """Return an interface string, for what only an adapter shows."""
        return self.ctx.library.voice(locale).label(key, **values)

    def connect(self, name: str, **more: object) -> Platform:
        """Load the adapter `name` and connect it; `more` goes to its `connect` (a connector, in tests)."""
        shelf = StoreShelf(store=self.ctx.store, seal=self.ctx.seal, adapter=name, clock=self.clock)
        adapter = import_module(f"adapters.{name}")
        platform: Platform = adapter.connect(self.settings.section(name), self, shelf, self.clock, **more)
        self.platforms[name] = platform
        return platform

    async def handle(self, event: Inbound) -> Answer | None:
        """Answer an event, note that the member was here, and let what it planned go out at once."""
        with self.metrics.answer_seconds.time():
            answer = await self._dispatch.handle(event)
        answer = await self._presence.noted(event, answer)
        self.outbox.wake()
        return answer

    async def tick(self) -> None:
        """Plan what is due, send what waits and delete what has lain its time, to the end. Raises StoreUnavailable."""
        await self.planner.tick()
        await self.outbox.drain()
        await self.handovers.settled()
        await self.handovers.clear()

    async def run(
        self, *, stop: asyncio.Event, serving: Callable[[int], None] = lambda _: None, role: Role = Role.ALL
    ) -> None:
        """Start everything of a role, run until `stop` is set, and end gracefully within ten seconds."""
        receives = role is not Role.COURIER
        server = Server(
            host=self.settings.host,
            port=self.settings.port,
            routes=[route for each in self.platforms.values() for route in each.routes if receives],
            ready=lambda: self.ready,
            metrics=self.metrics,
        )
        for platform in self.platforms.values():
            self._closers.append(platform.close)
            await platform.start()
        self._closers.append(server.close)
        port = await server.start()
        try:
            await self._serve(stop, lambda: serving(port), role)
        except* OperatorError as errors:
            raise errors.exceptions[0] from None

    async def _serve(self, stop: asyncio.Event, serving: Callable[[], None], role: Role) -> None:
        async with asyncio.TaskGroup() as group:
            tasks: list[asyncio.Task[None]] = []
            if role is not Role.COURIER:
                tasks += [group.create_task(each.run()) for each in self.platforms.values()]
            scheduler = None
            if role is not Role.GATEWAY:
                tasks.append(group.create_task(self.outbox.run()))
                scheduler = self._ticking()
            self.ready = True
            serving()
            await stop.wait()
            self.ready = False
            if scheduler:
                scheduler.shutdown(wait=False)
                await self.outbox.close()
            for task in tasks:
                task.cancel()

    async def close(self) -> None:
        """Let go of platforms, server and store; harmless when called twice."""
        self.ready = False
        closers, self._closers = self._closers, []
        await self.handovers.close()
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await asyncio.gather(*(close() for close in closers), return_exceptions=True)
        except TimeoutError:
            logger.warning("a connection did not close in time and is left behind")
        await self._dispatch.close()
        await self.ctx.store.close()
        await self.ctx.seal.close()

    def _ticking(self) -> AsyncIOScheduler:
        """Let APScheduler tick; what is due lies in our own tables."""
        scheduler = AsyncIOScheduler(timezone="UTC")
        once = {"max_instances": 1, "coalesce": True}
        scheduler.add_job(self._plan, IntervalTrigger(seconds=TICK_SECONDS), **once)
        scheduler.add_job(self._clear, IntervalTrigger(seconds=CLEARING_SECONDS), **once)
        scheduler.add_job(self.keep_house, IntervalTrigger(seconds=HOUSEKEEPING_SECONDS), **once)
        hourly = IntervalTrigger(seconds=HOUSEKEEPING_SECONDS)
        scheduler.add_job(self._follow_zone_rules, hourly, next_run_time=datetime.now(UTC), **once)
        scheduler.start()
        return scheduler

    async def _plan(self) -> None:
        try:
            if await self.planner.tick():
                self.outbox.wake()
        except StoreUnavailable as error:
            logger.warning("planning waits: %s", describe(error))

    async def _clear(self) -> None:
        try:
            await self.handovers.clear()
        except StoreUnavailable as error:
            logger.warning("files are deleted later: %s", describe(error))

    async def _follow_zone_rules(self) -> None:
        """Let every slot follow the zone rules of this version; say when these may be old."""
        now = self.clock.now()
        zone_rules.report(now)
        self.metrics.zone_data_days.set(zone_rules.age(now).days)
        try:
            await zone_rules.follow(self.ctx.store, self.clock)
        except StoreUnavailable as error:
            logger.warning("zone rules are followed later: %s", describe(error))

    async def keep_house(self) -> None:
        """Purge what has had its time, erase who has left, fold settled deliveries: no table grows without bound."""
        now = self.clock.now()
        try:
            async with self.ctx.store.begin() as tx:
                await inbox.purge(tx, now - INBOX_KEPT)
                await topics.purge(tx, drafts_before=now - DRAFTS_KEPT, dropped_before=now - SETTLED_KEPT)
            await erasing.let_go(self.ctx.store, self.ctx.seal, self.clock)
            await retention.purge(self.ctx.store, self.clock)
            folded = deliveries.FOLDED_AT_ONCE
            while folded == deliveries.FOLDED_AT_ONCE:  # a transaction of its own each, so that none takes long
                async with self.ctx.store.begin() as tx:
                    folded = await deliveries.fold(tx, now - SETTLED_KEPT)
        except StoreUnavailable as error:
            logger.warning("housekeeping waits: %s", describe(error))

    async def _manages(self, account: AccountRef, community: CommunityRef) -> bool:
        platform = self.platforms.get(account.platform)
        return await platform.manages(account, community) if platform else False


def _bound(
    ctx: Context, features: Sequence[Feature], choose: Callable[[Feature], Mapping[str, Callable[..., T]]]
) -> dict[str, Callable[..., T]]:
    """Collect one mapping of all features, each function already holding the context."""
    return {kind: partial(function, ctx) for each in features for kind, function in choose(each).items()}
