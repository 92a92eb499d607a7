"""What lies between a process and a platform: time, loss, refusals; a call given up may still arrive.

One `Wire` for each process and platform; the platform behind it is the same for all, and so is what it refuses.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NoReturn

from bot.errors import Gone, Unreachable, Unsure, Wait
from bot.messages import Message
from bot.model import AccountRef, CommunityRef, Receipt, Target
from bot.platform import Limits

from .platform import FakePlatform, Memory
from .process import Process, WallClock
from .weather import GONE, LOOKUP, NETWORK, Weather

if TYPE_CHECKING:
    from aiohttp import web

QUICK = (0.02, 0.4)
CRAWL = (2.0, 18.0)
STUCK_SECONDS = 600.0
LATE = {Memory.NONCE: (0.1, 200.0), Memory.HISTORY: (0.1, 4.0), Memory.BLIND: (0.1, 4.0)}
"""How long after it was given up a call may still arrive, in seconds: where neither a nonce nor a history tells, no
more than the product waits before it looks."""

TOLD_WAIT, UNTOLD_WAIT = (0.5, 90.0), 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One `send`, as it left: by the loop's seconds and by the process's clock, and the latest any clock had shown."""

    at: float
    shown: datetime
    latest: datetime
    process: str
    platform: str
    place: str
    lane: str
    key: str


@dataclass
class Ledger:
    """What everybody outside knows of one platform: every call, what was refused, who cannot be reached."""

    wall: WallClock
    weather: Weather
    calls: list[Call] = field(default_factory=list)
    troubles: list[tuple[str, str]] = field(default_factory=list)
    refused: list[tuple[float, str, str]] = field(default_factory=list)
    breaches: list[Call] = field(default_factory=list)
    looked_up: dict[str, datetime] = field(default_factory=dict)
    closed: Callable[[str], bool] = lambda _: False
    log: Callable[[str], None] = lambda _: None


