"""What a platform would refuse, found before it is asked: used when content is checked and in tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import assert_never

from bot.messages import (
    Answer,
    Button,
    Buttons,
    ChoiceField,
    Choices,
    Form,
    Heading,
    Invalid,
    Menu,
    Message,
    Option,
    Page,
    Part,
    Picture,
    Quote,
    Reply,
    Rule,
    Text,
    TextField,
    Update,
)
from bot.platform import Limits


def tightest(every: Sequence[Limits]) -> Limits:
    """Return the limits that hold on each of these platforms."""
    return Limits(**{each.name: min(getattr(limits, each.name) for limits in every) for each in fields(Limits)})


def problems(answer: Answer | Message, limits: Limits) -> list[str]:
    """Return what a platform with these limits would refuse; nothing when all of it fits."""
    if isinstance(answer, Form):
        return list(_form(answer, limits))
    if isinstance(answer, Choices):
        return list(_options(answer.options, limits))
    if isinstance(answer, Page):
        return list(_parts(answer.parts, limits))
    message = answer.message if isinstance(answer, Reply | Update | Invalid) else answer
    return list(_message(message, limits))


def _long(what: str, text: str, limit: int) -> Iterator[str]:
    if len(text) > limit:
        yield f"{what} has {len(text)} characters of {limit}: {text[:40]!r}"


def _message(message: Message, limits: Limits) -> Iterator[str]:
    yield from _parts(message.parts, limits)
    yield from _long("a title", message.title or "", limits.title)
    names = [str(name) for part in message.parts for name in _names(part)]
    yield from (f"{name} stands twice in a message" for name in sorted({n for n in names if names.count(n) > 1}))
    whole = sum(len(_text(part)) for part in message.parts)
    if whole > limits.message_text:
        yield f"a message has {whole} characters of {limits.message_text}"


def _text(part: Part) -> str:
    if isinstance(part, Heading | Quote):
        return part.text
    return part.plain if isinstance(part, Text) else ""


def _parts(parts: Sequence[Part], limits: Limits) -> Iterator[str]:
    if len(parts) > limits.message_parts:
        yield f"a message has {len(parts)} parts of {limits.message_parts}"
    for part in parts:
        yield from _part(part, limits)


def _names(part: Part) -> Iterator[object]:
    if isinstance(part, Buttons):
        yield from (each.action for each in part.buttons if each.action)
    if isinstance(part, Menu):
        yield part.action


def _part(part: Part, limits: Limits) -> Iterator[str]:
    match part:
        case Heading():
            yield from _long("a heading", part.text, limits.heading)
        case Text() | Quote():
            yield from _long("a text", _text(part), limits.text)
        case Buttons():
            yield from _buttons(part, limits)
        case Menu():
            yield from _menu(part, limits)
        case Rule() | Picture():
            return
        case _:
            assert_never(part)


def _buttons(row: Buttons, limits: Limits) -> Iterator[str]:
    if not 1 <= len(row.buttons) <= limits.buttons_per_row:
        yield f"a row has {len(row.buttons)} buttons of {limits.buttons_per_row}"
    for button in row.buttons:
        yield from _button(button, limits)


def _button(button: Button, limits: Limits) -> Iterator[str]:
    yield from _long("a button", button.label, limits.button_label)
    yield from _long("an identifier", str(button.action or ""), limits.action_id)
    if (button.action is None) == (button.url is None):
        yield f"the button {button.label!r} needs either an action or an address"


def _menu(menu: Menu, limits: Limits) -> Iterator[str]:
    yield from _long("a placeholder", menu.placeholder, limits.placeholder)
    yield from _long("an identifier", str(menu.action), limits.action_id)
    if not menu.options:
        yield "a menu is empty"
    yield from _options(menu.options, limits)


def _options(options: Sequence[Option], limits: Limits) -> Iterator[str]:
    if len(options) > limits.menu_options:
        yield f"there are {len(options)} options of {limits.menu_options}"
    if len({each.value for each in options}) != len(options):
        yield "two options have one value"
    for each in options:
        yield from _long("an option", each.label, limits.option_label)
        yield from _long("an option's value", each.value, limits.action_id)
        yield from _long("an option's hint", each.hint or "", limits.option_hint)


def _form(form: Form, limits: Limits) -> Iterator[str]:
    yield from _long("a form's title", form.title, limits.form_title)
    yield from _long("a form's button", form.submit, limits.submit)
    yield from _long("an identifier", str(form.action), limits.action_id)
    parts = len(form.fields) + (form.intro is not None)
    if not 1 <= parts <= limits.form_parts:
        yield f"a form has {parts} parts of {limits.form_parts}"
    for each in form.fields:
        yield from _long("a label", each.label, limits.field_label)
        yield from _long("a hint", each.hint or "", limits.field_hint)
        if isinstance(each, TextField):
            yield from _long("a text", each.value, min(each.longest, limits.field_text))
        if isinstance(each, ChoiceField):
            yield from _options(each.options, limits)
