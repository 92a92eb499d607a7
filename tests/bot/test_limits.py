"""What a platform would refuse is found before it is asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.discord.limits import LIMITS as DISCORD
from adapters.slack.limits import LIMITS as SLACK
from bot.limits import problems, tightest
from bot.messages import (
    ActionId,
    Button,
    Buttons,
    ChoiceField,
    Choices,
    Form,
    Heading,
    Menu,
    Message,
    Option,
    Page,
    Part,
    Quote,
    Reply,
    Rule,
    Text,
    TextField,
)
from bot.rehearsal.platform import LIMITS

ACTION = ActionId(feature="tip", action="another")
FITTING = Form(action=ACTION, title="Your answer", fields=(TextField(id="text", label="Answer"),), submit="Keep it")


def _message(*parts: Part) -> Message:
    return Message(parts=parts, summary="A message")


def test_what_fits_has_no_problems() -> None:
    row = Buttons(buttons=(Button(label="Another", action=ACTION), Button(label="Find", url="https://example.org")))
    menu = Menu(action=replace(ACTION, ref="menu"), placeholder="Choose", options=(Option(value="a", label="A"),))
    message = _message(Heading(text="Hello"), Rule(), Text(words=("Words",)), Quote(text="A question"), row, menu)
    assert problems(Reply(message=message), LIMITS) == []
    assert problems(Page(parts=message.parts), LIMITS) == []
    assert problems(FITTING, LIMITS) == []
    assert problems(Choices(options=menu.options), LIMITS) == []


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (Heading(text="x" * 200), "a heading"),
        (Text(words=("x" * 5000,)), "a text"),
        (Quote(text="x" * 5000), "a text"),
        (Buttons(buttons=()), "a row"),
        (Buttons(buttons=tuple(Button(label="x", action=replace(ACTION, ref=str(n))) for n in range(6))), "a row"),
        (Buttons(buttons=(Button(label="x" * 76, action=ACTION),)), "a button"),
        (Buttons(buttons=(Button(label="x", action=replace(ACTION, ref="x" * 99)),)), "an identifier"),
        (Buttons(buttons=(Button(label="x"),)), "either an action or an address"),
        (Buttons(buttons=(Button(label="x", action=ACTION), Button(label="y", action=ACTION))), "stands twice"),
        (Menu(action=ACTION, placeholder="x", options=()), "a menu is empty"),
        (Menu(action=ACTION, placeholder="x" * 200, options=(Option(value="a", label="A"),)), "a placeholder"),
        (
            Menu(action=ACTION, placeholder="x", options=tuple(Option(value=str(n), label="A") for n in range(26))),
            "26 options",
        ),
        (Menu(action=ACTION, placeholder="x", options=(Option(value="a", label="A" * 99),)), "an option"),
        (Menu(action=ACTION, placeholder="x", options=(Option(value="a", label="A"),) * 2), "one value"),
    ],
)
def test_a_part_that_a_platform_would_refuse_is_named(part: Part, said: str) -> None:
    assert any(said in each for each in problems(_message(part), LIMITS))


def test_a_whole_that_is_too_long_is_named() -> None:
    assert any("a message has" in each for each in problems(_message(*[Quote(text="x" * 2000)] * 3), LIMITS))
    assert any("parts of" in each for each in problems(_message(*[Rule()] * 41), LIMITS))


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (replace(FITTING, title="x" * 25), "a form's title"),
        (replace(FITTING, submit="x" * 50), "a form's button"),
        (replace(FITTING, fields=()), "0 parts"),
        (replace(FITTING, fields=FITTING.fields * 5, intro=Text(words=("x",))), "6 parts"),
        (replace(FITTING, fields=(TextField(id="t", label="x" * 46),)), "a label"),
        (replace(FITTING, fields=(TextField(id="t", label="x", hint="x" * 101),)), "a hint"),
        (replace(FITTING, fields=(TextField(id="t", label="x", value="xx", longest=1),)), "a text"),
        (
            replace(
                FITTING,
                fields=(ChoiceField(id="c", label="x", options=(Option(value="a", label="A"),) * 2),),
            ),
            "one value",
        ),
    ],
)
def test_a_form_that_a_platform_would_refuse_is_named(form: Form, said: str) -> None:
    assert any(said in each for each in problems(form, LIMITS))


def test_the_tightest_limits_are_those_of_whoever_is_tightest() -> None:
    both = tightest([DISCORD, SLACK])
    assert both.form_title == min(DISCORD.form_title, SLACK.form_title)
    assert both.menu_options == DISCORD.menu_options
