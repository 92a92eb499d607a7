"""What a stored member takes on disk and in memory, and an idle process, beside a job a member and a bare discord.py.

Each process is a fresh one that says its resident memory and ends.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from .members import opened
from .run import ROUNDS, Run, median, rounds_of

NAME = "memory"
KIB = 1024
SAY = "import re; print(re.search(r'VmRSS:\\s+(\\d+)', open('/proc/self/status').read())[1])"
BARE = f"import asyncio, discord, discord.ext.commands\n{SAY}"
OURS = f"""
import asyncio, sys
from pathlib import Path
from bot.app import build
from bot.settings import load

async def main():
    settings = load(adapters=("discord",), discord=dict(token="x"), data_dir=Path(sys.argv[1]), database_url="",
                    master_key=None, master_key_file=None)
    app = await build(settings)
    app.connect("discord")
    {SAY}
    await app.close()
asyncio.run(main())
"""
JOBS = f"""
import asyncio, sys
from tests.benchmarks.peers import add_jobs, scheduler

async def main():
    one = scheduler()
    one.start(paused=True)
    add_jobs(one, 1, 0)
    one.remove_all_jobs()
    {SAY}
    add_jobs(one, int(sys.argv[1]), 0)
    {SAY}
    one.shutdown(wait=False)
asyncio.run(main())
"""


async def measure(run: Run) -> None:
    """Weigh a database, then processes."""
    members, jobs = run.size(100_000, 300), run.size(10_000, 300)
    full, empty = run.folder / f"members-{members}", run.folder / "nobody"
    async with opened(full, members, min(1000, members)):
        size = sum(each.stat().st_size for each in full.glob("ajar.db*"))
    programs: dict[str, Callable[[], float]] = {
        "ours": lambda: _resident(OURS, empty),
        "ours, full": lambda: _resident(OURS, full),
        "discord.py": lambda: _resident(BARE),
        "jobs": lambda: _resident(JOBS, jobs),
    }
    found: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(run.size(ROUNDS, 1)):
        for name, resident in programs.items():
            found[name].append(resident())
    taken = {name: median(each) for name, each in found.items()}
    beside = f"keys, schedule, account and 30 questions shown; {members:,} members"
    run.add(NAME, "a stored member on disk", size / members / KIB, "KiB", beside=beside)
    beside = f"{taken['jobs'] / jobs:.1f} KiB for a job in APScheduler's memory ({jobs:,} of them); {rounds_of(found)}"
    run.add(NAME, "a stored member in memory", (taken["ours, full"] - taken["ours"]) / members, "KiB", beside=beside)
    beside = f"content, store and adapter loaded, not connected; {taken['ours'] / taken['discord.py']:.2f} times"
    beside += f" the {taken['discord.py'] / KIB:.0f} MiB of bare discord.py"
    run.add(NAME, "an idle process with Discord", taken["ours"] / KIB, "MiB", beside=beside)


def _resident(program: str, argument: Path | int = 0) -> float:
    """Return the KiB that a fresh process says it has, or by how much they grew where it says it twice."""
    command = [sys.executable, "-c", program, str(argument)]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    first, *later = map(float, told.stdout.split())
    return later[0] - first if later else first
