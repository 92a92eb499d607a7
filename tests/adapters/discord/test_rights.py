"""A member's rights on Discord: a copy as private files, erasing, and leaving, known by removal or a refused send."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot import erasing
from bot.clock import FrozenClock

from . import faults
from .harness import POST, Seen
from .test_app import START, WORDS, Server, opened
from .world import GUILD, MEMBER, TOKEN, World

EPHEMERAL = 64


@pytest.fixture(autouse=True)
def _token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AJAR_DISCORD__TOKEN", TOKEN)


@pytest.fixture
async def server(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Server]:
    async with opened(tmp_path, FrozenClock(START), World()) as server:
        await server.joins()
        await server.command("checkin")
        await server.submit(mood="2", note=WORDS)
        yield server


async def house_kept(server: Server) -> None:
    ctx = server.app.ctx
    await erasing.let_go(ctx.store, ctx.seal, server.clock)


def here(server: Server) -> int:
    return len(server.rows("SELECT id FROM members"))


async def test_a_copy_comes_as_two_files_that_only_the_member_sees(server: Server, files: dict[str, bytes]) -> None:
    await server.command("mydata")
    await server.press("Take a copy")
    shown = server.world.messages[-1]
    assert shown.private and shown.body["flags"] & EPHEMERAL
    assert WORDS in files["ajar.md"].decode()
    assert server.harness.discord.api.complaints == []
    told = json.loads(files["ajar.json"])
    assert [each["words"]["note"] for each in told["entries"]] == [WORDS]
    assert all(each.private or each in server.inbox() for each in server.world.messages)


async def test_the_pages_turn_in_place(server: Server) -> None:
    await server.command("mydata")
    shown = await server.press("Look at it here")
    assert isinstance(shown, Seen) and WORDS in shown.text


async def test_forget_erases_and_nothing_comes_any_more(server: Server) -> None:
    await server.command("forget")
    shown = await server.press("Yes, erase it all")
    assert isinstance(shown, Seen) and "It is erased" in shown.text
    assert here(server) == 0
    assert MEMBER.encode() not in b"".join(each.read_bytes() for each in server.folder.glob("*.db*"))
    before = len(server.inbox())
    await server.until(1, 9)
    assert len(server.inbox()) == before


@pytest.mark.parametrize(("code", "left"), [(50278, 0), (10013, 0), (50007, 1)])
async def test_whoever_shares_no_server_any_more_is_erased_after_thirty_days_and_who_only_closed_messages_is_not(
    server: Server, code: int, left: int
) -> None:
    server.harness.discord.api.fail(POST, faults.says(403, code))
    await server.until(1, 9)
    assert server.rows("SELECT state, reason FROM deliveries WHERE kind = 'daily_prompt'") == [
        ("failed", "unreachable")
    ]
    server.clock.advance(timedelta(days=29))
    await house_kept(server)
    assert here(server) == 1
    server.clock.advance(timedelta(days=2))
    await house_kept(server)
    assert here(server) == left


async def test_whoever_comes_back_in_time_finds_everything(server: Server) -> None:
    server.harness.discord.api.fail(POST, faults.says(403, 50278))
    await server.until(1, 9)
    server.clock.advance(timedelta(days=29))
    await server.command("checkin")
    await server.command("help")
    server.clock.advance(timedelta(days=60))
    await house_kept(server)
    assert here(server) == 1


async def test_when_the_bot_is_removed_its_members_go_after_thirty_days(server: Server) -> None:
    await server.harness.deliver("GUILD_DELETE", {"id": GUILD})
    assert server.rows("SELECT erase_at IS NOT NULL FROM members") == [(1,)]
    server.clock.advance(timedelta(days=30))
    await house_kept(server)
    assert here(server) == 0
