"""What a simulated crash leaves behind is cleared away with its test."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
NEVER_GIVEN_BACK = "ignore:The garbage collector is trying to clean up"
"""A process that crashed gives no connection back to its pool; in truth the whole pool is gone with it."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.filterwarnings(NEVER_GIVEN_BACK))


@pytest.fixture(autouse=True)
def _cleared_away() -> Iterator[None]:
    yield
    gc.collect()
