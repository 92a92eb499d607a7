from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from functools import cache
from pathlib import Path

import pytest

from bot.app import application
from bot.library import load

from .stage import Stage, opened


@pytest.fixture(scope="package", autouse=True)
def _one_library() -> Iterator[None]:
    """Read the words once: they are frozen, and reading them is most of what a start costs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(application, "load_library", cache(load))
        yield


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    stage = await opened(tmp_path / "home")
    yield stage
    stage.looks_through()
    await stage.app.close()
