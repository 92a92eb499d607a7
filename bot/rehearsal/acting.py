"""What people do in a simulation, through the same `App.handle` as a platform's adapter, and what they were told."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.library import Library
from bot.messages import (
    ActionId,
    Answer,
    Button,
    Buttons,
    Command,
    Inbound,
    Invalid,
    Origin,
    Press,
    Reply,
    Submission,
    Text,
    Update,
)
from bot.model import AccountRef, CommunityRef, Target

from .crew import Post
from .platform import FakePlatform
from .process import Act
from .world import Person, Step

GIVES_UP, AGAIN_SECONDS = 6, (5.0, 300.0)
ANSWER_SECONDS = 30.0
SORRY = ("core-unavailable", "core-went-wrong")
HARMLESS = frozenset({"another", "checkin", "today", "topic"})
"""What changes nothing about when somebody is written to."""


@dataclass(slots=True)
class Deed:
    """One try of somebody's at something: what it was, its act, and how it was answered."""

    person: Person
    step: Step
    act: Act
    began: float
    ended: float = 0.0
    answered: bool = False
    welcomed_back: bool = False
    name: str = ""
    key: str = ""


class Acting:
    """Turns steps into events, and reads answers as a person would."""

    def __init__(self, library: Library, platforms: Mapping[str, FakePlatform]) -> None:
        """Know the words and what stands in whose messages."""
        self._voice = library.voice("en")
        self._platforms = platforms
        self._sorry = {self._voice.text(key).plain for key in SORRY}
        self._back = self._voice.quiet("core-was-unreachable").plain
        self._themes = tuple(self._voice.themes)
        self._topics = tuple(self._voice.topics)

    def event(self, deed: Deed, name: str) -> Inbound | None:
        """Return the event of a deed; None when there is nothing to press."""
        person, step = deed.person, deed.step
        origin = self._origin(person, name)
        if step.what == "join":
            wish = f"{step.zone}~{step.hour:%H%M}~o"
            return Press(origin=origin, action=ActionId(feature="welcome", action="yes", ref=wish))
        if step.what == "rhythm":
            action = ActionId(feature="rhythm", action="save")
            return Submission(origin=origin, action=action, fields=self._rhythm(step))
        if step.what == "pause":
            return Press(origin=origin, action=ActionId(feature="rhythm", action="pause"), values=(step.choice,))
        if step.what in ("stop", "today"):
            return Command(origin=origin, name=step.what)
        if step.what == "appear":
            return Command(origin=origin, name="today")
        if step.what == "checkin":
            fields = {"mood": ("3",), "note": ("words",)}
            return Submission(origin=origin, action=ActionId(feature="checkin", action="save"), fields=fields)
        if step.what == "topic":
            topic = self._topics[deed.act.number % len(self._topics)]
            return Command(origin=origin, name="topic post", options={"topic": topic})
        return self._on_prompt(deed, origin)

    def _origin(self, person: Person, name: str) -> Origin:
        ref = AccountRef(platform=person.platform, scope=person.scope, id=person.id)
        place = Target(platform=person.platform, scope=person.scope, kind="channel", channel=self.room(person))
        community = CommunityRef(platform=person.platform, id=person.scope or "home")
        return Origin(event=name, account=ref, community=community, place=place, manages=person.moderator)

    def room(self, person: Person) -> str:
        """Return the channel that a person is in."""
        return f"general{person.scope}"

    def _rhythm(self, step: Step) -> dict[str, tuple[str, ...]]:
        days = tuple(str(day) for day in range(7) if step.days >> day & 1)
        return {
            "hour": (f"{step.hour:%H:%M}",), "zone": (step.zone,), "days": days,
            "discreet": ("o",), "themes": self._themes,
        }  # fmt: skip

    def _on_prompt(self, deed: Deed, origin: Origin) -> Press | None:
        """Press a button of the newest prompt, or choose from the menu that one opened."""
        shown = self._newest(deed.person)
        if shown is None:
            return None
        deed.key = shown.ref.partition(".")[0]
        action, values = {
            "later": ("at", (deed.step.choice,)),
            "ease": ("ease", (deed.step.choice,)),
            "another": ("another", ()),
        }[deed.step.what]
        pressed = ActionId(feature=shown.feature, action=action, ref=shown.ref)
        return Press(origin=origin, action=pressed, values=values)

    def _newest(self, person: Person) -> ActionId | None:
        place = f"D-{person.id}"
        for each in reversed(self._platforms[person.platform].seen):
            if each.place == place and (found := _button(each.message.parts, "later")):
                return found
        return None

    def after(self, deed: Deed, event: Inbound, answer: Answer | None) -> Inbound | None:
        """Return what a moderator presses next, if anything: the preview's *now*, and sometimes *drop* after it."""
        if deed.step.what != "topic" or not deed.answered:
            return None
        if isinstance(event, Command) and isinstance(answer, Reply):
            found = _button(answer.message.parts, "now")
            return replace_event(deed, event, found) if found else None
        if isinstance(event, Press) and event.action.action == "now" and deed.step.choice == "now-drop":
            return replace_event(deed, event, replace(event.action, action="drop"))
        return None

    def read(self, deed: Deed, answer: Answer | None) -> None:
        """Take in an answer as a person would: whether it worked, and whether they were welcomed back."""
        if answer is None:
            return
        parts = answer.message.parts if isinstance(answer, Reply | Update | Invalid) else ()
        texts = [each.plain for each in parts if isinstance(each, Text)]
        deed.answered = not isinstance(answer, Invalid) and not self._sorry & set(texts)
        deed.welcomed_back = self._back in texts


def _button(parts: tuple[object, ...], action: str) -> ActionId | None:
    rows = (each.buttons for each in parts if isinstance(each, Buttons))
    found: list[Button] = [one for row in rows for one in row if one.action and one.action.action == action]
    return found[0].action if found else None


def replace_event(deed: Deed, event: Command | Press, action: ActionId) -> Press:
    """Return a press by the same person, a moment later."""
    origin = replace(event.origin, event=f"{deed.name}:{action.action}")
    deed.key = action.ref
    return Press(origin=origin, action=action)


async def told(post: Post, event: Inbound, act: Act) -> Answer | None:
    """Let a process answer an event; None when it died over it, or took so long that nobody waits any more."""
    if post.process is None or post.app is None:
        return None
    task = post.process.spawn(post.app.handle(event), act)
    await asyncio.wait([task], timeout=ANSWER_SECONDS)
    if not task.done() or task.cancelled():
        return None
    return task.result()
