"""Many seeds over all cores, for as long as there is time."""

from __future__ import annotations

import os
import time
import traceback
from collections import Counter
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from itertools import count, islice

from bot.rehearsal.trial import tried
from bot.rehearsal.world import world

AHEAD = 3
"""Seeds handed out for each core beside the one at work, so that none waits for the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one seed, in what another process can hand over."""

    seed: int
    findings: tuple[str, ...]
    struck: Counter[str]
    due: int
    sent: int


@dataclass(slots=True)
class Tally:
    """What came of all seeds so far."""

    done: int = 0
    due: int = 0
    sent: int = 0
    struck: Counter[str] = field(default_factory=Counter)
    failed: list[Outcome] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Count one more."""
        self.done += 1
        self.due += outcome.due
        self.sent += outcome.sent
        self.struck.update(outcome.struck)
        if outcome.findings:
            self.failed.append(outcome)


def one(seed: int) -> Outcome:
    """Try one seed; whatever breaks is a finding, too."""
    try:
        trial = tried(world(seed))
    except Exception:
        broke = traceback.format_exc(limit=-3)
        return Outcome(seed=seed, findings=(f"broke: {broke}",), struck=Counter(), due=0, sent=0)
    verdict = trial.verdict
    return Outcome(
        seed=seed,
        findings=tuple(str(each) for each in verdict.findings),
        struck=Counter(trial.struck),
        due=verdict.due,
        sent=verdict.sent,
    )


def soaked(
    first: int, seeds: int, minutes: float, told: Callable[[Tally, Outcome], None], cores: int | None = None
) -> Tally:
    """Try up to `seeds` seeds from `first` on within `minutes`; `told` hears of each. What has begun is finished."""
    tally, until = Tally(), time.monotonic() + minutes * 60
    cores = cores or os.cpu_count() or 1
    numbers = islice(count(first), seeds)
    with ProcessPoolExecutor(cores) as pool:
        waiting = {pool.submit(one, each) for each in islice(numbers, cores * AHEAD)}
        while waiting:
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for each in sorted(done, key=_seed):
                tally.add(each.result())
                told(tally, each.result())
            if time.monotonic() < until:
                waiting |= {pool.submit(one, each) for each in islice(numbers, len(done))}
            else:
                waiting = _begun(waiting)
    return tally


def _seed(future: Future[Outcome]) -> int:
    return future.result().seed


def _begun(waiting: set[Future[Outcome]]) -> set[Future[Outcome]]:
    """Call off what nobody has begun."""
    return {each for each in waiting if not each.cancel()}
