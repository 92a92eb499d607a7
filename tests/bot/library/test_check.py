"""`content check` names what is amiss, and the content that Ajar ships with passes it."""

from __future__ import annotations

import json
import random
import re
from datetime import date
from pathlib import Path
from time import process_time

import pytest

from bot.library.check import check, report
from bot.library.pieces import LIMITS, Piece
from bot.library.tone import doubles

from .pocket import ENGLISH, GERMAN, NUMBERS, with_german, written

TODAY = date(2026, 11, 23)
CONTENT = Path(__file__).parents[3] / "content"
SMALL = {"prompts.toml", "tips.toml", "topics.toml", "feelings.toml", "ifs.toml", "thens.toml", "journeys"}


def found(folder: Path, today: date = TODAY) -> list[str]:
    """What is found, but for what a folder of a few lines never reaches: the amounts, and a fair reading grade."""
    said = [str(each) for each in check(folder, today).found]
    return [each for each in said if not re.search(r"has \d+ of|menu words|reads at grade", each)]


def test_the_content_that_ships_passes() -> None:
    findings = check(CONTENT, TODAY)
    assert [str(each) for each in findings.found] == []
    assert findings.counts["en"].keys() == {"prompts", "tips", "topics", "journeys", "feelings"}


def test_a_small_clean_folder_lacks_amounts_alone(tmp_path: Path) -> None:
    folder = written(tmp_path)
    assert found(folder) == []
    findings = check(folder, TODAY)
    assert {Path(each.file).name for each in findings.found} == SMALL
    assert not findings.ok


@pytest.mark.parametrize("suffix", LIMITS)
def test_a_string_too_long_for_a_platform_is_found(tmp_path: Path, suffix: str) -> None:
    fits, long = "a" * LIMITS[suffix], "a" * (LIMITS[suffix] + 1)
    core = f"core-moment = x\ncore-title = x\ncore-fits-{suffix} = {fits}\ncore-long-{suffix} = {long}\n"
    said = found(written(tmp_path, en_strings_core_ftl=core))
    assert len(said) == 1
    assert f"content/en/strings/core.ftl: key 'core-long-{suffix}': has {len(long)} characters" in said[0]


def test_every_form_of_a_plural_is_measured(tmp_path: Path) -> None:
    more = f"more-a-button = {{ $n ->\n    [one] {'a' * 76}\n   *[other] b\n}}\n"
    assert "more-a-button" in found(written(tmp_path, en_strings_more_ftl=more))[0]


@pytest.mark.parametrize(
    "text",
    [
        "You just breathe.",
        "You should rest.",
        "You must not.",
        "Try at least once.",
        "For our users.",
        "Simply rest.",
        "He is toxic.",
        "They are avoidant.",
        "A narcissist left.",
        "You are broken.",
        "Stop!",
        "Rest 🌱 now.",
        "Rest ☀ now.",
        "People commit suicide.",
        "They committed suicide.",
        "When one feels low, rest.",
        "One can rest.",
        "Trust oneself.",
        "In one’s heart.",
        "A\u200bb.",
        "A\ue000b\ue001.",
        "word " * 23 + ".",
    ],
)
def test_a_text_out_of_tone_is_found(tmp_path: Path, text: str) -> None:
    prompts = ENGLISH["prompts.toml"].replace("What do you see?", text)
    said = found(written(tmp_path, en_prompts_toml=prompts))
    assert said
    assert all("content/en/prompts.toml: entry 'first': key 'text'" in each for each in said)


@pytest.mark.parametrize(
    "text",
    [
        "Justice is adjusted.",
        "Which one is it?",
        "This one’s for you.",
        "No one has to.",
        "The mustard is hot.",
        "Someone can rest.",
        "It may break, and outbreaks end.",
        "One thing is missing.",
        "Take one. It is yours.",
    ],
)
def test_words_that_only_look_alike_pass(tmp_path: Path, text: str) -> None:
    prompts = ENGLISH["prompts.toml"].replace("What do you see?", text)
    assert found(written(tmp_path, en_prompts_toml=prompts)) == []


def test_a_file_that_is_hard_to_read_is_found(tmp_path: Path) -> None:
    hard = "Psychological investigations demonstrate considerable interpersonal variability."
    folder = written(tmp_path, en_prompts_toml=ENGLISH["prompts.toml"].replace("What do you see?", hard))
    said = [str(each) for each in check(folder, TODAY).found if "grade" in each.message]
    assert len(said) == 1
    assert said[0].startswith("error: content/en/prompts.toml: reads at grade")


def piece(entry: str, text: str, key: str = "text") -> Piece:
    return Piece(file="content/en/prompts.toml", entry=entry, key=key, text=text)


def test_texts_that_say_the_same_are_found() -> None:
    first = piece("a", "What did you see when the door was left ajar last night?")
    same = piece("b", "What did you see when the door was left ajar last night")
    near = piece("c", "What did you see when the door was left ajar this night?")
    other = piece("d", "Who was with you on the day when everything felt light and easy?")
    said = [(each.entry, each.message) for each in doubles([first, same, near, other])]
    assert said == [("b", "is the same as 'a' (text)"), ("c", "is nearly the same as 'a' (text)")]


