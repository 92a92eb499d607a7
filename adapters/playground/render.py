"""Our outbound types as the JSON that the page draws; text stays plain text all the way to the browser."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import singledispatch
from typing import Any
from uuid import uuid4

from bot.messages import (
    Attachment,
    Button,
    Buttons,
    ChannelField,
    ChoiceField,
    DateField,
    Field,
    Form,
    Heading,
    Menu,
    Message,
    Option,
    Part,
    PeopleField,
    Picture,
    Quote,
    Rule,
    SearchField,
    Text,
    TextField,
    TimeField,
)
from bot.platform import CommandSpec, OptionSpec

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A message for the page, and the files it refers to by token."""

    body: Json
    files: Mapping[str, Attachment]


def message(shown: Message) -> Rendered:
    """Render a message; pictures and attachments become tokens the page fetches."""
    files: dict[str, Attachment] = {}

    def token(file: Attachment) -> str:
        name = uuid4().hex
        files[name] = file
        return name

    body = {
        "parts": [_part(each, token) for each in shown.parts],
        "files": [{"token": token(each), "name": each.name} for each in shown.attachments],
        "summary": shown.summary,
        "title": shown.title,
    }
    return Rendered(body=body, files=files)


def said(text: str) -> Json:
    """Render what a person typed."""
    return {"parts": [{"type": "text", "words": [text], "quiet": False}], "files": [], "summary": text, "title": None}


def _part(part: Part, token: Callable[[Attachment], str]) -> Json:
    match part:
        case Heading():
            return {"type": "heading", "text": part.text}
        case Text():
            return text(part)
        case Quote():
            return {"type": "quote", "text": part.text}
        case Rule():
            return {"type": "rule"}
        case Buttons():
            return {"type": "buttons", "buttons": [_button(each) for each in part.buttons]}
        case Menu():
            return _menu(part)
        case Picture():
            return {"type": "picture", "token": token(part.attachment), "alt": part.attachment.alt or ""}


def text(part: Text) -> Json:
    """Render a paragraph; a named command stays recognisable, so that the page can offer it."""
    words = [each if isinstance(each, str) else {"command": each.name} for each in part.words]
    return {"type": "text", "words": words, "quiet": part.quiet}


def _button(button: Button) -> Json:
    action = str(button.action) if button.action else None
    return {"label": button.label, "action": action, "url": button.url, "style": button.style}


def _menu(menu: Menu) -> Json:
    return {
        "type": "menu",
        "action": str(menu.action),
        "placeholder": menu.placeholder,
        "options": options(menu.options),
        "lookup": str(menu.lookup) if menu.lookup else None,
        "most": menu.most,
    }


def options(given: Iterable[Option]) -> list[Json]:
    """Render the choices of a menu, a field or a lookup."""
    return [{"value": each.value, "label": each.label, "hint": each.hint} for each in given]


def form(shown: Form) -> Json:
    """Render a form."""
    return {
        "action": str(shown.action),
        "title": shown.title,
        "submit": shown.submit,
        "intro": text(shown.intro) if shown.intro else None,
        "fields": [_field(each) | _common(each) for each in shown.fields],
    }


def _common(field: Field) -> Json:
    return {"id": field.id, "label": field.label, "hint": field.hint, "required": field.required}


@singledispatch
def _field(field: object) -> Json:
    raise TypeError(f"no such field: {type(field).__name__}")


@_field.register
def _(field: TextField) -> Json:
    return {"type": "text", "value": field.value, "multiline": field.multiline, "longest": field.longest}


@_field.register
def _(field: ChoiceField) -> Json:
    chosen = list(field.chosen)
    return {"type": "choice", "options": options(field.options), "chosen": chosen, "many": field.many}


@_field.register
def _(field: TimeField) -> Json:
    return {"type": "time", "value": field.value}


@_field.register
def _(field: DateField) -> Json:
    return {"type": "date", "value": field.value}


@_field.register
def _(field: SearchField) -> Json:
    return {"type": "search", "lookup": str(field.lookup), "value": field.value, "value_label": field.value_label}


@_field.register
def _(field: ChannelField) -> Json:
    return {"type": "channel", "value": field.value}


@_field.register
def _(field: PeopleField) -> Json:
    return {"type": "people", "chosen": list(field.chosen)}


def commands(specs: Iterable[CommandSpec], locale: str) -> list[Json]:
    """Render every command that can be given, subcommands by their full name, in one flat list."""
    flat: list[Json] = []
    for spec in specs:
        if not spec.subcommands:
            flat.append(_command(spec, spec.name, locale, moderator=spec.moderator, direct=spec.direct))
        for sub in spec.subcommands:
            moderator, direct = spec.moderator or sub.moderator, spec.direct and sub.direct
            flat.append(_command(sub, f"{spec.name} {sub.name}", locale, moderator=moderator, direct=direct))
    return flat


def _command(spec: CommandSpec, name: str, locale: str, *, moderator: bool, direct: bool) -> Json:
    return {
        "name": name,
        "summary": _in(spec.summary, locale),
        "options": [_option(each, locale) for each in spec.options],
        "moderator": moderator,
        "direct": direct,
    }


def _option(spec: OptionSpec, locale: str) -> Json:
    return {
        "name": spec.name,
        "summary": _in(spec.summary, locale),
        "kind": spec.kind,
        "required": spec.required,
        "choices": list(spec.choices),
        "lookup": str(spec.lookup) if spec.lookup else None,
    }


def _in(words: Mapping[str, str], locale: str) -> str:
    """Choose the words of a locale, of its language, of English, of whatever there is."""
    for each in (locale, locale.partition("-")[0], "en"):
        if each in words:
            return words[each]
    return next(iter(words.values()), "")
