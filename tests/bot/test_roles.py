"""One of several processes receives and answers, another plans and sends; together they do what one does alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from bot.app import App, Role, build
from bot.clock import SystemClock
from bot.errors import KeysError
from bot.messages import ActionId, Origin, Press
from bot.model import AccountRef, CommunityRef, State, Target
from bot.outbox import Outbox
from bot.rehearsal.platform import NAME, FakePlatform
from bot.settings import load
from bot.store import Store, deliveries, marks


@dataclass
class Running:
    app: App
    platform: FakePlatform
    received: list[str]


class Listening(FakePlatform):
    """Notes that it was asked to receive."""

    def __init__(self, clock: SystemClock, received: list[str]) -> None:
        super().__init__(clock)
        self.received = received

    async def run(self) -> None:
        self.received.append("running")
        await asyncio.Event().wait()


@asynccontextmanager
async def running(folder: Path, role: Role, **settings: object) -> AsyncIterator[Running]:
    clock = SystemClock()
    told: dict[str, object] = {"adapters": (), "data_dir": folder, "port": 0, "spread_seconds": 0} | settings
    app = await build(load(**told), clock, patience=60)
    received: list[str] = []
    app.platforms[NAME] = platform = Listening(clock, received)
    serving, stop = asyncio.Event(), asyncio.Event()
    work = asyncio.create_task(app.run(stop=stop, serving=lambda _: serving.set(), role=role))
    try:
        async with asyncio.timeout(30):
            await serving.wait()
            yield Running(app, platform, received)
    finally:
        stop.set()
        await work
        await app.close()


def agreed(person: str) -> Press:
    origin = Origin(
        event=f"rehearsal:{person}",
        account=AccountRef(platform=NAME, scope="", id=person),
        community=CommunityRef(platform=NAME, id="here"),
        place=Target(platform=NAME, scope="", kind="channel", channel="general"),
        zone="Europe/Athens",
    )
    return Press(origin=origin, action=ActionId(feature="welcome", action="yes", ref="Europe/Athens~0900~o"))


async def until(done: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not done():  # noqa: ASYNC110  another process tells no event
            await asyncio.sleep(0.02)


async def waiting(store: Store) -> list[str]:
    async with store.read() as tx:
        return [state for _, state in await deliveries.counts(tx)]


async def test_a_gateway_receives_and_sends_nothing_by_itself(tmp_path: Path) -> None:
    async with running(tmp_path, Role.GATEWAY) as gateway:
        await gateway.app.handle(agreed("ada"))
        await until(lambda: gateway.received == ["running"])
        assert await waiting(gateway.app.ctx.store) == [State.WAITING]
        assert gateway.platform.seen == []


async def test_a_courier_sends_what_a_gateway_planned_and_receives_nothing(tmp_path: Path) -> None:
    async with running(tmp_path, Role.GATEWAY) as gateway, running(tmp_path, Role.COURIER) as courier:
        await gateway.app.handle(agreed("ada"))
        await until(lambda: len(courier.platform.seen) == 1)
        assert courier.received == []
        assert gateway.platform.seen == []


async def test_one_process_does_both(tmp_path: Path) -> None:
    async with running(tmp_path, Role.ALL) as alone:
        await alone.app.handle(agreed("ada"))
        await until(lambda: len(alone.platform.seen) == 1 and alone.received == ["running"])


async def test_a_courier_follows_the_zone_rules_at_its_start_and_a_gateway_does_not(tmp_path: Path) -> None:
    async def noted(app: App) -> str | None:
        async with app.ctx.store.read() as tx:
            return await marks.get(tx, "zone_rules")

    async with running(tmp_path, Role.GATEWAY) as gateway:
        assert await noted(gateway.app) is None
    async with running(tmp_path, Role.COURIER) as courier, asyncio.timeout(30):
        while await noted(courier.app) is None:  # noqa: ASYNC110  it is done beside the serving
            await asyncio.sleep(0.02)
        assert "ajar_zone_data_age_days" in courier.app.metrics.text().decode()


async def test_a_courier_that_stops_lets_others_look_up_at_once_what_it_left(tmp_path: Path) -> None:
    async with running(tmp_path, Role.GATEWAY) as gateway:
        await gateway.app.handle(agreed("ada"))
        store, owner = gateway.app.ctx.store, "stopping"
        now = gateway.app.clock.now()
        async with store.begin() as tx:
            taken = await deliveries.take(
                tx, lane=f"{NAME}::opening", owner=owner, now=now, lease_until=now + timedelta(hours=1), fence=1
            )
            assert len(taken) == 1
        outbox = Outbox(
            store=store,
            clock=gateway.app.clock,
            platforms={},
            write={},
            settled={},
            metrics=gateway.app.metrics,
            owner=owner,
        )
        await outbox.close()
        async with store.begin() as tx:
            doubtful = await deliveries.unsure(
                tx,
                lane=f"{NAME}::opening",
                owner="next",
                fence=2,
                now=gateway.app.clock.now(),
                lease_until=now + timedelta(hours=1),
            )
        assert [each.id for each in doubtful] == [taken[0].id]


async def test_processes_on_several_machines_share_the_key_store_by_its_url(
    tmp_path: Path, empty_postgres_url: str
) -> None:
    member, shared = UUID(int=7), {"keys_url": empty_postgres_url, "master_key": "A" * 43 + "="}
    async with running(tmp_path / "one", Role.GATEWAY, **shared) as one:
        await one.app.ctx.seal.make_key(member)
        sealed = (await one.app.ctx.seal.opened(member)).seal_json("entries", UUID(int=1), {"text": "mine"})
        async with running(tmp_path / "two", Role.COURIER, **shared) as two:
            opened = (await two.app.ctx.seal.opened(member)).open_json("entries", UUID(int=1), sealed)
    assert opened == {"text": "mine"}
    assert not (tmp_path / "one" / "keys.db").exists()


async def test_a_shared_key_store_without_the_shared_master_key_stops_the_start(tmp_path: Path) -> None:
    url = "postgresql+asyncpg://nobody@127.0.0.1:1/keys"
    with pytest.raises(KeysError, match="AJAR_MASTER_KEY"):
        await build(load(adapters=(), data_dir=tmp_path, keys_url=url, master_key=None), SystemClock())
