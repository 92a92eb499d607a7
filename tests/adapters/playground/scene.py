"""A small community on a script: commands, a prompt, a check-in and a topic that look like the real ones."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

from bot.clock import Clock, FrozenClock
from bot.messages import (
    ActionId,
    Answer,
    Attachment,
    Button,
    Buttons,
    ChannelField,
    ChoiceField,
    Choices,
    Command,
    CommandRef,
    DateField,
    Form,
    Heading,
    Inbound,
    Invalid,
    Lookup,
    Menu,
    Message,
    Option,
    PeopleField,
    Picture,
    Press,
    Quote,
    Reply,
    Rule,
    SearchField,
    Submission,
    Text,
    TextField,
    TimeField,
    Typed,
    Update,
)
from bot.platform import CommandSpec, OptionSpec

STRINGS = Path(__file__).parents[3] / "content" / "en" / "strings" / "playground.ftl"
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
FEELINGS = ["calm", "content", "grateful", "hopeful", "relieved", "tender", "proud", "curious", "excited", "playful", "warm", "strong", "lonely", "tired", "sad", "empty", "ashamed", "numb", "angry", "anxious", "tense", "jealous", "restless", "hurt"]


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
                "I am Ajar: a program, not a person, and no one reads along. I can bring you one question a day, small ways "
                "to cope, and a private place to notice what set things off."
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


@cache
def _bundle() -> FluentBundle:
    bundle = FluentBundle(["en"], use_isolating=False)
    bundle.add_resource(FluentResource(STRINGS.read_text(encoding="utf-8")))
    return bundle


@dataclass
class SceneCore:
    """A core that answers as the scene does, with the page's real words."""

    commands: tuple[CommandSpec, ...] = COMMANDS
    events: list[Inbound] = field(default_factory=list)
    clock: Clock = field(default_factory=lambda: FrozenClock(BEGIN))
    ticks: int = 0

    async def handle(self, event: Inbound) -> Answer | None:
        self.events.append(event)
        match event:
            case Command():
                return _command(event)
            case Press():
                return _press(event)
            case Submission():
                return _submission(event)
            case Lookup():
                return _lookup(event)
            case Typed():
                return Reply(message=plain("I am a program, so I cannot talk. /help shows what I can do."))
        return None

    async def tick(self) -> None:
        self.ticks += 1

    def say(self, locale: str, key: str, **values: str | int) -> str:
        bundle = _bundle()
        pattern = bundle.get_message(key).value
        assert pattern is not None
        text, errors = bundle.format_pattern(pattern, values)
        assert not errors, errors
        return str(text)


def _command(event: Command) -> Answer:
    answers: dict[str, Answer] = {
        "checkin": checkin(),
        "everything": everything(),
        "today": Reply(message=prompt()),
        "start": Reply(message=menus()),
        "topic post": Reply(message=preview()),
    }
    if event.name in answers:
        return answers[event.name]
    return Reply(message=plain(f"You gave {event.name} with {dict(event.options)}."))


def _press(event: Press) -> Answer | None:
    match event.action.action:
        case "reflect":
            answer = TextField(
                id="text", label="What comes to you?", hint="Only you can read this.", multiline=True, required=True
            )
            return Form(
                action=act("reflect"),
                title="Your answer",
                intro=words("What else could it have been?"),
                fields=(answer,),
                submit="Keep it",
            )
        case "open":
            return Update(message=prompt())
        case "another":
            return Update(message=prompt("What would you tell a friend who felt the way you do today?"))
        case "city" | "likes":
            return Reply(message=plain(f"You picked {', '.join(event.values)}."))
        case "nothing":
            return None
    return Reply(message=plain(f"You pressed {event.action.action}."))


def _submission(event: Submission) -> Answer:
    if "too long" in event.one("note"):
        return Invalid(errors={"note": "This note is a little long. Here are your words."}, message=plain("Too long."))
    if event.action.action == "reflect":
        return Reply(
            message=Message(
                parts=(words("It is kept. Here it is, as you wrote it:"), Quote(text=event.one("text"))), summary="Kept"
            )
        )
    if event.action.action == "checkin":
        return Reply(message=plain("Not an easy one. Thank you for noticing it, as it is."))
    return Reply(message=plain("Saved."))


def _lookup(event: Lookup) -> Answer:
    if event.action.action == "cities":
        found = [
            Option(value=zone, label=city, hint=zone)
            for zone, city in CITIES.items()
            if event.query.lower() in city.lower()
        ]
        return Choices(options=tuple(found))
    return Choices(options=options("Coming back", "Asking for closeness", "Silence"))
