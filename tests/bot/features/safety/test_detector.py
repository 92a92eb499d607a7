"""What the detector finds and leaves alone: families, vetoes, denials, a past that healed, other languages."""

from __future__ import annotations

import pytest

from bot.features.safety.detector import Detector, load

from .report import BAR, FALSE_ALARMS, RULES, scores, texts


@pytest.fixture(scope="module")
def detector() -> Detector:
    return load(RULES)


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("i want to die", "explicit"),
        ("honestly I'd rather be dead than do another day", "explicit"),
        ("thinking about killing myself again", "explicit"),
        ("I've written my note and picked a date", "plan"),
        ("been saving up my meds", "plan"),
        ("i relapsed, fresh cuts on my thighs", "self_harm"),
        ("By the time you read this I'll be gone", "farewell"),
        ("please take care of my dog when I'm gone", "farewell"),
        ("he choked me last night", "abuse"),
        ("my partner won't let me leave the house", "abuse"),
        ("my brother said he's going to kill himself", "someone_else"),
        ("my friend says 'I want to die' and doesn't answer", "someone_else"),
        ("gonna unalive myself", "slang"),
        ("kms", "slang"),
    ],
)
def test_danger_is_found_in_the_second_tier(detector: Detector, text: str, family: str) -> None:
    found = detector.read(text)
    assert (found.tier, found.family, found.language) == (2, family, "en")


@pytest.mark.parametrize(
    "text",
    [
        "I wish I'd never been born",
        "hope I don't wake up",
        "everyone would be better off without me",
        "what's the point",
    ],
)
def test_weariness_is_found(detector: Detector, text: str) -> None:
    assert detector.read(text).tier >= 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "you're killing it",
        "dying of laughter",
        "this job is killing me",
        "the boss fight killed me 5 times",
        "my phone died",
        "dead tired",
        "kill the process and restart",
        "cut my finger cooking",
        "my grandmother died last year",
        "have you seen Suicide Squad",
        "I could murder a pizza",
        "the deadline is tomorrow",
        "want to hang out?",
        "shoot me an email",
        "that cake is to die for",
        "a documentary about suicide prevention",
        "I lost my brother to suicide",
        "ten years ago I wanted to die, today I am glad I stayed",
        "bored to death in here",
    ],
)
def test_harmless_talk_is_left_alone(detector: Detector, text: str) -> None:
    assert detector.read(text).tier == 0


def test_a_veto_never_cancels_a_plain_sentence_elsewhere(detector: Detector) -> None:
    assert detector.read("this job is killing me. lol. I want to kill myself").tier == 2
    assert detector.read("my phone died and i want to die too").tier == 2


@pytest.mark.parametrize(
    "text",
    ["I don't want to die", "I'm not going to kill myself", "I would never hurt myself", "I am not suicidal, only sad"],
)
def test_a_whole_denial_clears(detector: Detector, text: str) -> None:
    assert detector.read(text).tier == 0


@pytest.mark.parametrize(
    "text",
    [
        "I don't want to die but I can't live like this either",
        "not suicidal, just wish I could sleep forever",
        "not ok. I want to die",
        "im not ok i want to die",
        "I can't stop thinking about killing myself",
    ],
)
def test_a_denial_that_is_none_does_not_clear(detector: Detector, text: str) -> None:
    assert detector.read(text).tier >= 1


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("quiero morirme", "es"),
        ("me he vuelto a cortar", "es"),
    ],
)
def test_the_language_is_the_one_whose_rules_matched(detector: Detector, text: str, language: str) -> None:
    assert (detector.read(text).tier, detector.read(text).language) == (2, language)


@pytest.mark.parametrize(
    "text",
    [
        "die Sonne scheint und die Kinder spielen",
        "me mata de risa",
        "mort de rire",
        "das ist tot, Akku leer",
        "matei aula",
    ],
)
def test_words_of_one_language_do_not_alarm_in_another(detector: Detector, text: str) -> None:
    assert detector.read(text).tier == 0


def test_one_sentence_in_a_long_note_is_found_wherever_it_stands(detector: Detector) -> None:
    calm = "We had soup and talked about the garden. The weather was fine. "
    for place in (0, 300, 600):
        sentences = [calm] * 600
        sentences[min(place, 599)] += "I want to kill myself. "
        assert detector.read("".join(sentences)).tier == 2


@pytest.mark.parametrize("family", sorted(BAR))
def test_what_was_seen_while_writing_rules_meets_the_bar(detector: Detector, family: str) -> None:
    found = scores(detector, texts("seen", "en"))
    assert found[True, family].share >= BAR[family]


def test_harmless_texts_that_were_seen_bring_few_alarms(detector: Detector) -> None:
    harmless = [each for each in texts("seen", "en") if not each.risk]
    assert sum(each.hits for each in scores(detector, harmless).values()) <= FALSE_ALARMS * len(harmless)
