"""A process killed at any moment loses nothing and sends nothing twice, on either database and either platform.

A hundred kills each: `python -m tests.crashes --kills 100`.
"""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from .servers import Discord, Server, Slack
from .stand import kill, killed_again_and_again, standing

KILLS = 3
PEOPLE = {"discord": 70, "slack": 16}


async def test_killed_at_random_moments_every_prompt_arrives_once(
    store_url: str, another_url: str, tmp_path: Path
) -> None:
    """Both platforms at once: nearly all of it is waiting for leases to run out."""

    async def killed(server: Server, url: str) -> None:
        seed = random.randrange(1_000_000)
        async with standing(server, url, tmp_path / server.name) as stand:
            await stand.join(PEOPLE[server.name])
            await killed_again_and_again(stand, KILLS, seed)

    await asyncio.gather(killed(Discord(), store_url), killed(Slack(), another_url))


@pytest.mark.parametrize("server", [Discord, Slack], ids=["discord", "slack"])
async def test_killed_when_a_message_has_just_been_sent_it_is_looked_up(
    server: type[Discord | Slack], sqlite_url: str, another_sqlite_url: str, tmp_path: Path
) -> None:
    async def killed(moment: str, url: str) -> None:
        async with standing(server(), url, tmp_path / moment) as stand:
            await stand.join(6)
            child, died = await stand.run(), asyncio.Event()

            def die() -> None:
                child.kill()
                died.set()

            getattr(stand.server, moment)(die)
            await asyncio.wait_for(died.wait(), 60)
            await kill(child)
            await stand.run()
            await stand.settled()
            await stand.judged(moment)

    await asyncio.gather(killed("before_the_next", sqlite_url), killed("after_the_next", another_sqlite_url))
