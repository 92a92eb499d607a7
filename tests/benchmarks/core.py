"""The core alone: planner, outbox and store, for deliveries that need no words to be chosen or written.

A job of a scheduler has none either, so this is what other schedulers are measured against.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.app import App
from bot.clock import Clock
from bot.messages import Message, Text
from bot.metrics import Metrics
from bot.model import Delivery, Schedule, Target, delivery_id
from bot.outbox import Outbox
from bot.planner import Planner
from bot.store import Store, Tx

from .fakes import PLATFORM, Instantly
from .members import due_again
from .watch import Watch

KIND = "daily_prompt"
FRESH = timedelta(hours=3)
HELLO = Message(parts=(Text(words=("hello",)),), summary="hello")


@dataclass
class Way:
    """A planner and an outbox that work together on the database at `path`; `cpu` is what each time took of a core."""

    planner: Planner
    outbox: Outbox
    platform: Instantly
    path: Path
    cpu: float = 0.0

    async def go(self) -> float:
        """Plan and send everything that is due at noon, once more; return the seconds."""
        due_again(self.path)
        before = self.platform.sent
        with Watch() as watch:
            planned = await self.work()
        if self.platform.sent - before != planned or not planned:
            raise RuntimeError(f"{self.platform.sent - before} were sent, and {planned} planned")
        self.cpu = watch.cpu
        return watch.seconds

    async def work(self) -> int:
        """Plan and send what is due; return how many were planned."""
        planned = await self.planner.tick()
        await self.outbox.drain()
        return planned


def whole(app: App, platform: Instantly, path: Path) -> Way:
    """Return the app's own planner and outbox, with everything the daily question does."""
    return Way(app.planner, app.outbox, platform, path)


def core(app: App, platform: Instantly, path: Path) -> Way:
    """Return a planner and an outbox that choose and write no words."""
    planner, outbox = bare_bones(app.ctx.store, app.clock, platform, app.owner)
    return Way(planner, outbox, platform, path)


def bare_bones(store: Store, clock: Clock, platform: Instantly, owner: str, lanes: int = 1) -> tuple[Planner, Outbox]:
    """Return a planner that spreads deliveries over so many lanes, and an outbox for them."""

    async def plan(tx: Tx, due: Sequence[Schedule]) -> Sequence[Delivery]:
        return [_delivery(each, lanes) for each in due]

    outbox = Outbox(
        store=store,
        clock=clock,
        platforms={PLATFORM: platform},
        write={KIND: _write},
        settled={},
        metrics=Metrics(),
        owner=owner,
    )
    return Planner(store=store, clock=clock, plans={KIND: plan}), outbox


def _delivery(schedule: Schedule, lanes: int) -> Delivery:
    if schedule.next_due_at is None or schedule.member_id is None:
        raise LookupError("every schedule here is a member's and due")
    recipient, occasion = f"member:{schedule.member_id.hex}", str(schedule.last_date)
    scope = f"T{schedule.member_id.int % lanes}" if lanes > 1 else ""
    return Delivery(
        id=delivery_id(KIND, recipient, occasion, schedule.next_due_at),
        kind=KIND,
        recipient=recipient,
        occasion=occasion,
        target=Target(platform=PLATFORM, scope=scope, kind="direct", channel="D", account="1"),
        due_at=schedule.next_due_at,
        expires_at=schedule.next_due_at + FRESH,
        member_id=schedule.member_id,
        content="hello",
    )


async def _write(batch: Sequence[Delivery]) -> Sequence[Message]:
    return [HELLO for _ in batch]
