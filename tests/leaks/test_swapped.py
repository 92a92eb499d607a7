"""Sealed words that were put into another's row, or another record's, open for nobody; which is told kindly."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

import pytest

from bot.errors import SealBroken
from bot.features import FEATURES
from bot.messages import ActionId, Answer
from bot.store import StoreShelf
from bot.store.tables import metadata
from tests.acceptance.stage import Person, words

from .marks import Marks
from .stand import Stand
from .walker import Walker

SEALED = [name for name, table in metadata.tables.items() if "sealed" in table.columns]
WRONG = "Something went wrong"


async def writes(person: Person, marks: Marks) -> list[Answer | None]:
    """Let somebody try everything that takes words; return what they were shown."""
    shown: list[Answer | None] = []
    walker = Walker(person, marks, FEATURES, heard=lambda event, answer: shown.append(answer), belongs=True)
    await person.joins()
    await walker.commands(person.stage.app.commands)
    return shown


def change(stand: Stand, statement: str, *values: object) -> None:
    connection = sqlite3.connect(stand.stage.folder / "ajar.db")
    with connection:
        connection.execute(statement, values)
    connection.close()


def swap(stand: Stand, table: str, one: str, other: str) -> None:
    """Exchange what is sealed in two rows."""
    there = dict(stand.stage.rows(f"SELECT id, sealed FROM {table} WHERE id IN (?, ?)", one, other))
    for row, sealed in ((one, there[other]), (other, there[one])):
        change(stand, f"UPDATE {table} SET sealed = ? WHERE id = ?", sealed, row)


async def looks(person: Person) -> list[Answer | None]:
    """Let somebody look at all that is theirs."""
    pages = [ActionId(feature="privacy", action=each, ref="1") for each in ("page", "files")]
    rows = person.stage.rows("SELECT id FROM entries WHERE kind = 'checkin'")
    words = [ActionId(feature="checkin", action="closer", ref=entry) for (entry,) in rows]
    seen = [await person.press(each) for each in pages] + [await person.press(each, "hurt") for each in words]
    return seen + [await person.command(each) for each in ("safety-notes", "tip", "checkin", "today")]


def shown(marks: Marks, answers: Sequence[Answer | None]) -> list[str]:
    return [what for each in answers if each and (what := marks.found_in(asdict(each)))]


async def test_entries_swapped_between_members_show_nobody_anything(light: Stand) -> None:
    sams, noors = Marks(), Marks()
    sam, noor = light.stage.person("sam"), light.stage.person("noor")
    await writes(sam, sams)
    await writes(noor, noors)
    assert shown(sams, await looks(sam)), "nothing was kept, so nothing can be swapped"
    of = {name: light.stage.member_id(name) for name in ("sam", "noor")}
    ids = {
        name: [row for (row,) in light.stage.rows("SELECT id FROM entries WHERE member_id = ? ORDER BY kind", member)]
        for name, member in of.items()
    }
    for one, other in zip(ids["sam"], ids["noor"], strict=False):
        swap(light, "entries", one, other)
    for person, theirs in ((sam, noors), (noor, sams)):
        answers = await looks(person)
        assert shown(theirs, answers) == []
        assert all(each is not None for each in answers)
        assert any(WRONG in words(each) or "cannot be" in str(asdict(each)) for each in answers if each)


async def test_every_sealed_row_opens_in_its_own_place_alone(light: Stand) -> None:
    await writes(light.stage.moderator("kit"), Marks())
    seal, stage = light.stage.app.ctx.seal, light.stage
    rows = [("entries", *row) for row in stage.rows("SELECT id, member_id, sealed FROM entries")]
    rows += [("topics", *row) for row in stage.rows("SELECT id, community_id, sealed FROM topics")]
    assert {table for table, *_ in rows} == set(SEALED) - {"shelf"}
    keys = {owner: await seal.opened(UUID(owner)) for _, _, owner, _ in rows}
    for table, record, owner, sealed in rows:
        assert keys[owner].open_json(table, UUID(record), sealed)
    for one, other in itertools.permutations(rows, 2):
        table, record, owner = one[:3]
        with pytest.raises(SealBroken):
            keys[owner].open(table, UUID(record), other[3])


async def test_what_an_adapter_keeps_opens_in_its_own_place_alone(light: Stand) -> None:
    ctx = light.stage.app.ctx
    shelves = [
        StoreShelf(store=ctx.store, seal=ctx.seal, adapter=each, clock=ctx.clock) for each in ("slack", "discord")
    ]
    for shelf in shelves:
        for key in ("token", "other"):
            await shelf.put("T1", key, {"secret": f"{key} of it"})
    rows = light.stage.rows("SELECT adapter, key, sealed FROM shelf ORDER BY adapter, key")
    for (adapter, key, _), (_, _, sealed) in zip(rows, rows[1:] + rows[:1], strict=True):
        change(light, "UPDATE shelf SET sealed = ? WHERE adapter = ? AND key = ?", sealed, adapter, key)
    for shelf, key in itertools.product(shelves, ("token", "other")):
        with pytest.raises(SealBroken):
            await shelf.get("T1", key)