def test_short_titles_may_not_come_twice_but_short_steps_may() -> None:
    titles = [piece("a", "Breathe out", "title"), piece("b", "Breathe out.", "title")]
    steps = [piece("a", "Sit down.", "steps.0"), piece("b", "Sit down.", "steps.0")]
    assert [each.entry for each in doubles([*titles, *steps])] == ["b"]


def test_a_language_has_the_ids_and_keys_of_english(tmp_path: Path) -> None:
    german = GERMAN | {
        "tips.toml": GERMAN["tips.toml"].replace('"breathe"', '"atmen"'),
        "strings/core.ftl": "core-title = Angelehnt\ncore-extra = Mehr\n",
    }
    assert found(with_german(written(tmp_path), german)) == [
        "error: content/de/tips.toml: entry 'breathe': is missing; en has it",
        "error: content/de/tips.toml: entry 'atmen': is not in en",
        "error: content/de/strings/core.ftl: key 'core-extra': is not in English, so nothing shows it",
        "error: content/de/strings: key 'core-moment': is missing; it stands in content/en/strings/core.ftl",
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("core-a = { core-b }", "refers to core-b, which is not there"),
        ("core-a = { -brand }", "refers to -brand, which is not there"),
        ("core-a = { NUMBER($n) }", "calls NUMBER, and nothing here is to be calculated"),
        ("core-a =\n    .hint = x", "has no text"),
    ],
)
def test_a_string_that_refers_to_nothing_is_found(tmp_path: Path, line: str, reason: str) -> None:
    core = f"core-title = x\ncore-moment = x\n{line}\n"
    assert found(written(tmp_path, en_strings_core_ftl=core)) == [
        f"error: content/en/strings/core.ftl: key 'core-a': {reason}"
    ]


def test_a_translation_asks_for_no_value_that_english_does_not(tmp_path: Path) -> None:
    german = GERMAN | {"strings/core.ftl": "core-title = Ajar\ncore-moment = am { $tag } um { $time }\n"}
    assert found(with_german(written(tmp_path), german)) == [
        "error: content/de/strings/core.ftl: key 'core-moment': asks for $tag, which English does not"
    ]


def test_numbers_that_nobody_looked_at_for_a_year_are_a_warning(tmp_path: Path) -> None:
    folder = written(tmp_path, helplines_csv=NUMBERS["helplines.csv"].replace("2026-11-22", "2025-11-23", 1))
    assert found(folder) == []
    assert found(folder, date(2026, 11, 24)) == [
        (
            "warning: content/helplines.csv: entry 'DE Evenings 0800 1 suicide': key 'checked': "
            "was checked on 2025-11-23, more than a year ago"
        )
    ]
    late = check(folder, date(2027, 11, 24)).found
    assert sum("no longer shown" in each.message for each in late) == 1
    assert all(each.severity == "warning" for each in late if each.key == "checked")


def test_numbers_from_the_future_or_nowhere_or_twice_are_errors(tmp_path: Path) -> None:
    rows = NUMBERS["emergency.csv"].replace("2026-11-22", "2027-01-01", 1) + "QQ,1,any,x,2026-11-22\n" * 2
    assert found(written(tmp_path, emergency_csv=rows)) == [
        "error: content/emergency.csv: entry 'DE any 112': key 'checked': 2027-01-01 is still to come",
        "error: content/emergency.csv: entry 'QQ any 1': key 'country_iso2': no country has this code",
        "error: content/emergency.csv: entry 'QQ any 1': stands there twice",
    ]


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        en_tips_toml=ENGLISH["tips.toml"].replace("minutes = 3", "minutes = 0").replace('"breathing"', '"swimming"'),
        en_strings_core_ftl="core-title\n",
        emergency_csv="nothing\n",
    )
    (folder / "en" / "prompts.toml").unlink()
    said = [(each.file, each.entry, each.key) for each in check(folder, TODAY).found]
    assert ("content/en/tips.toml", "breathe", "minutes") in said
    assert ("content/en/tips.toml", "breathe", "category") in said
    assert ("content/en/strings/core.ftl", "", "core-title") in said
    assert ("content/en/prompts.toml", "", "") in said
    assert ("content/emergency.csv", "line 1", "") in said


def test_a_folder_without_english_is_one_finding(tmp_path: Path) -> None:
    findings = check(tmp_path, TODAY)
    assert len(findings.found) == 1
    assert not findings.ok


def test_the_report_is_for_people_and_for_programs(tmp_path: Path) -> None:
    findings = check(written(tmp_path), TODAY)
    told = json.loads(report(findings, as_json=True))
    assert told["counts"]["en"] == {"prompts": 1, "tips": 1, "topics": 1, "journeys": 0, "feelings": 2}
    assert told["findings"][0].keys() == {"severity", "file", "entry", "key", "message"}
    lines = report(findings, as_json=False).splitlines()
    assert len(lines) == len(findings.found) + 2
    assert lines[-1] == f"{len(findings.found)} errors, 0 warnings"


def test_a_thousand_texts_are_compared_in_no_time() -> None:
    chance = random.Random(7)
    words = [
        f"{a}{b}" for a in ("door", "light", "hand", "day", "room") for b in ("s", "ly", "er", "ing", "ful", "less")
    ]
    texts = [piece(str(number), " ".join(chance.choices(words, k=20))) for number in range(1000)]
    start = process_time()
    list(doubles(texts))
    assert process_time() - start < 2
