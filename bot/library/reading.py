"""How hard a text is to read: Flesch-Kincaid grade (Kincaid et al. 1975) with syllables estimated by rule."""

from __future__ import annotations

import re
from collections.abc import Iterable

SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’')]*\s+|\n+")
WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:['’][A-Za-zÀ-ÿ]+)*")
VOWELS = re.compile(r"[aeiouyà-ÿ]+")
SILENT = re.compile(r"(?:[^laeiouy]es|[^taeioudy]ed|[^laeiouy]e)$")
SHORT = 3


def sentences(text: str) -> list[str]:
    """Split a text into sentences."""
    return [each for each in SENTENCE_END.split(text) if WORD.search(each)]


def words(text: str) -> list[str]:
    """Return the words of a text."""
    return WORD.findall(text)


def syllables(word: str) -> int:
    """Estimate the syllables of an English word: groups of vowels, less a silent ending."""
    bare = word.casefold()
    if len(bare) > SHORT:
        bare = SILENT.sub(lambda match: match.group()[0], bare)
    return max(1, len(VOWELS.findall(bare)))


def grade(texts: Iterable[str]) -> float:
    """Return the Flesch-Kincaid grade of some texts taken together; 0 for none."""
    number_of_sentences = number_of_words = number_of_syllables = 0
    for text in texts:
        found = words(text)
        number_of_sentences += len(sentences(text))
        number_of_words += len(found)
        number_of_syllables += sum(syllables(each) for each in found)
    if not number_of_sentences or not number_of_words:
        return 0.0
    return 0.39 * number_of_words / number_of_sentences + 11.8 * number_of_syllables / number_of_words - 15.59
