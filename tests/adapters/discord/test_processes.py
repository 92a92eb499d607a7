"""Several processes of one token on one database: who receives opens the gateway, who sends does not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.app import App, build
from bot.clock import FrozenClock
from bot.messages import ActionId, Message, Text
from bot.model import Target
from bot.settings import load

from .harness import DiscordHarness, quick
from .test_app import START, ZONE, Server
from .test_declared import PUT
from .world import CHANNEL, MEMBER, TOKEN

YES = ActionId(feature="welcome", action="yes", ref=f"{ZONE}~0900~o")
MESSAGE = Message(parts=(Text(words=("Hello",)),), summary="s")


class Processes:
    """Apps of one database, and the one loopback Discord that all of them talk to."""

    def __init__(self, folder: Path, clock: FrozenClock) -> None:
        self.folder, self.clock = folder, clock
        self.stack = AsyncExitStack()
        self.harness: DiscordHarness

    async def app(self) -> App:
        settings = load(adapters=("discord",), data_dir=self.folder, database_url="", spread_seconds=0)
        app = await build(settings, self.clock, patience=60)
        self.stack.push_async_callback(app.close)
        return app

    async def gateway(self) -> App:
        """Start a process that receives."""
        app = await self.app()
        first = not hasattr(self, "harness")
        harness = DiscordHarness(app=app)
        if first:
            self.harness = harness
            await harness.discord.start()
            self.stack.push_async_callback(harness.discord.stop)
        harness.discord, harness.world = self.harness.discord, self.harness.world
        line = harness.prepare()
        quick(line.platform)
        self.stack.push_async_callback(harness.disconnect)
        await line.start()
        return app

    async def courier(self) -> App:
        """Start a process that sends."""
        app = await self.app()
        platform = app.connect("discord", connector=self.harness.discord.connector())
        self.stack.push_async_callback(platform.close)
        await platform.start()
        return app

    def server(self, app: App) -> Server:
        """Return the server as people see it, through the first gateway."""
        server = Server(app, self.folder, self.clock, self.harness.world)
        server.harness = self.harness
        return server


@pytest.fixture(autouse=True)
def _token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AJAR_DISCORD__TOKEN", TOKEN)


@pytest.fixture
async def processes(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Processes]:
    processes = Processes(tmp_path, FrozenClock(START))
    async with processes.stack:
        yield processes


async def test_what_arrives_at_a_gateway_is_sent_by_a_courier(processes: Processes) -> None:
    gateway = await processes.gateway()
    courier = await processes.courier()
    server = processes.server(gateway)
    button = {"type": 2, "style": 1, "label": "Yes", "custom_id": str(YES)}
    card = server.world.post(CHANNEL, {"seed": True, "components": [{"type": 1, "components": [button]}]})
    await processes.harness.shown(processes.harness.pressing(str(YES), event="t1", message=card))
    assert server.inbox() == []
    await courier.tick()
    assert len(server.inbox()) == 1
    assert len(processes.harness.discord.gateway.identified) == 1
    assert len(processes.harness.discord.api.made(PUT)) == 1


async def test_a_courier_that_was_there_first_learns_the_ids_of_commands(processes: Processes) -> None:
    processes.harness = DiscordHarness()
    await processes.harness.discord.start()
    processes.stack.push_async_callback(processes.harness.discord.stop)
    courier = await processes.courier()
    commands = courier.platforms["discord"]._commands  # type: ignore[attr-defined]
    target = Target(platform="discord", scope="", kind="direct", account=MEMBER)
    await courier.platforms["discord"].send(target, MESSAGE, "0" * 32)
    assert commands.mention("checkin") == "/checkin"
    assert processes.harness.discord.api.made(PUT) == []
    await processes.gateway()
    processes.clock.move_to(START.replace(minute=2))
    await courier.platforms["discord"].send(target, MESSAGE, "1" * 32)
    assert commands.mention("checkin").startswith("</checkin:")


async def test_what_two_gateways_of_one_shard_hear_has_one_effect(processes: Processes) -> None:
    app = await processes.gateway()
    await processes.gateway()
    await processes.harness.discord.gateway.standing(2)
    server = processes.server(app)
    await server.joins()
    assert len(processes.harness.discord.api.made(PUT)) == 1
    assert len(processes.harness.discord.api.made("POST /interactions/{}/{}/callback")) == 2
    assert server.rows("SELECT count(*) FROM members") == [(1,)]
    await app.tick()
    assert len(server.inbox()) == 1
