"""A database with members who are due, a loopback server, and processes that are started, killed and looked at."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import text

from bot.clock import SystemClock
from bot.model import CONSENT_VERSION, Account, AccountRef, Member, Schedule
from bot.store import Store, accounts, members, open_store, schedules

from .servers import Server

ROOT = Path(__file__).resolve().parent.parent.parent
LEASE_SECONDS = 3.0
PATIENCE = 60.0
FINAL = "SELECT count(*) FROM deliveries WHERE settled_at IS NULL"
DUE = "SELECT count(*) FROM schedules WHERE next_due_at <= :now"
ROWS = text("SELECT account, state, reason, receipt_message FROM deliveries WHERE kind = 'daily_prompt'")
OWNERS = text("SELECT lane, owner FROM lanes WHERE owner IS NOT NULL AND lane NOT LIKE 'courier:%'")


class Stand:
    """Everything one crash test works with."""

    def __init__(self, server: Server, url: str, folder: Path) -> None:
        self.server, self.url, self.folder = server, url, folder
        self.people: list[str] = []
        self._children: list[asyncio.subprocess.Process] = []
        self.store: Store

    async def open(self) -> None:
        """Open the database for looking at it, and start the server."""
        await asyncio.to_thread(self.folder.mkdir, parents=True, exist_ok=True)
        self.store = await open_store(self.url, clock=SystemClock())
        await self.store.ready()
        await self.server.start()

    async def close(self) -> None:
        """Kill what is left, then let go of everything; pytest shows what they said when a test fails."""
        print(self.logs()[-4000:])
        for each in self._children:
            await kill(each)
        await self.store.close()
        await self.server.stop()

    # --- members -----------------------------------------------------------------------------------------------------

    async def join(self, count: int, *, opened: float = 1.0) -> None:
        """Let so many members be due now; a share of them has an open DM already."""
        now = datetime.now(UTC)
        async with self.store.begin() as tx:
            for number in range(count):
                name = self.server.account(number)
                channel = self.server.direct(name) if number < count * opened else None
                member = _member(now)
                ref = AccountRef(platform=self.server.name, scope=self.server.scope, id=name)
                await members.add(tx, member)
                await accounts.add(
                    tx,
                    Account(
                        id=uuid4(),
                        member_id=member.id,
                        ref=ref,
                        direct_channel=channel,
                        community_id=None,
                        unreachable_at=None,
                    ),
                )
                await schedules.put(tx, _schedule(member.id, now))
                self.people.append(name)

    # --- processes ---------------------------------------------------------------------------------------------------

    async def run(self, role: str = "courier") -> asyncio.subprocess.Process:
        """Start `ajar run` in a role."""
        log = (self.folder / f"child-{len(self._children)}.log").open("wb")
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.crashes.child", "run", "--role", role),
            cwd=ROOT,
            env=self._environment(),
            stdout=log,
            stderr=log,
        )
        log.close()
        self._children.append(child)
        return child

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AJAR_")}
        return {
            **kept,
            "AJAR_ADAPTERS": self.server.name,
            "AJAR_DATABASE_URL": self.url,
            "AJAR_DATA_DIR": str(self.folder / "data"),
            "AJAR_LEASE_SECONDS": str(LEASE_SECONDS),
            "AJAR_SPREAD_SECONDS": "0",
            "AJAR_PORT": "0",
            **self.server.environment(),
        }

    def logs(self) -> str:
        """Return what all processes said."""
        return "\n".join(each.read_text() for each in sorted(self.folder.glob("child-*.log")))

    # --- waiting and judging -----------------------------------------------------------------------------------------

    async def arrived(self, count: int) -> None:
        """Wait until the server has got so many messages."""
        async with asyncio.timeout(PATIENCE):
            while self.server.got().total() < count:
                self.server.came.clear()
                await self.server.came.wait()

    async def settled(self) -> None:
        """Wait until nothing is due and nothing open."""
        await self.until(self._nothing_left)

    async def until(self, done: Callable[[], Awaitable[object]]) -> None:
        """Wait for something that no event tells."""
        async with asyncio.timeout(PATIENCE):
            while not await done():  # noqa: ASYNC110  another process tells no event
                await asyncio.sleep(0.05)

    async def _nothing_left(self) -> bool:
        now = int(time.time() * 1_000_000)
        async with self.store.read() as tx:
            open_ = (await tx.execute(text(FINAL))).scalar()
            due = (await tx.execute(text(DUE), {"now": now})).scalar()
        return not open_ and not due

    async def owners(self) -> dict[str, str]:
        """Return who has which lane."""
        async with self.store.read() as tx:
            return {lane: owner for lane, owner in (await tx.execute(OWNERS)).all()}  # noqa: C416

    async def judged(self, seed: object) -> None:
        """Compare what the server saw with what was due: once each, and written down so."""
        got = self.server.got()
        told = f"seed {seed}; the processes said:\n{self.logs()[-4000:]}"
        assert got == Counter(self.people), f"{_wrong(got, self.people)}; {told}"
        async with self.store.read() as tx:
            rows = (await tx.execute(ROWS)).all()
        assert Counter(row.account for row in rows) == Counter(self.people), told
        ids = self.server.ids()
        assert all(row.state == "sent" and row.receipt_message in ids for row in rows), f"{rows[:5]}; {told}"
        assert "Traceback" not in self.logs(), told


def _wrong(got: Counter[str], people: list[str]) -> str:
    lost = [each for each in people if not got[each]]
    twice = [each for each, count in got.items() if count > 1]
    return f"lost {len(lost)}, twice {len(twice)}"


async def kill(child: asyncio.subprocess.Process) -> None:
    """End a process of ours as a power cut would."""
    if child.returncode is None:
        child.send_signal(signal.SIGKILL)
    await child.wait()


def _member(now: datetime) -> Member:
    return Member(
        id=uuid4(),
        status="active",
        locale="en",
        zone="Etc/UTC",
        country=None,
        discreet=False,
        consent_version=CONSENT_VERSION,
        consent_at=now,
        seen_at=now,
    )


def _schedule(member_id: UUID, now: datetime) -> Schedule:
    due = (now - timedelta(seconds=1)).replace(microsecond=0)
    return Schedule(
        id=uuid4(),
        kind="daily_prompt",
        member_id=member_id,
        community_id=None,
        time_of_day=due.replace(second=0).time(),
        days=0b1111111,
        zone="Etc/UTC",
        next_due_at=due.replace(second=0),
        last_date=None,
        paused_until=None,
        resting=None,
    )


@asynccontextmanager
async def standing(server: Server, url: str, folder: Path) -> AsyncIterator[Stand]:
    """Open a stand, and leave nothing behind."""
    stand = Stand(server, url, folder)
    await stand.open()
    try:
        yield stand
    finally:
        await stand.close()


async def killed_again_and_again(stand: Stand, kills: int, seed: int) -> None:
    """Start, kill at a random moment while messages arrive, start again; at last let it finish, and judge."""
    rng = random.Random(seed)
    share = len(stand.people) // (kills + 1)
    for number in range(kills):
        child = await stand.run()
        await stand.arrived(min(len(stand.people) - 1, number * share + rng.randint(1, max(1, share))))
        await asyncio.sleep(rng.uniform(0, 0.15))
        await kill(child)
    await stand.run()
    await stand.settled()
    await stand.judged(seed)
