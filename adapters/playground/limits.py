"""What the playground refuses: numbers like a large platform's, so that what fits here fits elsewhere as well."""

from __future__ import annotations

from bot.platform import Limits

LIMITS = Limits(
    message_text=4000,
    message_parts=40,
    text=4000,
    heading=256,
    title=100,
    button_label=75,
    buttons_per_row=5,
    menu_options=25,
    option_label=75,
    option_hint=100,
    placeholder=100,
    form_title=45,
    form_parts=5,
    field_label=45,
    field_hint=100,
    field_text=4000,
    submit=45,
    action_id=100,
    pace=1000.0,
    opening_pace=1000.0,
    lookup_pace=1000.0,
)
