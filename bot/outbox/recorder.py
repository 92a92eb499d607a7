"""Group commit: one writer flushes whatever waits, and each sender awaits its own outcome durable.

So a crash leaves no message that was counted as done but not recorded, at the price of one commit for many.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from bot.clock import Clock
from bot.metrics import Metrics
from bot.model import FINAL, AccountRef, Delivery, State
from bot.store import Outcome, Store, Tx, accounts, deliveries, schedules

UNREACHABLE = "unreachable"

SettledBatch: TypeAlias = Callable[[Tx, Sequence[Delivery]], Awaitable[None]]
"""Is told in the settling transaction which deliveries of its kind were sent."""


class Recorder:
    """Writes outcomes down. `settled` is told, by kind of delivery, what was sent."""

    def __init__(self, *, store: Store, clock: Clock, settled: Mapping[str, SettledBatch], metrics: Metrics) -> None:
        """Prepare; the writer runs only while something waits."""
        self._store, self._clock, self._settled, self._metrics = store, clock, settled, metrics
        self._waiting: list[tuple[Delivery, Outcome, asyncio.Future[None]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def record(self, delivery: Delivery, outcome: Outcome) -> None:
        """Return once the outcome of `delivery` is durable. Raises StoreUnavailable when it could not be written."""
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((delivery, outcome, written))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._flush())
        await written

    async def _flush(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                await self._write([(delivery, outcome) for delivery, outcome, _ in batch])
            except Exception as error:  # each sender is told, whoever waits behind them is still written
                for _, _, written in batch:
                    if not written.done():
                        written.set_exception(error)
            for _, _, written in batch:
                if not written.done():
                    written.set_result(None)

    async def _write(self, batch: Sequence[tuple[Delivery, Outcome]]) -> None:
        async with self._store.begin() as tx:
            kept = await deliveries.settle(tx, [outcome for _, outcome in batch], self._clock.now())
            done = [(delivery, outcome) for delivery, outcome in batch if outcome.id in kept]
            await self._note(tx, done)
        for delivery, outcome in done:
            self._count(delivery, outcome)

    async def _note(self, tx: Tx, done: Sequence[tuple[Delivery, Outcome]]) -> None:
        sent: dict[str, list[Delivery]] = defaultdict(list)
        for delivery, outcome in done:
            if outcome.state is State.SENT and outcome.receipt:
                sent[delivery.kind].append(replace(delivery, state=State.SENT, receipt=outcome.receipt))
                await _opened(tx, delivery, outcome.receipt.channel)
            if outcome.reason == UNREACHABLE and delivery.member_id:
                await _lost_touch(tx, self._clock, delivery)
        for kind, each in sent.items():
            if kind in self._settled:
                await self._settled[kind](tx, each)

    def _count(self, delivery: Delivery, outcome: Outcome) -> None:
        if outcome.state in FINAL:
            self._metrics.deliveries.labels(delivery.kind, outcome.state.value).inc()
        if outcome.state is State.SENT:
            self._metrics.late_seconds.observe((self._clock.now() - delivery.due_at).total_seconds())


def account_ref(delivery: Delivery) -> AccountRef | None:
    """Return whose DM a delivery goes to; None for channels."""
    target = delivery.target
    if target.kind != "direct" or target.account is None:
        return None
    return AccountRef(platform=target.platform, scope=target.scope, id=target.account)


async def _opened(tx: Tx, delivery: Delivery, channel: str) -> None:
    """Keep the id of a DM that was opened with this message."""
    ref = account_ref(delivery)
    if ref is not None and delivery.target.channel is None:
        found = await accounts.find(tx, ref)
        if found:
            await accounts.opened(tx, found[0].id, channel)


async def _lost_touch(tx: Tx, clock: Clock, delivery: Delivery) -> None:
    """Let the member's schedules rest and remember why; they are told in private when they next appear."""
    ref = account_ref(delivery)
    found = await accounts.find(tx, ref) if ref else None
    if found and delivery.member_id:
        await accounts.unreachable(tx, found[0].id, clock.now())
        await schedules.rest(tx, delivery.member_id, UNREACHABLE)
        await deliveries.cancel(tx, member_id=delivery.member_id, reason=UNREACHABLE)
