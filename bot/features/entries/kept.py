"""A member's entries, opened, and which of them a view shows."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from bot import checkins
from bot.errors import SealBroken
from bot.feature import Caller, Context
from bot.messages import Option
from bot.model import Trigger
from bot.recurrence import local_date
from bot.seal import Key
from bot.store import entries

KINDS = (checkins.KIND, "reflection", "journey_answer")
MOST = 3000
"""So many of the latest of each kind are looked at: eight a day for a year."""

AT_ONCE = 100
"""Entries opened at once before others may run."""

AROUND = timedelta(days=3)
YEAR = 365
MONTHS_SHOWN, FEELINGS_SHOWN = 8, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One entry, opened; `told` is None for one that does not open."""

    id: UUID
    kind: str
    day: date
    at: datetime
    told: dict[str, Any] | None = field(repr=False)

    @property
    def words(self) -> str:
        """What the member wrote."""
        return str((self.told or {}).get("note" if self.kind == checkins.KIND else "text", ""))


@dataclass(frozen=True, slots=True)
class Place:
    """What is shown: a page, from 1, of all entries or of those that `only` names."""

    page: int = 1
    only: str = ""

    def __str__(self) -> str:
        """Write it as the opaque part of a button's identifier."""
        return f"{self.page}.{self.only}"

    @classmethod
    def parse(cls, text: str) -> Place:
        """Read what `__str__` wrote; anything else is the first page of all."""
        page, _, only = text.partition(".")
        return cls(int(page) if page.isdecimal() and len(page) <= len(str(MOST)) else 1, only)


async def every(ctx: Context, caller: Caller) -> list[Kept]:
    """Return all entries of whoever asks, the newest first."""
    key = await ctx.seal.opened(caller.own.id)
    async with ctx.store.read() as tx:
        found = [each for kind in KINDS for each in await entries.list(tx, caller.own.id, kind, MOST)]
    read: list[Kept] = []
    for each in found:
        if len(read) % AT_ONCE == 0:
            await asyncio.sleep(0)
        read.append(opened(key, each))
    return sorted(read, key=lambda each: (each.at, each.id), reverse=True)


async def one(ctx: Context, caller: Caller, text: str) -> Kept | None:
    """Return one entry of whoever asks; somebody else's, or none at all, is the same."""
    try:
        entry_id = UUID(hex=text)
    except ValueError:
        return None
    async with ctx.store.read() as tx:
        found = await entries.get(tx, caller.own.id, entry_id)
    return opened(await ctx.seal.opened(caller.own.id), found) if found and found.kind in KINDS else None


def opened(key: Key, entry: entries.Entry) -> Kept:
    """Open an entry; one that does not open is still there to be deleted."""
    try:
        told = key.open_json("entries", entry.id, entry.sealed)
    except SealBroken:
        told = None
    return Kept(id=entry.id, kind=entry.kind, day=entry.local_date, at=entry.created_at, told=told)


def chosen(caller: Caller, found: Sequence[Kept], only: str) -> list[Kept]:
    """Return the entries that a choice names; a choice that says nothing names all."""
    what, _, value = only.partition("-")
    if what == "f":
        return [each for each in found if value in (each.told or {}).get("feelings", ())]
    if what == "t":
        return [each for each in found if (each.told or {}).get("trigger") == value]
    if what == "m":
        return [each for each in found if f"{each.day:%Y-%m}" == value]
    if what == "y":
        then = local_date(caller.now, caller.own.zone) - timedelta(days=YEAR)
        return [each for each in found if abs(each.day - then) <= AROUND]
    return list(found)


def choices(caller: Caller, found: Sequence[Kept]) -> tuple[Option, ...]:
    """Return what the entries can be narrowed to: a year ago, months, what set it off, feelings."""
    voice = caller.voice
    options = [Option(value="a", label=voice.label("entries-all-option"))]
    if chosen(caller, found, "y"):
        options.append(Option(value="y", label=voice.label("entries-year-ago-option")))
    months = list(dict.fromkeys(each.day.replace(day=1) for each in found))[:MONTHS_SHOWN]
    options += [Option(value=f"m-{each:%Y-%m}", label=voice.month(each)) for each in months]
    triggers = Counter((each.told or {}).get("trigger") for each in found)
    there = [each for each in Trigger if triggers[each]]
    options += [Option(value=f"t-{each}", label=voice.label(f"checkin-trigger-{each}-option")) for each in there]
    felt = Counter(name for each in found for name in (each.told or {}).get("feelings", ()))
    words = [name for name, _ in felt.most_common() if name in voice.feelings][:FEELINGS_SHOWN]
    return (*options, *(Option(value=f"f-{each}", label=voice.feelings[each].word) for each in words))
