from __future__ import annotations

import asyncio
import json
import sqlite3
import stat
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from bot import backup
from bot.backup import BackupError, Place, files, postgresql
from bot.clock import FrozenClock
from bot.errors import StoreUnavailable
from bot.store import copies

from .home import DAY, MARKED, Home, names

# --- making -----------------------------------------------------------------------------------------------------------


async def test_a_backup_is_whole_apart_closed_to_others_and_says_nothing_of_anybody(home: Home) -> None:
    ada = await home.joined()
    made = await home.back_up()
    assert [each.parent.name for each in made.files] == ["main", "keys"]
    assert all("20260302T120000Z" in each.name for each in made.files)
    everything = [each for each in home.folder.rglob("*") if each.is_file()]
    assert len(everything) == 4, "two copies, two manifests, nothing unfinished"
    assert {stat.S_IMODE(each.stat().st_mode) for each in everything} == {0o600}
    assert {stat.S_IMODE((home.folder / each).stat().st_mode) for each in ("main", "keys")} == {0o700}
    for each in made.files:
        told = json.loads((each.parent / f"{each.name}.json").read_text())
        assert told["rows"]["entries" if each.parent.name == "main" else "keys"] == 1
        assert not any(mine in json.dumps(told) for mine in (ada.hex, str(ada), "ada", MARKED))
        assert MARKED.encode() not in each.read_bytes()
    assert (await home.verify()).faults == []


async def test_one_of_the_two_can_be_backed_up_alone(home: Home) -> None:
    await home.joined()
    assert [each.parent.name for each in (await home.back_up("keys")).files] == ["keys"]
    assert not (home.folder / "main").exists()
    verdict = await home.verify()
    assert verdict.ok and "only one of them" in verdict.lines[-1]


async def test_a_backup_is_of_one_moment_while_members_write(home: Home) -> None:
    done = asyncio.Event()

    async def write() -> None:
        number = 0
        while not done.is_set():
            number += 1
            await home.joined(f"member {number}")

    writing = asyncio.create_task(write())
    for _ in range(3):
        await home.joined(str(uuid4()))
        await home.back_up()
        home.clock.advance(timedelta(seconds=1))
    done.set()
    await writing
    assert (await home.verify()).faults == []


def test_what_was_deleted_is_not_in_a_later_backup(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "ajar.db", isolation_level=None)) as database:
        database.execute("PRAGMA secure_delete=OFF")
        database.execute("CREATE TABLE accounts (name TEXT)")
        database.executemany("INSERT INTO accounts VALUES (?)", [(f"account {number}",) for number in range(2000)])
        database.execute("DELETE FROM accounts WHERE name <> 'account 4'")
    assert b"account 1711" in (tmp_path / "ajar.db").read_bytes(), "the database itself keeps what is not overwritten"
    copies.copy_sqlite(tmp_path / "ajar.db", tmp_path / "copy.db")
    content = (tmp_path / "copy.db").read_bytes()
    assert b"account 4" in content and b"account 1711" not in content


async def test_a_main_backup_alone_opens_nothing(on_sqlite: Home) -> None:
    await on_sqlite.joined()
    await on_sqlite.back_up("main")
    (copy,) = (on_sqlite.folder / "main").glob("*.db")
    assert MARKED.encode() not in copy.read_bytes()
    assert (await on_sqlite.keys.get(uuid4())) is None


# --- seven days -------------------------------------------------------------------------------------------------------


async def test_backups_of_the_keys_are_gone_on_the_seventh_day_and_those_of_the_main_database_stay(home: Home) -> None:
    await home.joined()
    for day in range(10):
        made = await home.back_up()
        assert made.removed == (1 if day >= 7 else 0)
        home.clock.advance(DAY)
    assert len(files.found(home.folder, "main")) == 10
    kept = files.found(home.folder, "keys")
    assert len(kept) == 7
    assert len(list((home.folder / "keys").iterdir())) == 14, "their manifests went with them"
    assert (await home.verify()).faults == []


async def test_what_was_left_unfinished_goes_as_well(on_sqlite: Home) -> None:
    (on_sqlite.folder / "keys").mkdir(parents=True)
    old = on_sqlite.folder / "keys" / ".ajar-keys-20260220T000000Z.db.part"
    alien = on_sqlite.folder / "keys" / "notes of mine.txt"
    old.touch()
    alien.touch()
    made = await on_sqlite.back_up("main")
    assert made.removed == 1
    assert not old.exists() and alien.exists()


