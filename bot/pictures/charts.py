"""Pictures of what a member noticed: a line of moods, a year in colors, bars; drawn at twice their size, then smoothed.

The five colors are steps of viridis, told apart by eyes of every kind and in gray (van der Walt and Smith 2015); no
meaning hangs on color alone, since each picture has its words beside it. Gaps stay gaps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 800, 450
FINER = 2
MARGIN = 28
SIZE, SMALL = 24, 21
"""Sizes of letters: on a phone the picture is less than half as wide."""

WEEK = 7
VIRIDIS = ("#440154", "#3b528b", "#21918c", "#5ec962", "#fde725")
LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True, slots=True)
class Look:
    """The colors of a picture for a dark or a light screen."""

    field: str
    ink: str
    faint: str
    line: str


DARK = Look(field="#1d2733", ink="#e8eef2", faint="#46586a", line="#7fc3d1")
LIGHT = Look(field="#ffffff", ink="#1d2733", faint="#c3ccd4", line="#1f6f83")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: what it stands for, how long it is, how much of that is filled, and the words at its end."""

    label: str
    length: int
    filled: int
    end: str


class _Sheet:
    """What a picture is drawn on, in the units of the finished picture."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self._image = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), look.field)
        self._draw = ImageDraw.Draw(self._image)

    def text(self, x: float, y: float, text: str, *, size: int = SIZE, anchor: str = "lm", color: str = "") -> None:
        font, fill = _font(size * FINER), color or self.look.ink
        self._draw.text((x * FINER, y * FINER), text, font=font, fill=fill, anchor=anchor)

    def fitting(self, x: float, y: float, text: str, width: float) -> None:
        """Write a text, cut where it is too wide."""
        while text and _font(SIZE * FINER).getlength(text) > width * FINER:
            text = text[:-2].rstrip() + "\u2026" if len(text) > FINER else ""
        self.text(x, y, text)

    def line(self, points: Sequence[tuple[float, float]], color: str, width: float) -> None:
        scaled = [(x * FINER, y * FINER) for x, y in points]
        self._draw.line(scaled, fill=color, width=round(width * FINER), joint="curve")

    def dot(self, x: float, y: float, radius: float, color: str) -> None:
        box = ((x - radius) * FINER, (y - radius) * FINER, (x + radius) * FINER, (y + radius) * FINER)
        self._draw.ellipse(box, fill=color)

    def box(self, x: float, y: float, width: float, height: float, *, fill: str = "", outline: str = "") -> None:
        edges = (x * FINER, y * FINER, (x + width) * FINER, (y + height) * FINER)
        self._draw.rounded_rectangle(edges, 3 * FINER, fill=fill or None, outline=outline or None, width=FINER)

    def png(self) -> bytes:
        out = BytesIO()
        self._image.resize((WIDTH, HEIGHT), Image.Resampling.BOX).save(out, "PNG", compress_level=3)
        return out.getvalue()


@lru_cache(maxsize=8)
def _font(size: int) -> ImageFont.ImageFont | ImageFont.FreeTypeFont:
    return ImageFont.load_default(size)


def moods(
    look: Look,
    told: Mapping[date, float],
    first: date,
    last: date,
    names: Sequence[str],
    dates: Mapping[date, str],
) -> bytes:
    """Draw moods (1 to 5) as a line with a gap wherever a day has none.

    `names` are the five moods from the lowest up, `dates` the days to be named beneath.
    """
    sheet = _Sheet(look)
    left, right, top, bottom = 190, WIDTH - MARGIN - 20, MARGIN + 10, HEIGHT - 60
    days = max(1, (last - first).days)

    def at(day: date, mood: float) -> tuple[float, float]:
        across = left + (right - left) * (day - first).days / days
        return across, bottom - (bottom - top) * (mood - LOWEST) / (HIGHEST - LOWEST)

    for number, name in enumerate(names, LOWEST):
        _, y = at(first, number)
        sheet.line([(left, y), (right, y)], look.faint, 0.6)
        sheet.fitting(MARGIN, y, name, left - MARGIN - 14)
    for day, name in dates.items():
        sheet.text(at(day, LOWEST)[0], bottom + 26, name, size=SMALL, anchor="mm")
    for run in _runs(told):
        if len(run) > 1:
            sheet.line([at(day, told[day]) for day in run], look.line, 3)
        for day in run:
            sheet.dot(*at(day, told[day]), 5, look.line)
    return sheet.png()


def _runs(told: Mapping[date, float]) -> list[list[date]]:
    """Return the days in runs without a gap."""
    runs: list[list[date]] = []
    for day in sorted(told):
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def year(look: Look, told: Mapping[date, float], last: date, names: Sequence[str], months: Mapping[date, str]) -> bytes:
    """Draw a year as weeks of small squares, colored by mood; a day without one is an empty square.

    `names` are the lowest and the highest mood, `months` the first days to be named above.
    """
    sheet = _Sheet(look)
    first = last - timedelta(days=52 * WEEK + last.weekday())
    size = (WIDTH - 2 * MARGIN) / 53
    top = 120
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        x, y = MARGIN + number // WEEK * size, top + number % WEEK * (size + 12)
        if day in told:
            sheet.box(x, y, size - 3, size + 8, fill=color(told[day]), outline=look.faint)
        else:
            sheet.box(x, y, size - 3, size + 8, outline=look.faint)
        if day in months:
            sheet.text(x, top - 24, months[day], size=SMALL)
    legend = HEIGHT - 62
    sheet.text(MARGIN, legend, names[0])
    start = MARGIN + 14 + _font(SIZE * FINER).getlength(names[0]) / FINER
    for number, each in enumerate(VIRIDIS):
        sheet.box(start + number * 26, legend - 10, 22, 20, fill=each, outline=look.faint)
    sheet.text(start + len(VIRIDIS) * 26 + 8, legend, names[1])
    return sheet.png()


def color(mood: float) -> str:
    """Return the color of a mood."""
    return VIRIDIS[min(len(VIRIDIS), max(LOWEST, round(mood))) - LOWEST]


def bars(look: Look, told: Sequence[Bar]) -> bytes:
    """Draw bars beneath one another, the words of each above it."""
    sheet = _Sheet(look)
    longest = max((each.length for each in told), default=1)
    room = (HEIGHT - 2 * MARGIN) / max(1, len(told))
    for number, each in enumerate(told):
        y = MARGIN + number * room
        width = (WIDTH - 2 * MARGIN - 130) * each.length / longest
        sheet.fitting(MARGIN, y + room * 0.25, each.label, WIDTH - 2 * MARGIN)
        sheet.box(MARGIN, y + room * 0.45, width, room * 0.34, outline=look.line)
        if each.filled:
            sheet.box(MARGIN, y + room * 0.45, width * each.filled / each.length, room * 0.34, fill=look.line)
        sheet.text(MARGIN + width + 12, y + room * 0.62, each.end)
    return sheet.png()
