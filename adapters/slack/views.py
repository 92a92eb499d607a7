"""Forms, answers and pages as Slack's views: modals and Home."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from bot.messages import (
    ChannelField,
    ChoiceField,
    DateField,
    Field,
    Form,
    Invalid,
    Message,
    Page,
    PeopleField,
    Quote,
    SearchField,
    TextField,
    TimeField,
)

from . import limits
from .render import Block, blocks, in_words, option, plain, section

VALUE = "value"
"""The action id of a field's element; a searching one carries its lookup instead."""

CHANNEL_PREFIX = "channel:"
ACCOUNT_PREFIX = "account:"
_CLOCK = re.compile(r"\d\d:\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What a view remembers: which draft it is, so that a repeated sending keeps its key, and where it was opened."""

    draft: str
    channel: str | None = None

    def __str__(self) -> str:
        """Write it as private_metadata."""
        return json.dumps({"draft": self.draft, "channel": self.channel})

    @classmethod
    def read(cls, view: Mapping[str, Any]) -> Slip:
        """Read a view's private_metadata; the view's own hash stands in for a draft that is not there."""
        try:
            kept = json.loads(view.get("private_metadata") or "{}")
        except ValueError:
            kept = {}
        kept = kept if isinstance(kept, dict) else {}
        return cls(draft=str(kept.get("draft") or view.get("hash") or ""), channel=kept.get("channel") or None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chrome:
    """The adapter's own words around a view, in the member's language."""

    title: str
    close: str


def form_view(form: Form, chrome: Chrome, channel: str | None) -> dict[str, Any]:
    """Render a form as a modal."""
    intro = section(in_words(form.intro.words)) if form.intro else []
    return {
        "type": "modal",
        "callback_id": str(form.action),
        "private_metadata": str(Slip(draft=uuid4().hex, channel=channel)),
        "title": plain(form.title, limits.SHORT),
        "submit": plain(form.submit, limits.SHORT),
        "close": plain(chrome.close, limits.SHORT),
        "blocks": intro + [_input(field) for field in form.fields],
    }


def message_view(shown: Message, chrome: Chrome, channel: str | None) -> dict[str, Any]:
    """Render a message as a modal to be read and closed."""
    return {
        "type": "modal",
        "private_metadata": str(Slip(draft=uuid4().hex, channel=channel)),
        "title": plain(chrome.title, limits.SHORT),
        "close": plain(chrome.close, limits.SHORT),
        "blocks": blocks(shown.parts)[: limits.VIEW_BLOCKS],
    }


def home_view(page: Page) -> dict[str, Any]:
    """Render the bot's own page."""
    return {"type": "home", "blocks": blocks(page.parts)[: limits.VIEW_BLOCKS]}


def errors_in(invalid: Invalid, view: Mapping[str, Any]) -> dict[str, str]:
    """Return what stands at which input block; a remark about no field of this view goes to its first one."""
    ids = [block["block_id"] for block in view.get("blocks", ()) if block.get("type") == "input"]
    errors = {name: said for name, said in invalid.errors.items() if name in ids}
    return errors if errors or not ids else {ids[0]: invalid.message.summary}


def handed_back(invalid: Invalid) -> Message:
    """Return the message of a refusal together with the member's words, for where no form can be kept open."""
    words = tuple(Quote(text=word) for word in invalid.words)
    return Message(parts=(*invalid.message.parts, *words), summary=invalid.message.summary)


def _input(field: Field) -> Block:
    block: Block = {
        "type": "input",
        "block_id": field.id,
        "label": plain(field.label, limits.FIELD_LABEL),
        "element": {"action_id": VALUE} | _ELEMENTS[type(field)](field),
        "optional": not field.required,
    }
    return block | ({"hint": plain(field.hint, limits.HINT)} if field.hint else {})


def _text(field: TextField) -> Block:
    longest = min(field.longest, limits.INPUT)
    element: Block = {"type": "plain_text_input", "multiline": field.multiline, "max_length": longest}
    return element | ({"initial_value": field.value[:longest]} if field.value else {})


def _choice(field: ChoiceField) -> Block:
    options = [option(each) for each in field.options]
    chosen = [each for each in options if each["value"] in field.chosen]
    few = len(options) <= limits.FEW_OPTIONS
    if field.many:
        element = {"type": "checkboxes" if few else "multi_static_select", "options": options}
        return element | ({"initial_options": chosen} if chosen else {})
    # A radio button cannot be taken back, so what may stay open is a menu.
    element = {"type": "radio_buttons" if few and field.required else "static_select", "options": options}
    return element | ({"initial_option": chosen[0]} if chosen else {})


def _time(field: TimeField) -> Block:
    element: Block = {"type": "timepicker"}
    return element | ({"initial_time": field.value} if _CLOCK.fullmatch(field.value) else {})


def _date(field: DateField) -> Block:
    element: Block = {"type": "datepicker"}
    return element | ({"initial_date": field.value} if _DAY.fullmatch(field.value) else {})


def _search(field: SearchField) -> Block:
    element: Block = {"type": "external_select", "action_id": str(field.lookup), "min_query_length": 0}
    if not field.value:
        return element
    label = plain(field.value_label or field.value, limits.LABEL)
    return element | {"initial_option": {"text": label, "value": field.value}}


def _channel(field: ChannelField) -> Block:
    kinds = {"include": ["public", "private"], "exclude_bot_users": True}
    element: Block = {"type": "conversations_select", "filter": kinds}
    channel = field.value.removeprefix(CHANNEL_PREFIX)
    return element | ({"initial_conversation": channel} if channel else {})


def _people(field: PeopleField) -> Block:
    element: Block = {"type": "multi_users_select"}
    users = [each.removeprefix(ACCOUNT_PREFIX) for each in field.chosen if each.startswith(ACCOUNT_PREFIX)]
    return element | ({"initial_users": users} if users else {})


_ELEMENTS: dict[type[Any], Callable[[Any], Block]] = {
    TextField: _text,
    ChoiceField: _choice,
    TimeField: _time,
    DateField: _date,
    SearchField: _search,
    ChannelField: _channel,
    PeopleField: _people,
}
