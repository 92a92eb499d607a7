"""An outbox of its own on a fake platform, as one process would have it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.clock import FrozenClock
from bot.messages import Message, Text
from bot.metrics import Metrics
from bot.model import Delivery
from bot.outbox import Outbox
from bot.platform import Skip
from bot.rehearsal.platform import FakePlatform
from bot.store import Store, Tx


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


class Courier:
    """One process that sends: its outbox, its platform and what it was told was sent."""

    def __init__(
        self,
        store: Store,
        clock: FrozenClock,
        *,
        platform: FakePlatform | None = None,
        faults: Sequence[str | None] = (),
        write: Callable[[Delivery], Awaitable[Message | Skip]] = write,
        owner: str = "one",
        pace: float | None = None,
    ) -> None:
        self.store, self.clock, self.metrics = store, clock, Metrics()
        self.platform = platform or FakePlatform(clock, going_wrong(*faults))
        if pace is not None:
            self.platform.limits = replace(self.platform.limits, pace=pace)
        self.told: list[Delivery] = []
        self.outbox = Outbox(
            store=store,
            clock=clock,
            platforms={"rehearsal": self.platform},
            write={"tip": write, "daily_prompt": write, "topic": write},
            settled={"tip": self._note},
            metrics=self.metrics,
            owner=owner,
        )

    async def _note(self, tx: Tx, sent: Sequence[Delivery]) -> None:
        self.told += sent

    async def after(self, **later: float) -> None:
        """Let time pass, then send what is free."""
        self.clock.advance(timedelta(**later))
        await self.outbox.drain()

    @property
    def keys(self) -> list[str]:
        return [each.key for each in self.platform.seen]

    @property
    def texts(self) -> list[str]:
        return [each.message.summary for each in self.platform.seen]
