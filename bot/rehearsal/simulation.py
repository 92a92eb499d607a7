"""A deterministic simulation: the real app on a virtual clock and loop, with one seed deciding everything.

Several processes share one database; crashes, a failing disk, a lossy network and people who change their minds come
from the seed. `Simulated` is what was left behind, for `judge` to look into.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot import recurrence
from bot.app import App
from bot.settings import Settings
from bot.store import holds

from .acting import AGAIN_SECONDS, GIVES_UP, Acting, Deed, told
from .crew import Means, Post
from .disk import Disk
from .journal import Journal
from .platform import FakePlatform
from .process import Act, RightClock, WallClock
from .stand import library
from .weather import LOCKED, Weather
from .wire import Ledger
from .world import DAY, Mishap, Person, Step, World

AFTERWARDS = 8 * 3600.0
"""How long everything goes on in the calm after the last day, so that whatever was begun comes to an end."""


@dataclass(kw_only=True)
class Simulated:
    """What a simulation left behind. Times are the loop's seconds unless they are instants."""

    world: World
    wall: WallClock
    weather: Weather
    platforms: dict[str, FakePlatform]
    ledgers: dict[str, Ledger]
    disk: Disk
    database: Path
    journal: Journal
    deeds: list[Deed] = field(default_factory=list)
    held: list[tuple[float, float, str]] = field(default_factory=list)
    rules: list[tuple[float, str, ZoneInfo, ZoneInfo]] = field(default_factory=list)
    down: list[tuple[float, float]] = field(default_factory=list)
    ended: float = 0.0


