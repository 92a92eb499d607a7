"""An outbox of its own on a fake platform, as one process would have it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.clock import Clock, FrozenClock
from bot.messages import Message, Text
from bot.metrics import Metrics
from bot.model import Delivery, Receipt, Target
from bot.outbox import Outbox
from bot.platform import Skip
from bot.rehearsal.loop import run
from bot.rehearsal.platform import FakePlatform
from bot.store import Store, Tx, deliveries, open_store
from tests.bot.store.nouns import NOON, at, delivery


class PatientClock(FrozenClock):
    """Moves only when those who are about to send have done so, as they would have in real seconds."""

    async def sleep(self, seconds: float) -> None:
        for _ in range(20):
            await asyncio.sleep(0)
        await super().sleep(seconds)


def going_wrong(*faults: str | None) -> Callable[[], str | None]:
    """Return what goes wrong with one send after another; afterwards nothing does."""
    each: Iterator[str | None] = iter(faults)
    return lambda: next(each, None)


def plain(text: str) -> Message:
    return Message(parts=(Text(words=(text,)),), summary=text)


async def write(delivery: Delivery) -> Message | Skip:
    return plain(delivery.content or "hello")


def in_batches(
    write: Callable[[Delivery], Awaitable[Message | Skip]],
) -> Callable[[Sequence[Delivery]], Awaitable[Sequence[Message | Skip]]]:
    async def write_batch(batch: Sequence[Delivery]) -> Sequence[Message | Skip]:
        return [await write(each) for each in batch]

    return write_batch


class LoopClock:
    """Time as a loop tells it; on a virtual loop nobody waits for it, and sleepers wake in their order."""

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


Scene = Callable[[Store, LoopClock], Coroutine[Any, Any, None]]


def in_virtual_time(scene: Scene) -> Callable[[str], None]:
    """Make a test of a scene that goes on for hours: on SQLite without a thread, on a loop on which time only jumps."""

    def test(sqlite_url: str) -> None:
        async def play() -> None:
            clock = LoopClock()
            store = await open_store(sqlite_url, clock=clock, inline=True)
            try:
                await scene(store, clock)
            finally:
                await store.close()

        run(play())

    test.__name__, test.__doc__, test.__module__ = scene.__name__, scene.__doc__, scene.__module__
    return test


class Listening(FakePlatform):
    """A platform that notes every call and takes its time over some; `answer` says what a look-up finds, or fails."""

    def __init__(
        self,
        clock: LoopClock,
        fault: Callable[[], str | None] = lambda: None,
        *,
        sending: float = 0.0,
        looking: float = 0.0,
        answer: Exception | None = None,
    ) -> None:
        super().__init__(clock, fault)
        self.clock, self.sending, self.looking, self.answer = clock, sending, looking, answer
        self.called: list[tuple[datetime, str]] = []
        self.looked: list[tuple[datetime, str]] = []

    async def send(self, target: Target, message: Message, key: str) -> Receipt:
        self.called.append((self.clock.now(), key))
        await asyncio.sleep(self.sending)
        return await super().send(target, message, key)

    async def find(self, target: Target, key: str, since: datetime) -> Receipt | None:
        self.looked.append((self.clock.now(), key))
        await asyncio.sleep(self.looking)
        if self.answer:
            raise self.answer
        return await super().find(target, key, since)


def until(seconds: float, fault: str) -> Callable[[], str | None]:
    """Let everything go wrong in the same way for a while."""
    return lambda: fault if asyncio.get_running_loop().time() < seconds else None


def moments(calls: Sequence[tuple[datetime, str]]) -> list[float]:
    return [(moment - at()).total_seconds() for moment, _ in calls]


def prompts(count: int, **changes: Any) -> list[Delivery]:
    return [delivery(content=f"prompt {number}", **changes) for number in range(count)]


class Courier:
    """One process that sends: its outbox, its platform and what it was told was sent."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        platform: FakePlatform | None = None,
        faults: Sequence[str | None] = (),
        write: Callable[[Delivery], Awaitable[Message | Skip]] = write,
        write_batch: Callable[[Sequence[Delivery]], Awaitable[Sequence[Message | Skip]]] | None = None,
        owner: str = "one",
        lease_seconds: float = 120.0,
        **paces: Any,
    ) -> None:
        self.store, self.clock, self.metrics = store, clock, Metrics()
        self.platform = platform or FakePlatform(clock, going_wrong(*faults))
        self.platform.limits = replace(self.platform.limits, **paces)
        self.told: list[tuple[Delivery, Receipt]] = []
        self.outbox = Outbox(
            store=store,
            clock=clock,
            platforms={"rehearsal": self.platform},
            write=dict.fromkeys(("tip", "daily_prompt", "topic"), write_batch or in_batches(write)),
            settled={"tip": self.note},
            metrics=self.metrics,
            owner=owner,
            lease_seconds=lease_seconds,
        )

    async def note(self, tx: Tx, sent: Sequence[tuple[Delivery, Receipt]]) -> None:
        self.told += sent

    async def after(self, **later: float) -> None:
        """Let time pass, then send what is free."""
        assert isinstance(self.clock, FrozenClock)
        self.clock.advance(timedelta(**later))
        await self.outbox.drain()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Courier]:
        """Send what becomes free meanwhile."""
        work = asyncio.create_task(self.outbox.run())
        try:
            yield self
        finally:
            await self.outbox.close()
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)

    @property
    def keys(self) -> list[str]:
        return [each.key for each in self.platform.seen]

    @property
    def texts(self) -> list[str]:
        return [each.message.summary for each in self.platform.seen]


async def drained_until(courier: Courier, end: datetime) -> None:
    """Send whatever becomes free until then, without looking every second whether there is anything."""
    while True:
        async with courier.store.read() as tx:
            moment = await deliveries.next_free(tx)
        if moment is None or moment > end:
            return
        await courier.clock.sleep((moment - courier.clock.now()).total_seconds())
        await courier.outbox.drain()
