"""`python -m tests.benchmarks [names] [--quick] [--profile]`: measure, show a table, keep `build/bench.json`."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
import tempfile
import traceback
from importlib import import_module
from pathlib import Path

from . import slow_disk
from .run import Run, machine, table, write

NAMES = (
    "planning",
    "whole_way",
    "group_commit",
    "autumn_hour",
    "occurrence",
    "postgresql",
    "memory",
    "lateness",
    "detector",
    "practices",
)


def main() -> int:
    """Measure what was asked for, or everything; 1 when something broke, 0 even when a goal was missed."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the folder goes
    slow_disk.load(("-m", "tests.benchmarks", *sys.argv[1:]))
    with tempfile.TemporaryDirectory(prefix="ajar-bench-") as folder:
        run = Run(folder=Path(folder), quick=options.quick, profile=options.profile)
        broken = [name for name in options.names or NAMES if not _measured(name, run)]
    _show(run)
    write(run, options.json)
    if broken:
        print(f"BROKEN: {', '.join(broken)}")
    return 1 if broken else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*NAMES, []], help=f"of {', '.join(NAMES)}; default: all")
    parser.add_argument("--quick", action="store_true", help="only see whether each still runs")
    parser.add_argument("--profile", action="store_true", help="show where planning and whole_way spend their time")
    parser.add_argument("--json", type=Path, default=Path("build/bench.json"))
    return parser.parse_args()


def _measured(name: str, run: Run) -> bool:
    run.tell(f"{name}:")
    try:
        asyncio.run(import_module(f"tests.benchmarks.{name}").measure(run))
    except Exception:
        traceback.print_exc()
        return False
    return True


def _show(run: Run) -> None:
    here = machine()
    print(f"\nPython {here['python']}, {here['cores']} cores with a load of {here['load']}, SQLite {here['sqlite']}")
    print(", ".join(f"{name} {each}" for name, each in here["versions"].items()))
    print(table(run.figures))
    missed = [f"{each.benchmark}: {each.name}" for each in run.figures if each.met is False]
    goals = sum(each.met is not None for each in run.figures)
    print(f"\n{len(run.figures)} figures, {goals} goals, {goals - len(missed)} met, {len(missed)} MISSED")
    print("\n".join(f"  MISSED {each}" for each in missed))


if __name__ == "__main__":
    sys.exit(main())
