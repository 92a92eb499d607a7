"""`python -m tests.crashes --kills 100`: many kills on both platforms, on SQLite and, given a URL, on PostgreSQL."""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
from pathlib import Path

from .servers import Discord, Server, Slack
from .stand import killed_again_and_again, standing
from .test_kills import KILLS, PEOPLE


async def _rounds(make: type[Discord | Slack], url: str | None, kills: int) -> None:
    for done in range(0, kills, KILLS):
        seed = random.randrange(1_000_000)
        with tempfile.TemporaryDirectory(prefix="ajar-crash-") as name:
            folder, server = Path(name), make()
            target: Server = server
            async with standing(target, url or f"sqlite+aiosqlite:///{folder / 'ajar.db'}", folder) as stand:
                await stand.join(PEOPLE[server.name])
                await killed_again_and_again(stand, KILLS, seed)
        where = "postgresql" if url else "sqlite"
        print(f"{server.name} on {where}: {done + KILLS} kills, nothing lost, nothing twice", flush=True)


def main() -> int:
    """Kill again and again."""
    parser = argparse.ArgumentParser(prog="python -m tests.crashes", description=__doc__)
    parser.add_argument("--kills", type=int, default=100, help="kills for each platform and database")
    parser.add_argument("--url", help="an empty, migrated PostgreSQL database, for one more round")
    options = parser.parse_args()
    for make in (Discord, Slack):
        asyncio.run(_rounds(make, None, options.kills))
    return 0


if __name__ == "__main__":
    sys.exit(main())
