"""Our forms as Discord's modals, and what was given in one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import discord
from discord import ui

from bot.messages import (
    ChannelField,
    ChoiceField,
    DateField,
    Field,
    Form,
    PeopleField,
    SearchField,
    TextField,
    TimeField,
)

from . import limits
from .markdown import cut
from .render import Mention, in_words, select_options

Say: TypeAlias = Callable[[str], str]
"""Returns a string of the interface, in the language of whoever fills the form in."""

Control: TypeAlias = ui.Item[Any]

LABEL, CHANNELS, ROLES = 18, 8, 6
"""Types of components in what Discord sends."""

FORUMS = (15, 16)
"""Types of channels that hold posts only: forum, media."""

_PLACES = [
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.forum,
    discord.ChannelType.public_thread,
]


def modal(form: Form, mention: Mention, say: Say) -> ui.Modal:
    """Return the form as a modal that the library does not keep."""
    shown = ui.Modal(title=cut(form.title, limits.MODAL_TITLE), custom_id=str(form.action), timeout=None)
    if form.intro is not None:
        shown.add_item(ui.TextDisplay(cut(in_words(form.intro.words, mention), limits.TEXT)))
    for field in form.fields:
        hint = cut(field.hint, limits.FIELD_HINT) if field.hint else None
        label = cut(field.label, limits.FIELD_LABEL)
        shown.add_item(ui.Label(text=label, description=hint, component=_control(field, say)))
    shown.stop()
    return shown


def read(data: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return what was given by field id, from the `data` of a modal's interaction."""
    fields: dict[str, tuple[str, ...]] = {}
    for part in data.get("components") or ():
        given = part.get("component") if part.get("type") == LABEL else None
        if isinstance(given, Mapping) and given.get("custom_id"):
            fields[str(given["custom_id"])] = _given(given, data.get("resolved") or {})
    return fields


def place(channel_id: str, resolved: Mapping[str, Any]) -> str:
    """Write a chosen channel as a ChannelField gives it; Discord sends the kinds of chosen channels along."""
    channel = (resolved.get("channels") or {}).get(channel_id) or {}
    return f"forum:{channel_id}" if channel.get("type") in FORUMS else f"channel:{channel_id}"


def _given(given: Mapping[str, Any], resolved: Mapping[str, Any]) -> tuple[str, ...]:
    values = given.get("values")
    if values is None:
        values = [given["value"]] if given.get("value") else []
    if given.get("type") == CHANNELS:
        return tuple(place(str(each), resolved) for each in values)
    if given.get("type") == ROLES:
        return tuple(f"role:{each}" for each in values)
    return tuple(str(each) for each in values)


def _control(field: Field, say: Say) -> Control:
    match field:
        case TextField():
            return _text(field)
        case ChoiceField():
            return _choice(field)
        case TimeField():
            return _line(field, say("discord-time-placeholder"))
        case DateField():
            return _line(field, say("discord-date-placeholder"))
        case SearchField():
            return _line(field, say("discord-search-placeholder"))
        case ChannelField():
            return _channel(field)
        case PeopleField():
            return _roles(field)


def _text(field: TextField) -> Control:
    return ui.TextInput(
        custom_id=field.id,
        style=discord.TextStyle.paragraph if field.multiline else discord.TextStyle.short,
        default=field.value or None,
        required=field.required,
        max_length=min(limits.INPUT, max(1, field.longest, len(field.value))),
    )


def _line(field: TimeField | DateField | SearchField, placeholder: str) -> Control:
    """Ask for one line that the core understands; Discord's forms have no picker for it."""
    return ui.TextInput(
        custom_id=field.id,
        default=field.value or None,
        required=field.required,
        placeholder=cut(placeholder, limits.INPUT_PLACEHOLDER),
        max_length=max(limits.OPTION, len(field.value)),
    )


def _choice(field: ChoiceField) -> Control:
    """Show few options at once; an optional single one in a menu, where it can be taken back."""
    few = len(field.options) <= limits.FEW_OPTIONS
    if field.many and few:
        return _checkboxes(field)
    if field.required and few and len(field.options) > 1:
        return _radio(field)
    options = select_options(field.options, field.chosen if field.many else field.chosen[:1])
    return ui.Select(
        custom_id=field.id,
        required=field.required,
        min_values=int(field.required),
        max_values=len(options) if field.many else 1,
        options=options,
    )


def _radio(field: ChoiceField) -> Control:
    options = [
        discord.RadioGroupOption(label=each.label, value=each.value, description=each.description, default=each.default)
        for each in select_options(field.options, field.chosen[:1])
    ]
    return ui.RadioGroup(custom_id=field.id, required=field.required, options=options)


def _checkboxes(field: ChoiceField) -> Control:
    options = [
        discord.CheckboxGroupOption(
            label=each.label, value=each.value, description=each.description, default=each.default
        )
        for each in select_options(field.options, field.chosen)
    ]
    return ui.CheckboxGroup(
        custom_id=field.id,
        required=field.required,
        min_values=int(field.required),
        max_values=len(options),
        options=options,
    )


def _channel(field: ChannelField) -> Control:
    return ui.ChannelSelect(
        custom_id=field.id,
        channel_types=_PLACES,
        required=field.required,
        min_values=int(field.required),
        default_values=_defaults([field.value], ("channel", "forum"), discord.SelectDefaultValueType.channel),
    )


def _roles(field: PeopleField) -> Control:
    return ui.RoleSelect(
        custom_id=field.id,
        required=field.required,
        min_values=int(field.required),
        max_values=limits.OPTIONS,
        default_values=_defaults(field.chosen, ("role",), discord.SelectDefaultValueType.role),
    )


def _defaults(
    values: Sequence[str], kinds: Sequence[str], kind: discord.SelectDefaultValueType
) -> list[discord.SelectDefaultValue]:
    split = [each.partition(":") for each in values]
    ids = [int(name) for prefix, _, name in split if prefix in kinds and name.isdecimal()]
    return [discord.SelectDefaultValue(id=each, type=kind) for each in ids[: limits.OPTIONS]]
