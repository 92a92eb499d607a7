"""What a stored member takes on disk, and what an idle process takes in memory, beside a bare discord.py."""

from __future__ import annotations

import subprocess
import sys

from .members import opened
from .run import Run, median

NAME = "memory"
RSS = "import re; print(re.search(r'VmRSS:\\s+(\\d+)', open('/proc/self/status').read())[1])"
BARE = f"import discord, discord.ext.commands\nimport asyncio\n{RSS}"
OURS = f"""
import asyncio, tempfile
from pathlib import Path
from bot.app import build
from bot.settings import load

async def main():
    with tempfile.TemporaryDirectory() as folder:
        settings = load(adapters=("discord",), discord=dict(token="x"), data_dir=Path(folder), database_url="",
                        master_key=None, master_key_file=None)
        app = await build(settings)
        app.connect("discord")
        await app.planner.tick()
        {RSS}
        await app.close()
asyncio.run(main())
"""


async def measure(run: Run) -> None:
    """Weigh the database, then two processes."""
    members = run.size(100_000, 300)
    folder = run.folder / f"members-{members}"
    async with opened(folder, members, min(1000, members)):
        size = sum(each.stat().st_size for each in folder.glob("ajar.db*"))
    run.add(
        NAME,
        "a stored member, 30 questions shown",
        size / members / 1024,
        "KiB",
        beside="APScheduler 3.11: 3.0 KiB of memory",
    )
    ours = [_rss(OURS) for _ in range(run.size(5, 1))]
    bare = [_rss(BARE) for _ in range(run.size(5, 1))]
    run.add(
        NAME,
        "an idle process with Discord",
        median(ours),
        "MiB",
        beside="content, store and adapter loaded; not connected",
    )
    run.add(NAME, "bare discord.py", median(bare), "MiB")
    run.add(NAME, "ours over bare discord.py", median(ours) / median(bare), "times")


def _rss(program: str) -> float:
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return int(told.stdout.split()[-1]) / 1024
