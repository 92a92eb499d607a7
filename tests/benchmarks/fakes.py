"""A platform that takes everything at once, and a clock that lets what is measured be work and not waiting."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from adapters.discord.limits import LIMITS
from bot.clock import FrozenClock
from bot.messages import Message
from bot.model import AccountRef, CommunityRef, Receipt, Target

if TYPE_CHECKING:
    from aiohttp import web

PLATFORM = "fake"
UNLIMITED = replace(LIMITS, pace=1e9, opening_pace=1e9, lookup_pace=1e9)


class RealSeconds(FrozenClock):
    """Stands still for the product, and waits for nobody: what is measured is work, not waiting."""

    def monotonic(self) -> float:
        """Return real seconds."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Let others run, where there is something to wait for at all."""
        if seconds > 0:
            await asyncio.sleep(0)


class Instantly:
    """Takes everything at once and keeps nothing."""

    name = PLATFORM
    limits = UNLIMITED
    routes: tuple[web.RouteDef, ...] = ()

    def __init__(self) -> None:
        self.sent = 0

    async def start(self) -> None:
        """Nothing to open."""

    async def run(self) -> None:
        """Nothing to receive."""

    async def close(self) -> None:
        """Nothing to let go of."""

    async def send(self, target: Target, message: Message, key: str) -> Receipt:
        """Count."""
        self.sent += 1
        return Receipt(channel=target.channel or "D", message=str(self.sent))

    async def find(self, target: Target, key: str, since: datetime) -> Receipt | None:
        """Find nothing."""
        return None

    async def revise(self, target: Target, receipt: Receipt, message: Message) -> None:
        """Change nothing."""

    async def manages(self, account: AccountRef, community: CommunityRef) -> bool:
        """Nobody manages here."""
        return False
