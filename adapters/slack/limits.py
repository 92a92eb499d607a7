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
PACE = 4.0
"""Messages a second and workspace: chat.postMessage allows "several hundred messages per minute" (its method page), and
with those to people whose DM is not open yet this makes 288. Its one a second for each channel holds by itself."""

OPENING_PACE = 0.8
"""Messages a second to people whose DM is not open yet. Posting to a person's id opens it, for which conversations.open
has Tier 3 (50 a minute and more); whether that counts here is written nowhere, so it is kept to."""

LOOKUP_PACE = 0.5
"""Look-ups a second. conversations.history has Tier 3, 50 a minute; a look-up takes a page, seldom two, so thirty leave
room. Where an app may read once a minute only, `Turns` learns it from the first refusal."""

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
    opening_pace=OPENING_PACE,
    lookup_pace=LOOKUP_PACE,
)
