"""However it is typed: the detector reads through disguise, never raises, and costs what the length costs."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.features.safety.detector import load
from bot.features.safety.detector import words as module
from bot.features.safety.detector.fold import PICTURES, Fold
from bot.features.safety.detector.language import Clearing
from bot.features.safety.detector.words import TAIL, WHOLE

from .report import RULES

PLAIN = "i want to kill myself"
DETECTOR = load(RULES)


@pytest.mark.parametrize(
    "text",
    [
        "I WANT TO KILL MYSELF!!!",
        "i   want\nto kill\tmyself",
        "i want to k1ll mys3lf",
        "i want to k!ll my$elf",
        "i want to kiiiilll myselfff",
        "i want to k i l l myself",
        "i wanna d i e",
        "k.m.s",
        "k m s",
        "#killmyself",
        "iwanttodie",
        "sucide is all i think about",
        "i want to kil my self",
        "i want to unalive myself",
        "I\u200b want\u200d to k\u00adill myself\u202e",
        "i want to \uff4b\uff49\uff4c\uff4c myself",
        "i want to kіll mуsеlf",
        "i want to k\u0336i\u0336l\u0336l\u0336 myself",
        "𝖎 𝖜𝖆𝖓𝖙 𝖙𝖔 𝖐𝖎𝖑𝖑 𝖒𝖞𝖘𝖊𝖑𝖋",
        "i want... to kill.. myself",
        "kisiera matarme oi",
        "nesesito kortarme xfa",
    ],
)
def test_a_disguise_does_not_help(text: str) -> None:
    assert DETECTOR.read(text).tier == 2


@pytest.mark.parametrize(
    "text", ["hunting on sunday", "my skills are filling up", "pulls and pilots", "the loving couple"]
)
def test_a_real_word_is_no_misspelling(text: str) -> None:
    assert DETECTOR.read(text).tier == 0


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300))
def test_no_text_raises(text: str) -> None:
    assert DETECTOR.read(text).tier in {0, 1, 2}


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ikms d.o!nt wa1$@*\u200b\u0301а", max_size=200))
def test_no_text_of_dangerous_letters_raises(text: str) -> None:
    assert DETECTOR.read(text).tier in {0, 1, 2}


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(min_value=0, max_value=6), min_size=len(PLAIN), max_size=len(PLAIN)))
def test_case_spaces_and_invisible_characters_change_nothing(ways: list[int]) -> None:
    def typed(char: str, way: int) -> str:
        forms = (char, char.upper(), char + "\u200b", "\u200e" + char, char + "\u0301\u0336", char + "\u00ad", char)
        return char * (way + 1) if char == " " else forms[way]

    text = "".join(typed(char, way) for char, way in zip(PLAIN, ways, strict=True))
    assert DETECTOR.read(text) == DETECTOR.read(PLAIN)


LONGEST_NAME = max(map(len, PICTURES.values()))
FLOODS = {
    "one letter": "a",
    "one word": "not ",
    "half a wish": "i want to ",
    "wishes": "i want to really just so ",
    "blows": "he hit my ",
    "full stops": ".",
    "exclamations": "!?",
    "invisible": "\u200b",
    "marks": "e\u0301\u0336",
    "right to left": "\u202e\u202d",
    "two alphabets": "aа",
    "spaced": "a b ",
    "signs": "a*b!c$",
    "glued": "killmyself",
    "emoji": "🔪💊",
    "digits": "1a2b3c ",
}


@pytest.mark.parametrize("name", FLOODS)
def test_a_flood_is_cut_to_what_is_read(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything after the cut is linear in a text of bounded length; what is counted is the work, not the time."""
    read: list[int] = []

    plain = module._plain

    def counted(text: str, fold: Fold) -> str:
        found = plain(text, fold)
        read.append(len(found))
        return found

    monkeypatch.setattr(module, "_plain", counted)
    flood = FLOODS[name] * (1_000_000 // len(FLOODS[name]))
    assert DETECTOR.read(flood).tier in {0, 1, 2}
    assert read[0] <= LONGEST_NAME * (WHOLE + TAIL)


def test_mending_costs_no_more_a_word_when_there_are_more_words() -> None:
    """Counted in lookups of one unknown word after another, for texts that double in length."""
    counts = []
    for number in (100, 200, 400, 800):
        looked: list[str] = []
        words = module.Words(known=(), stems=("abc",), near=("suicide",), ordinary=(), parts=("kill",))
        words._mend = lambda word, looked=looked: looked.append(word) or (word,)  # type: ignore[method-assign,misc]
        words.of(" ".join(f"xy{chr(97 + n % 26)}z{n}" for n in range(number)))
        counts.append(len(looked))
    assert all(later == 2 * earlier for earlier, later in pairwise(counts))


@pytest.mark.parametrize("sentence", ["i dont want to kill myself ", "years ago i wanted to die, glad today. "])
def test_many_denials_are_weighed_by_looking_at_the_text_once(sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    over = Clearing.over

    def counted(self: Clearing, text: str) -> Callable[[int, int], bool]:
        looked.append(len(text))
        return over(self, text)

    monkeypatch.setattr(Clearing, "over", counted)
    counts = []
    for number in (10, 100, 1_000):
        looked.clear()
        assert DETECTOR.read(sentence * number).tier in {0, 1, 2}
        counts.append(len(looked))
    assert counts[1] == counts[2]


def test_a_sentence_at_the_end_of_a_flood_is_still_read() -> None:
    assert DETECTOR.read("la " * 500_000 + PLAIN).tier == 2
    assert DETECTOR.read(PLAIN + " la" * 500_000).tier == 2
    assert DETECTOR.read("la la. " * 7_000 + PLAIN + " la la." * 1_000).tier == 2
