from __future__ import annotations

import asyncio
import base64
import io
import json
import logging
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli import main
from bot.clock import SystemClock
from bot.settings import CHECKOUT, load
from bot.store import open_store, totals


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Run in an empty folder, with no settings but those of the test, and leave logging as it was."""
    factory = logging.getLogRecordFactory()
    for name in [each for each in os.environ if each.startswith("AJAR_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AJAR_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    yield
    logging.setLogRecordFactory(factory)


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody listens already."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run a command that has to be refused and return its one line."""
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    assert len(err.splitlines()) == 1, err
    assert err.startswith("ajar: ")
    return err


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AJAR_PORT", "eighty"),
        ("AJAR_PORT", "99999"),
        ("AJAR_LOG_LEVEL", "LOUD"),
        ("AJAR_ADAPTERS", "irc"),
        ("AJAR_ADAPTERS", "../x"),
        ("AJAR_ADAPTERS", "os"),
        ("AJAR_ADAPTERS", ""),
    ],
)
def test_a_malformed_setting_is_one_line_that_names_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    assert name in refused(capsys, "run")


@pytest.mark.parametrize(
    "url",
    [
        "postgres",
        "postgresql://x/y",
        "mysql+aiomysql://x/y",
        "postgresql+asyncpg://127.0.0.1:1/ajar",
        "postgresql+asyncpg://127.0.0.1:port/ajar",
        "sqlite+aiosqlite:////proc/nowhere/ajar.db",
    ],
)
@pytest.mark.parametrize("command", ["migrate", "hold", "release"])
def test_an_unreachable_or_malformed_database_is_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, url: str, command: str
) -> None:
    monkeypatch.setenv("AJAR_DATABASE_URL", url)
    assert "AJAR_DATABASE_URL" in refused(capsys, command)


def test_a_database_password_is_never_said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AJAR_DATABASE_URL", "postgresql+asyncpg://ajar:hunter2secret@127.0.0.1:1/ajar")
    assert "hunter2secret" not in refused(capsys, "migrate")


def test_a_wrong_master_key_stops_the_start(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AJAR_ADAPTERS", "playground")
    monkeypatch.setenv("AJAR_MASTER_KEY", "short")
    assert "AJAR_MASTER_KEY" in refused(capsys, "run")


def test_a_master_key_that_is_not_the_stores_own_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, taken: int
) -> None:
    monkeypatch.setenv("AJAR_ADAPTERS", "playground")
    monkeypatch.setenv("AJAR_PORT", str(taken))
    monkeypatch.setenv("AJAR_MASTER_KEY", base64.b64encode(b"a" * 32).decode())
    assert "AJAR_PORT" in refused(capsys, "run")
    monkeypatch.setenv("AJAR_MASTER_KEY", base64.b64encode(b"b" * 32).decode())
    assert "AJAR_MASTER_KEY" in refused(capsys, "run")


def test_a_taken_port_is_one_line_for_the_demo_too(capsys: pytest.CaptureFixture[str], taken: int) -> None:
    said = refused(capsys, "demo", "--no-browser", "--port", str(taken))
    assert str(taken) in said


def test_a_port_that_is_none_is_one_line_for_the_demo(capsys: pytest.CaptureFixture[str]) -> None:
    assert "PORT" in refused(capsys, "demo", "--no-browser", "--port", "70000").upper()


@pytest.mark.parametrize(
    "file", ["prompts.toml", "tips.toml", "topics.toml", "feelings.toml", "themes.toml", "strings"]
)
def test_a_missing_content_file_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    shutil.copytree(CHECKOUT / "content", tmp_path / "content")
    gone = tmp_path / "content" / "en" / file
    shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    monkeypatch.setenv("AJAR_CONTENT_DIR", str(tmp_path / "content"))
    monkeypatch.setenv("AJAR_ADAPTERS", "playground")
    assert file in refused(capsys, "run")


def test_a_broken_content_file_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(CHECKOUT / "content", tmp_path / "content")
    (tmp_path / "content" / "en" / "tips.toml").write_text("[[tips]\n")
    monkeypatch.setenv("AJAR_CONTENT_DIR", str(tmp_path / "content"))
    monkeypatch.setenv("AJAR_ADAPTERS", "playground")
    assert "tips.toml" in refused(capsys, "run")


