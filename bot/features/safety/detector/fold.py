"""Folds what people type into plain small letters: one character at a time, so that the cost is the length.

Case, accents, full-width and styled letters, look-alikes from other alphabets, invisible characters and combining
floods go; what ends a sentence becomes a full stop; a few pictures become their names.
"""

from __future__ import annotations

import unicodedata

LONGEST_TABLE = 8_000
"""Code points remembered; others are folded each time, so that no flood of rare ones fills the memory."""

LOOK_ALIKES = {
    pair[0]: pair[1]
    for row in (
        "аa вb еe іi кk мm нh оo рp сc тt уy хx ѕs јj ԁd ԛq ԝw һh ьb пn гr",
        "αa βb εe ηn ιi κk νv οo ρp τt υu χx ωw γy ɑa ɡg ɩi",
        "ᴀa ʙb ᴄc ᴅd ᴇe ꜰf ɢg ʜh ɪi ᴊj ᴋk ʟl ᴍm ɴn ᴏo ᴘp ʀr ꜱs ᴛt ᴜu ᴠv ᴡw ʏy ᴢz",
    )
    for pair in row.split()
}
"""Letters of other alphabets, and small capitals, that look like Latin ones."""

PICTURES = {
    "🔪": " knife ",
    "🗡": " knife ",
    "🔫": " gun ",
    "💊": " pills ",
    "🩸": " blood ",
    "🪒": " razor ",
    "⚰": " coffin ",
    "🪦": " grave ",
    "🌉": " bridge ",
}
"""Pictures that stand for a word which rules may ask for; all others are left out."""

SPECIAL = {
    **dict.fromkeys("'’‘ʼ`´′＇", ""),
    **dict.fromkeys(".;。；｡", "."),
    **dict.fromkeys("!?！？‽", "!"),
    **{each: each for each in "@$*"},
    "|": "l",
    "¡": " ",
    "¿": " ",
    "…": " ",
    "\n": "\n",
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ı": "i",
    "ð": "d",
    "€": "e",
    "£": "l",
    "¢": "c",
    "¥": "y",
    **PICTURES,
}
INVISIBLE = frozenset({"Cf", "Mn", "Me", "Cs", "Co", "Cn"})


def _letters(char: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", char).casefold())
    found = "".join(LOOK_ALIKES.get(each, each) for each in plain if unicodedata.category(each) not in INVISIBLE)
    return "".join(each if each.isalnum() else " " for each in found)


def fold_one(char: str) -> str:
    """Return what one character is read as: letters, digits, a mark, a space or nothing."""
    if char in SPECIAL:
        return SPECIAL[char]
    if unicodedata.category(char) in INVISIBLE:
        return ""
    lower = char.casefold()
    return SPECIAL[lower] if lower in SPECIAL else _letters(char)


class Fold(dict[int, str]):
    """A table for `str.translate` that fills itself."""

    def __init__(self) -> None:
        super().__init__({code: fold_one(chr(code)) for code in range(128)})

    def __missing__(self, code: int) -> str:
        found = fold_one(chr(code))
        if len(self) < LONGEST_TABLE:
            self[code] = found
        return found
