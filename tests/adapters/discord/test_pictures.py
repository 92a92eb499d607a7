"""Pictures on Discord: uploaded with the words for them, seen by the member alone, and exchanged in their place."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import FrozenClock

from .test_app import START, WORDS, Server, opened
from .world import TOKEN, World

PNG, GIF = b"\x89PNG", b"GIF89a"


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


async def test_progress_is_a_private_picture_with_words_and_turns_into_another(
    server: Server, files: dict[str, bytes]
) -> None:
    await server.command("progress")
    await server.press("The last weeks")
    assert files["weeks.png"].startswith(PNG)
    shown = server.world.messages[-1]
    assert shown.private
    for each in ("attachment://weeks.png", "A line of how you were", ": Low"):
        assert each in str(shown.body["components"])
    assert WORDS not in str(shown.body)
    await server.press("A year in colors")
    assert files["year.png"].startswith(PNG)
    assert "attachment://year.png" in str(server.world.messages[-1].body)


async def test_the_breath_moves_and_stands_still(server: Server, files: dict[str, bytes]) -> None:
    await server.command("tip", category="breathing")
    while not server.identifier(server.world.messages[-1], "Breathe along"):
        await server.press("Another")
    await server.press("Breathe along")
    await server.press("A still picture")
    assert sorted(each[-3:] for each in files) == ["gif", "png"]
    assert all(content.startswith((PNG, GIF)) for content in files.values())
