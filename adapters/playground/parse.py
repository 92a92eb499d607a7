"""What the browser sends as our inbound types; pure, and distrustful although it is our own page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.messages import ActionId, Command, Inbound, Lookup, Origin, Press, Submission, Typed
from bot.model import AccountRef, CommunityRef, Receipt, Target

from .room import NAME, SCOPE
from .settings import Person

LONGEST_TEXT = 100_000
MOST_FIELDS = 25
EVENT = re.compile(r"[A-Za-z0-9_.:-]{1,100}")
COMMAND = re.compile(r"[\w-]+( [\w-]+)?")
LOCALE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


class Malformed(ValueError):
    """A request that our page does not make; its text names a field of the request, never a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gesture:
    """What somebody did on the page, and where; `body` is the request with all that belongs to its kind.

    `message` is the post in which the button stood, also for a form that was opened by one.
    """

    person: Person
    place: Target
    locale: str
    zone: str
    body: Mapping[str, Any] = field(repr=False)

    @property
    def kind(self) -> str:
        """What sort of gesture it is."""
        return word(self.body, "kind")

    @property
    def event(self) -> str:
        """The key the page made for this gesture; a repetition bears the same one."""
        event = word(self.body, "event")
        if not EVENT.fullmatch(event):
            raise Malformed("event")
        return f"{NAME}:{self.person.id}:{event}"

    @property
    def message(self) -> str | None:
        """The id of the post it belongs to, if any."""
        return word(self.body, "message") if self.body.get("message") else None

    @property
    def origin(self) -> Origin:
        """Who did it and where, as the core wants it."""
        return Origin(
            event=self.event,
            account=AccountRef(platform=NAME, scope=SCOPE, id=self.person.id),
            community=CommunityRef(platform=NAME, id=SCOPE),
            place=self.place,
            locale=self.locale,
            zone=self.person.zone or self.zone,
            manages=self.person.moderator,
        )


def parse(gesture: Gesture) -> Inbound:
    """Return what happened. Raises Malformed."""
    reader = _READ.get(gesture.kind)
    if reader is None:
        raise Malformed("kind")
    return reader(gesture, gesture.body)


def parse_body(content: bytes) -> Mapping[str, Any]:
    """Return the JSON object of a request. Raises Malformed."""
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        raise Malformed("body") from None
    if not isinstance(body, dict):
        raise Malformed("body")
    return body


def word(body: Mapping[str, Any], name: str) -> str:
    """Return a text of the request. Raises Malformed where it is missing, no text, or endless."""
    value = body.get(name)
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise Malformed(name)
    return value


def locale_of(value: object, default: str) -> str:
    """Return a locale that looks like one, or the default."""
    return value if isinstance(value, str) and LOCALE.fullmatch(value) else default


def _command(gesture: Gesture, body: Mapping[str, Any]) -> Command:
    name = word(body, "name")
    if not COMMAND.fullmatch(name):
        raise Malformed("name")
    given = _mapping(body, "options")
    return Command(origin=gesture.origin, name=name, options={each: word(given, each) for each in given})


def _press(gesture: Gesture, body: Mapping[str, Any]) -> Press:
    receipt = Receipt(channel=gesture.place.channel or "", message=gesture.message) if gesture.message else None
    values = _texts(body, "values") if "values" in body else ()
    return Press(origin=gesture.origin, action=_action(body), values=values, message=receipt)


def _submission(gesture: Gesture, body: Mapping[str, Any]) -> Submission:
    given = _mapping(body, "fields")
    return Submission(origin=gesture.origin, action=_action(body), fields={each: _texts(given, each) for each in given})


def _lookup(gesture: Gesture, body: Mapping[str, Any]) -> Lookup:
    return Lookup(origin=gesture.origin, action=_action(body), query=word(body, "query"))


def _typed(gesture: Gesture, body: Mapping[str, Any]) -> Typed:
    return Typed(origin=gesture.origin, text=word(body, "text"))


def _action(body: Mapping[str, Any]) -> ActionId:
    action = ActionId.parse(word(body, "action"))
    if action is None:
        raise Malformed("action")
    return action


def _texts(body: Mapping[str, Any], name: str) -> tuple[str, ...]:
    values = body.get(name)
    if not isinstance(values, list) or not all(isinstance(each, str) and len(each) <= LONGEST_TEXT for each in values):
        raise Malformed(name)
    return tuple(values)


def _mapping(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = body.get(name, {})
    if not isinstance(value, dict) or len(value) > MOST_FIELDS:
        raise Malformed(name)
    return value


_READ: dict[str, Callable[[Gesture, Mapping[str, Any]], Inbound]] = {
    "command": _command,
    "press": _press,
    "submit": _submission,
    "lookup": _lookup,
    "say": _typed,
}
