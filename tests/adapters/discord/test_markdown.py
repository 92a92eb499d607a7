"""What people type stays what they typed, in every piece of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.markdown import HEADING, QUIET, QUOTE, blocks, cut, escape, unescape

LOUD = st.text(alphabet="ab *_~|`<>[]()\\#-+@/:1\n", max_size=300)


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("**b** _i_ ~~s~~ ||x|| `c`", r"\*\*b\*\* \_i\_ \~\~s\~\~ \|\|x\|\| \`c\`"),
        ("<@1> <#2> </checkin:3> <t:4:R>", r"\<@1\> \<#2\> \</checkin:3\> \<t:4:R\>"),
        ("[kind](https://e.org) and [b](https://e.org)", r"\[kind\](https://e.org) and \[b\](https://e.org)"),
        ("# one\n  - two\nthree - four", "\\# one\n  \\- two\nthree - four"),
        ("-# small\n> quoted", "\\-# small\n\\> quoted"),
        ("see https://e.org/a_b_c?x=1 _now_", r"see https://e.org/a_b_c?x=1 \_now\_"),
        ("@everyone @here", "@\u200beveryone @\u200bhere"),
    ],
)
def test_markup_mentions_and_masked_links_mean_nothing(typed: str, sent: str) -> None:
    assert escape(typed) == sent


@given(LOUD)
def test_what_was_escaped_comes_back_whole(typed: str) -> None:
    assert unescape(escape(typed)).replace("\u200b", "") == typed


@given(LOUD, st.sampled_from(["", QUOTE, QUIET, HEADING]), st.integers(min_value=20, max_value=60))
def test_blocks_fit_and_lose_nothing(typed: str, prefix: str, limit: int) -> None:
    escaped = escape(typed)
    found = blocks(escaped, limit, prefix)
    assert all(len(each) <= limit for each in found)
    lines = [line.removeprefix(prefix) for each in found for line in each.split("\n")]
    assert "".join("".join(lines).split()) == "".join(escaped.split())
    assert not any(_ends_in_an_escape(line) for line in lines)


def _ends_in_an_escape(line: str) -> bool:
    return (len(line) - len(line.rstrip("\\"))) % 2 == 1


def test_a_commands_mention_is_never_cut_through() -> None:
    mention = "</topic post:123456789012345678>"
    for before in range(40):
        found = blocks("x" * before + mention, 40)
        assert sum(mention in each for each in found) == 1


def test_an_empty_line_goes_on_in_a_quote_and_stays_empty_elsewhere() -> None:
    assert blocks("a\n\nb", 100, QUOTE) == ["> a\n> \n> b"]
    assert blocks("a\n\nb", 100, QUIET) == ["-# a\n\n-# b"]


@pytest.mark.parametrize(
    ("tail", "kept"),
    [("👨‍👩‍👧", "aaa…"), ("e\u0301e\u0301", "aaa…"), ("🇩🇪🇪🇸", "aaa…"), ("👍🏽x", "aaa…"), ("bcd", "aaab…")],
)
def test_a_cut_leaves_no_half_character(tail: str, kept: str) -> None:
    assert cut(f"aaa{tail}", 5) in (kept, f"aaa{tail}")
    assert len(cut(f"aaa{tail}" * 9, 5)) <= 5
    assert cut("short", 5) == "short"
