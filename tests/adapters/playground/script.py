"""A core on a script: it answers what is done in the scene, with the page's real words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

from bot.clock import Clock, FrozenClock
from bot.messages import (
    Answer,
    Choices,
    Command,
    Form,
    Inbound,
    Invalid,
    Lookup,
    Message,
    Option,
    Press,
    Quote,
    Reply,
    Submission,
    TextField,
    Typed,
    Update,
)
from bot.platform import CommandSpec
from tests.adapters.harness import ScriptedCore

from .scene import BEGIN, CITIES, COMMANDS, act, checkin, everything, menus, options, plain, preview, prompt, words

STRINGS = Path(__file__).parents[3] / "content" / "en" / "strings" / "playground.ftl"


@cache
def _bundle() -> FluentBundle:
    bundle = FluentBundle(["en"], use_isolating=False)
    bundle.add_resource(FluentResource(STRINGS.read_text(encoding="utf-8")))
    return bundle


@dataclass
class SceneCore(ScriptedCore):
    """A core that answers as the scene does, with the page's real words."""

    commands: tuple[CommandSpec, ...] = COMMANDS
    clock: Clock = field(default_factory=lambda: FrozenClock(BEGIN))
    ticked: list[datetime] = field(default_factory=list)

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
        self.ticked.append(self.clock.now())

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
