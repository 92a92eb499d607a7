"""Show the totals, and each view as a picture with its words; where answers carry no files, as bars of text.

There a picture can be laid into the member's DM instead, after a warning and for a day.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot import checkins, handovers, helped
from bot.errors import SealBroken
from bot.feature import HELP_NOW, Caller, Context
from bot.handovers import Handover
from bot.messages import (
    ActionId,
    Answer,
    Attachment,
    Button,
    Buttons,
    CommandRef,
    Heading,
    Message,
    Part,
    Picture,
    Press,
    Reply,
    Text,
    Update,
)
from bot.model import CheckIn, Mood
from bot.pictures import charts
from bot.pictures.charts import Bar, Look
from bot.recurrence import local_date
from bot.store import entries, tallies

from .noticed import A_YEAR, ENOUGH, WEEKS, daily, since, together

NAME = "progress"
VIEWS = ("weeks", "year", "together", "helped")
LOOKS = DARK, LIGHT = "dark", "light"
COUNTED = ("checkin", "reflection", "journey_answer", "plan", "tip_outcome")
MOST = 3000
AT_ONCE = 100
"""Entries opened at once before others may run."""

WEEK = 7
STEPS = "▁▂▄▆█"
BARS_SHOWN = 6
BAR = "█"
LONGEST_BAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A picture still to be drawn, the same in words, and the same as lines of signs."""

    draw: Callable[[Look], bytes]
    words: str
    lines: tuple[str, ...]


def action(name: str, look: str = "") -> ActionId:
    """Name a button of this feature; `look` is the picture's, dark or light."""
    return ActionId(feature=NAME, action=name, ref=look)


async def show(ctx: Context, caller: Caller, event: object) -> Answer:
    """Say what there is by now, in totals that only grow, and offer the views."""
    voice = caller.voice
    async with ctx.store.read() as tx:
        made = await tallies.of(tx, caller.own.id)
    counted = {each.replace("_", "-"): made[each] for each in COUNTED if made.get(each)}
    lines = [voice.label(f"progress-made-{each}", made=number) for each, number in counted.items()]
    told = [Text(words=("\n".join(lines),))] if lines else []
    opening = voice.text("progress-opening" if lines else "progress-nothing")
    parts: tuple[Part, ...] = (Heading(text=voice.label("progress-title")), opening, *told, _views(caller, "", DARK))
    return Reply(message=Message(parts=parts, summary=voice.label("progress-title")))


