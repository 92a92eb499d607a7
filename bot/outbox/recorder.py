"""Group commit: one writer flushes whatever waits, and each sender awaits its own outcome durable.

So a crash leaves no message that was counted as done but not recorded, at the price of one commit for many.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.clock import Clock
from bot.errors import StoreUnavailable
from bot.metrics import Metrics
from bot.model import FINAL, AccountRef, Delivery, Receipt, State
from bot.store import Outcome, Store, Tx, accounts, deliveries, part, schedules

logger = logging.getLogger(__name__)

UNREACHABLE = "unreachable"

TRIED_AGAIN_SECONDS = 1.0

Sent: TypeAlias = tuple[Delivery, Receipt]

SettledBatch: TypeAlias = Callable[[Tx, Sequence[Sent]], Awaitable[None]]
"""Is told in the settling transaction which deliveries of its kind were sent, with their receipts: at least once each,
since a commit may be kept although its answer was lost."""


@dataclass(frozen=True, slots=True)
class _Record:
    """An outcome that waits to be written, until `given_up` in monotonic seconds."""

    delivery: Delivery
    outcome: Outcome
    written: asyncio.Future[None]
    given_up: float

    def end(self, error: Exception | None = None) -> None:
        if self.written.done():
            return
        if error:
            self.written.set_exception(error)
        else:
            self.written.set_result(None)


class Recorder:
    """Writes outcomes down. `settled` is told, by kind of delivery, what was sent."""

    def __init__(
        self,
        *,
        store: Store,
        clock: Clock,
        settled: Mapping[str, SettledBatch],
        metrics: Metrics,
        patience_seconds: float,
    ) -> None:
        """Prepare; the writer runs only while something waits, and rides out a store that is away for a while."""
        self._store, self._clock, self._settled, self._metrics = store, clock, settled, metrics
        self._patience = patience_seconds
        self._waiting: list[_Record] = []
        self._writer: asyncio.Task[None] | None = None

    async def record(self, delivery: Delivery, outcome: Outcome) -> None:
        """Return once the outcome of `delivery` is durable.

        Raises StoreUnavailable when it could not be written for so long that others look the delivery up by now.
        """
        given_up = self._clock.monotonic() + self._patience
        record = _Record(delivery, outcome, asyncio.get_running_loop().create_future(), given_up)
        self._waiting.append(record)
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._flush())
        await record.written

    async def _flush(self) -> None:
        while self._waiting:
            batch, self._waiting = [each for each in self._waiting if not each.written.done()], []
            try:
                await self._write(batch)
            except StoreUnavailable as error:
                self._keep(batch, error)
                await self._clock.sleep(TRIED_AGAIN_SECONDS)
            except Exception as error:  # each sender is told, whoever waits behind them is still written
                for each in batch:
                    each.end(error)
            else:
                for each in batch:
                    each.end()

    def _keep(self, batch: Sequence[_Record], error: StoreUnavailable) -> None:
        """Let what could not be written wait in front of what came since."""
        now = self._clock.monotonic()
        for each in batch:
            if now >= each.given_up:
                each.end(error)
        self._waiting = [each for each in batch if now < each.given_up] + self._waiting

    async def _write(self, batch: Sequence[_Record]) -> None:
        if not batch:
            return
        async with self._store.begin() as tx:
            kept = await deliveries.settle(tx, [each.outcome for each in batch], self._clock.now())
            done = [(each.delivery, each.outcome) for each in batch if each.outcome.id in kept]
            await self._note(tx, done)
        self._count(done)

    async def _note(self, tx: Tx, done: Sequence[tuple[Delivery, Outcome]]) -> None:
        sent: dict[str, list[Sent]] = defaultdict(list)
        for delivery, outcome in done:
            if outcome.state is State.SENT and outcome.receipt:
                sent[delivery.kind].append((delivery, outcome.receipt))
                await _opened(tx, delivery, outcome.receipt.channel)
            if outcome.reason == UNREACHABLE and delivery.member_id:
                await _lost_touch(tx, self._clock, delivery)
        for kind, each in sent.items():
            if kind in self._settled:
                await self._tell(tx, kind, each)

    async def _tell(self, tx: Tx, kind: str, sent: Sequence[Sent]) -> None:
        """Tell a feature what was sent; its trouble undoes only what it wrote, never the receipts."""
        try:
            async with part(tx):
                await self._settled[kind](tx, sent)
        except StoreUnavailable:
            raise
        except Exception:
            logger.exception("%s was not told what was sent", kind)

    def _count(self, done: Sequence[tuple[Delivery, Outcome]]) -> None:
        now = self._clock.now()
        finals = Counter((d.kind, o.state.value) for d, o in done if o.state in FINAL)
        for (kind, state), count in finals.items():
            self._metrics.deliveries.labels(kind, state).inc(count)
        for delivery, outcome in done:
            if outcome.state is State.SENT:
                self._metrics.late_seconds.observe((now - delivery.due_at).total_seconds())


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
