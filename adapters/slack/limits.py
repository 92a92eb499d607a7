"""What Slack refuses, from its Block Kit reference and the checks of slack_sdk's models."""

from __future__ import annotations

from bot.platform import Limits

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
SECTION = 3000
HEADER = 150
LABEL = 75
SHORT = 24  # the title, submit and close texts of a modal
PLACEHOLDER = 150
HINT = 150
FIELD_LABEL = 45
INPUT = 3000
OPTION_VALUE = 150
ROW = 5
FEW_OPTIONS = 10  # radio buttons and checkboxes
OPTIONS = 100
IDENTIFIER = 255
PRIVATE_METADATA = 3000
PACE = 4.0  # several hundred messages a minute for a workspace

LIMITS = Limits(
    message_text=12_000,
    message_parts=MESSAGE_BLOCKS - 1,  # one is kept for the line that invites into the thread
    text=SECTION,
    heading=HEADER,
    title=HEADER,
    button_label=LABEL,
    buttons_per_row=ROW,
    menu_options=OPTIONS,
    option_label=LABEL,
    option_hint=LABEL,
    placeholder=PLACEHOLDER,
    form_title=SHORT,
    form_parts=VIEW_BLOCKS,
    field_label=FIELD_LABEL,
    field_hint=HINT,
    field_text=INPUT,
    submit=SHORT,
    action_id=IDENTIFIER,
    pace=PACE,
)
