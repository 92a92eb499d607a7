"""What an operator does for a member who asks: export and erase, with nothing of the content on the screen."""

from __future__ import annotations

import argparse
import asyncio
import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from bot import member_rights
from bot.app import build
from bot.errors import OperatorError, SettingsError
from bot.model import AccountRef
from bot.settings import load
from bot.store import accounts, entries, members

from .store.nouns import A_DAY, NOON, account, member

NOTE = "a quokka behind the door"
SLACK = AccountRef(platform="slack", scope="T1", id="U2")


def ajar(*arguments: str) -> int:
    """Run a command as the command line does."""
    parser = argparse.ArgumentParser()

    def command(
        commands: Any, name: str, told: str, run: Callable[[argparse.Namespace], int]
    ) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = commands.add_parser(name, help=told)
        made.set_defaults(run=run)
        return made

    member_rights.add_commands(parser.add_subparsers(required=True), command)
    options = parser.parse_args(arguments)
    return int(options.run(options))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which the settings find nothing but what they are told."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AJAR_DATA_DIR", str(tmp_path / "data"))
    return tmp_path


@pytest.fixture
def lived(home: Path) -> Path:
    async def live() -> None:
        app = await build(load())
        made = member()
        await app.ctx.seal.make_key(made.id)
        key, entry = await app.ctx.seal.opened(made.id), uuid4()
        async with app.ctx.store.begin() as tx:
            await members.add(tx, made)
            await accounts.add(tx, account(made.id, ref=SLACK))
            sealed = key.seal_json("entries", entry, {"note": NOTE})
            await entries.add(tx, entry, made.id, "checkin", A_DAY, NOON, sealed, key.version)
        await app.close()

    asyncio.run(live())
    return home


def test_an_export_is_a_new_file_for_the_operator_alone_and_shows_nothing(
    lived: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = lived / "theirs.json"
    assert ajar("member", "export", "slack:T1/U2", "--to", str(file)) == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    told = json.loads(file.read_text())
    assert [each["words"] for each in told["entries"]] == [{"note": NOTE}]
    shown = capsys.readouterr()
    assert NOTE not in shown.out + shown.err
    with pytest.raises(OperatorError, match="is there already"):
        ajar("member", "export", "slack:T1/U2", "--to", str(file))
    with pytest.raises(OperatorError, match="cannot be written"):
        ajar("member", "export", "slack:T1/U2", "--to", str(lived / "no" / "folder.json"))


def test_forget_asks_for_the_account_again(
    lived: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builtins.input", lambda _: "yes")
    assert ajar("member", "forget", "slack:T1/U2") == 1
    assert "nothing was changed" in capsys.readouterr().out
    monkeypatch.setattr("builtins.input", lambda _: " slack:T1/U2 ")
    assert ajar("member", "forget", "slack:T1/U2") == 0
    assert capsys.readouterr().out == "erased: slack:T1/U2\n"
    with pytest.raises(OperatorError, match="no such member"):
        ajar("member", "export", "slack:T1/U2", "--to", str(lived / "after.json"))
    assert not (lived / "after.json").exists()


def test_yes_does_not_ask(lived: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", lambda _: pytest.fail("it asked"))
    assert ajar("member", "forget", "slack:T1/U2", "--yes") == 0


def test_without_a_database_nothing_is_made(home: Path) -> None:
    with pytest.raises(SettingsError, match="there is no database"):
        ajar("member", "forget", "slack:T1/U2", "--yes")
    assert not (home / "data").exists()


@pytest.mark.parametrize("wrong", ["", "slack", "slack:", ":U2", "slack:T1/"])
def test_what_is_no_account_is_refused(wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        ajar("member", "forget", wrong, "--yes")
    assert "slack:T1/U2" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "ref"),
    [("discord:1234", AccountRef(platform="discord", scope="", id="1234")), ("slack:T1/U2", SLACK)],
)
def test_an_account_is_read_as_it_is_written(text: str, ref: AccountRef) -> None:
    assert member_rights.account_ref(text) == ref
