"""The weights: what they add where rules are silent, and what they leave alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import ContentError
from bot.features.safety.detector import Detector, load
from bot.features.safety.detector.language import FAMILIES
from bot.features.safety.detector.weights import FILE, KNOWN, Scales, Weights, features
from bot.features.safety.detector.weights import load as load_weights

from .report import RULES, TEXTS

WIDTH = len(FAMILIES)
PLAN, PASSIVE = FAMILIES.index("plan"), FAMILIES.index("passive")


@pytest.fixture(scope="module")
def detector() -> Detector:
    return load(RULES)


def row(danger: float, family: int | None = None) -> list[float]:
    return [1.0, danger, *(5.0 if number == family else 0.0 for number in range(WIDTH))]


def written(**more: Any) -> dict[str, Any]:
    words = {
        "lantern": row(40.0, PLAN),
        "quiet": row(40.0, PASSIVE),
        "the": row(0.0),
        "tea": row(-40.0),
        "in": row(0.0),
    }
    pairs = {"the lantern": row(40.0, PLAN)}
    return {
        "about": "a test",
        "least": 0.0,
        "enough": 4.0,
        "calm": -4.0,
        "bias": [0.0] * (WIDTH + 1),
        "weights": [words, pairs, {"lant": row(1.0)}],
    } | more


def said(word: str) -> list[str]:
    """Return enough words, of which one weighs anything."""
    return ["in", "the", "in", "the", word]


def made(folder: Path, **more: Any) -> Weights:
    (folder / FILE).write_text(json.dumps(written(**more)))
    found = load_weights(folder)
    assert found is not None
    return found


def test_what_weighs_enough_is_found_with_its_family_and_a_soft_family_softly(tmp_path: Path) -> None:
    scales = Scales([made(tmp_path)])
    grave, soft = scales.read(said("lantern")), scales.read(said("quiet"))
    assert grave is not None and (grave.tier, grave.family, grave.language) == (2, "plan", tmp_path.name)
    assert soft is not None and (soft.tier, soft.family) == (1, "passive")


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["the", "lantern", "in", "the"],
        ["in", "the", "in", "the", "tea"],
        ["in", "the", "in", "quiet", "tea"],
        ["die", "laterne", "im", "garten", "lantern"],
    ],
    ids=["nothing", "too few words", "light", "heavy and light together", "another language"],
)
def test_what_is_light_short_or_of_another_language_is_left_alone(tmp_path: Path, words: list[str]) -> None:
    assert Scales([made(tmp_path)]).read(words) is None


def test_without_weights_nothing_leans() -> None:
    assert Scales([]).read(said("lantern")) is None


def test_the_language_that_knows_most_of_a_text_is_asked(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    other = [{"im": row(0.0), "garten": row(40.0, PLAN), "dem": row(0.0)}, {}, {}]
    scales = Scales([made(tmp_path / "one"), made(tmp_path / "two", weights=other)])
    found = scales.read(["im", "dem", "im", "dem", "garten"])
    assert found is not None and found.language == "two"
    assert 0 < KNOWN < 1


def test_words_alone_that_weigh_less_than_the_least_end_the_look(tmp_path: Path) -> None:
    assert Scales([made(tmp_path, least=100.0)]).read(said("lantern")) is None


@pytest.mark.parametrize(
    ("words", "family", "calmed"),
    [
        (["in", "the", "tea"], "plan", True),
        (["in", "the", "tea"], "explicit", False),
        (["in", "the", "tea"], "self_harm", False),
        (["in", "the", "lantern"], "plan", False),
        (["im", "garten", "tea"], "plan", False),
        (["in", "the", "tea"], None, False),
    ],
)
def test_only_what_a_mild_rule_found_far_from_danger_is_taken_back(
    tmp_path: Path, words: list[str], family: str | None, calmed: bool
) -> None:
    scales = Scales([made(tmp_path)])
    assert scales.calms(words, family, tmp_path.name) == calmed
    assert not scales.calms(words, family, "another")


def test_a_flood_weighs_no_more_than_its_words(tmp_path: Path) -> None:
    scales = Scales([made(tmp_path)])
    once, often = scales.read(said("lantern")), scales.read(said("lantern") * 10_000)
    assert once == often


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        ("{", "learn it anew"),
        (json.dumps(written(bias=[0.0])), "not those of this version"),
        (json.dumps(written(weights=[{"a": [1.0]}, {}, {}])), "numbers"),
        (json.dumps({"about": "x"}), "Field required"),
    ],
)
def test_a_file_that_is_wrong_is_named_in_one_line(tmp_path: Path, spoilt: str, said: str) -> None:
    (tmp_path / FILE).write_text(spoilt)
    with pytest.raises(ContentError, match=said) as raised:
        load_weights(tmp_path)
    assert FILE in str(raised.value) and "\n" not in str(raised.value)


def test_where_there_is_no_file_there_are_no_weights(tmp_path: Path) -> None:
    assert load_weights(tmp_path) is None


@pytest.mark.parametrize("text", ["I don't want to die", "I'm not going to kill myself, I promise you that"])
def test_what_a_rule_found_denied_is_not_weighed(detector: Detector, text: str) -> None:
    assert detector.read(text).tier == 0


PLAIN = (
    "please do not lose this",
    "do not lose me",
    "What light did you leave on?",
    "Can I move my hour to seven?",
    "Who wants to share a song today?",
    "how do I turn this off",
    "I had a good day",
    "my dog is sick",
    "I'd like to say something about my mother",
    "thank you so much",
    "my own reasons",
    "where are the pills now",
    "not the pills again",
    "I don't know what to write",
    "please stop the messages",
    "what do you do when someone does not answer",
    "por favor no pierdas esto",
    "hoy no sé qué escribir",
    "quiero cambiar la hora a las siete",
)


@pytest.mark.parametrize("text", PLAIN)
def test_plain_words_are_left_alone(detector: Detector, text: str) -> None:
    assert detector.read(text).tier == 0


def test_rules_come_first(detector: Detector) -> None:
    for text in ("i want to die", "my friend says 'I want to die' and doesn't answer"):
        assert detector.read(text) == detector.by_rules(text)


def test_weights_find_what_rules_have_no_words_for(detector: Detector) -> None:
    """Texts of the training, so that this says only that the weights are asked; how well they do is measured apart."""
    lines = [json.loads(line) for line in (TEXTS / "training" / "en.jsonl").read_text("utf-8").splitlines()]
    missed = [each["text"] for each in lines if each["risk"] and not detector.by_rules(each["text"]).tier]
    assert missed
    assert sum(detector.read(each).tier > 0 for each in missed) > len(missed) * 0.3


@given(words=st.lists(st.text(max_size=12), max_size=60))
@settings(max_examples=60)
def test_nothing_makes_them_raise(words: list[str]) -> None:
    words_of, pairs, beginnings = features(words)
    assert words_of == set(words)
    assert len(pairs) <= len(words) + 1
    assert all(len(each) == 4 for each in beginnings)
