"""The answer to danger with everything else broken: it comes within a second; and nobody else learns of it."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.app import App, build
from bot.app.dispatch import Dispatch
from bot.clock import FrozenClock
from bot.errors import StoreUnavailable
from bot.library import Library
from bot.messages import (
    ActionId,
    Submission,
    Typed,
)
from bot.settings import load
from bot.store import totals
from tests.acceptance.stage import START, words
from tests.bot.features.safety.fakes import HEAVY, UNCLEAR, BrokenDetector

from .beside import (
    HEAVY_LINE,
    ORIGIN,
    PATIENCE,
    WITHIN,
    BrokenClock,
    Gone,
    Slow,
    dispatch,
    never,
    nobody,
    quotes,
    raising,
    sent,
)


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    app = await build(load(adapters=(), data_dir=tmp_path, database_url=""), FrozenClock(START), inline=True)
    yield app
    await app.close()


async def counted(app: App, made: Dispatch) -> dict[str, int]:
    await made.close()
    async with app.ctx.store.read() as tx:
        rows = await tx.exec_driver_sql("SELECT outcome, count FROM daily_totals WHERE kind = 'safety'")
        return dict(map(tuple, rows.all()))


@pytest.mark.parametrize("transaction", [Gone(hangs=False), Gone(hangs=True)], ids=["refused", "silent"])
@pytest.mark.parametrize("who", [nobody, never])
@pytest.mark.parametrize("feature", ["checkin", "daily_prompt", "probe"])
async def test_the_answer_comes_within_a_second_with_the_database_gone(
    app: App, monkeypatch: pytest.MonkeyPatch, transaction: Any, who: Any, feature: str
) -> None:
    for name in ("begin", "read"):
        monkeypatch.setattr(app.ctx.store, name, transaction)
    monkeypatch.setattr(app.ctx.store, "who", who)
    made = dispatch(app, Slow(), patience=PATIENCE)
    field = "text" if feature == "daily_prompt" else "note"
    action = ActionId(feature=feature, action="send" if feature == "probe" else "save")
    event = Submission(origin=ORIGIN, action=action, fields={"mood": ("1",), field: (HEAVY,)})
    began = time.perf_counter()
    said = await made.handle(event)
    assert time.perf_counter() - began < WITHIN
    assert words(said).startswith(HEAVY_LINE)
    assert "If you are in Spain" in words(said)
    assert quotes(said) == [HEAVY]


async def test_the_answer_comes_within_a_second_with_the_handler_hanging(app: App) -> None:
    slow = Slow()
    made = dispatch(app, slow, patience=PATIENCE)
    began = time.perf_counter()
    said = await made.handle(sent())
    assert time.perf_counter() - began < WITHIN
    assert words(said).startswith(HEAVY_LINE)
    assert quotes(said) == [HEAVY]
    slow.go.set()
    await made.close()
    assert slow.kept == 1


async def test_typed_words_are_answered_within_a_second_with_the_database_gone(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.ctx.store, "begin", Gone(hangs=True))
    monkeypatch.setattr(app.ctx.store, "who", never)
    made = dispatch(app, patience=PATIENCE)
    began = time.perf_counter()
    said = await made.handle(Typed(origin=ORIGIN, text=HEAVY))
    assert time.perf_counter() - began < WITHIN
    assert words(said).startswith(HEAVY_LINE)


async def test_without_a_clock_there_is_an_answer_without_a_number(app: App) -> None:
    said = await dispatch(app, clock=BrokenClock()).handle(Typed(origin=ORIGIN, text=HEAVY))
    assert words(said).startswith(HEAVY_LINE)
    assert "your local emergency number" in words(said)
    assert "112" not in words(said)


async def test_a_library_without_the_country_or_any_number_still_answers(app: App) -> None:
    library = replace(app.ctx.library, lines=(), numbers=())
    said = await dispatch(app, library=library).handle(Typed(origin=ORIGIN, text=HEAVY))
    assert "If you are in Spain: if danger is near, call your local emergency number." in words(said)
    assert "findahelpline.com" in words(said)


async def test_an_answer_that_fails_on_its_way_becomes_a_plainer_one(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> Any:
        raise KeyError("numbers")

    monkeypatch.setattr(Library, "helplines", broken)
    said = await dispatch(app, raising(StoreUnavailable("gone"))).handle(sent())
    assert words(said).startswith(HEAVY_LINE)
    assert "your local emergency number" in words(said)
    assert quotes(said) == [HEAVY]


async def test_a_detector_that_fails_breaks_nothing_and_tells_no_words(
    app: App, caplog: pytest.LogCaptureFixture
) -> None:
    said = await dispatch(app, detector=BrokenDetector()).handle(sent())
    assert words(said) == "kept"
    assert "RuntimeError" in caplog.text
    assert HEAVY not in caplog.text


# --- who learns of it ------------------------------------------------------------------------------------------------


async def test_the_operator_has_a_number_a_day_and_nothing_else(app: App) -> None:
    made = dispatch(app)
    before = await _tables(app)
    for number in range(4):
        await made.handle(sent(origin=replace(ORIGIN, event=f"t:{number}")))
    await made.handle(sent(UNCLEAR))
    assert await counted(app, made) == {"tier1": 1, "tier2": 4}
    after = await _tables(app)
    assert {name for name in after if after[name] != before[name]} == {"daily_totals"}
    async with app.ctx.store.read() as tx:
        assert await totals.told(tx, totals.SAFETY, START.date()) == {}
    await made.handle(sent(origin=replace(ORIGIN, event="t:9")))
    assert await counted(app, made) == {"tier1": 1, "tier2": 5}
    async with app.ctx.store.read() as tx:
        assert await totals.told(tx, totals.SAFETY, START.date()) == {(START.date(), "tier2"): 5}


async def test_a_total_that_cannot_be_kept_is_left_out_silently(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    made = dispatch(app)
    monkeypatch.setattr(app.ctx.store, "begin", Gone(hangs=False))
    assert words(await made.handle(sent())).endswith("kept")
    await made.close()


async def _tables(app: App) -> dict[str, list[Any]]:
    async with app.ctx.store.read() as tx:
        names = await tx.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {name: list((await tx.exec_driver_sql(f'SELECT * FROM "{name}"')).all()) for (name,) in names.all()}
