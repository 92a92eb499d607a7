"""Syllables, sentences and the reading grade."""

from __future__ import annotations

import pytest

from bot.library import reading

COUNTED = {
    1: "the one are eye use laughed asked things breathe time called weeks you young quite don't tongue she "
    "while smiles",
    2: "being quiet going trying something sometimes someone safety closer little people hopeful table settled wanted "
    "changes maybe react trial moment beyond lonely rarely kindness themselves question's didn't worried",
    3: "anyone everything idea area violence carrying worrying easier example family however recipe somebody "
    "notices anxiously",
    4: "anxiety usually emergency television community anybody invisible",
    5: "appreciation",
}


@pytest.mark.parametrize(("number", "word"), [(n, w) for n, all_of in COUNTED.items() for w in all_of.split()])
def test_syllables_are_counted_as_they_are_heard(number: int, word: str) -> None:
    assert reading.syllables(word) == number


def test_sentences_end_where_a_reader_pauses_for_good() -> None:
    text = "Finish this: “I tell myself that …” Then stop. What now?\nA new line"
    assert len(reading.sentences(text)) == 4


def test_a_known_text_has_its_known_grade() -> None:
    # 0.39 * 6/1 + 11.8 * 6/6 - 15.59, the formula by hand
    assert reading.grade(["The cat sat on the mat."]) == pytest.approx(-1.45, abs=0.01)


def test_a_learned_text_is_hard() -> None:
    assert reading.grade(["Psychological investigations demonstrate considerable interpersonal variability."]) > 15


def test_nothing_to_read_is_not_hard() -> None:
    assert reading.grade([]) == 0
