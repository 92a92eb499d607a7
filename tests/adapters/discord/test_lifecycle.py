"""From login to close: what is said to Discord first, what is ridden out, what is told to the operator."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import dataclass, field

import aiohttp
import discord
import pytest
from aiohttp.abc import ResolveResult

from adapters.discord import connect
from adapters.discord.settings import Settings
from bot.errors import OperatorError, SettingsError
from bot.messages import ActionId, Button, Buttons, Message, Reply
from bot.settings import load
from tests.adapters.harness import DictShelf

from . import faults
from .certificates import Resolver, _contexts
from .harness import PATIENCE, DiscordHarness, Line, quick
from .world import TOKEN

GO = ActionId(feature="tip", action="another", ref="r")
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15


class Watched(Resolver):
    """Keeps the names it was asked for, and does not know `missing` the first time."""

    def __init__(self, port: int, missing: str = "") -> None:
        super().__init__(port)
        self.asked: list[str] = []
        self._missing = missing

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked.append(host)
        if host == self._missing and self.asked.count(host) == 1:
            raise OSError("no such name for now")
        return await super().resolve(host, port, family)


class Impatient:
    """The library's back-off without the wait."""

    def delay(self) -> float:
        return 0.0


@dataclass
class Watching(DiscordHarness):
    """A harness that keeps which names were looked up."""

    missing: str = ""
    resolvers: list[Watched] = field(default_factory=list)

    def prepare(self) -> Line:
        resolver = Watched(self.discord.port, self.missing)
        self.resolvers.append(resolver)
        connector = aiohttp.TCPConnector(resolver=resolver, ssl=_contexts()[1])
        settings = Settings.model_validate({"token": self.token})
        self.platform = connect(settings, self.core, self.shelf, self.core.clock, connector=connector)
        quick(self.platform)
        self._line = Line(self.discord, self.platform)
        return self._line


async def test_no_privileged_intent_is_asked_for(harness: DiscordHarness) -> None:
    (said,) = harness.discord.gateway.identified
    assert said["intents"] & PRIVILEGED == 0
    assert said["token"] == TOKEN


async def test_the_token_goes_to_discord_alone() -> None:
    harness = Watching()
    try:
        await harness.start()
        await harness.press(GO, [], event="t1")
        assert {each for resolver in harness.resolvers for each in resolver.asked} == {
            "discord.com",
            "gateway.discord.gg",
        }
        by_interaction = [each for each in harness.discord.api.calls if each.path.startswith("/interactions/")]
        assert by_interaction
        assert {each.authorization for each in by_interaction} == {""}
    finally:
        await harness.stop()


async def test_a_gateway_out_of_reach_at_first_is_ridden_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discord.client, "ExponentialBackoff", Impatient)
    harness = Watching(missing="gateway.discord.gg")
    try:
        await harness.start()
        assert len(harness.discord.gateway.identified) == 1
        assert harness.resolvers[0].asked.count("gateway.discord.gg") == 2
    finally:
        await harness.stop()


@pytest.mark.parametrize("cut", ["drop", "ask_to_reconnect"])
async def test_a_cut_line_is_resumed_without_a_lost_event(
    harness: DiscordHarness, cut: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discord.client, "ExponentialBackoff", Impatient)
    message = harness.bearing(GO)
    await getattr(harness.discord.gateway, cut)()
    await asyncio.wait_for(harness.discord.gateway.connected.wait(), PATIENCE)
    await harness.shown(harness.pressing(GO, event="t1", message=message))
    assert len(harness.discord.gateway.identified) == 1
    assert len(harness.discord.gateway.resumed) == 1
    assert len(harness.core.events) == 1


async def test_a_wrong_token_is_one_line_naming_the_setting() -> None:
    harness = DiscordHarness(token="wrong.token")
    await harness.discord.start()
    try:
        with pytest.raises(SettingsError, match=r"^AJAR_DISCORD__TOKEN: refused by Discord") as raised:
            await harness.connect()
        assert "wrong" not in str(raised.value)
        assert "\n" not in str(raised.value)
    finally:
        await harness.stop()


async def test_a_token_taken_back_ends_the_run_with_one_line(harness: DiscordHarness) -> None:
    await harness.disconnect()
    harness.discord.gateway.refuse_token = True
    line = harness.prepare()
    await line.platform.start()
    with pytest.raises(SettingsError, match=r"^AJAR_DISCORD__TOKEN: "):
        await asyncio.wait_for(line.platform.run(), PATIENCE)


async def test_a_discord_out_of_reach_is_one_line() -> None:
    harness = DiscordHarness()
    await harness.discord.start()
    line = harness.prepare()
    await harness.discord.stop()
    with pytest.raises(OperatorError, match=r"^discord\.com does not answer"):
        await line.platform.start()
    await line.platform.close()


async def test_it_can_be_closed_before_it_was_started_and_twice() -> None:
    harness = DiscordHarness(shelf=DictShelf())
    platform = harness.prepare().platform
    await platform.close()
    await harness.discord.start()
    await harness.connect()
    await harness.platform.close()
    await harness.stop()


async def test_commands_that_were_refused_are_declared_at_the_next_start(harness: DiscordHarness) -> None:
    harness.shelf = DictShelf()
    await harness.disconnect()
    harness.discord.api.fail("PUT /applications/{}/commands", faults.says(400, 30034))
    await harness.connect()
    await harness.disconnect()
    await harness.connect()
    assert len(harness.discord.api.made("PUT /applications/{}/commands")) == 3


async def test_nothing_is_kept_of_people_messages_and_views(harness: DiscordHarness) -> None:
    row = Buttons(buttons=(Button(label="Go", action=GO),))
    harness.answering(Reply(message=Message(parts=(row,), summary="s")))
    await harness.press(GO, [], event="t1")
    await harness.command("today", {}, event="t2")
    await harness.platform.send(harness.channel(), Message(parts=(row,), summary="s"), "0" * 32)
    client = harness.platform._receiving.clients[0]  # type: ignore[attr-defined]
    views = client._connection._view_store
    assert (views._views, views._modals) == ({}, {})
    assert list(client.cached_messages) == []
    assert list(client.guilds[0].members) == [client.guilds[0].me]


@pytest.mark.parametrize("token", ["", "   ", "Bot abc"])
def test_a_token_that_cannot_be_one_is_named(token: str) -> None:
    with pytest.raises(SettingsError, match=r"^AJAR_DISCORD__TOKEN: ") as raised:
        load(adapters="discord", discord={"token": token})
    assert "abc" not in str(raised.value)
