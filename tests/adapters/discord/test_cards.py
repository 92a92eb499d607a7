"""How messages become Discord's: marked, forgotten by the library, and split where one is too small."""

from __future__ import annotations

from typing import Any

from adapters.discord import limits
from adapters.discord.render import Card, handed_back, marker, message
from bot.messages import (
    ActionId,
    Attachment,
    Button,
    Buttons,
    CommandRef,
    Heading,
    Invalid,
    Menu,
    Message,
    Option,
    Part,
    Picture,
    Quote,
    Rule,
    Text,
)

from .checks import complaints_about_request, walk
from .world import CHANNEL

GO = ActionId(feature="tip", action="another", ref="r")
PICK = ActionId(feature="tip", action="pick")
ROW = Buttons(buttons=(Button(label="Another", action=GO), Button(label="Read", url="https://example.org")))
MANY = tuple(Option(value=str(number), label=f"Option {number}" * 20) for number in range(25))


def cards(*parts: Part, mark: int | None = None, **more: Any) -> list[Card]:
    shown = Message(parts=parts, summary="A line", **more)
    found = message(shown, lambda name: f"</{name}:7>", mark)
    for each in found:
        body = {"components": components(each), "flags": 1 << 15}
        assert complaints_about_request("POST", f"/channels/{CHANNEL}/messages", body) == []
    return found


def components(card: Card) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = card.view.to_components()  # type: ignore[no-untyped-call]
    return found


def texts(found: list[Card]) -> str:
    parts = [part for each in found for part in walk(components(each))]
    return "\n".join(part["content"] for part in parts if part["type"] == 10)


async def test_each_part_looks_like_what_it_is() -> None:
    found = cards(
        Heading(text="Breathe"),
        Text(words=("Try ", CommandRef("topic post"), ".")),
        Quote(text="one\ntwo"),
        Rule(),
        Text(words=("a source",), quiet=True),
        ROW,
        Menu(action=PICK, placeholder="Which", options=MANY, most=3),
    )
    assert texts(found) == "## Breathe\nTry </topic post:7>.\n> one\n> two\n-# a source"
    assert [each["type"] for each in components(found[0])] == [10, 10, 10, 14, 10, 1, 1]


async def test_the_library_is_given_nothing_to_keep() -> None:
    (card,) = cards(Text(words=("x",)), ROW)
    assert card.view.is_finished()


async def test_the_mark_stands_on_the_first_component_whatever_it_is() -> None:
    key = "0" * 32
    for first in (Heading(text="x"), Rule(), ROW):
        (card,) = cards(first, Text(words=("y",)), mark=marker(key))
        assert components(card)[0]["id"] == marker(key)
    assert 0 < marker(key) < 2**31
    assert marker(key) != marker("1" * 32)


async def test_long_words_are_split_and_none_is_lost() -> None:
    words = " ".join(f"w{number}_" for number in range(3000))
    found = cards(Text(words=("Here they are:",)), Quote(text=words), ROW)
    assert len(found) > 1
    assert all(each.view.content_length() <= limits.TEXT for each in found)
    assert texts(found).replace("\\_", "_").replace("> ", "").split()[3:] == words.split()


async def test_many_parts_go_over_several_messages() -> None:
    rows = [
        Buttons(buttons=(Button(label="x", action=ActionId(feature="a", action="b", ref=str(n))),)) for n in range(30)
    ]
    found = cards(*rows)
    assert [len(components(each)) for each in found] == [20, 10]


async def test_a_picture_and_a_file_are_shown_and_can_be_uploaded_twice() -> None:
    chart = Attachment(name="my chart.png", media_type="image/png", content=b"png", alt="A line going up")
    book = Attachment(name="export.json", media_type="application/json", content=b"{}")
    (card,) = cards(Picture(attachment=chart), attachments=(book,))
    gallery, shown = components(card)
    assert gallery["items"][0]["media"]["url"] == "attachment://my_chart.png"
    assert gallery["items"][0]["description"] == "A line going up"
    assert shown["file"]["url"] == "attachment://export.json"
    for _ in range(2):
        files = card.files()
        assert [(each.filename, each.fp.read()) for each in files] == [("my_chart.png", b"png"), ("export.json", b"{}")]
        for each in files:
            each.close()


async def test_words_are_handed_back_before_what_can_be_pressed() -> None:
    answer = Invalid(
        errors={}, message=Message(parts=(Text(words=("No",)), ROW), summary="s"), words=("mine", "and mine")
    )
    parts = handed_back(answer).parts
    assert parts == (Text(words=("No",)), Quote(text="mine"), Quote(text="and mine"), ROW)


async def test_a_message_without_parts_says_its_summary() -> None:
    assert texts(cards()) == "A line"
