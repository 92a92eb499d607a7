"""A calm picture to breathe along with: a circle that grows and sinks, the count beneath, without end.

Nothing flashes: the brightness of the whole changes slowly and by little (WCAG 2.3.1 forbids three flashes a second),
and there is a still of each for whom movement is too much.
"""

from __future__ import annotations

import math
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageColor, ImageDraw, ImageFont

SIDE = 320
FINER = 2
"""Drawn so much larger and then made smaller, which smooths the edge."""

FRAMES_A_SECOND = 10
COLOURS = 24
FIELD, CIRCLE, RING, INK = "#1d2733", "#6fa8b5", "#35495a", "#e8eef2"
LEAST, MOST = 0.36, 0.82
"""The circle's diameter, as shares of the picture's side."""

COUNT_SIZE = 44
MILLISECONDS = 1000


def moving(inward: int, outward: int) -> bytes:
    """Return a GIF that loops over one breath; the arguments are seconds."""
    frames = [_frame(share, count) for share, count in _course(inward, outward)]
    palette = _palette()
    told = [each.quantize(palette=palette, dither=Image.Dither.NONE) for each in frames]
    out = BytesIO()
    told[0].save(
        out,
        "GIF",
        save_all=True,
        append_images=told[1:],
        duration=MILLISECONDS // FRAMES_A_SECOND,
        loop=0,
        optimize=False,
    )
    return out.getvalue()


def still(inward: int, outward: int) -> bytes:
    """Return a PNG with the circle at its smallest and at its widest, and both counts."""
    picture = Image.new("RGB", (SIDE * FINER, SIDE * FINER), FIELD)
    draw = ImageDraw.Draw(picture)
    _disc(draw, MOST, outline=RING)
    _disc(draw, LEAST, fill=CIRCLE)
    for share, count, up in ((0.36, inward, True), (0.64, outward, False)):
        _count(draw, str(count), share)
        _arrow(draw, share - 0.07, up=up)
    out = BytesIO()
    picture.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()


def _course(inward: int, outward: int) -> list[tuple[float, int]]:
    """Return for each frame how wide the circle is, from 0 to 1, and the count beneath."""
    course = []
    for number in range((inward + outward) * FRAMES_A_SECOND):
        at = number / FRAMES_A_SECOND
        part, length = (at, inward) if at < inward else (at - inward, outward)
        eased = (1 - math.cos(math.pi * part / length)) / 2
        course.append((eased if at < inward else 1 - eased, int(part) + 1))
    return course


def _frame(share: float, count: int) -> Image.Image:
    picture = Image.new("RGB", (SIDE * FINER, SIDE * FINER), FIELD)
    draw = ImageDraw.Draw(picture)
    _disc(draw, MOST, outline=RING)
    _disc(draw, LEAST + (MOST - LEAST) * share, fill=CIRCLE)
    _count(draw, str(count))
    return picture.resize((SIDE, SIDE), Image.Resampling.LANCZOS)


def _disc(draw: ImageDraw.ImageDraw, diameter: float, *, fill: str | None = None, outline: str | None = None) -> None:
    middle, radius = SIDE * FINER / 2, diameter * SIDE * FINER / 2
    lifted = middle - COUNT_SIZE * FINER / 2
    box = (middle - radius, lifted - radius, middle + radius, lifted + radius)
    draw.ellipse(box, fill=fill, outline=outline, width=3 * FINER)


def _count(draw: ImageDraw.ImageDraw, text: str, share: float = 0.5) -> None:
    font = ImageFont.load_default(COUNT_SIZE * FINER * 0.7)
    draw.text((SIDE * FINER * share, _LINE), text, fill=INK, font=font, anchor="mm")


def _arrow(draw: ImageDraw.ImageDraw, share: float, *, up: bool) -> None:
    """Draw what says whether a count is for breathing in or out: the font has no arrows."""
    x, half = SIDE * FINER * share, 9 * FINER
    tip = _LINE - half if up else _LINE + half
    base = _LINE + half if up else _LINE - half
    draw.polygon([(x, tip), (x - half, base), (x + half, base)], fill=CIRCLE)


_LINE = (SIDE - COUNT_SIZE / 2) * FINER


def _palette() -> Image.Image:
    """Return the colours and the steps between them that smooth an edge."""
    pairs = ((FIELD, CIRCLE), (FIELD, INK), (FIELD, RING), (RING, CIRCLE))
    swatch = Image.new("RGB", (COLOURS, len(pairs)))
    for row, (one, other) in enumerate(pairs):
        for step in range(COLOURS):
            share = step / (COLOURS - 1)
            mixed = (round(a + (b - a) * share) for a, b in zip(_rgb(one), _rgb(other), strict=True))
            swatch.putpixel((step, row), tuple(mixed))
    return swatch.quantize(COLOURS * len(pairs))


def _rgb(colour: str) -> tuple[int, ...]:
    return ImageColor.getrgb(colour)


def write(folder: Path, inward: int, outward: int, name: str) -> None:
    """Write both pictures of a pace into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.gif").write_bytes(moving(inward, outward))
    (folder / f"{name}.png").write_bytes(still(inward, outward))
