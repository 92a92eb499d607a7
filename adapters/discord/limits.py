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
PACE = 34.0
"""Messages a second. A whole bot has 50 requests (documentation, topic "Rate Limits"; what answers an interaction does
not count). This takes 34, opening DMs 1, looking up 5: so 10 are left for direct answers, rights, threads, commands."""

OPENING_PACE = 0.5
"""DMs opened a second, each two requests. Discord names no figure, warns of blocking who opens many at once (resource
"User", Create DM), and operators report trouble from a few dozen on: so thirty a minute."""

LOOKUP_PACE = 1.25
"""Look-ups a second and lane, and there are two lanes (opened DMs and others); each is two requests at most, but for
channels in which a hundred messages followed within a minute."""

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
    opening_pace=OPENING_PACE,
    lookup_pace=LOOKUP_PACE,
)
