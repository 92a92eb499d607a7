from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from bot import backup, erasing
from bot.backup import BackupError, Place, Trial, files
from bot.clock import FrozenClock
from bot.seal import Seal
from bot.store import facts, open_keys, tables
from tests.conftest import Postgres

from .home import MARKED, MASTER, OTHER, Home


async def test_sealed_rows_are_opened_and_not_shown(on_sqlite: Home) -> None:
    for name in ("ada", "grace"):
        await on_sqlite.joined(name)
    await on_sqlite.back_up()
    verdict = await on_sqlite.verify()
    assert verdict.lines[-1] == "the master key opens the keys, and these open 2 sealed rows"
    assert MARKED not in str(verdict)
    untried = await on_sqlite.verify(masters=lambda: ())
    assert untried.ok and "no master key here" in untried.lines[-1]


async def test_verifying_changes_nothing_and_leaves_nothing(on_sqlite: Home) -> None:
    await on_sqlite.joined()
    await on_sqlite.back_up()
    before = {each: each.read_bytes() for each in on_sqlite.folder.rglob("*") if each.is_file()}
    await on_sqlite.verify()
    assert {each: each.read_bytes() for each in on_sqlite.folder.rglob("*") if each.is_file()} == before


@pytest.mark.parametrize("what", ["main", "keys"])
@pytest.mark.parametrize("harm", ["a changed byte", "cut short", "no manifest", "another manifest", "open to others"])
async def test_every_harm_is_noticed(home: Home, what: files.What, harm: str) -> None:
    await home.joined()
    await home.back_up()
    copy = home.newest(what)
    content = bytearray(copy.file.read_bytes())
    if harm == "a changed byte":
        content[len(content) // 2] ^= 1
        copy.file.write_bytes(content)
    elif harm == "cut short":
        copy.file.write_bytes(content[:-200])
    elif harm == "no manifest":
        copy.manifest.unlink()
    elif harm == "another manifest":
        copy.manifest.write_text("[]")
    else:
        copy.file.chmod(0o644)
    verdict = await home.verify()
    (fault,) = verdict.faults
    assert fault.startswith(copy.file.name)


@pytest.mark.parametrize(
    ("what", "name", "value", "said"),
    [
        ("main", "rows", {"entries": 2}, "says otherwise about: rows"),
        ("main", "rows", [], "manifest is missing or damaged"),
        ("keys", "format", 2, "manifest is missing or damaged"),
        ("main", "revision", "0001", "says otherwise about: revision"),
        ("main", "revision", "9999", "has schema 9999, which this version of Ajar does not know"),
        ("keys", "erasures", 7, "says otherwise about: erasures"),
    ],
)
async def test_a_manifest_that_says_otherwise_is_noticed(
    on_sqlite: Home, what: files.What, name: str, value: object, said: str
) -> None:
    await on_sqlite.joined()
    await on_sqlite.back_up()
    manifest = on_sqlite.newest(what).manifest
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), name: value}))
    (fault,) = (await on_sqlite.verify()).faults
    assert said in fault


async def test_keys_of_another_installation_do_not_pass(on_sqlite: Home, tmp_path: Path) -> None:
    await on_sqlite.joined()
    await on_sqlite.back_up("main")
    for name, master, said in (("same", MASTER, "are not in the backup"), ("other", OTHER, "does not open")):
        keys = await open_keys(tmp_path / f"{name}.db")
        await Seal.open(keys, master, on_sqlite.clock)
        await keys.close()
        place = Place(what="keys", where=tmp_path / f"{name}.db", setting="AJAR_KEYS_URL")
        on_sqlite.clock.advance(timedelta(seconds=1))
        await backup.back_up(on_sqlite.folder, [place], on_sqlite.clock)
        (fault,) = (await on_sqlite.verify()).faults
        assert said in fault


async def test_a_sealed_row_that_does_not_open_is_a_fault(on_sqlite: Home) -> None:
    ada, grace = [await on_sqlite.joined(name) for name in ("ada", "grace")]
    theirs = tables.entries.c.member_id
    async with on_sqlite.store.begin() as tx:
        words = (await tx.execute(select(tables.entries.c.sealed).where(theirs == ada))).scalar_one()
        await tx.execute(tables.entries.update().where(theirs == grace).values(sealed=words))
    await on_sqlite.back_up()
    (fault,) = (await on_sqlite.verify()).faults
    assert fault == "1 of 2 sealed rows do not open with the backup of the keys"


async def test_an_erasure_list_older_than_the_main_backup_is_a_fault(home: Home) -> None:
    ada = await home.joined()
    await home.joined("grace")
    await home.back_up("keys")
    await erasing.forget(home.store, home.seal, home.clock, ada)
    home.clock.advance(timedelta(seconds=1))
    await home.back_up("main")
    assert any("older than" in each for each in (await home.verify()).faults)
    home.clock.advance(timedelta(seconds=1))
    await home.back_up("keys")
    assert (await home.verify()).faults == []


async def test_a_member_erased_between_the_two_is_no_fault(on_sqlite: Home) -> None:
    ada = await on_sqlite.joined()
    await on_sqlite.joined("grace")
    await on_sqlite.back_up("main")
    await erasing.forget(on_sqlite.store, on_sqlite.seal, on_sqlite.clock, ada)
    await on_sqlite.back_up("keys")
    verdict = await on_sqlite.verify()
    assert verdict.ok and "open 1 sealed rows; the keys of 1 are gone" in verdict.lines[-1]


async def test_there_has_to_be_a_dump_to_restore(on_sqlite: Home) -> None:
    await on_sqlite.back_up("main")
    with pytest.raises(BackupError, match="--into: the newest backup is a SQLite file"):
        await on_sqlite.verify(into={"main": "postgresql+asyncpg://x/y"})
    with pytest.raises(BackupError, match="--keys-into: there is no whole backup of that kind here"):
        await on_sqlite.verify(into={"keys": "postgresql+asyncpg://x/y"})


async def test_an_empty_folder_is_one_line(tmp_path: Path, clock: FrozenClock) -> None:
    with pytest.raises(BackupError, match="there is no backup"):
        await backup.verify(tmp_path, ("main", "keys"), Trial(clock=clock))


async def test_dumps_are_restored_for_a_trial_where_there_is_room(home: Home, postgres: Postgres) -> None:
    if home.tools is None:
        return
    await home.joined()
    await home.back_up()
    assert any("was not restored; see --into" in each for each in (await home.verify()).lines)
    names = [f"trial_{uuid4().hex}" for _ in range(2)]
    await postgres.tell(*(f"CREATE DATABASE {name}" for name in names))
    into = {"main": postgres.url(names[0]), "keys": postgres.url(names[1])}
    verdict = await home.verify(into=into)
    assert verdict.faults == []
    assert verdict.lines[-1] == "the master key opens the keys, and these open 1 sealed rows"
    with pytest.raises(BackupError, match="is not empty; nothing was restored"):
        await home.verify(into=into)
    with pytest.raises(BackupError, match="--into: a dump of PostgreSQL is restored into PostgreSQL alone"):
        await home.verify(into={"main": "sqlite+aiosqlite:///some.db"})
    await postgres.tell(*(f"DROP DATABASE {name} WITH (FORCE)" for name in names))


def test_every_table_with_sealed_rows_is_tried() -> None:
    sealed = {each.name for each in tables.metadata.sorted_tables if "sealed" in each.c}
    assert {table.name for table, _ in facts.SEALED} == sealed - {"shelf"}, "the shelf's rows have no id of their own"
