"""Our messages as Block Kit. Every text is literal: nothing a member writes can format, link or ping anyone.

Slack reads `&`, `<` and `>` as control characters in text objects of either type and shows their entities as the
characters (bolt-python issue 513 shows that it escapes labels itself), so they are escaped everywhere except in rich
text, whose elements are literal by construction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from bot.messages import (
    Button,
    Buttons,
    CommandRef,
    Heading,
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
from .commands import written

Block = dict[str, Any]

LINK = "link"
"""Begins the action id of a link button, whose press Slack reports although nothing is to be done."""


def escape(text: str) -> str:
    """Take the special meaning from Slack's three control characters."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def fitted(text: str, longest: int) -> str:
    """Escape and, where it would be refused, shorten to `longest` characters."""
    escaped = escape(text)
    if len(escaped) <= longest:
        return escaped
    kept = text[: longest - 1]
    while len(escape(kept)) > longest - 1:
        kept = kept[:-1]
    return f"{escape(kept)}…"


def plain(text: str, longest: int) -> Block:
    """Return a text object that is shown as it is."""
    return {"type": "plain_text", "text": fitted(text, longest), "emoji": False}


def in_words(words: Words) -> str:
    """Write text with its commands as Slack takes them."""
    return "".join(written(word.name) if isinstance(word, CommandRef) else word for word in words)


def blocks(parts: Iterable[Part]) -> list[Block]:
    """Render the parts of a message, page or modal, in order."""
    return [block for part in parts for block in _RENDER[type(part)](part)]


def message(shown: Message, *, invite: str = "") -> dict[str, Any]:
    """Return the `text` and `blocks` of a message; `invite` is a last quiet line."""
    rendered = blocks(shown.parts) + (quiet(invite) if invite else [])
    return {"text": fitted(shown.summary, limits.SECTION), "blocks": rendered[: limits.MESSAGE_BLOCKS]}


def option(choice: Option) -> Block:
    """Render one choice of a menu, field or lookup."""
    rendered: Block = {"text": plain(choice.label, limits.LABEL), "value": choice.value}
    if choice.hint:
        rendered["description"] = plain(choice.hint, limits.LABEL)
    return rendered


def quiet(text: str) -> list[Block]:
    """Render a secondary line."""
    return [{"type": "context", "elements": [plain(text, limits.SECTION)]}] if text.strip() else []


def section(text: str) -> list[Block]:
    """Render a paragraph, in as many blocks as it needs."""
    return [{"type": "section", "text": plain(piece, limits.SECTION)} for piece in _pieces(text)]


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    while len(escape(text)) > limits.SECTION:
        cut = limits.SECTION // 5  # an escaped character has at most five
        while len(escape(text[: cut + 100])) <= limits.SECTION:
            cut += 100
        space = text.rfind(" ", 0, cut)
        cut = space if space > 0 else cut
        pieces.append(text[:cut])
        text = text[cut:].lstrip()
    return [*pieces, text] if text.strip() else pieces


def _heading(part: Heading) -> list[Block]:
    if len(escape(part.text)) > limits.HEADER:
        return section(part.text)
    return [{"type": "header", "text": plain(part.text, limits.HEADER)}] if part.text.strip() else []


def _text(part: Text) -> list[Block]:
    words = in_words(part.words)
    return quiet(words) if part.quiet else section(words)


def _quote(part: Quote) -> list[Block]:
    if not part.text.strip():
        return []
    quoted = {"type": "rich_text_quote", "elements": [{"type": "text", "text": part.text}]}
    return [{"type": "rich_text", "elements": [quoted]}]


def _rule(part: Rule) -> list[Block]:
    return [{"type": "divider"}]


def _buttons(part: Buttons) -> list[Block]:
    elements = [_button(number, button) for number, button in enumerate(part.buttons)]
    return [{"type": "actions", "elements": elements}] if elements else []


def _button(number: int, button: Button) -> Block:
    rendered: Block = {"type": "button", "text": plain(button.label, limits.LABEL)}
    if button.action is not None:
        rendered["action_id"] = str(button.action)
    else:
        rendered |= {"action_id": f"{LINK}:{number}", "url": button.url}
    return rendered if button.style == "plain" else rendered | {"style": button.style}


def _menu(part: Menu) -> list[Block]:
    several = "multi_" if part.most > 1 else ""
    element: Block = {"action_id": str(part.action), "placeholder": plain(part.placeholder, limits.PLACEHOLDER)}
    if several:
        element["max_selected_items"] = part.most
    if part.lookup is not None:
        element |= {"type": f"{several}external_select", "min_query_length": 0}
        return [{"type": "actions", "block_id": str(part.lookup), "elements": [element]}]
    element |= {"type": f"{several}static_select", "options": [option(each) for each in part.options[: limits.OPTIONS]]}
    return [{"type": "actions", "elements": [element]}] if part.options else []


def _picture(part: Picture) -> list[Block]:
    # Slack shows pictures from a public address or an upload (files:write) only; the words stand in for both.
    return quiet(part.attachment.alt or "")


_RENDER: dict[type[Any], Callable[[Any], list[Block]]] = {
    Heading: _heading,
    Text: _text,
    Quote: _quote,
    Rule: _rule,
    Buttons: _buttons,
    Menu: _menu,
    Picture: _picture,
}
