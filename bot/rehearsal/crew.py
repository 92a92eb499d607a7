"""The processes of a simulation: each plans, sends and answers with the real app, crashes, sleeps, and comes back."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from datetime import datetime

from bot import zone_rules
from bot.app import App
from bot.errors import AjarError, StoreUnavailable
from bot.feature import Context
from bot.library import Library
from bot.seal import Seal
from bot.settings import Settings
from bot.store import open_keys, open_store

from .disk import Disk
from .platform import FakePlatform
from .process import ACT, Act, Process, WallClock
from .wire import Ledger, Wire

LONGEST_REST, FIRST_AGAIN, LAST_AGAIN, OPENED_AGAIN = 6 * 3600.0, 1.0, 60.0, 30.0
MASTER = bytes(range(32))
LATER, HOUSEKEEPING, SEND_SECONDS = 0.2, 0.02, 20.0
NEXT_SLOT = "SELECT min(next_due_at) FROM schedules"
NEXT_FREE = "SELECT min(free_at) FROM deliveries WHERE settled_at IS NULL AND state IN ('waiting', 'unsure')"
NEXT_DROPPED = "SELECT min(lease_until) FROM deliveries WHERE settled_at IS NULL AND state = 'started'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What every process of a simulation shares with the others."""

    settings: Settings
    library: Library
    wall: WallClock
    disk: Disk
    platforms: Mapping[str, FakePlatform]
    ledgers: Mapping[str, Ledger]
    rng: random.Random
    looking: sqlite3.Connection
    down: Callable[[float, float], None]
    log: Callable[[str], None]
    broke: Callable[[str], None]
    changed: Callable[[App], None]


class Post:
    """A place for one process: whoever fills it, one after another."""

    def __init__(self, number: int, means: Means) -> None:
        """Stand empty until `kept` runs."""
        self.number, self._means = number, means
        self.process: Process | None = None
        self.app: App | None = None
        self.down_for = 0.0
        self.back = asyncio.Event()
        self.rules: str | None = None
        self._generation = 0
        self._again = FIRST_AGAIN

    @property
    def name(self) -> str:
        """The name of the process that stands here."""
        return self.process.name if self.process else ""

    @property
    def up(self) -> bool:
        """Whether somebody is there and awake."""
        return self.app is not None and self.process is not None and self.process.awake

    async def kept(self) -> None:
        """Fill the place again and again, until cancelled."""
        fell = 0.0
        while True:
            self._generation += 1
            process = self.process = Process(f"p{self.number}.{self._generation}", self._means.wall)
            self._means.log(f"{process.name} starts")
            process.spawn(self._work(process, fell))
            try:
                await process.dead.wait()
            finally:
                fell = process.monotonic()
                self.app = None
                await process.buried()
            self._means.log(f"{process.name} is gone")
            self.back.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(self.down_for):
                    await self.back.wait()
            self.down_for = 0.0

    async def leave(self) -> None:
        """End as a process does that is asked to: what is in flight is settled first."""
        process, app = self.process, self.app
        if process is None or process.dead.is_set():
            return
        self.app = None
        if app is not None:
            await asyncio.wait([process.spawn(app.outbox.close())], timeout=30)
        process.crash()

    async def _work(self, process: Process, fell: float) -> None:
        """Open the app, as often as it takes, then plan and send."""
        while True:
            try:
                app = await self._opened(process)
                break
            except AjarError:
                await process.sleep(OPENED_AGAIN)
            except Exception as error:
                self._means.broke(f"{process.name} did not open over {type(error).__name__}: {error}")
                await process.sleep(OPENED_AGAIN)
        self.app = app
        self._means.down(fell, process.monotonic())
        try:
            while True:
                await self._turn(process, app)
        except Exception as error:  # nothing may get here; a process of the product would end, too
            self._means.broke(f"{process.name} ended over {type(error).__name__}: {error}")
        finally:
            process.crash()

    async def _opened(self, process: Process) -> App:
        """Open store and app as `bot.app.build` does, on the simulation's disk; nothing stays open when it fails."""
        means = self._means
        async with AsyncExitStack() as opened:
            keys = await open_keys(means.settings.keys_file, inline=True)
            opened.push_async_callback(keys.close)
            seal = await Seal.open(keys, MASTER, process)
            store = await open_store(means.settings.database, clock=process, connect_hook=means.disk.hook(process))
            opened.push_async_callback(store.close)
            ACT.set(Act("follow"))
            await zone_rules.follow(store, process, self.rules)
            ACT.set(None)
            opened.pop_all()
        ctx = Context(store=store, seal=seal, library=means.library, clock=process)
        app = App(ctx=ctx, settings=means.settings)
        patience = min(SEND_SECONDS, means.settings.lease_seconds / 2)
        for name, platform in means.platforms.items():
            app.platforms[name] = Wire(process, platform, means.ledgers[name], patience)
        means.changed(app)
        return app

    async def _turn(self, process: Process, app: App) -> None:
        """Plan what is due, send what waits, and rest until there is more."""
        process.stir.clear()
        planned, sent = self._ahead(process.shown)
        if planned <= 0:
            with suppress(StoreUnavailable):
                ACT.set(Act("tick"))
                await app.planner.tick()
            ACT.set(None)
            _, sent = self._ahead(process.shown)
        if sent <= 0:
            with suppress(StoreUnavailable):
                await app.outbox.drain()
        if self._means.rng.random() < HOUSEKEEPING:
            await app.keep_house()
        await self._rest(process)

    async def _rest(self, process: Process) -> None:
        ahead = min(self._ahead(process.shown))
        self._again = FIRST_AGAIN if ahead > 0 else min(LAST_AGAIN, self._again * 2)
        seconds = min(ahead, LONGEST_REST) if ahead > 0 else self._again
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds + self._means.rng.uniform(0, LATER)):
                await process.stir.wait()
        await process.gate()

    def _ahead(self, now: datetime) -> tuple[float, float]:
        """Return in how many seconds there is something to plan, and to send.

        Whoever looks every second, as the product does, finds it then; here nobody looks in between.
        """
        look = self._means.looking.execute
        found = [look(each).fetchone()[0] for each in (NEXT_SLOT, NEXT_FREE, NEXT_DROPPED)]
        shown = now.timestamp()
        slot, free, dropped = (LONGEST_REST if each is None else each / 1_000_000 - shown for each in found)
        return slot, min(free, dropped)
