"""The tone of CONTENT.md as far as a rule can hear it: length, hard sentences, words we do not use, doubles."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from . import reading
from .findings import Finding
from .pieces import Piece

LONGEST_SENTENCE = 22
HARDEST_GRADE = 7.0
LEAST_EASE = 70.0

SHINGLE = 3
SHARED = 0.25
"""Runs of so many words, and the share of them that two texts must have in common before their letters are compared,
which is slow. One word in seven that differs leaves two runs in five."""

ALIKE = 0.8
FEWEST_WORDS = 7
"""Below this, only the same text is a double: short steps may be alike."""

ALONE = frozenset({"name", "word", "title", "text", "question"})
"""Keys whose texts stand for their entry, so that even the shortest may not come twice in a file."""

_MODAL = "can|could|may|might|would|will|has|is|feels|wants|needs|does|tries"
BANNED = {
    "en": re.compile(
        rf"""\b(?:
            just | simply | should(?:n['’]t)? | must(?:n['’]t)? | at\ least | users?
            | oneself | (?<!no\s)(?<!any\s)(?<!this\s)(?<!that\s)(?<!each\s)(?<!every\s)(?<!loved\s)(?<!the\s)one['’]s
            | (?:when|if|as|how|what|because|where|why|that)\ one\ (?:{_MODAL})
            | toxic | avoidant | narcissis\w* | broken | needy | clingy | codependent | co-dependent | crazy | psycho
            | insane | gaslight\w* | attention[ -]seek\w*
            | commit(?:s|ted|ting)?\ (?:to\ )?suicide | (?:successful|failed|unsuccessful|completed)\ suicide
        )\b | (?:^|[.?:;]\ )one\ (?:{_MODAL})\b""",
        re.IGNORECASE | re.VERBOSE,
    ),
    "es": re.compile(
        r"""\b(?:
            simplemente | solamente | únicamente | deber[íi]a[sn]? | deber[íi]amos | debes?
            | (?<!no\s)tienes\ que | tendrías\ que
            | hay\ que | (?:al|por\ lo)\ menos | usuari[oa]s? | un[oa]\ mism[oa]
            | tóxic\w* | evitativ\w* | evasiv[oa]s? | narcis\w* | emocionalmente\ dependiente | codependiente\w*
            | (?:estás?|eres|es|soy)\ rot[oa]s? | loc[oa]s? | locura | histéric\w* | celópata | manipulador\w*
            | llamar\ la\ atención | comet\w+\ (?:el\ |un\ )?suicidio | suicidio\ (?:consumado|exitoso|fallido)
        )\b""",
        re.IGNORECASE | re.VERBOSE,
    ),
}
LOUD = re.compile("[!¡‼⁉\U0001f000-\U0001faff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\ufe0f]")
HIDDEN = frozenset({"Cc", "Cf", "Co", "Cn", "Cs"})
ALLOWED_HIDDEN = frozenset("\n\u00ad\u200d")


def lengths(pieces: Iterable[Piece]) -> Iterator[Finding]:
    """Find what a platform would refuse."""
    for each in pieces:
        if each.limit is not None and len(each.text) > each.limit:
            yield _finding(each, f"has {len(each.text)} characters; {each.limit} fit on every platform")


def words(locale: str, pieces: Iterable[Piece]) -> Iterator[Finding]:
    """Find words we do not use, loud or hidden characters, and long sentences."""
    banned = BANNED.get(locale)
    for each in pieces:
        if word := banned.search(each.text) if banned else None:
            yield _finding(each, f"“{word.group().strip('.?:; ')}” is not how we speak")
        if LOUD.search(each.text):
            yield _finding(each, "has an exclamation mark or an emoji")
        if any(unicodedata.category(c) in HIDDEN and c not in ALLOWED_HIDDEN for c in each.text):
            yield _finding(each, "has a character that cannot be seen")
        longest = max((len(reading.words(s)) for s in reading.sentences(each.text)), default=0)
        if longest > LONGEST_SENTENCE:
            yield _finding(each, f"has a sentence of {longest} words; {LONGEST_SENTENCE} is the most")


def grades(locale: str, pieces: Sequence[Piece]) -> Iterator[Finding]:
    """Find files that are hard to read. There is a formula for English and for Spanish."""
    if locale not in ("en", "es"):
        return
    texts: dict[str, list[str]] = defaultdict(list)
    for each in pieces:
        if each.graded:
            texts[each.file].append(each.text)
    for file, shown in texts.items():
        grade, ease = (reading.grade(shown), 100.0) if locale == "en" else (0.0, reading.spanish_ease(shown))
        if grade > HARDEST_GRADE:
            yield Finding(file=file, message=f"reads at grade {grade:.1f}; {HARDEST_GRADE:.0f} is the most")
        if ease < LEAST_EASE:
            yield Finding(file=file, message=f"has an ease of {ease:.0f}; {LEAST_EASE:.0f} is the least")


def doubles(pieces: Iterable[Piece]) -> Iterator[Finding]:
    """Find texts that say the same: the very same first, then, by shared shingles, those that nearly do."""
    seen: dict[tuple[str, ...], Piece] = {}
    shared: dict[tuple[str, ...], set[int]] = defaultdict(set)
    long: list[Piece] = []
    for each in pieces:
        said = tuple(reading.words(each.text.casefold()))
        alone = each.key in ALONE and (len(said) < FEWEST_WORDS or not each.graded)
        if not alone and len(said) < FEWEST_WORDS:
            continue
        name = (each.file, each.key, *said) if alone else said
        if name in seen:
            yield _finding(each, f"is the same as {_named(seen[name])}")
            continue
        seen[name] = each
        if not alone:
            yield from _near(each, said, long, shared)


def _near(
    piece: Piece, said: tuple[str, ...], long: list[Piece], shared: dict[tuple[str, ...], set[int]]
) -> Iterator[Finding]:
    """Compare a text with those before it that share a shingle, then add it to them."""
    shingles = {said[start : start + SHINGLE] for start in range(len(said) - SHINGLE + 1)}
    common = Counter(number for each in shingles for number in shared[each])
    text = piece.text.casefold()
    for number in sorted(each for each, times in common.items() if times > SHARED * len(shingles)):
        if SequenceMatcher(None, long[number].text.casefold(), text, autojunk=False).ratio() > ALIKE:
            yield _finding(piece, f"is nearly the same as {_named(long[number])}")
            break
    for each in shingles:
        shared[each].add(len(long))
    long.append(piece)


def _named(piece: Piece) -> str:
    return f"'{piece.entry}' ({piece.key})"


def _finding(piece: Piece, message: str) -> Finding:
    return Finding(file=piece.file, entry=piece.entry, key=piece.key, message=message)
