from __future__ import annotations

import argparse
import asyncio
import base64
import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

import pytest

from bot import keeping
from bot.cli import _command, main
from bot.clock import SystemClock
from bot.errors import OperatorError
from bot.seal import Seal, load_master
from bot.settings import CHECKOUT
from bot.store import open_keys

OWNER, RECORD = UUID(int=5), UUID(int=7)
MASTER, OTHER = (base64.b64encode(bytes(range(start, start + 32))).decode() for start in (0, 1))
START_SECONDS = 60


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in an empty folder, with no settings but those of the test."""
    for name in [each for each in os.environ if each.startswith("AJAR_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AJAR_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with both databases and a key in it."""
    assert main(["migrate"]) == 0

    async def begun() -> None:
        master = load_master(tmp_path / "data" / "master.key", None)
        keys = await open_keys(tmp_path / "data" / "keys.db")
        await (await Seal.open(keys, master, SystemClock())).make_key(OWNER)
        await keys.close()

    asyncio.run(begun())
    return tmp_path / "data"


def run(*arguments: str) -> int:
    """Run a command of this module as the command line does."""
    parser = argparse.ArgumentParser()
    keeping.add_commands(parser.add_subparsers(required=True), _command)
    options = parser.parse_args(arguments)
    return int(options.run(options))


def refused(*arguments: str) -> str:
    with pytest.raises(OperatorError) as caught:
        run(*arguments)
    assert "\n" not in str(caught.value)
    return str(caught.value)


# --- keys rotate -----------------------------------------------------------------------------------------------------


