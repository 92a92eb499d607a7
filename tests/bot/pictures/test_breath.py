"""The picture to breathe with keeps its pace, never flashes and never ends."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image, ImageSequence, ImageStat

from bot.library import load
from bot.pictures import breath

CONTENT = Path("content")
INWARD, OUTWARD = 3, 6


@pytest.fixture(scope="module")
def picture() -> Image.Image:
    return Image.open(BytesIO(breath.moving(INWARD, OUTWARD)))


def test_it_lasts_one_breath_and_begins_again_without_end(picture: Image.Image) -> None:
    durations = [each.info["duration"] for each in ImageSequence.Iterator(picture)]
    assert sum(durations) == (INWARD + OUTWARD) * 1000
    assert picture.info["loop"] == 0


def test_nothing_flashes(picture: Image.Image) -> None:
    brightness = [ImageStat.Stat(each.convert("L")).mean[0] / 255 for each in ImageSequence.Iterator(picture)]
    assert max(abs(after - before) for before, after in pairwise([*brightness, brightness[0]])) < 0.04


def test_the_still_stands_still() -> None:
    assert getattr(Image.open(BytesIO(breath.still(INWARD, OUTWARD))), "n_frames", 1) == 1


def test_every_pace_of_the_library_has_its_pictures() -> None:
    library = load(CONTENT)
    paces = {tip.breath for voice in library.voices.values() for tip in voice.tips.values() if tip.breath}
    assert paces
    for each in paces:
        for suffix in ("gif", "png"):
            assert (library.pictures / f"{each.file}.{suffix}").stat().st_size < 1_000_000
