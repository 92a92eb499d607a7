"""What Discord refuses, from its component, modal and command reference."""

from __future__ import annotations

from bot.platform import Limits

TEXT = 4000  # over all text displays of a message together
COMPONENTS = 40  # counted nested: a row of five buttons is six
LABEL = 80
ROW = 5
OPTIONS = 25
FEW_OPTIONS = 10  # radio and checkbox groups
OPTION = 100  # label, description and value of an option, choice or completion
PLACEHOLDER = 150
MODAL_TITLE = 45
MODAL_PARTS = 5
FIELD_LABEL = 45
FIELD_HINT = 100
INPUT_PLACEHOLDER = 100
INPUT = 4000
IDENTIFIER = 100
THREAD_NAME = 100
NONCE = 25
COMMAND_SUMMARY = 100
ALTERNATIVE = 1024
PACE = 30.0  # of the 50 requests a second that a whole bot has; the rest is for answers

LIMITS = Limits(
    message_text=TEXT,
    message_parts=COMPONENTS,
    text=TEXT,
    heading=256,
    title=THREAD_NAME,
    button_label=LABEL,
    buttons_per_row=ROW,
    menu_options=OPTIONS,
    option_label=OPTION,
    option_hint=OPTION,
    placeholder=PLACEHOLDER,
    form_title=MODAL_TITLE,
    form_parts=MODAL_PARTS,
    field_label=FIELD_LABEL,
    field_hint=FIELD_HINT,
    field_text=INPUT,
    submit=LABEL,  # a modal's button has no words of ours
    action_id=IDENTIFIER,
    pace=PACE,
)
