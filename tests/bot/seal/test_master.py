from __future__ import annotations

import base64
import logging
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.errors import KeysError
from bot.seal import MasterKeys, load_master
from bot.seal.master import make

MASTER, OTHER = bytes(range(32)), bytes(range(1, 33))
WRONG = ["", "no base64!", "QUJD", base64.b64encode(bytes(31)).decode(), base64.b64encode(bytes(33)).decode(), "ä" * 44]

posix = pytest.mark.skipif(os.name != "posix", reason="file modes are a matter of POSIX")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "master.key"


def written(path: Path, content: str, mode: int = 0o600) -> Path:
    path.write_text(content, "utf-8")
    path.chmod(mode)
    return path


def said(key: bytes) -> str:
    return base64.b64encode(key).decode()


def test_a_master_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "master.key"
    made = load_master(path, None)
    assert len(made) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_bytes(), path.stat().st_mtime_ns
    assert load_master(path, None) == made
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert [each.name for each in path.parent.iterdir()] == ["master.key"]
    assert load_master(tmp_path / "other.key", None) != made


def test_a_new_master_key_is_told_of_once_with_a_word_about_keeping_it(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        made = load_master(path, None)
        load_master(path, None)
    (told,) = caplog.messages
    assert str(path) in told
    assert "unreadable" in told and "apart from the backups" in told
    assert said(made) not in told


def test_processes_that_start_at_once_agree_on_one_master_key(path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        made = set(threads.map(lambda _: load_master(path, None), range(16)))
    assert len(made) == 1
    assert [each.name for each in path.parent.iterdir()] == ["master.key"]


def test_a_master_key_is_never_seen_half_written(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*names: object) -> None:
        raise InterruptedError("the machine went down")

    monkeypatch.setattr(os, "link", crash)
    with pytest.raises(KeysError):
        load_master(path, None)
    assert not path.exists()


def test_the_setting_wins_over_the_file_and_makes_none(path: Path) -> None:
    assert load_master(path, f" {said(MASTER)}\n") == MASTER
    assert not path.exists()


@pytest.mark.parametrize("text", WRONG)
def test_a_malformed_setting_is_one_line_that_names_it_and_does_not_repeat_it(path: Path, text: str) -> None:
    with pytest.raises(KeysError, match=r"^AJAR_MASTER_KEY: [^\n]+$") as caught:
        load_master(path, text)
    assert not text or text not in str(caught.value)
    assert not path.exists()


@pytest.mark.parametrize("text", WRONG)
def test_a_malformed_file_is_one_line_that_names_it_and_stays_as_it_is(path: Path, text: str) -> None:
    written(path, text)
    with pytest.raises(KeysError, match=r"master\.key: [^\n]+$"):
        load_master(path, None)
    assert path.read_text("utf-8") == text


def test_a_place_where_no_key_can_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a file").touch()
    with pytest.raises(KeysError, match=r"master\.key: [^\n]+$"):
        load_master(tmp_path / "a file" / "master.key", None)
    (tmp_path / "a folder").mkdir()
    with pytest.raises(KeysError, match=r"a folder: [^\n]+$"):
        load_master(tmp_path / "a folder", None)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a file", "a folder"]


@posix
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o660, 0o604, 0o666])
def test_a_master_key_that_others_can_get_at_is_refused_in_one_line_that_names_the_mode(path: Path, mode: int) -> None:
    written(path, said(MASTER), mode)
    with pytest.raises(KeysError, match=rf"master\.key: its mode 0{mode:o} [^\n]+$") as caught:
        load_master(path, None)
    with pytest.raises(KeysError):
        MasterKeys(file=path)()
    assert said(MASTER) not in str(caught.value)
    assert path.read_text() == said(MASTER)


@posix
@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_master_key_for_its_owner_alone_is_taken(path: Path, mode: int) -> None:
    assert load_master(written(path, said(MASTER), mode), None) == MASTER


# --- every master key at hand ----------------------------------------------------------------------------------------


def test_both_settings_are_at_hand_while_the_master_key_changes(path: Path) -> None:
    assert MasterKeys(file=path, text=said(MASTER))() == (MASTER,)
    assert MasterKeys(file=path, text=said(MASTER), old=said(OTHER))() == (MASTER, OTHER)
    assert MasterKeys(file=path, text=said(MASTER), old="")() == (MASTER,)


def test_a_malformed_old_master_key_is_named(path: Path) -> None:
    with pytest.raises(KeysError, match=r"^AJAR_MASTER_KEY_OLD: "):
        MasterKeys(file=path, text=said(MASTER), old="short")()


def test_the_files_are_looked_for_anew_each_time(path: Path) -> None:
    masters = MasterKeys(file=path)
    assert masters() == ()
    make(path, MASTER)
    assert masters() == (MASTER,)
    make(masters.following, OTHER)
    assert masters() == (MASTER, OTHER)
    path.rename(masters.former(MASTER))
    masters.following.rename(path)
    assert masters() == (OTHER, MASTER)


def test_master_keys_do_not_show_what_they_are(path: Path) -> None:
    shown = repr(MasterKeys(file=path, text=said(MASTER), old=said(OTHER)))
    assert said(MASTER) not in shown and said(OTHER) not in shown
