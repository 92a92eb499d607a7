"""Which numbers are shown, for whom, and until when."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from bot.library import Library, load, years_after

from .pocket import written

TODAY = date(2026, 11, 23)
CONTENT = Path(__file__).parents[3] / "content"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return load(written(tmp_path))


def test_lines_are_of_the_country_and_the_kind_and_open_ones_come_first(library: Library) -> None:
    assert [each.name for each in library.helplines("DE", "suicide", TODAY)] == ["Always", "Evenings"]
    assert [each.name for each in library.helplines("DE", "violence", TODAY)] == ["Safe"]
    assert library.helplines("AT", "suicide", TODAY) == ()


def test_one_number_for_everything_is_enough(library: Library) -> None:
    assert [each.number for each in library.emergency("CH", TODAY)] == ["112"]
    assert [each.number for each in library.emergency("UA", TODAY)] == ["103", "102"]
    assert library.emergency("AR", TODAY) == ()


def test_a_number_is_shown_for_two_years_to_the_day(library: Library) -> None:
    last, after = date(2028, 11, 22), date(2028, 11, 23)
    assert library.helplines("DE", "suicide", last)
    assert library.emergency("DE", last)
    assert library.helplines("DE", "suicide", after) == ()
    assert library.emergency("DE", after) == ()


def test_a_leap_day_has_a_year_after_it() -> None:
    assert years_after(date(2024, 2, 29), 2) == date(2026, 3, 1)
    assert years_after(date(2024, 2, 29), 4) == date(2028, 2, 29)


def test_no_number_is_ever_shown_as_another_countrys() -> None:
    library = load(CONTENT)
    for country in {each.country_iso2 for each in library.lines} | {each.country_iso2 for each in library.numbers}:
        for kind in ("suicide", "violence", "child", "general"):
            lines = library.helplines(country, kind, TODAY)
            assert {(each.country_iso2, each.kind) for each in lines} <= {(country, kind)}
        assert {each.country_iso2 for each in library.emergency(country, TODAY)} == {country}


def test_the_answer_in_a_crisis_reads_no_file(tmp_path: Path) -> None:
    asked = (
        "import sys, datetime, pathlib\n"
        "from bot import zones\n"
        "from bot.library import load\n"
        "library = load(pathlib.Path(sys.argv[1]))\n"
        "voice, today, opened = library.voice('en-US'), datetime.date(2026, 11, 23), []\n"
        "sys.addaudithook(lambda name, given: opened.append(given[0]) if name == 'open' else None)\n"
        "zones.country_of('Europe/Berlin'), zones.countries(voice.locale), zones.search_country('ger', voice.locale)\n"
        "voice.country('DE'), voice.text('help-now-heavy'), voice.weekday(3), voice.time(datetime.time(9))\n"
        "assert library.emergency('DE', today) and library.helplines('DE', 'suicide', today)\n"
        "sys.exit(str(opened) if opened else 0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked, str(CONTENT)], cwd=CONTENT.parent, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
