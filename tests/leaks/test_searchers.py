"""Every searcher finds what it is there to find: a feature that leaks on purpose is caught, whichever way it leaks."""

from __future__ import annotations

import pytest

from bot.app import App
from bot.feature import Feature, Route
from bot.features import FEATURES
from bot.messages import Answer

from .journey import Journey
from .leaky import LEAKS, Leak, counted, leaky, said
from .marks import Marks
from .routes import ways
from .search import in_rows, listening
from .stand import Stand


async def caught(stand: Stand, marks: Marks, leak: Leak) -> list[str]:
    """Walk through a feature that leaks, and return what is found of it."""
    app, feature = stand.stage.app, leaky(leak)
    stand.stage.app = App(ctx=app.ctx, settings=app.settings, features=(*FEATURES, feature))
    stand.stage.app.metrics = app.metrics
    journey = Journey(stand, marks, (feature,))
    with listening(marks) as found:
        await journey.tries(stand.stage.person("sam"))
        found.extend(await stand.found(marks))
    assert journey.missed == []
    return found + journey.wrong


@pytest.mark.parametrize("leak", LEAKS.values(), ids=LEAKS)
async def test_a_feature_that_leaks_is_caught(light: Stand, marks: Marks, leak: Leak) -> None:
    assert await caught(light, marks, leak)


async def test_words_in_a_label_of_the_metrics_are_caught(light: Stand, marks: Marks) -> None:
    found = await caught(light, marks, counted(light.stage.app.metrics))
    assert any(each.startswith("metrics:") for each in found)


async def test_a_feature_that_keeps_its_words_to_itself_is_not_accused(light: Stand, marks: Marks) -> None:
    async def discreet(ctx: object, caller: object, note: str) -> Answer:
        return said(f"You wrote: {note}")

    assert await caught(light, marks, discreet) == []


async def test_plain_words_are_found_in_a_table_and_in_the_servers_own_files(stand: Stand, marks: Marks) -> None:
    found = await caught(stand, marks, LEAKS["kept_plainly"])
    assert in_rows(marks, await stand.tables())
    assert [each for each in found if not each.startswith("table ") and "log" not in each], found


def test_a_form_that_nothing_leads_to_and_one_whose_words_are_never_taken_are_named(light: Stand, marks: Marks) -> None:
    async def nothing(*given: object) -> None:
        """Answer nothing."""

    new = Feature(name="new", on_submit={"say": Route(handle=nothing, words=("text",)), "tick": Route(handle=nothing)})
    journey = Journey(light, marks, (new,))
    assert len(journey.missed) == 3
    journey.gone = set(ways((new,)))
    assert journey.missed == ["form new:say: its words were never kept"]
    journey.kept = set(ways((new,)))
    assert journey.missed == []


def test_every_shape_is_found_in_every_form_and_nothing_is_found_in_what_is_harmless(marks: Marks) -> None:
    for core in marks.cores.values():
        assert marks.found(f"before {core} after".encode())
        assert marks.found(f"before {core} after".encode("utf-16-le"))
        assert marks.found(f"before {core} after".encode().hex().encode())
        assert marks.found_in({"value": core})
        assert marks.found_in(replace_lines(core))
    assert marks.found(bytes(range(256)) * 40) is None
    assert marks.found(Marks().texts["plain"].encode()) is None, "another run's words are none of ours"


def replace_lines(text: str) -> str:
    return text.replace("\r\n", "\n")
