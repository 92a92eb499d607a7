from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from functools import cache, partial
from pathlib import Path

import pytest

from bot.app import building
from bot.features import FEATURES
from bot.library import load
from bot.messages import Form
from tests.acceptance.stage import opened
from tests.adapters.discord.world import TOKEN
from tests.bot.features.safety.fakes import FakeDetector

from .forms import forms_with_words
from .marks import Marks
from .stand import Stand, standing


@pytest.fixture(scope="package", autouse=True)
def _one_library() -> Iterator[None]:
    """Read the words once: they are frozen, and reading them is most of what a start costs. No rules are read at all.

    What sounds like danger is a sentence of the tests' own, which makes no difference to where words may go.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "load_library", cache(partial(load, strict=True)))
        patch.setattr(building, "_detector", lambda folder: FakeDetector())
        yield


@pytest.fixture(scope="package")
def empty_home(_one_library: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("leaks") / "home"

    async def start() -> None:
        await (await opened(folder)).app.close()

    asyncio.run(start())
    return folder


@pytest.fixture(scope="package")
def forms(empty_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Sequence[Form]:
    """Every form that takes words, as the product shows it to a moderator who is a member."""

    async def shown() -> Sequence[Form]:
        async with standing(tmp_path_factory.mktemp("forms"), empty_home, inline=True) as stand:
            return await forms_with_words(await stand.stage.moderator("kit").joins(), FEATURES)

    return asyncio.run(shown())


@pytest.fixture
def marks() -> Marks:
    return Marks()


@pytest.fixture
def _passing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let whatever is written in passing be written where it is looked for."""
    (tmp_path / "passing").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "passing"))
    for name in ("TMPDIR", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(tmp_path / "passing"))


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest) -> str:
    """Which database: none is the file beside the others."""
    return "" if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))


@pytest.fixture
async def stand(address: str, tmp_path: Path, empty_home: Path, _passing: None) -> AsyncIterator[Stand]:
    """The app on either database, with the drivers it really runs with."""
    async with standing(tmp_path, empty_home, address) as stand:
        yield stand


@pytest.fixture
async def light(tmp_path: Path, empty_home: Path, _passing: None) -> AsyncIterator[Stand]:
    """The app on SQLite, for what does not depend on the database."""
    async with standing(tmp_path, empty_home, inline=True) as stand:
        yield stand


@pytest.fixture
def home(empty_home: Path, tmp_path: Path, _passing: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which an app has been started before; on no proxy, and with the token of the loopback Discord."""
    for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "SLACK_BOT_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AJAR_DISCORD__TOKEN", TOKEN)
    shutil.copytree(empty_home, tmp_path / "home")
    return tmp_path / "home"
