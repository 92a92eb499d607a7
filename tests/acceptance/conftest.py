from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from functools import cache, partial
from pathlib import Path

import pytest

from bot.app import building
from bot.library import load

from .stage import Stage, opened


@pytest.fixture(scope="package", autouse=True)
def _one_library() -> Iterator[None]:
    """Read the words once: they are frozen, and reading them is most of what a start costs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "load_library", cache(partial(load, strict=True)))
        yield


@pytest.fixture(scope="package")
def empty_home(_one_library: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of an app at its first start, with every migration done: what remains costs the most."""
    folder = tmp_path_factory.mktemp("acceptance") / "home"

    async def start() -> None:
        await (await opened(folder)).app.close()

    asyncio.run(start())
    return folder


@pytest.fixture
async def stage(tmp_path: Path, empty_home: Path) -> AsyncIterator[Stage]:
    shutil.copytree(empty_home, tmp_path / "home")
    stage = await opened(tmp_path / "home")
    yield stage
    stage.looks_through()
    await stage.app.close()
