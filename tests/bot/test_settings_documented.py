"""The operators' page has every setting, as its model describes it.

To write the table anew: `python -m tests.bot.test_settings_documented`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from bot.settings import PREFIX, Settings, adapter_model

PAGE = Path(__file__).resolve().parents[2] / "docker" / "README.md"
PLACE = re.compile(r"(<!-- settings -->\n).*?(<!-- /settings -->)", re.DOTALL)
ADAPTERS = ("discord", "slack", "playground")


def table() -> str:
    lines = ["| setting | default | what it is |", "|---|---|---|", *_rows(Settings, PREFIX)]
    for name in ADAPTERS:
        lines += _rows(adapter_model(name), f"{PREFIX}{name.upper()}__")
    return "\n".join(lines) + "\n"


def _rows(model: type[BaseModel], prefix: str) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield f"| `{prefix}{name.upper()}` | {_default(field)} | {field.description} |"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "has to be set"
    value = field.get_default(call_default_factory=True)
    if field.default_factory is not None or isinstance(value, tuple | list | dict):
        return "" if not value else "the sample community"
    if isinstance(value, Path):
        return "`content` in the checkout" if value.is_absolute() else f"`{value}`"
    return "" if value in (None, "") else f"`{value}`"


def test_every_setting_stands_on_the_operators_page() -> None:
    found = PLACE.search(PAGE.read_text("utf-8"))
    assert found is not None
    assert found.group() == f"<!-- settings -->\n{table()}<!-- /settings -->"


def test_every_setting_is_described() -> None:
    models: list[type[BaseModel]] = [Settings, *(adapter_model(each) for each in ADAPTERS)]
    assert all(field.description for model in models for field in model.model_fields.values())


if __name__ == "__main__":
    PAGE.write_text(PLACE.sub(lambda match: f"{match[1]}{table()}{match[2]}", PAGE.read_text("utf-8")), "utf-8")