class Simulation:
    """One world, lived through."""

    def __init__(self, world: World, settings: Settings, changed: Callable[[App], None] = lambda _: None) -> None:
        """Prepare; `changed` may change each app before it runs, to see whether the judge notices."""
        self._world = world
        wall = WallClock(world.start)
        weather = Weather(_stream(world, "weather"), world.episodes, _now)
        journal = Journal(lambda: wall.now() if _running() else wall.start)
        disk = Disk(settings.database_file, weather)
        platforms = {
            name: FakePlatform(RightClock(wall), name=name, memory=memory, pace=world.pace)
            for name, memory in world.platforms
        }
        ledgers = {name: Ledger(wall=wall, weather=weather, log=journal.log) for name in platforms}
        for ledger in ledgers.values():
            ledger.closed = self._closed
        self.left = Simulated(
            world=world, wall=wall, weather=weather, platforms=platforms, ledgers=ledgers, disk=disk,
            database=settings.database_file, journal=journal,
        )  # fmt: skip
        self._rng = _stream(world, "people")
        self._acting = Acting(library(), platforms)
        self._numbers = count(1)
        self._looking = sqlite3.connect(settings.database_file, isolation_level=None)
        means = Means(
            settings=settings, library=library(), wall=wall, disk=disk, platforms=platforms, ledgers=ledgers,
            rng=_stream(world, "crew"), looking=self._looking, down=self._down, log=journal.log,
            broke=journal.broke, changed=changed,
        )  # fmt: skip
        self.posts = [Post(number, means) for number in range(world.processes)]

    def _closed(self, account: str) -> bool:
        person = next((each for each in self._world.people if each.id == account), None)
        return person is not None and any(begin <= _now() < end for begin, end in person.closed)

    async def live(self) -> Simulated:
        """Live through it, and through the calm afterwards."""
        posts = [asyncio.create_task(each.kept()) for each in self.posts]
        lives = [asyncio.create_task(each) for each in self._lives()]
        await asyncio.sleep(self._world.days * DAY)
        for each in lives:
            each.cancel()
        await asyncio.gather(*lives, return_exceptions=True)
        await self._calm()
        await asyncio.sleep(AFTERWARDS)
        self.left.ended = _now()
        leaving = [asyncio.create_task(post.leave()) for post in self.posts]
        await asyncio.gather(*leaving)
        for each in posts:
            each.cancel()
        await asyncio.gather(*posts, return_exceptions=True)
        self._looking.close()
        for life in lives:
            if not life.cancelled() and life.exception():
                raise life.exception() or RuntimeError
        return self.left

    def _lives(self) -> list[Coroutine[Any, Any, None]]:
        world = self._world
        return [
            *(self._person(each) for each in world.people),
            *(self._mishap(each) for each in world.mishaps),
            *(self._operate(each) for each in world.steps),
            *(self._locked(each.begin, each.end) for each in world.episodes if each.kind == LOCKED),
        ]

    async def _calm(self) -> None:
        """End all trouble: who is down comes back, whoever sleeps wakes, nothing is held any more."""
        self.left.journal.log("calm")
        self.left.weather.clear()
        for post in self.posts:
            post.down_for = 0.0
            if post.process is not None and not post.up:
                post.process.crash()
            post.back.set()
        while not any(each.up for each in self.posts):  # noqa: ASYNC110  it takes as long as it takes
            await asyncio.sleep(1)
        for _, until, scope in list(self.left.held):
            if until == float("inf"):
                await self._release(scope)
        self._stir()

    # --- people ------------------------------------------------------------------------------------------------------

    async def _person(self, person: Person) -> None:
        for step in person.steps:
            await asyncio.sleep(max(0.0, step.at - _now()))
            await self._tries(person, step)

    async def _tries(self, person: Person, step: Step) -> None:
        """Try until it works, as people do, or until it is given up; a form is sent again as the very same event."""
        same = f"{person.platform}:{person.id}:{next(self._numbers)}"
        for _ in range(GIVES_UP):
            deed = Deed(person, step, Act("deed", next(self._numbers)), _now())
            name = same if step.what == "checkin" else f"{same}:{deed.act.number}"
            if not await self._does(deed, name) or deed.answered:
                break
            await asyncio.sleep(self._rng.uniform(*AGAIN_SECONDS))
        if step.what == "checkin" and self._rng.choice((True, False)):
            await self._does(Deed(person, step, Act("deed", next(self._numbers)), _now()), same)

    async def _does(self, deed: Deed, name: str) -> bool:
        """Do it once, with whichever process answers; False when there is nothing to do."""
        event = self._acting.event(deed, name)
        if event is None:
            return False
        deed.name = name
        self.left.deeds.append(deed)
        while event is not None:
            up = [each for each in self.posts if each.up]
            if not up:
                break
            post = self._rng.choice(up)
            self.left.journal.log(f"{deed.person.id} {deed.step.what} {deed.step.choice} at {post.name}")
            answer = await told(post, event, deed.act)
            deed.answered = False
            self._acting.read(deed, answer)
            event = self._acting.after(deed, event, answer)
        deed.ended = _now()
        self.left.journal.log(f"{deed.person.id} {deed.step.what}: {'done' if deed.answered else 'no answer'}")
        self._stir()
        return True

    def _stir(self) -> None:
        """Wake whoever rests: a process of the product looks every second."""
        for each in self.posts:
            if each.process is not None:
                each.process.stir.set()

    def _down(self, begin: float, end: float) -> None:
        """Note when a process was not there."""
        self.left.down.append((begin, end))

    # --- processes and the operator ----------------------------------------------------------------------------------

    async def _mishap(self, mishap: Mishap) -> None:
        await asyncio.sleep(max(0.0, mishap.at - _now()))
        post = self.posts[mishap.process]
        process = post.process
        if process is None or process.dead.is_set():
            return
        post.down_for = min(mishap.seconds, self._world.days * DAY - _now())
        self.left.weather.note(mishap.kind)
        self.left.journal.log(f"{process.name} {mishap.kind} {mishap.seconds:.1f} {mishap.calls}")
        if mishap.kind == "restart":
            await post.leave()
        elif mishap.kind == "asleep":
            process.fall_asleep(post.down_for)
            self._down(_now(), _now() + post.down_for)
        elif mishap.calls:
            process.crash_after(mishap.calls)
            process.stir.set()
        else:
            process.crash()

    async def _locked(self, begin: float, end: float) -> None:
        await asyncio.sleep(max(0.0, begin - _now()))
        await self.left.disk.lock(end - begin)

    async def _operate(self, step: Step) -> None:
        await asyncio.sleep(max(0.0, step.at - _now()))
        if step.what == "clock":
            self.left.weather.note("clock_forward" if float(step.choice) > 0 else "clock_back")
            self.left.journal.log(f"the clock is set by {step.choice}")
            self.left.wall.step(float(step.choice))
            self._stir()
        elif step.what == "zones":
            await self._zones(step)
        elif step.what == "hold":
            await self._hold(step.choice)
        else:
            await self._release(step.choice)

    async def _zones(self, step: Step) -> None:
        """Bring new zone rules as an update does: everything ends, and begins again with them."""
        self.left.weather.note("zone_update")
        self.left.journal.log(f"{step.zone} goes by the rules of {step.choice} from now on")
        for post in self.posts:
            post.down_for = max(post.down_for, 5.0)
            await post.leave()
        self.left.rules.append((_now(), step.zone, recurrence.zone(step.zone), recurrence.zone(step.choice)))
        recurrence._held[step.zone] = recurrence.zone(step.choice)  # noqa: SLF001  as a new tzdata would
        for post in self.posts:
            post.rules = "9999a"

    async def _hold(self, scope: str) -> None:
        began = await self._told_store(scope, True)
        self.left.held.append((began, float("inf"), scope))
        self.left.weather.note("hold")

    async def _release(self, scope: str) -> None:
        await self._told_store(scope, False)
        self.left.held = [
            (begin, _now() if until == float("inf") and held == scope else until, held)
            for begin, until, held in self.left.held
        ]
        self._stir()

    async def _told_store(self, scope: str, on: bool) -> float:
        """Hold or release, as the command line does; again until it works."""
        while True:
            post = next((each for each in self.posts if each.up), None)
            if post is not None and post.process is not None and post.app is not None:
                work = post.process.spawn(_set_hold(post.app, scope, on))
                await asyncio.wait([work])
                if not work.cancelled() and work.exception() is None:
                    self.left.journal.log(f"{'held' if on else 'released'} {scope}")
                    return _now()
            await asyncio.sleep(2)


async def _set_hold(app: App, scope: str, on: bool) -> None:
    async with app.ctx.store.begin() as tx:
        if on:
            await holds.hold(tx, scope, app.clock.now())
        else:
            await holds.release(tx, scope)


def _stream(world: World, name: str) -> random.Random:
    return random.Random(f"{name} {world.seed}")  # noqa: S311  a simulation has to repeat itself


def _running() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _now() -> float:
    return asyncio.get_running_loop().time()
