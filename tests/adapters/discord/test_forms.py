"""Menus and forms: what is chosen and written in them, and how words that could not be taken come back."""

from __future__ import annotations

from bot.messages import (
    ActionId,
    Button,
    Buttons,
    ChannelField,
    ChoiceField,
    CommandRef,
    Form,
    Heading,
    Invalid,
    Menu,
    Message,
    Option,
    PeopleField,
    Press,
    Reply,
    Submission,
    Text,
    TextField,
    Update,
)

from .harness import DiscordHarness
from .test_flows import seen_text
from .world import FORUM, MANAGERS

SAVE = ActionId(feature="checkin", action="save", ref="r1")
MORE = ActionId(feature="tip", action="another")
FIND = ActionId(feature="topic", action="find")
CALLBACK = "POST /interactions/{}/{}/callback"
KIND = Message(parts=(Text(words=("Thank you. Next: ", CommandRef(name="topic post"))),), summary="Thank you")
FORM = Form(action=SAVE, title="A check-in", fields=(TextField(id="note", label="A note"),), submit="Keep")
BUTTONS = Message(
    parts=(Heading(text="A tip"), Buttons(buttons=(Button(label="Another", action=MORE),))), summary="A tip"
)


async def test_a_menu_gives_its_values(harness: DiscordHarness) -> None:
    options = tuple(Option(value=each, label=each) for each in ("1h", "evening", "tomorrow"))
    harness.answering(
        Reply(message=Message(parts=(Menu(action=MORE, placeholder="When", options=options),), summary="x"))
    )
    await harness.command("tip", {}, event="t1")
    harness.answering(None)
    await harness.press(MORE, ["1h"], event="t2")
    await harness.press(MORE, ["1h", "evening"], event="t3")
    assert [event.values for event in harness.core.events if isinstance(event, Press)] == [("1h",), ("1h", "evening")]


async def test_a_button_opens_a_form_whose_answer_can_replace_the_message(harness: DiscordHarness) -> None:
    harness.answering(FORM)
    assert await harness.press(MORE, [], event="t1") == "A check-in"
    message = harness.bearing(MORE)
    harness.answering(Update(message=KIND))
    form = harness.world.interactions["t1"].form
    shown = await harness.shown(harness.submitting(SAVE, {"note": ["a"]}, event="t2", form=form, message=message))
    assert seen_text(shown) == "Thank you. Next: /topic post"
    assert message.revisions == 1


async def test_every_kind_of_field_gives_its_values(harness: DiscordHarness) -> None:
    few = tuple(Option(value=f"o{number}", label=f"Option {number}") for number in range(5))
    many = tuple(Option(value=f"o{number}", label=f"Option {number}", hint="A hint") for number in range(24))
    fields = (
        ChoiceField(id="mood", label="Mood", options=few, required=True),
        ChoiceField(id="feelings", label="Feelings", options=many, many=True, chosen=("o3",)),
        ChannelField(id="place", label="Place"),
        PeopleField(id="people", label="People"),
        TextField(id="note", label="Note", multiline=True),
    )
    harness.answering(Form(action=SAVE, title="A form", fields=fields, submit="Keep"))
    await harness.command("checkin", {}, event="t1")
    given = {"mood": ["o1"], "feelings": ["o2", "o9"], "place": [FORUM], "people": [MANAGERS], "note": []}
    harness.answering(None)
    await harness.shown(harness.submitting(SAVE, given, event="t2", form=harness.world.interactions["t1"].form))
    submission = harness.core.events[-1]
    assert isinstance(submission, Submission)
    assert submission.fields == {
        "mood": ("o1",),
        "feelings": ("o2", "o9"),
        "place": (f"forum:{FORUM}",),
        "people": (f"role:{MANAGERS}",),
        "note": (),
    }


async def test_what_is_amiss_in_a_form_is_said_privately_and_the_words_handed_back_whole(
    harness: DiscordHarness,
) -> None:
    words = " ".join(f"word{number:05d}" for number in range(900))
    remark = Message(parts=(Text(words=("That day is over",)),), summary="That day is over")
    harness.answering(Invalid(errors={"day": "That day is over"}, message=remark, words=(words, "*short* <@1>")))
    shown = await harness.submit(SAVE, {"note": ["x"]}, event="t1")
    said = harness.world.interactions["t1"].said
    assert len(said) > 1
    assert all(each.private for each in said)
    text = seen_text(shown)
    assert text.startswith("That day is over")
    assert "*short* <@1>" in text
    assert " ".join(text.split()).count("word") == 900
    assert words in " ".join(text.split())
