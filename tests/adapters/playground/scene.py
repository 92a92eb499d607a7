"""What is shown in tests: commands, a prompt, a check-in and a topic that look like the real ones."""

from __future__ import annotations

import struct
import zlib
from datetime import UTC, datetime
from functools import cache

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
    PeopleField,
    Picture,
    Quote,
    Rule,
    SearchField,
    Text,
    TextField,
    TimeField,
)
from bot.platform import CommandSpec, OptionSpec

BEGIN = datetime(2026, 3, 3, 7, 0, tzinfo=UTC)
"""Eight in the morning in Berlin."""


def act(name: str) -> ActionId:
    return ActionId(feature="scene", action=name)


def spec(name: str, summary: str, **more: object) -> CommandSpec:
    return CommandSpec(name=name, summary={"en": summary}, **more)  # type: ignore[arg-type]


COMMANDS = (
    spec("start", "Begin: choose your hour and say yes"),
    spec("today", "See today's question now, in private"),
    spec("checkin", "A private moment: how are you, and what set it off?"),
    spec(
        "tip",
        "A small practice, for right now",
        options=(
            OptionSpec(
                name="category", summary={"en": "Which kind"}, choices=("breathing", "grounding", "music", "writing")
            ),
        ),
    ),
    spec(
        "zone",
        "Say where you are",
        options=(OptionSpec(name="city", summary={"en": "Your city"}, required=True, lookup=act("cities")),),
    ),
    spec("everything", "A form with every kind of field"),
    spec("help-now", "Where help is, right now"),
    spec(
        "topic",
        "Discussions for everyone",
        moderator=True,
        direct=False,
        subcommands=(
            spec(
                "post",
                "Choose or write a topic, preview it, and post it",
                options=(
                    OptionSpec(name="where", summary={"en": "Where it opens"}, kind="channel"),
                    OptionSpec(name="topic", summary={"en": "From the library"}, lookup=act("topics")),
                ),
            ),
            spec("list", "What is planned"),
        ),
    ),
)

CITIES = {"Europe/Berlin": "Berlin", "Europe/Bern": "Bern", "Europe/Lisbon": "Lisbon", "America/Lima": "Lima"}
FEELINGS = [
    "calm",
    "content",
    "grateful",
    "hopeful",
    "relieved",
    "tender",
    "proud",
    "curious",
    "excited",
    "playful",
    "warm",
    "strong",
    "lonely",
    "tired",
    "sad",
    "empty",
    "ashamed",
    "numb",
    "angry",
    "anxious",
    "tense",
    "jealous",
    "restless",
    "hurt",
]


def options(*labels: str) -> tuple[Option, ...]:
    return tuple(Option(value=each.lower().replace(" ", "-"), label=each) for each in labels)


def button(label: str, name: str, style: str = "plain") -> Button:
    return Button(label=label, action=act(name), style=style)  # type: ignore[arg-type]


def words(*parts: str | CommandRef, quiet: bool = False) -> Text:
    return Text(words=parts, quiet=quiet)


def plain(text: str) -> Message:
    return Message(parts=(words(text),), summary=text)


def prompt(
    question: str = "When did someone's quiet last feel like a closed door? What else could it have been?",
) -> Message:
    row = (
        button("Reflect", "reflect", "primary"),
        button("Another", "another"),
        button("Later", "later"),
        button("Less often or stop", "less"),
        button("Need help now", "help"),
    )
    return Message(
        parts=(
            Heading(text="Your question for today"),
            Quote(text=question),
            words("About: making sense of distance", quiet=True),
            Buttons(buttons=row),
        ),
        summary="Your question for today is here",
    )


def discreet() -> Message:
    return Message(
        parts=(
            words("Your question for today is here. It opens when you press."),
            Buttons(buttons=(button("Open the question", "open", "primary"),)),
        ),
        summary="Your question for today is here",
    )


def welcome() -> Message:
    return Message(
        parts=(
            Heading(text="The door is ajar"),
            words(
                "I am Ajar: a program, not a person, and no one reads along. I can bring you one question a day, "
                "small ways to cope, and a private place to notice what set things off."
            ),
            words(
                "Begin with ", CommandRef(name="start"), ", or look around: ", CommandRef(name="tip"), ".", quiet=True
            ),
            Buttons(
                buttons=(
                    button("Choose my hour", "choose", "primary"),
                    Button(label="How this works", url="https://example.org/ajar"),
                )
            ),
        ),
        summary="The door is ajar",
    )


def topic(title: str = "What helps you come back after an argument?") -> Message:
    return Message(
        parts=(
            words("Some of us need an hour, some a night, some a hand on the shoulder."),
            Quote(text="What helps you come back to someone after an argument?"),
            words("Answers are welcome in the thread. Nobody has to.", quiet=True),
        ),
        summary=title,
        title=title,
    )


def preview() -> Message:
    return Message(
        parts=(
            Heading(text="Preview: nothing is posted yet"),
            *topic().parts,
            Rule(),
            Menu(action=act("where"), placeholder="Where should it open?", options=options("general", "questions")),
            Buttons(
                buttons=(
                    button("Post it now", "post", "primary"),
                    button("At a time", "time"),
                    button("Throw away", "discard", "danger"),
                )
            ),
        ),
        summary="Preview",
    )


def checkin() -> Form:
    return Form(
        action=act("checkin"),
        title="How are you right now?",
        fields=(
            ChoiceField(
                id="mood",
                label="How are you?",
                options=options("Very good", "Good", "In between", "Low", "Very low"),
                required=True,
            ),
            ChoiceField(id="feelings", label="Which words come close?", options=options(*FEELINGS), many=True),
            ChoiceField(
                id="trigger",
                label="What set it off?",
                options=options(
                    "Something said or done", "Something around me", "Something on my mind", "I don't know"
                ),
            ),
            TextField(
                id="note", label="Anything you want to keep", hint="Only for you. It can stay empty.", multiline=True
            ),
        ),
        submit="Keep it",
    )


def everything() -> Form:
    return Form(
        action=act("everything"),
        title="Every kind of field",
        intro=words("Nothing here is required, and all of it is private."),
        fields=(
            TextField(id="title", label="A title", longest=40),
            TimeField(id="hour", label="An hour", value="08:00"),
            DateField(id="day", label="A day"),
            SearchField(
                id="city", label="Your city", lookup=act("cities"), value="Europe/Berlin", value_label="Berlin"
            ),
            ChannelField(id="where", label="Where it opens"),
            PeopleField(id="who", label="Who moderates", chosen=("account:kit",)),
        ),
        submit="Save",
    )


def menus() -> Message:
    return Message(
        parts=(
            words("Pick where you are, and what you like."),
            Menu(action=act("city"), placeholder="Your city", options=(), lookup=act("cities")),
            Menu(action=act("likes"), placeholder="What you like", options=options("Music", "Walks", "Tea"), most=2),
        ),
        summary="Two menus",
    )


@cache
def png() -> bytes:
    """A small picture: a warm square."""
    rows = b"".join(b"\x00" + b"\xe9\xa6\x3c" * 40 for _ in range(40))

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", 40, 40, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def pictured() -> Message:
    picture = Attachment(name="week.png", media_type="image/png", content=png(), alt="A warm square")
    file = Attachment(name="mine.html", media_type="text/html", content=b"<script>bad()</script>")
    return Message(parts=(Picture(attachment=picture),), summary="Your week", attachments=(file,))
