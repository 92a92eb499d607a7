"""How late prompts are when many fall due in the same local minute, beside the floor that the platform's pace sets.

On a virtual clock with the pace of our Discord adapter: the seconds that pass are those of the platform, not of this
machine. The floor is what anyone would need at that pace; prompts of one minute are spread over most of it besides.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from adapters.discord.limits import LIMITS
from bot.app import build
from bot.clock import FrozenClock
from bot.messages import Message
from bot.model import Receipt, Target

from .fakes import PLATFORM, UNLIMITED, Instantly
from .members import NOON, filled, settings
from .run import Run
from .watch import Watch

NAME = "lateness"
SPREAD_SECONDS = 50
ZONE = "Europe/London"
SHARES = {"p50": 0.5, "p99": 0.99}
GIVEN_UP = timedelta(hours=3)


class Paced(Instantly):
    """Takes messages at Discord's pace and notes how late each was."""

    limits = replace(UNLIMITED, pace=LIMITS.pace, opening_pace=LIMITS.opening_pace, lookup_pace=LIMITS.lookup_pace)

    def __init__(self, clock: FrozenClock) -> None:
        super().__init__()
        self._clock = clock
        self.late: list[float] = []

    async def send(self, target: Target, message: Message, key: str) -> Receipt:
        self.late.append((self._clock.now() - NOON).total_seconds())
        return await super().send(target, message, key)


async def measure(run: Run) -> None:
    """Let 3,000 and 100,000 be due at once."""
    for members in (run.size(3_000, 100), run.size(100_000, 300)):
        found, cpu = await _late(run, members)
        late = sorted(found)
        run.tell(f"{members:,} due at once took {cpu:.0f} s of a core")
        for name, share in SHARES.items():
            value, floor = late[int(members * share)], members * share / LIMITS.pace
            beside = f"the floor at {LIMITS.pace:g} a second is {floor:,.1f} s, so {value / floor:.2f} times; one round"
            run.add(NAME, f"{name} of {members:,} due in one minute", value, "s", beside=beside)
        beside = f"with a commit for every few, as at Discord's pace: {1000 * cpu / members:.2f} ms a delivery"
        run.add(NAME, "share of a core meanwhile", 100 * cpu / late[-1], "%", beside=beside)


async def _late(run: Run, members: int) -> tuple[list[float], float]:
    """Return how late each was, and the seconds of a core that all of them took."""
    folder, clock = run.folder / f"at-once-{members}", FrozenClock(NOON)
    app = await build(settings(folder, SPREAD_SECONDS), clock)
    paced = app.platforms[PLATFORM] = Paced(clock)
    try:
        await filled(app, folder, members, members, zones=(ZONE,))
        with Watch() as watch:
            while len(paced.late) < members:
                await app.tick()
                clock.advance(timedelta(seconds=1))
                _still(clock.now())
    finally:
        await app.close()
    return paced.late, watch.cpu


def _still(now: datetime) -> None:
    if now > NOON + GIVEN_UP:
        raise RuntimeError("some were never sent")
