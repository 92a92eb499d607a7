"""`python -m tests.simulation`: one seed to look at, or as many as there is time for.

    python -m tests.simulation --seed 4711            replay one, with its log
    python -m tests.simulation --seeds 5000 --minutes 60

Exit status 1 when anything was found; each seed that failed is listed with the command that replays it.
"""

from __future__ import annotations

import argparse
import sys
import time

from bot.rehearsal.trial import Trial, tried
from bot.rehearsal.world import world

from .soak import Outcome, Tally, soaked

REPLAY = "python -m tests.simulation --seed {}"
WIDTH = 40
LINES_EVERY_SECONDS = 15.0


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status."""
    options = _parser().parse_args(arguments)
    if options.seed is not None:
        return _replay(options.seed, quiet=options.quiet)
    return _soak(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description="Simulate deliveries with faults.")
    parser.add_argument("--seed", type=int, help="replay this seed and print its log")
    parser.add_argument("--quiet", action="store_true", help="with --seed: print only what was found")
    parser.add_argument("--seeds", type=int, default=1000, help="how many seeds at most (default 1000)")
    parser.add_argument("--minutes", type=float, default=60.0, help="for how long at most (default 60)")
    parser.add_argument("--first", type=int, default=1, help="the first seed (default 1)")
    parser.add_argument("--cores", type=int, help="how many at a time (default: all cores)")
    return parser


def _replay(seed: int, *, quiet: bool) -> int:
    trial: Trial = tried(world(seed))
    if not quiet:
        print("\n".join(trial.log))
    verdict = trial.verdict
    print(f"seed {seed}: {verdict.due} due, {verdict.sent} seen, trouble {trial.struck}", file=sys.stderr)
    for each in verdict.findings:
        print(f"  {each}", file=sys.stderr)
    return 0 if trial.passed else 1


class Progress:
    """Says how far it is: a bar on a terminal, a plain line now and then elsewhere."""

    def __init__(self, seeds: int, minutes: float) -> None:
        self._seeds, self._seconds = seeds, minutes * 60
        self._began = self._last = time.monotonic()
        self._bar = sys.stdout.isatty()

    def told(self, tally: Tally, outcome: Outcome) -> None:
        """Hear of one more seed."""
        if outcome.findings:
            self._line(f"seed {outcome.seed} failed: {REPLAY.format(outcome.seed)}")
            for each in outcome.findings[:3]:
                self._line(f"    {each[:300]}")
        now = time.monotonic()
        if self._bar:
            share = max(tally.done / self._seeds, min(1.0, (now - self._began) / self._seconds))
            filled = round(WIDTH * share)
            print(f"\r[{'#' * filled}{'.' * (WIDTH - filled)}] {self._count(tally)}", end="", flush=True)
        elif now - self._last >= LINES_EVERY_SECONDS:
            self._last = now
            print(self._count(tally), flush=True)

    def _count(self, tally: Tally) -> str:
        seconds = time.monotonic() - self._began
        return f"{tally.done} of {self._seeds} seeds, {len(tally.failed)} failed, {seconds:.0f} s"

    def _line(self, line: str) -> None:
        print(f"\r\033[K{line}" if self._bar else line, flush=True)


def _soak(options: argparse.Namespace) -> int:
    progress = Progress(options.seeds, options.minutes)
    tally = soaked(options.first, options.seeds, options.minutes, progress.told, options.cores)
    if progress._bar:
        print()
    trouble = ", ".join(f"{kind} {number}" for kind, number in sorted(tally.struck.items()))
    print(f"{tally.done} seeds, {tally.due} prompts due, {tally.sent} messages seen; trouble: {trouble}")
    for each in tally.failed:
        print(f"failed: {REPLAY.format(each.seed)}")
    if not tally.failed:
        print("Nothing was lost, nothing came twice.")
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main())