async def view(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Show one view, in the place of what stood there."""
    voice, name = caller.voice, event.action.action
    look = LIGHT if event.action.ref == LIGHT else DARK
    found = await _VIEWS[name](ctx, caller)
    note = voice.quiet(f"progress-{name}-note", mydata=CommandRef("mydata"))
    parts: list[Part] = [Heading(text=voice.label(f"progress-{name}-button"))]
    if found is None:
        parts.append(voice.text(f"progress-{name}-not-yet", enough=ENOUGH))
    elif caller.origin.files:
        parts += [Picture(attachment=await _drawn(found, name, look)), note]
    else:
        parts += [Text(words=("\n".join(found.lines),)), note]
    parts.append(_views(caller, name, look, drawn=found is not None))
    return Update(message=Message(parts=tuple(parts), summary=voice.label("progress-title")))


async def ask(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Warn of what a file in the DM means, and ask how the picture is to look."""
    voice, name = caller.voice, event.action.ref
    if name not in VIEWS or not caller.origin.uploads:
        return await show(ctx, caller, event)
    yes = [
        Button(label=voice.label(f"progress-{each}-button"), action=action("lay", f"{name}.{each}")) for each in LOOKS
    ]
    return Update(message=handovers.warning(voice, yes, action(name)))


async def lay(ctx: Context, caller: Caller, event: Press) -> Answer | Handover:
    """Lay a view as a picture into the DM."""
    name, _, look = event.action.ref.partition(".")
    found = await _VIEWS[name](ctx, caller) if name in VIEWS and caller.origin.uploads else None
    if found is None:
        return await show(ctx, caller, event)
    picture = await _drawn(found, name, look)
    return handovers.handover(caller.voice, caller.own.id, (picture,))


async def _drawn(found: View, name: str, look: str) -> Attachment:
    drawn = await asyncio.to_thread(found.draw, charts.LIGHT if look == LIGHT else charts.DARK)
    return Attachment(name=f"{name}.png", media_type="image/png", content=drawn, alt=found.words)


def _views(caller: Caller, shown: str, look: str, *, drawn: bool = False) -> Buttons:
    """Offer the other views, and the same one dark or light; or as a picture, where the answer could not carry one."""
    voice = caller.voice
    row = [
        Button(label=voice.label(f"progress-{each}-button"), action=action(each, look))
        for each in VIEWS
        if each != shown
    ]
    if shown and caller.origin.files:
        other = DARK if look == LIGHT else LIGHT
        row.append(Button(label=voice.label(f"progress-{other}-button"), action=action(shown, other)))
    elif drawn and caller.origin.uploads:
        row.append(Button(label=voice.label("progress-picture-button"), action=action("ask", shown)))
    return Buttons(buttons=(*row, Button(label=voice.label("help-now-button"), action=HELP_NOW)))


async def _check_ins(ctx: Context, caller: Caller) -> list[tuple[date, CheckIn]]:
    """Return the check-ins of whoever asks, the newest first; one that does not open is left out."""
    key = await ctx.seal.opened(caller.own.id)
    async with ctx.store.read() as tx:
        kept = await entries.list(tx, caller.own.id, checkins.KIND, MOST)
    found: list[tuple[date, CheckIn]] = []
    for number, each in enumerate(kept):
        if number % AT_ONCE == 0:
            await asyncio.sleep(0)
        try:
            found.append((each.local_date, checkins.read(key.open_json("entries", each.id, each.sealed))))
        except SealBroken:
            continue
    return found


async def _weeks(ctx: Context, caller: Caller) -> View | None:
    voice, today = caller.voice, local_date(caller.now, caller.own.zone)
    told = since(daily(await _check_ins(ctx, caller)), today, WEEKS * WEEK)
    if not told:
        return None
    first = today - timedelta(days=WEEKS * WEEK - 1)
    names = [checkins.mood(voice, each) for each in Mood]
    dates = {day: voice.short_day(day) for day in (first + timedelta(days=WEEK * n) for n in range(WEEKS))}
    lines = []
    for number in range(WEEKS):
        days = [first + timedelta(days=WEEK * number + each) for each in range(WEEK)]
        lines.append(f"{voice.short_day(days[0])}: " + "".join(_step(told.get(day)) for day in days))
    return View(
        draw=lambda look: charts.moods(look, told, first, today, names, dates),
        words=voice.label("progress-weeks-alt", moods=_by_day(caller, told)),
        lines=(*lines, voice.label("progress-legend", lowest=names[0], highest=names[-1])),
    )


def _by_day(caller: Caller, told: Mapping[date, float]) -> str:
    """Tell the moods in words, a day after another."""
    voice = caller.voice
    days = (f"{voice.short_day(day)}: {checkins.mood(voice, Mood(round(told[day])))}" for day in sorted(told))
    return "; ".join(days)


def _step(mood: float | None) -> str:
    return "·" if mood is None else STEPS[round(mood) - 1]


async def _year(ctx: Context, caller: Caller) -> View | None:
    voice, today = caller.voice, local_date(caller.now, caller.own.zone)
    told = since(daily(await _check_ins(ctx, caller)), today, A_YEAR)
    if not told:
        return None
    firsts = sorted({(today - timedelta(days=number)).replace(day=1) for number in range(A_YEAR - WEEK)})
    months = {day: voice.short_month(day) for day in firsts[1:]}
    names = (checkins.mood(voice, min(Mood)), checkins.mood(voice, max(Mood)))
    lines = []
    for month in dict.fromkeys(day.replace(day=1) for day in sorted(told)):
        days = [day for day in sorted(told) if day.replace(day=1) == month]
        lines.append(f"{voice.month(month)}: " + "".join(_step(told[day]) for day in days))
    return View(
        draw=lambda look: charts.year(look, told, today, names, months),
        words=voice.label("progress-year-alt", months="; ".join(lines)),
        lines=(*lines, voice.label("progress-legend", lowest=names[0], highest=names[1])),
    )


async def _together(ctx: Context, caller: Caller) -> View | None:
    voice = caller.voice
    pairs = together([checkin for _, checkin in await _check_ins(ctx, caller)])
    if not pairs:
        return None
    named = [(f"{_named(caller, each.one)} + {_named(caller, each.other)}", each.times) for each in pairs]
    told = [
        Bar(label=label, length=times, filled=times, end=voice.label("progress-times", times=times))
        for label, times in named
    ]
    return View(
        draw=lambda look: charts.bars(look, told),
        words=voice.label("progress-together-alt", pairs=_spoken(told)),
        lines=_signs(told),
    )


def _named(caller: Caller, code: str) -> str:
    what, _, name = code.partition("-")
    if what == "feeling":
        return caller.voice.feelings[name].word if name in caller.voice.feelings else name
    return caller.voice.label(f"checkin-{code}-option")


async def _helped(ctx: Context, caller: Caller) -> View | None:
    voice = caller.voice
    key = await ctx.seal.opened(caller.own.id)
    async with ctx.store.read() as tx:
        known = await helped.of(tx, key, caller.own.id)
    tips = [each for each in voice.tips if known.of(each).helped]
    if not tips:
        return None
    best = sorted(tips, key=lambda each: (-known.of(each).helped, known.of(each).tried))[:BARS_SHOWN]
    told = [
        Bar(
            label=voice.tips[each].title,
            length=known.of(each).tried,
            filled=known.of(each).helped,
            end=voice.label("progress-of", helped=known.of(each).helped, tried=known.of(each).tried),
        )
        for each in best
    ]
    return View(
        draw=lambda look: charts.bars(look, told),
        words=voice.label("progress-helped-alt", tips=_spoken(told)),
        lines=_signs(told),
    )


def _spoken(told: Sequence[Bar]) -> str:
    return "; ".join(f"{each.label}: {each.end}" for each in told)


def _signs(told: Sequence[Bar]) -> tuple[str, ...]:
    longest = max(each.length for each in told)
    return tuple(f"{each.label}\n{BAR * max(1, each.filled * LONGEST_BAR // longest)} {each.end}" for each in told)


_VIEWS = {"weeks": _weeks, "year": _year, "together": _together, "helped": _helped}