class Wire:
    """A `Platform` for one process, in front of the one that all share."""

    routes: tuple[web.RouteDef, ...] = ()

    def __init__(self, process: Process, platform: FakePlatform, ledger: Ledger, patience: float) -> None:
        """`patience` is after how many seconds the process gives up a call."""
        self._process, self._platform, self._ledger, self._patience = process, platform, ledger, patience
        self._told_to_wait: dict[str, datetime] = {}
        self.name: str = platform.name
        self.limits: Limits = platform.limits

    async def start(self) -> None:
        """Nothing to open."""

    async def run(self) -> None:
        """Receive nothing until cancelled."""
        await asyncio.Event().wait()

    async def close(self) -> None:
        """Nothing to let go of."""

    async def manages(self, account: AccountRef, community: CommunityRef) -> bool:
        """Ask the platform."""
        return await self._platform.manages(account, community)

    async def revise(self, target: Target, receipt: Receipt, message: Message) -> None:
        """Replace a message."""
        await self._process.sleep(self._between(QUICK))
        await self._platform.revise(target, receipt, message)

    async def send(self, target: Target, message: Message, key: str) -> Receipt:
        """Post once, as the weather allows."""
        call = self._left(target, key)
        self._obeyed(call, target)
        place, ledger = call.place, self._ledger
        if ledger.closed(target.account or ""):
            ledger.weather.note("closed_direct")
            await self._refuse(Unreachable("closed_direct"), call, "closed_direct")
        if target.kind != "direct" and ledger.weather.strikes((GONE,)):
            await self._refuse(Gone(GONE), call, GONE)
        trouble = ledger.weather.strikes(NETWORK) or ""
        ledger.log(f"{self._process.name} sends {key} to {place} {trouble}".rstrip())
        if trouble:
            ledger.troubles.append((key, trouble))
        if trouble.startswith("rate_limited"):
            await self._wait(trouble, call, target)
        arrived = self._arrival(trouble, target, message, key)
        return await self._reply(trouble, arrived)

    def _left(self, target: Target, key: str) -> Call:
        wall, process = self._ledger.wall, self._process
        call = Call(
            at=process.monotonic(),
            shown=process.shown,
            latest=wall.latest,
            process=process.name,
            platform=self.name,
            place=target.channel or f"D-{target.account}",
            lane=target.lane,
            key=key,
        )
        self._ledger.calls.append(call)
        return call

    def _obeyed(self, call: Call, target: Target) -> None:
        """Note a call made before the time that this very process was told to wait until."""
        for scope in (f"lane {target.lane}", f"key {call.key}"):
            until = self._told_to_wait.get(scope)
            if until is not None and call.shown < until:
                self._ledger.breaches.append(call)
                self._ledger.log(f"{call.process} was told to wait until {until:%H:%M:%S}")

    async def _refuse(self, error: Exception, call: Call, kind: str) -> NoReturn:
        self._ledger.refused.append((call.at, call.place, call.key))
        self._ledger.log(f"{self._process.name} sends {call.key} to {call.place}: {kind}")
        await self._process.sleep(self._between(QUICK))
        raise error

    async def _wait(self, trouble: str, call: Call, target: Target) -> NoReturn:
        await self._process.sleep(self._between(QUICK))
        if trouble == "rate_limited_untold":
            raise Wait("rate_limited", seconds=UNTOLD_WAIT)
        seconds = round(self._between(TOLD_WAIT), 3)
        lane = trouble != "rate_limited_alone"
        scope = f"lane {target.lane}" if lane else f"key {call.key}"
        until = self._process.shown + timedelta(seconds=seconds)
        self._told_to_wait[scope] = max(until, self._told_to_wait.get(scope, until))
        raise Wait("rate_limited", seconds=seconds, lane=lane)

    def _arrival(self, trouble: str, target: Target, message: Message, key: str) -> asyncio.Future[Receipt] | None:
        """Let the message travel, whatever becomes of whoever sent it; None when it is lost on the way."""
        if trouble in ("server_error_before", "timeout_lost", "reset_before"):
            return None
        loop = asyncio.get_running_loop()
        arrived: asyncio.Future[Receipt] = loop.create_future()
        delay = self._between(CRAWL if trouble == "crawl" else QUICK)
        if trouble == "timeout_late":
            delay = self._patience + self._between(LATE[self._platform.memory])
        loop.call_later(delay, self._arrive, arrived, target, message, key)
        return arrived

    def _arrive(self, arrived: asyncio.Future[Receipt], target: Target, message: Message, key: str) -> None:
        before = len(self._platform.seen)
        receipt = self._platform.arrive(target, message, key)
        known = "" if len(self._platform.seen) > before else " (known already)"
        self._ledger.log(f"{self.name} has {key} in {receipt.channel}{known}")
        if not arrived.done():
            arrived.set_result(receipt)

    async def _reply(self, trouble: str, arrived: asyncio.Future[Receipt] | None) -> Receipt:
        if trouble.startswith("timeout"):
            await self._process.sleep(STUCK_SECONDS)
            raise Unsure("timeout")
        if arrived is None:
            await self._process.sleep(self._between(QUICK))
            raise Unsure(trouble)
        receipt = await asyncio.shield(arrived)
        await self._process.sleep(self._between(QUICK))
        if trouble in ("server_error_after", "reset_after"):
            raise Unsure(trouble)
        return receipt

    async def find(self, target: Target, key: str, since: datetime) -> Receipt | None:
        """Look it up, as the weather allows."""
        trouble = self._ledger.weather.strikes(LOOKUP) if self._platform.memory is not Memory.BLIND else None
        await self._process.sleep(STUCK_SECONDS if trouble == "lookup_timeout" else self._between(QUICK))
        if trouble == "lookup_error":
            raise Unsure("server_error")
        if trouble == "lookup_rate_limited":
            raise Wait("rate_limited", seconds=round(self._between(TOLD_WAIT), 3), lane=False)
        found = await self._platform.find(target, key, since)
        self._ledger.looked_up[key] = self._ledger.wall.true()
        self._ledger.log(f"{self._process.name} looks up {key}: {'there' if found else 'not there'}")
        await self._process.sleep(self._between(QUICK))
        return found

    def _between(self, bounds: tuple[float, float]) -> float:
        return self._ledger.weather.between(*bounds)
