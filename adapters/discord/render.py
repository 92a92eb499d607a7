"""Our messages as Discord's (components v2), split where they are longer than one of its messages may be."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import discord
from discord import ui

from bot.messages import (
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
    Words,
)

from . import limits
from .markdown import HEADING, QUIET, QUOTE, blocks, cut, escape

Mention: TypeAlias = Callable[[str], str]
"""Writes a command's name so that it can be clicked, where Discord has told its id."""

Item: TypeAlias = ui.Item[ui.LayoutView]

_STYLES = {
    "primary": discord.ButtonStyle.primary,
    "plain": discord.ButtonStyle.secondary,
    "danger": discord.ButtonStyle.danger,
}
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Card:
    """One message of Discord's. Its view is stopped already, so that the library keeps nothing of it."""

    view: ui.LayoutView
    attachments: tuple[Attachment, ...]

    def files(self) -> list[discord.File]:
        """Return the files to upload, anew for every attempt, since sending closes them."""
        return [
            discord.File(
                io.BytesIO(each.content),
                filename=_file_name(each),
                description=cut(each.alt, limits.ALTERNATIVE) if each.alt else None,
            )
            for each in self.attachments
        ]


@dataclass(frozen=True, slots=True)
class _Block:
    """A component that stays whole: how much of a message it takes, and the file it shows."""

    item: Item
    characters: int = 0
    components: int = 1
    attachment: Attachment | None = None


def message(shown: Message, mention: Mention, mark: int | None = None) -> list[Card]:
    """Return the message in as many of Discord's as it needs, nothing left out.

    `mark` becomes the id of its first component, by which `find` knows it again even without a button.
    """
    found = [block for part in shown.parts for block in _blocks(part, mention)]
    found += [_file(each) for each in shown.attachments]
    if not found:
        found = _text(escape(shown.summary) or "…")
    if mark is not None:
        found[0].item.id = mark
    return [_card(each) for each in _packed(found)]


def marker(key: str) -> int:
    """Return the component id that stands for a delivery's key: 30 bits, never zero."""
    return 1 + int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") % (2**30 - 1)


def in_words(words: Words, mention: Mention) -> str:
    """Write words in Discord's markdown."""
    return "".join(mention(each.name) if isinstance(each, CommandRef) else escape(each) for each in words)


def handed_back(answer: Invalid) -> Message:
    """Say what is amiss, and give back what was written, before what can be pressed."""
    words = tuple(Quote(text=each) for each in answer.words)
    parts = answer.message.parts
    at = next((number for number, part in enumerate(parts) if isinstance(part, Buttons | Menu)), len(parts))
    return Message(parts=(*parts[:at], *words, *parts[at:]), summary=answer.message.summary)


def select_options(options: Sequence[Option], chosen: Sequence[str] = ()) -> list[discord.SelectOption]:
    """Write options for a menu."""
    return [
        discord.SelectOption(
            label=cut(each.label, limits.OPTION),
            value=each.value,
            description=cut(each.hint, limits.OPTION) if each.hint else None,
            default=each.value in chosen,
        )
        for each in options[: limits.OPTIONS]
    ]


def _packed(found: Sequence[_Block]) -> list[list[_Block]]:
    packed: list[list[_Block]] = [[]]
    for block in found:
        if not _fits(packed[-1], block):
            packed.append([])
        packed[-1].append(block)
    return packed


def _fits(card: Sequence[_Block], block: _Block) -> bool:
    characters = sum(each.characters for each in card) + block.characters
    components = sum(each.components for each in card) + block.components
    return characters <= limits.TEXT and components <= limits.COMPONENTS


def _card(found: Sequence[_Block]) -> Card:
    view = ui.LayoutView(timeout=None)
    for block in found:
        view.add_item(block.item)
    view.stop()
    return Card(view, tuple(each.attachment for each in found if each.attachment is not None))


def _blocks(part: Part, mention: Mention) -> list[_Block]:
    match part:
        case Heading(text=text):
            return _text(escape(text), HEADING)
        case Text(words=words, quiet=quiet):
            return _text(in_words(words, mention), QUIET if quiet else "")
        case Quote(text=text):
            return _text(escape(text), QUOTE)
        case Rule():
            return [_Block(ui.Separator())]
        case Buttons(buttons=buttons):
            return [_row([_button(each) for each in buttons])] if buttons else []
        case Menu(options=options):
            return [_row([_menu(part)])] if options else []
        case Picture(attachment=attachment):
            return [_picture(attachment)]


def _text(escaped: str, prefix: str = "") -> list[_Block]:
    if not escaped.strip():
        return []
    return [_Block(ui.TextDisplay(each), len(each)) for each in blocks(escaped, limits.TEXT, prefix)]


def _row(items: Sequence[ui.Item[Any]]) -> _Block:
    return _Block(ui.ActionRow(*items), components=1 + len(items))


def _button(button: Button) -> ui.Button[Any]:
    label = cut(button.label, limits.LABEL)
    if button.action is None:
        return ui.Button(label=label, url=button.url)
    return ui.Button(label=label, custom_id=str(button.action), style=_STYLES[button.style])


def _menu(menu: Menu) -> ui.Select[Any]:
    options = select_options(menu.options)
    return ui.Select(
        custom_id=str(menu.action),
        placeholder=cut(menu.placeholder, limits.PLACEHOLDER),
        max_values=max(1, min(menu.most, len(options))),
        options=options,
    )


def _picture(attachment: Attachment) -> _Block:
    described = cut(attachment.alt, limits.ALTERNATIVE) if attachment.alt else None
    shown = discord.MediaGalleryItem(f"attachment://{_file_name(attachment)}", description=described)
    return _Block(ui.MediaGallery(shown), attachment=attachment)


def _file(attachment: Attachment) -> _Block:
    return _Block(ui.File(f"attachment://{_file_name(attachment)}"), attachment=attachment)


def _file_name(attachment: Attachment) -> str:
    return _UNSAFE.sub("_", attachment.name) or "file"