def test_the_master_key_is_changed_and_the_old_one_kept(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (folder / "master.key").read_bytes()
    assert run("keys", "rotate") == 0
    out = capsys.readouterr().out
    assert "1 of 1 keys" in out
    assert "changed (version 2)" in out
    (former,) = folder.glob("master.key.old-*")
    assert former.read_bytes() == before != (folder / "master.key").read_bytes()
    assert str(former) in out
    assert before.decode().strip() not in out


def test_a_key_that_does_not_open_is_said_and_is_exit_status_one(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def spoil() -> None:
        keys = await open_keys(folder / "keys.db")
        await keys.add(UUID(int=6), b"\x01 nothing that opens, of some length", 1, SystemClock().now(), 1)
        await keys.close()

    asyncio.run(spoil())
    assert run("keys", "rotate") == 1
    assert "1 keys do not open" in capsys.readouterr().out


def test_without_a_key_store_there_is_nothing_to_change_and_none_is_made(tmp_path: Path) -> None:
    assert "there is no key store" in refused("keys", "rotate")
    assert not (tmp_path / "data").exists()


def test_a_shared_key_store_is_changed_through_settings_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AJAR_KEYS_URL", f"sqlite+aiosqlite:///{folder}/keys.db")
    assert "AJAR_MASTER_KEY_OLD" in refused("keys", "rotate")
    assert not (folder / "master.key.new").exists()


def test_a_master_key_that_is_not_the_stores_changes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (folder / "keys.db").read_bytes()
    monkeypatch.setenv("AJAR_MASTER_KEY", OTHER)
    assert "nothing was changed" in refused("keys", "rotate")
    assert (folder / "keys.db").read_bytes() == before


# --- backup ----------------------------------------------------------------------------------------------------------


def test_a_backup_is_made_and_verified(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("backup", str(tmp_path / "copies")) == 0
    out = capsys.readouterr().out
    assert out.count("copied: ") == 2 and "removed: 0" in out
    assert run("backup", "verify", str(tmp_path / "copies")) == 0
    assert "the master key opens the keys" in capsys.readouterr().out


def test_a_damaged_backup_is_exit_status_one(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("backup", str(tmp_path / "copies"), "--only", "main")
    (copy,) = (tmp_path / "copies" / "main").glob("*.db")
    copy.write_bytes(copy.read_bytes()[:-1])
    assert run("backup", "verify", str(tmp_path / "copies")) == 1
    assert f"FAULT: {copy.name}: " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("backup", "one", "two"), "backup verify FOLDER"),
        (("backup", "verify"), "backup verify FOLDER"),
        (("backup", "verify", "nowhere"), "there is no backup"),
        (("backup", "copies"), "there is no database"),
        (("backup", "copies", "--into", "postgresql+asyncpg://x/y"), "belongs to `backup verify`"),
    ],
)
def test_what_an_operator_can_mend_is_one_line(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    assert said in refused(*arguments)
    assert list(tmp_path.iterdir()) == []


def test_a_dump_without_its_tools_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AJAR_DATABASE_URL", "postgresql+asyncpg://ajar:hunter2@127.0.0.1:1/ajar")
    line = refused("backup", "copies", "--only", "main", "--pg-bin", str(tmp_path))
    assert line.startswith("pg_dump: is not in ")


# --- the master key at the start of a real process -------------------------------------------------------------------


def environment(tmp_path: Path, **more: str) -> Mapping[str, str]:
    told = {"AJAR_ADAPTERS": "playground", "AJAR_PORT": "0", "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(CHECKOUT)}
    return {**os.environ, **told, **more}


def stopped(tmp_path: Path, **more: str) -> str:
    """Run a process that has to end by itself with one line."""
    told = environment(tmp_path, **more)
    command = [sys.executable, "-m", "bot", "run"]
    ended = subprocess.run(
        command, cwd=tmp_path, env=told, capture_output=True, text=True, check=False, timeout=START_SECONDS
    )
    assert ended.returncode == 2, ended.stderr
    assert ended.stdout == ""
    assert len(ended.stderr.splitlines()) == 1, ended.stderr
    return ended.stderr


def started(tmp_path: Path, **more: str) -> str:
    """Run a process until it serves, end it, and return what it said."""
    told = environment(tmp_path, **more)
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"], cwd=tmp_path, env=told, stderr=subprocess.PIPE, text=True
    )
    too_long = threading.Timer(START_SECONDS, process.kill)
    too_long.start()
    said = ""
    assert process.stderr
    for line in process.stderr:
        said += line
        if "serving playground" in line:
            process.send_signal(signal.SIGTERM)
    process.stderr.close()
    too_long.cancel()
    assert process.wait() == 0, said
    return said


def contents(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()}


def test_the_first_start_makes_a_master_key_and_says_once_how_to_keep_it(tmp_path: Path) -> None:
    key = tmp_path / "data" / "master.key"
    (line,) = [each for each in started(tmp_path).splitlines() if "master.key" in each]
    assert str(key) in line and "unreadable" in line and "apart from the backups" in line
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert "master.key" not in started(tmp_path)


def test_a_master_key_open_to_others_stops_the_start_naming_its_mode(folder: Path, tmp_path: Path) -> None:
    (folder / "master.key").chmod(0o644)
    before = contents(folder)
    assert "master.key: its mode 0644 " in stopped(tmp_path)
    assert contents(folder) == before


def test_a_missing_master_key_stops_the_start_and_no_new_one_is_made(folder: Path, tmp_path: Path) -> None:
    (folder / "master.key").unlink()
    before = contents(folder)
    assert "master.key" in stopped(tmp_path)
    assert contents(folder) == before


@pytest.mark.parametrize("how", ["another file", "another setting", "a malformed setting"])
def test_a_wrong_master_key_stops_the_start_and_destroys_nothing(folder: Path, tmp_path: Path, how: str) -> None:
    if how == "another file":
        (folder / "master.key").write_text(OTHER)
    before = contents(folder)
    told = {"another setting": {"AJAR_MASTER_KEY": OTHER}, "a malformed setting": {"AJAR_MASTER_KEY": "short"}}
    assert "AJAR_MASTER_KEY: " in stopped(tmp_path, **told.get(how, {}))
    assert contents(folder) == before