def test_a_content_folder_that_is_not_there_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AJAR_CONTENT_DIR", "nowhere")
    monkeypatch.setenv("AJAR_ADAPTERS", "playground")
    assert "nowhere" in refused(capsys, "run")


def test_a_malformed_settings_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "ajar.toml").write_text("port = \n")
    assert "ajar.toml" in refused(capsys, "run")


def test_a_data_folder_that_cannot_be_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("AJAR_DATA_DIR", str(tmp_path / "file"))
    monkeypatch.setenv("AJAR_ADAPTERS", "playground")
    assert "file" in refused(capsys, "run")


def test_a_database_file_that_is_none_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "ajar.db").write_bytes(b"no database at all" * 100)
    assert "AJAR_DATABASE_URL" in refused(capsys, "hold")


def test_hold_and_release_say_what_they_did(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate"]) == 0
    assert main(["hold"]) == 0
    assert capsys.readouterr().out == "held: all\n"
    assert main(["release", "--kind", "daily_prompt"]) == 0
    assert capsys.readouterr().out == "released: kind:daily_prompt\n"
    assert "--community" in refused(capsys, "hold", "--community", "discord:1")


def test_migrate_may_be_repeated() -> None:
    assert main(["migrate"]) == 0
    assert main(["migrate"]) == 0


def test_the_content_passes_its_own_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["content", "check", "--json"]) == 0
    counts = json.loads(capsys.readouterr().out)["counts"]["en"]
    assert counts["prompts"] >= 40
    assert counts["tips"] >= 24
    assert counts["topics"] >= 24
    assert counts["feelings"] >= 60


def test_the_module_runs_and_says_one_line() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        cwd=CHECKOUT,
        env={**os.environ, "AJAR_PORT": "x"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 2
    assert run.stdout == ""
    assert run.stderr.startswith("ajar: AJAR_PORT: ")
    assert len(run.stderr.splitlines()) == 1


def test_a_lost_master_key_stops_the_start_and_no_new_one_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "keys.db").touch()
    line = refused(capsys, "demo", "--no-browser", "--data", str(folder))
    assert "master.key: the master key of" in line
    assert not (folder / "master.key").exists()


def test_a_hold_where_there_is_no_database_holds_nothing_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert "nothing was held" in refused(capsys, "hold")


def test_the_playground_listens_on_this_machine_alone(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AJAR_ADAPTERS", "playground")
    monkeypatch.setenv("AJAR_HOST", "0.0.0.0")
    assert "AJAR_HOST" in refused(capsys, "run")


def test_a_hold_on_a_kind_there_is_not_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate"]) == 0
    assert "there are checkin_nudge, daily_prompt, hello" in refused(capsys, "hold", "--kind", "daily-prompt")


def test_a_refused_value_is_said_in_plain_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AJAR_ADAPTERS", "slack")
    monkeypatch.setenv("AJAR_SLACK__BOT_TOKEN", "nonsense")
    assert refused(capsys, "run").strip() == (
        "ajar: AJAR_SLACK__BOT_TOKEN: has to be the bot user's token, which starts with xoxb-"
    )


def test_phrases_can_be_tried_a_line_each(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    given = io.TextIOWrapper(io.BytesIO(b"I want to kill myself\nI could murder a pizza\n\xff\xfe\n"))
    monkeypatch.setattr("sys.stdin", given)
    assert main(["safety", "check"]) == 0
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each["hit"] for each in said] == [True, False, False]
    assert list(said[0]) == ["text", "hit", "tier", "family", "language"]
    assert (said[0]["tier"], said[0]["family"], said[0]["language"]) == (2, "explicit", "en")


async def noted(tiers: dict[str, int]) -> None:
    clock = SystemClock()
    store = await open_store(load().database, clock=clock)
    await store.ready()
    async with store.begin() as tx:
        for tier, count in tiers.items():
            await totals.add(tx, clock.now().date(), totals.SAFETY, tier, count)
    await store.close()


def test_the_operator_is_told_how_often_danger_was_answered_but_never_of_fewer_than_five(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    asyncio.run(noted({"tier1": 5, "tier2": 4}))
    assert main(["safety", "totals"]) == 0
    told = capsys.readouterr().out
    assert told.endswith(" tier1 5\n")
    assert "tier2" not in told
