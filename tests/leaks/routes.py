"""Every route there is, read from the features themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.feature import Feature, Route
from bot.messages import (
    ActionId,
    Command,
    Inbound,
    Joined,
    Left,
    Lookup,
    Opened,
    Origin,
    Press,
    ProfileChanged,
    Submission,
    Typed,
)


@dataclass(frozen=True, slots=True, order=True)
class Way:
    """One way into the product: a command by its full name, or the action of a button, form or lookup, or an event."""

    kind: str
    feature: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind} {self.feature}:{self.name}"


def ways(features: Sequence[Feature]) -> dict[Way, Route]:
    """Return every route of the features."""
    return dict(_ways(features))


def _ways(features: Sequence[Feature]) -> Iterator[tuple[Way, Route]]:
    for each in features:
        tables = {"command": each.on_command, "press": each.on_press, "form": each.on_submit, "lookup": each.on_lookup}
        for kind, table in tables.items():
            for name, route in table.items():
                yield Way(kind, each.name, name), route
        for event, route in each.on_event.items():
            yield Way("event", each.name, event.__name__), route


KINDS = {each.__name__: each for each in (Joined, Left, ProfileChanged, Opened)}


def event_of(way: Way, origin: Origin, given: str, *, ref: str = "", names: Iterable[str] = ()) -> Inbound:
    """Return an event that goes a way; `names` are the options or fields in which `given` stands."""
    action = ActionId(feature=way.feature, action=way.name, ref=ref)
    match way.kind:
        case "command":
            return Command(origin=origin, name=way.name, options=dict.fromkeys(names, given))
        case "press":
            return Press(origin=origin, action=action, values=(given,) if given else ())
        case "lookup":
            return Lookup(origin=origin, action=action, query=given)
        case "form":
            return Submission(origin=origin, action=action, fields=dict.fromkeys(names, (given,)))
    return KINDS[way.name](origin=origin) if way.name in KINDS else Typed(origin=origin, text=given)


def way_of(features: Sequence[Feature], event: Inbound) -> Way:
    """Return the way an event goes."""
    if isinstance(event, Command):
        return next(
            (w for w in ways(features) if (w.kind, w.name) == ("command", event.name)), Way("?", "", event.name)
        )
    if isinstance(event, Press | Submission | Lookup):
        kind = {Press: "press", Submission: "form", Lookup: "lookup"}[type(event)]
        return Way(kind, event.action.feature, event.action.action)
    if isinstance(event, Opened):
        return Way("page", "", "")
    name = type(event).__name__
    return next((w for w in ways(features) if (w.kind, w.name) == ("event", name)), Way("event", "", name))