async def test_a_key_backup_that_is_too_old_is_a_fault(on_sqlite: Home) -> None:
    await on_sqlite.back_up()
    on_sqlite.clock.advance(8 * DAY)
    (fault,) = (await on_sqlite.verify()).faults
    assert "longer than 7 days" in fault


# --- what cannot be ---------------------------------------------------------------------------------------------------


async def test_a_database_that_is_not_there_is_one_line_and_none_is_made(tmp_path: Path, clock: FrozenClock) -> None:
    place = Place(what="main", where=tmp_path / "none.db", setting="AJAR_DATABASE_URL")
    with pytest.raises(BackupError, match=r"^AJAR_DATABASE_URL: there is no database at [^\n]+$"):
        await backup.back_up(tmp_path / "backups", [place], clock)
    assert names(tmp_path) == []


async def test_a_database_that_is_damaged_leaves_no_copy(tmp_path: Path, clock: FrozenClock) -> None:
    (tmp_path / "ajar.db").write_bytes(b"no database at all" * 1000)
    place = Place(what="main", where=tmp_path / "ajar.db", setting="AJAR_DATABASE_URL")
    with pytest.raises(StoreUnavailable, match="cannot be copied"):
        await backup.back_up(tmp_path / "backups", [place], clock)
    assert [each for each in (tmp_path / "backups").rglob("*") if each.is_file()] == []


async def test_a_folder_that_cannot_be_written_is_one_line(on_sqlite: Home, tmp_path: Path) -> None:
    (tmp_path / "a file").touch()
    with pytest.raises(BackupError, match=r"cannot be written to \([^\n]+\)$"):
        await backup.back_up(tmp_path / "a file", on_sqlite.places, on_sqlite.clock)


async def test_a_missing_tool_is_one_line_and_nothing_is_left(home: Home, tmp_path: Path) -> None:
    if home.tools is None:
        return
    with pytest.raises(BackupError, match=r"^pg_dump: is not in [^\n]+--pg-bin$"):
        await backup.back_up(home.folder, home.places, home.clock, tmp_path)
    assert not home.folder.exists()


async def test_the_tools_are_told_no_password_where_others_can_see_it(tmp_path: Path) -> None:
    program = tmp_path / "pg_dump"
    program.write_text(
        f"#!{sys.executable}\nimport json, os, re, sys\n"
        "passwords = re.search(r\"passfile='([^']+)'\", sys.argv[-1])[1]\n"
        "told = [sys.argv, open(passwords).read(), os.stat(passwords).st_mode & 0o777, passwords]\n"
        f"json.dump(told, open({str(tmp_path / 'told')!r}, 'w'))\n"
    )
    program.chmod(0o700)
    url = "postgresql+asyncpg://ajar:hun:ter2secret@db.invalid:5433/ajar?ssl=require"
    await postgresql.dump(url, "AJAR_DATABASE_URL", tmp_path / "dump", "snap", tmp_path)
    arguments, password, mode, passwords = json.loads((tmp_path / "told").read_text())
    assert "hun" not in " ".join(arguments)
    assert "host='db.invalid' port='5433' user='ajar' dbname='ajar' sslmode='require'" in arguments[-1]
    assert (password, mode) == ("*:*:*:*:hun\\:ter2secret\n", 0o600)
    assert Path(passwords).name not in names(Path(passwords).parent)


async def test_a_tool_that_fails_is_one_line_and_leaves_no_copy(home: Home, tmp_path: Path) -> None:
    if home.tools is None:
        return
    program = tmp_path / "pg_dump"
    program.write_text("#!/bin/sh\necho 'pg_dump: error: server version mismatch' >&2\necho more >&2\nexit 3\n")
    program.chmod(0o700)
    with pytest.raises(BackupError, match=r"^pg_dump: ended with status 3: pg_dump: error: server version mismatch$"):
        await backup.back_up(home.folder, home.places, home.clock, tmp_path)
    assert [each for each in home.folder.rglob("*") if each.is_file()] == []
