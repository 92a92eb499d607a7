"""The privacy notice tells what this machine really does, by its settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import notice
from bot.cli import main
from bot.library import load as load_library
from bot.messages import Heading
from bot.notice import Facts, facts
from bot.settings import load

CONTENT = Path(__file__).resolve().parents[2] / "content"


def told(**given: object) -> str:
    return notice.markdown(load_library(CONTENT).voice("en"), Facts(**given))  # type: ignore[arg-type]


def test_it_names_who_runs_this_or_says_that_nobody_is_named() -> None:
    assert "Harbour e.V., door@harbour.example" in told(operator="Harbour e.V., door@harbour.example")
    assert "has not told me who they are" in told()


@pytest.mark.parametrize(
    ("given", "said", "unsaid"),
    [
        ({"on_server": True}, "PostgreSQL database", "one file on the machine"),
        ({"on_server": False}, "one file on the machine", "PostgreSQL"),
        ({"keys_apart": True}, "keys lie in a database of their own", "second file beside it"),
        ({"master_in_file": False}, "is given to me at the start", "is a file on that machine"),
        ({"platforms": ("discord",)}, "Discord carries", "Slack"),
        ({"platforms": ("slack",)}, "Your employer may be able to obtain", "Discord"),
    ],
)
def test_it_says_what_holds_here_and_nothing_else(given: dict[str, object], said: str, unsaid: str) -> None:
    assert said in told(**given)
    assert unsaid not in told(**given)


def test_it_says_to_everyone_how_to_see_and_erase_and_how_long_things_stay() -> None:
    page = told()
    for said in ("/mydata", "/forget", "/stop", "90 days", "after 7 days", "signs of danger", "data protection office"):
        assert said in page


def test_in_the_chat_it_says_the_same_as_on_the_page() -> None:
    voice = load_library(CONTENT).voice("en")
    known = Facts(platforms=("discord", "slack"), operator="Kit")
    heading, *rest = notice.parts(voice, known)
    assert isinstance(heading, Heading)
    assert [getattr(each, "plain", "") for each in rest] == notice.markdown(voice, known).strip().split("\n\n")[1:]


def test_the_facts_are_those_of_the_settings(tmp_path: Path) -> None:
    here = load(adapters=(), data_dir=tmp_path, database_url="", keys_url="", master_key=None)
    assert facts(here) == Facts()
    there = load(
        adapters=(),
        data_dir=tmp_path,
        database_url="postgresql+asyncpg://db/ajar",
        keys_url="postgresql+asyncpg://keys/ajar",
        master_key="x",
        operator="Kit",
    )
    assert facts(there) == Facts(operator="Kit", on_server=True, keys_apart=True, master_in_file=False)


def test_the_command_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["privacy-notice"]) == 0
    assert capsys.readouterr().out.startswith("# What is kept about you")
