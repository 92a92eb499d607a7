"""`python -m tests.benchmarks [names] [--quick]`: measure, show a table, keep `build/bench.json`."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from .run import Run, table, write

NAMES = ("planning", "group_commit", "whole_way", "autumn_hour", "occurrence", "postgresql", "memory", "lateness")


def main() -> int:
    """Measure what was asked for, or everything."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*NAMES, []], help=f"of {', '.join(NAMES)}; default: all")
    parser.add_argument("--quick", action="store_true", help="only see whether each still runs")
    parser.add_argument("--json", type=Path, default=Path("build/bench.json"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ajar-bench-") as folder:
        run = Run(folder=Path(folder), quick=options.quick)
        for name in options.names or NAMES:
            print(name.replace("_", " "), file=sys.stderr, flush=True)
            asyncio.run(import_module(f"tests.benchmarks.{name}").measure(run))
    print(table(run.figures))
    missed = [each.name for each in run.figures if each.met is False]
    print(f"\n{len(run.figures)} figures; goals missed: {'; '.join(missed) or 'none'}")
    write(run.figures, options.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
