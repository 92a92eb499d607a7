"""Rules files: what the small language means, and that a mistake is said in one line with file and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import ContentError
from bot.features.safety.detector import load

from .report import RULES

HEAD = """
[slots]
not = "not"
want = "want, would like to"
fill = "to, really"
[[rules]]
family = "explicit"
tier = 2
patterns = '''
{pattern}
'''
"""


def finds(folder: Path, pattern: str, text: str) -> bool:
    written = folder / "en" / "rules.toml"
    written.parent.mkdir(exist_ok=True)
    written.write_text(HEAD.format(pattern=pattern))
    return load(folder).read(text).tier == 2


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("<want> ~2:fill rest", "I want to really rest", True),
        ("<want> ~2:fill rest", "I would like to rest", True),
        ("<want> ~2:fill rest", "I want some rest", False),
        ("<want> ~2 rest", "I want some rest", True),
        ("<want> ~2 rest", "I want. Some rest", False),
        ("<want> ~2 rest", "I want not rest", False),
        ("<want> ~3+ rest", "I want. Some rest", True),
        ("want rest|to_sleep", "want to sleep", True),
        ("want rest|to_sleep", "want sleep", False),
        ("want some? rest", "want rest", True),
        ("want !some rest|some", "want some", False),
        ("^ rest $", "well. rest.", True),
        ("^ rest", "some rest", False),
        ("want rest|$", "this I want", True),
        ("rest* now", "resting now", True),
        ("NUMBER rests", "12 rests", True),
        ("letters|notes & rope", "The letters are done. The rope is here", True),
        ("letters|notes & rope", "I have a rope. And the notes are done", True),
        ("letters|notes & rope", "the letters are done", False),
        ("letters & rope & dog", "rope, dog and letters", True),
        ("letters & rope & dog", "rope and letters", False),
    ],
)
def test_a_pattern_means_what_the_readme_says(tmp_path: Path, pattern: str, text: str, found: bool) -> None:
    assert finds(tmp_path, pattern, text) is found


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("<wish> rest", "there is no slot <wish>"),
        ("want ~99 rest", "'~99' is not a gap of 1 to 9 words"),
        ("want ~30+ rest", "is not a gap of 1 to 25 words"),
        ("don't rest", "'don't' is not a word"),
        ("want ~9 a ~9 b ~9 c ~9 rest", "its gaps multiply to too many ways"),
        ("want? ~3", "nothing in it has to be there"),
        ("want a||b", "an alternative is empty"),
    ],
)
def test_a_wrong_pattern_is_told_with_its_file_and_key(tmp_path: Path, pattern: str, said: str) -> None:
    with pytest.raises(ContentError) as told:
        finds(tmp_path, pattern, "")
    assert said in str(told.value)
    assert "en/rules.toml: key 'rules.1 (explicit)'" in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("[[rules]\n", "cannot be parsed"),
        ("[[rules]]\nfamily = 'gloom'\ntier = 2\npatterns = 'a'", "key 'rules.0.family'"),
        ("[[rules]]\nfamily = 'plan'\ntier = 3\npatterns = 'a'", "key 'rules.0.tier'"),
        ("colour = 1", "key 'colour'"),
        ("[slots]\na = 1", "key 'slots.a'"),
    ],
)
def test_a_wrong_file_is_told_with_its_key(tmp_path: Path, written: str, said: str) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "rules.toml").write_text(written)
    with pytest.raises(ContentError, match=r"en/rules\.toml") as told:
        load(tmp_path)
    assert said in str(told.value)


def test_a_slot_may_not_stand_in_two_files(tmp_path: Path) -> None:
    assert not finds(tmp_path, "want rest", "")
    (tmp_path / "en" / "rules_more.toml").write_text("[slots]\nwant = 'wish'")
    with pytest.raises(ContentError, match=r"rules_more\.toml: key 'slots\.want'"):
        load(tmp_path)


def test_without_any_rules_nothing_starts(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="no language"):
        load(tmp_path)


def test_every_pattern_of_every_language_can_be_searched() -> None:
    for language in load(RULES)._languages:
        for bank in (language.signs, language.vetoes):
            assert all(not bank.matcher(number).found("") for number in range(len(bank)))
