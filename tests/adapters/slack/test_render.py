"""Rendering: every part and field within Slack's schema and limits, and nothing a member wrote taken as markup."""

from __future__ import annotations

import pytest

from adapters.slack import limits
from adapters.slack.render import blocks, escape, fitted, message
from adapters.slack.views import Chrome, Slip, form_view, home_view, message_view
from bot.messages import (
    ActionId,
    Attachment,
    Button,
    Buttons,
    ChannelField,
    ChoiceField,
    CommandRef,
    DateField,
    Form,
    Heading,
    Menu,
    Message,
    Option,
    Page,
    PeopleField,
    Picture,
    Quote,
    Rule,
    SearchField,
    Text,
    TextField,
    TimeField,
)

from .checks import SPECS, WHY_SKIPPED, complaints_about_message, complaints_about_view

ACTION = ActionId(feature="tip", action="another", ref="r1")
OTHER = ActionId(feature="tip", action="helped", ref="r1")
CHROME = Chrome(title="Ajar", close="Close")
OPTIONS = tuple(Option(value=f"o{number}", label=f"Option {number}", hint="A hint") for number in range(12))

EVERYTHING = Message(
    parts=(
        Heading(text="A heading"),
        Text(words=("Give ", CommandRef(name="checkin"), " or ", CommandRef(name="topic post"))),
        Text(words=("A source",), quiet=True),
        Quote(text="A question?\nOn two lines"),
        Rule(),
        Buttons(
            buttons=(
                Button(label="Another", action=ACTION, style="primary"),
                Button(label="It helped", action=OTHER),
                Button(label="Directory", url="https://findahelpline.com"),
            )
        ),
        Menu(action=ACTION, placeholder="Pick", options=OPTIONS),
        Menu(action=ACTION, placeholder="Pick some", options=OPTIONS, most=3),
        Menu(action=ACTION, placeholder="Find", options=(), lookup=OTHER),
        Picture(attachment=Attachment(name="a.png", media_type="image/png", content=b"", alt="A line that rises")),
    ),
    summary="Something new",
)

FIELDS = (
    TextField(id="text", label="Text", hint="A hint", value="Earlier words", multiline=True, longest=4000),
    ChoiceField(id="one", label="One", options=OPTIONS[:5], chosen=("o1",), required=True),
    ChoiceField(id="maybe", label="Maybe", options=OPTIONS[:5]),
    ChoiceField(id="many", label="Many", options=OPTIONS, chosen=("o1", "o11"), many=True),
    ChoiceField(id="few", label="Few", options=OPTIONS[:5], many=True),
    TimeField(id="time", label="Time", value="08:30"),
    TimeField(id="when", label="Typed", value="half past"),
    DateField(id="date", label="Date", value="2026-11-23"),
    SearchField(id="topic", label="Topic", lookup=OTHER, value="t1", value_label="The first"),
    ChannelField(id="channel", label="Channel", value="channel:C1"),
    PeopleField(id="people", label="People", chosen=("account:U1", "role:9")),
)


@pytest.mark.skipif(not SPECS.exists(), reason=WHY_SKIPPED)
def test_every_part_and_field_fits_slacks_schema() -> None:
    form = Form(action=ACTION, title="A form", fields=FIELDS, submit="Keep", intro=Text(words=("Hello",)))
    assert complaints_about_message(message(EVERYTHING, invite="In the thread")) == []
    assert complaints_about_view(form_view(form, CHROME, "C1")) == []
    assert complaints_about_view(message_view(EVERYTHING, CHROME, None)) == []
    assert complaints_about_view(home_view(Page(parts=EVERYTHING.parts))) == []


@pytest.mark.skipif(not SPECS.exists(), reason=WHY_SKIPPED)
def test_the_schema_check_can_fail() -> None:
    assert complaints_about_message({"text": "x", "blocks": [{"type": "sektion"}]}) != []


def test_commands_are_written_as_slack_takes_them() -> None:
    assert blocks(EVERYTHING.parts)[1]["text"]["text"] == "Give /checkin or /ajar topic post"


def test_a_quiet_text_and_a_picture_are_context() -> None:
    rendered = blocks((Text(words=("A source",), quiet=True), EVERYTHING.parts[-1]))
    assert [(each["type"], each["elements"][0]["text"]) for each in rendered] == [
        ("context", "A source"),
        ("context", "A line that rises"),
    ]


def test_empty_texts_are_left_out_since_slack_refuses_them() -> None:
    empty = (Text(words=("",)), Text(words=(" ",), quiet=True), Quote(text=""), Heading(text=""), Buttons(buttons=()))
    assert blocks(empty) == []


def test_a_long_text_is_split_at_a_space_and_nothing_is_lost() -> None:
    words = "word & " * 2000
    rendered = blocks((Text(words=(words,)),))
    assert len(rendered) > 1 and all(len(each["text"]["text"]) <= limits.SECTION for each in rendered)
    assert " ".join(each["text"]["text"].strip() for each in rendered) == escape(words).strip()


def test_a_long_heading_becomes_a_paragraph() -> None:
    assert blocks((Heading(text="h" * 151),))[0]["type"] == "section"


@pytest.mark.parametrize("text", ["a" * 75, "a" * 76, "&" * 75, "<&>" * 40])
def test_a_label_always_fits(text: str) -> None:
    shown = fitted(text, limits.LABEL)
    assert 0 < len(shown) <= limits.LABEL
    assert "<" not in shown and not shown.endswith(("&", "&am"))


def test_a_field_keeps_what_was_given_before() -> None:
    form = Form(action=ACTION, title="A form", fields=FIELDS, submit="Keep")
    elements = {block["block_id"]: block["element"] for block in form_view(form, CHROME, None)["blocks"]}
    assert elements["text"]["initial_value"] == "Earlier words" and elements["text"]["max_length"] == 3000
    assert elements["one"]["type"] == "radio_buttons" and elements["one"]["initial_option"]["value"] == "o1"
    assert elements["maybe"]["type"] == "static_select"
    assert [each["value"] for each in elements["many"]["initial_options"]] == ["o1", "o11"]
    assert elements["few"]["type"] == "checkboxes"
    assert elements["time"]["initial_time"] == "08:30" and "initial_time" not in elements["when"]
    assert elements["date"]["initial_date"] == "2026-11-23"
    assert elements["channel"]["initial_conversation"] == "C1"
    assert elements["people"]["initial_users"] == ["U1"]


def test_a_members_earlier_words_come_back_as_they_were() -> None:
    form = Form(action=ACTION, title="F", fields=(TextField(id="t", label="T", value="a < b & c"),), submit="Keep")
    assert form_view(form, CHROME, None)["blocks"][0]["element"]["initial_value"] == "a < b & c"


@pytest.mark.parametrize("metadata", ["", "no json", "[1]", "{}"])
def test_a_view_without_a_slip_goes_by_its_hash(metadata: str) -> None:
    assert Slip.read({"private_metadata": metadata, "hash": "h1"}) == Slip(draft="h1", channel=None)
