"""The frame keeps its own promises: pins with hashes, import rules that leave no module out, examples that are real."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.settings import PREFIX, Settings, adapter_model

ROOT = Path(__file__).parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUNTIME, _, DEVELOPMENT = (ROOT / "requirements.txt").read_text(encoding="utf-8").partition("# Development only")
SEEN_BY_ADAPTERS = {"platform", "messages", "model", "errors", "web", "clock", "log", "metrics"}


def _name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def _pins(part: str) -> Iterator[str]:
    return (line for line in part.replace("\\\n", " ").splitlines() if re.match(r"[a-z0-9]", line))


def _modules() -> set[str]:
    paths = [each for each in (ROOT / "bot").iterdir() if not each.name.startswith("__")]
    return {each.stem for each in paths if each.suffix == ".py" or (each / "__init__.py").exists()}


def _contracts() -> dict[str, dict[str, Any]]:
    return {each["name"]: each for each in PROJECT["tool"]["importlinter"]["contracts"]}


def test_every_dependency_says_why_it_is_there() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    wanted = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]
    for each in wanted:
        assert any(f'"{each}",' in line and "# " in line for line in lines), each


def test_every_pin_has_hashes_and_no_address() -> None:
    pins = [*_pins(RUNTIME), *_pins(DEVELOPMENT)]
    assert len(pins) > 60
    for pin in pins:
        assert re.match(r"[a-z0-9-]+==\S+ ", pin), pin
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", pin), pin
    assert not re.search(r"://|^-|@ ", RUNTIME + DEVELOPMENT, re.MULTILINE)


def test_what_the_product_needs_is_in_the_first_part_and_the_tools_are_not() -> None:
    runtime, development = ({_name(pin) for pin in _pins(part)} for part in (RUNTIME, DEVELOPMENT))
    assert {_name(each) for each in PROJECT["project"]["dependencies"]} <= runtime
    assert {_name(each) for each in PROJECT["dependency-groups"]["dev"]} <= development
    assert not runtime & development


def test_adapters_are_kept_from_every_other_module_of_the_core() -> None:
    forbidden = _contracts()["Adapters see the ports and the ground, nothing else of the core"]["forbidden_modules"]
    assert set(forbidden) == {"bot.__main__", *(f"bot.{each}" for each in _modules() - SEEN_BY_ADAPTERS)}


@pytest.mark.parametrize(
    ("contract", "owner"),
    [
        ("SQLAlchemy and the database drivers stay in the store", "store"),
        ("APScheduler stays in the app", "app"),
        ("Cryptography stays in the seal", "seal"),
    ],
)
def test_a_library_with_one_owner_is_kept_from_every_other_module(contract: str, owner: str) -> None:
    others = {"adapters", *(f"bot.{each}" for each in _modules() - {owner})}
    assert others <= set(_contracts()[contract]["source_modules"])


def test_every_adapter_is_kept_from_the_others() -> None:
    adapters = {f"adapters.{each.parent.name}" for each in (ROOT / "adapters").glob("*/__init__.py")}
    assert set(_contracts()["Adapters do not see each other"]["modules"]) == adapters


def test_the_example_of_the_environment_names_only_real_settings() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    names = re.findall(rf"^(?:# )?{PREFIX}(\w+)=", text, re.MULTILINE)
    assert names
    for name in names:
        section, _, field = name.lower().partition("__")
        known = adapter_model(section).model_fields if field else Settings.model_fields
        assert (field or section) in known, name


def test_make_help_lists_every_target() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)
    assert phony
    assert set(phony[1].split()) == set(re.findall(r"^([a-z]+):.* ## ", text, re.MULTILINE))
