"""The page to read: in words where there are some, by plain names elsewhere, and never with anything left out."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.features.privacy.page import Section, markdown, pages, sections
from bot.library import Voice, load
from bot.limits import problems
from bot.messages import Heading, Message, Quote
from tests.acceptance.stage import STRICTEST

CONTENT = Path(__file__).parents[4] / "content"


@cache
def voice() -> Voice:
    return load(CONTENT, strict=True).voice("en")


def entry(kind: str, words: Any) -> dict[str, Any]:
    return {"id": "1", "kind": kind, "created_at": "2026-03-02T12:00:00+00:00", "words": words}


def told(copied: dict[str, list[dict[str, Any]]]) -> str:
    return markdown(voice(), sections(voice(), copied)).decode()


def test_what_a_new_feature_keeps_is_told_by_its_plain_names_until_there_are_words() -> None:
    page = told(
        {
            "entries": [
                entry("dream", {"stage": "s-1", "answer": "I stayed", "looked_at": "a window"}),
                entry("list", ["bread", "salt"]),
            ],
            "circles": [{"id": "2", "member_id": "3", "circle": "closeness", "at_step": 4}],
        }
    )
    for each in ("dream", "stage: s-1", "answer: I stayed", "a window", "bread, salt", "circles"):
        assert each in page, each
    assert "circle: closeness" in page


def test_plans_and_journeys_are_told_in_words() -> None:
    name, moment = next(iter(voice().ifs.items()))
    journey = voice().journeys["pushed-away"]
    page = told({"entries": [entry("plan", {"when": name})], "enrolments": [{"journey": journey.id}]})
    assert moment.text in page
    assert journey.title in page


def test_what_does_not_open_is_said() -> None:
    assert "does not open" in told({"entries": [entry("checkin", None)]})


def test_a_word_that_the_library_lost_is_told_by_its_name() -> None:
    checkin = {"mood": 9, "feelings": ["gone"], "trigger": "gone", "note": "stays"}
    page = told({"entries": [entry("checkin", checkin), entry("reflection", {"prompt": "gone", "text": "mine"})]})
    assert "How you were: 9" in page and "Feelings: gone" in page and "The question: gone" in page


PARAGRAPHS = st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=5000), max_size=6)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.text(min_size=1, max_size=30), PARAGRAPHS), min_size=1, max_size=5))
def test_pages_fit_everywhere_and_leave_nothing_out(given_sections: list[tuple[str, list[str]]]) -> None:
    whole = [Section(title=title, paragraphs=tuple(each)) for title, each in given_sections]
    made = pages(whole)
    assert made
    for each in made:
        assert not problems(Message(parts=each, summary="x"), STRICTEST)
    shown = "".join(part.text for page in made for part in page if isinstance(part, Quote))
    assert letters(shown) == letters("".join(each for section in whole for each in section.paragraphs))
    headings = {part.text for page in made for part in page if isinstance(part, Heading)}
    assert headings <= {section.title for section in whole}


def letters(text: str) -> str:
    """Return what is no blank: where a paragraph is taken apart, blanks may go."""
    return "".join(text.split())
