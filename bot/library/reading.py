"""How hard a text is to read, with syllables counted by rule.

English has the Flesch-Kincaid grade (Kincaid et al. 1975). Its rules are spelling rules with their commonest
exceptions, tried on the words of the content itself; a word that nobody thought of may be one syllable off, which moves
the grade of a whole file by a hundredth or so. Spanish has the ease of Fernández Huerta (1959), and spells its
syllables out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’')]*\s+|\n+")
WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:['’][A-Za-zÀ-ÿ]+)*")
VOWELS = re.compile(r"[aeiouyà-ÿ]+")
CONTRACTION = re.compile(r"['’](?:s|re|ve|ll|d|m|t)$")

EXCEPTIONS: dict[str, int] = {
    word: number
    for number, words_of_it in {
        1: "aren eye eyes tongue weren",
        2: "being couldn cruel didn doesn evening evenings fluid fuel hadn hasn hatred hundred isn lion maybe "
        "naked needn oneself people poem poems poet really rhythm rhythms ruin sacred shouldn soldier soldiers wasn "
        "wicked wouldn",
        3: "area areas element idea ideas interview interviews museum opinion poetry recipe recipes serious "
        "video videos",
        4: "reality",
    }.items()
    for word in words_of_it.split()
}
"""Words that the rules below get wrong; contractions stand without their end (`didn't` as `didn`)."""

COMPOUND = re.compile(
    r"(?P<first>some|home|life|time|side|care|safe|there|where(?!ver)|house|love|name|note|face|take|base|line|page|hope|use"
    r"|wide|like|late|lone|close|bare|rare|nine|whole|more|place|peace|grace|shame|state|arrange|manage|move|engage"
    r"|complete|immediate|private|separate|definite|entire|alone|sure|sincere|extreme|fire|game|make|wake|force|taste"
    r"|price|voice|cause)(?P<rest>[bcdfghjklmnpqrstvwz].*[aeiouy].*)$"
)
"""A silent e inside a word: `some|thing`, `safe|ty`. The rest begins with a consonant and has a vowel of its own."""

SPLITS = (
    (re.compile(r"^every"), "evry"),
    (re.compile(r"^(re)(?=act|assur|appear|aliz|alis)|^(cre)(?=at)|^(the)(?=or|at[er])"), r"\1\2\3-"),
    (re.compile(r"qu"), "q"),
    (re.compile(r"(?<=[aeiou])y(?=[aeiou])|^y(?=[aeiou])"), "j"),
    (re.compile(r"(?<=[^aeiou])y(?=[aeo])"), "y-"),
    (re.compile(r"(?<=[aeiouy])(?=ings?$)"), "-"),
    (re.compile(r"i(?=et)|(?<=[dlv])i(?=en)|(?<=sc)i(?=en)|(?<=er)i(?=en)"), "i-"),
    (re.compile(r"(?<=[aeiouy][bcdfghjklmnprstvz])i(?=er$|est$)|(?<=[aeiouy].[bcdfghjklmnprstvz])i(?=er$|est$)"), "i-"),
    (re.compile(r"(?<![ctsgr])i(?=a)|(?<=[ct])i(?=at)|(?<=[^r]r)i(?=a(?!ge))|(?<=^tr)i(?=a)"), "i-"),
    (re.compile(r"(?<![tscgxnl])i(?=o)"), "i-"),
    (re.compile(r"(?<![gq])u(?=a)"), "u-"),
)
"""Where two vowels in a row are two syllables (or, for `qu` and a `y` that is a consonant, none)."""

ENDINGS = (
    (re.compile(r"(?<=[aeiouy])les$|(?<=[aeiouyrwl]l)es$"), "l"),
    (re.compile(r"(?<=[^aeiouylsxzcg])es$"), ""),
    (re.compile(r"(?<=[^aeiouytdl])ed$|(?<=[aeiouyrwl]l)ed$"), ""),
    (re.compile(r"(?<=[^aeiouyl])e$|(?<=[aeiouyrwl]l)e$"), ""),
)
"""Endings that are written and not heard; `-es` is heard after a hiss, `-ed` after t and d, `-le` after a consonant."""

HUMMED = re.compile(r"(?:thm|sm)s?$")
"""An m that is a syllable of its own, as in `criticism`."""


SPANISH_CONSONANT_Y = re.compile(r"y(?=[aeiouáéíóú])")
SPANISH_NUCLEUS = re.compile(r"[iuüy]*[aeoáéó][iuüy]*|[íú]|[iuüy]+")
"""What makes one syllable: an open vowel with the closed ones around it; an accented closed one stands alone."""


def sentences(text: str) -> list[str]:
    """Split a text into sentences."""
    return [each for each in SENTENCE_END.split(text) if WORD.search(each)]


def words(text: str) -> list[str]:
    """Return the words of a text."""
    return WORD.findall(text)


@lru_cache(maxsize=10_000)
def syllables(word: str) -> int:
    """Estimate the syllables of an English word."""
    bare = CONTRACTION.sub("", word.casefold())
    if bare in EXCEPTIONS:
        return EXCEPTIONS[bare]
    compound = COMPOUND.match(bare)
    if compound:
        return syllables(compound["first"]) + syllables(compound["rest"])
    for pattern, written in SPLITS:
        bare = pattern.sub(written, bare)
    hummed = len(HUMMED.findall(bare))
    for pattern, written in ENDINGS:
        bare, changed = pattern.subn(written, bare)
        if changed:
            break
    return max(1, len(VOWELS.findall(bare)) + hummed)


def spanish_syllables(word: str) -> int:
    """Count the syllables of a Spanish word, two open vowels side by side as two."""
    return max(1, len(SPANISH_NUCLEUS.findall(SPANISH_CONSONANT_Y.sub("j", word.casefold()))))


def grade(texts: Iterable[str]) -> float:
    """Return the Flesch-Kincaid grade of some texts taken together; 0 for none."""
    length, size = _measures(texts, syllables)
    return 0.39 * length + 11.8 * size - 15.59 if length else 0.0


def spanish_ease(texts: Iterable[str]) -> float:
    """Return the ease by Fernández Huerta of some texts taken together, 100 for the easiest and for none.

    His "frases" are read as words in a sentence, as readability tools do; as printed, the formula rewards long ones.
    """
    length, size = _measures(texts, spanish_syllables)
    return 206.84 - 60 * size - 1.02 * length if length else 100.0


def _measures(texts: Iterable[str], count: Callable[[str], int]) -> tuple[float, float]:
    """Return the words in a sentence and the syllables in a word, both 0 where there are none."""
    number_of_sentences = number_of_words = number_of_syllables = 0
    for text in texts:
        found = words(text)
        number_of_sentences += len(sentences(text))
        number_of_words += len(found)
        number_of_syllables += sum(count(each) for each in found)
    if not number_of_sentences or not number_of_words:
        return 0.0, 0.0
    return number_of_words / number_of_sentences, number_of_syllables / number_of_words
