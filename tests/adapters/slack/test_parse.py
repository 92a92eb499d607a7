"""Parsing: words to commands, form states to fields, markup to plain text."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.slack.commands import match
from adapters.slack.parse import Frame, parse, plain
from adapters.slack.people import UNKNOWN
from bot.messages import ActionId, Submission

from .harness import COMMANDS

FRAME = Frame(team="T1", user="U1", profile=UNKNOWN, commands=COMMANDS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("help", {})),
        ("today", ("today", {})),
        ("Today", ("today", {})),
        ("topic post", ("topic post", {})),
        ("topic  post  What helps?", ("topic post", {"topic": "What helps?"})),
        ("topic", ("help", {})),
        ("topic post-mortem", ("help", {})),
        ("tip breathing", ("tip", {"category": "breathing"})),
        ("today please", ("today", {})),
        ("help", ("help", {})),
        ("help-now", ("help-now", {})),
        ("help now", ("help-now", {})),
        ("HELP_NOW", ("help-now", {})),
        ("nonsense words", ("help", {})),
        ("checkin", ("checkin", {})),
    ],
)
def test_words_name_a_command(text: str, expected: tuple[str, dict[str, str]]) -> None:
    assert match(text, COMMANDS) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("a &amp; b &lt;3", "a & b <3"),
        ("&amp;lt;", "&lt;"),
        ("<@U1> and <@U1|sam>", "@U1 and @sam"),
        ("<#C1|general>", "#general"),
        ("<!here> <!subteam^S1|@team>", "@here @team"),
        ("<https://a.b> <https://a.b|label> <mailto:a@b.c|a@b.c>", "https://a.b label a@b.c"),
        ("1 < 2", "1 < 2"),
    ],
)
def test_slacks_markup_is_taken_out_of_what_is_typed(typed: str, expected: str) -> None:
    assert plain(typed) == expected


def test_every_kind_of_field_gives_its_values() -> None:
    state: dict[str, dict[str, Any]] = {
        "text": {"type": "plain_text_input", "value": "a < b"},
        "empty": {"type": "plain_text_input", "value": None},
        "one": {"type": "radio_buttons", "selected_option": {"value": "o1"}},
        "none": {"type": "static_select", "selected_option": None},
        "many": {"type": "multi_static_select", "selected_options": [{"value": "o1"}, {"value": "o2"}]},
        "time": {"type": "timepicker", "selected_time": "08:30"},
        "date": {"type": "datepicker", "selected_date": "2026-11-23"},
        "channel": {"type": "conversations_select", "selected_conversation": "C1"},
        "people": {"type": "multi_users_select", "selected_users": ["U1", "U2"]},
    }
    view = {
        "id": "V1",
        "callback_id": "v1:topic:save:r1",
        "hash": "h1",
        "blocks": [{"type": "input", "block_id": name} for name in state],
        "state": {"values": {name: {"value": element} for name, element in state.items()}},
    }
    event = parse({"type": "view_submission", "view": view}, FRAME)
    assert isinstance(event, Submission) and event.action == ActionId(feature="topic", action="save", ref="r1")
    assert event.fields == {
        "text": ("a < b",),
        "empty": (),
        "one": ("o1",),
        "none": (),
        "many": ("o1", "o2"),
        "time": ("08:30",),
        "date": ("2026-11-23",),
        "channel": ("channel:C1",),
        "people": ("account:U1", "account:U2"),
    }
    assert event.origin.event == "slack:T1:V1:h1" and event.origin.place is None


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"type": "block_actions"},
        {"type": "block_actions", "actions": [{"action_id": "x" * 300}]},
        {"type": "view_submission", "view": {"callback_id": "forged"}},
        {"type": "block_suggestion", "action_id": "forged", "block_id": "b"},
        {"type": "event_callback"},
        {"type": "event_callback", "event": {"type": "message"}},
        {"type": "message_action", "callback_id": "checkin"},
    ],
)
def test_what_is_forged_or_foreign_is_nothing(body: dict[str, Any]) -> None:
    assert parse(body, FRAME) is None


def test_no_words_show_when_an_event_is_printed() -> None:
    body = {"command": "/ajar", "text": "tip marigold", "trigger_id": "t1", "channel_id": "C1"}
    assert "marigold" not in repr(parse(body, FRAME))
