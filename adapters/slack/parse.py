"""Slack's payloads as our inbound types; pure, so that each can be tested from a recorded payload."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.messages import (
    ActionId,
    Command,
    Inbound,
    Left,
    Lookup,
    Opened,
    Origin,
    Press,
    ProfileChanged,
    Submission,
    Typed,
)
from bot.model import AccountRef, CommunityRef, Receipt, Target
from bot.platform import CommandSpec

from .commands import MAIN, match
from .people import Profile
from .views import ACCOUNT_PREFIX, CHANNEL_PREFIX, Slip

NAME = "slack"

Body = Mapping[str, Any]

WRITTEN = (None, "file_share", "thread_broadcast")
"""Subtypes of a message that a person wrote themselves, just now."""

_MARKUP = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What is known of a request beside its body: the workspace, who it is from, and what Slack knows of them.

    `uploads` says whether the app may lay files into DMs there.
    """

    team: str
    user: str
    profile: Profile
    commands: tuple[CommandSpec, ...]
    uploads: bool = False

    def origin(self, event: str, channel: str | None) -> Origin:
        """Return the origin of an event with this key that happened in `channel` (None: in Home)."""
        return Origin(
            event=f"{NAME}:{event}",
            account=AccountRef(platform=NAME, scope=self.team, id=self.user),
            community=CommunityRef(platform=NAME, id=self.team),
            place=place(self.team, self.user, channel),
            locale=self.profile.locale,
            zone=self.profile.zone,
            files=False,  # Slack's files lie open to the workspace's owners; what is private comes as pages
            uploads=self.uploads,
        )


def place(team: str, user: str, channel: str | None) -> Target | None:
    """Return where something happened: a DM's id begins with D."""
    if not channel:
        return None
    if channel.startswith("D"):
        return Target(platform=NAME, scope=team, kind="direct", channel=channel, account=user)
    return Target(platform=NAME, scope=team, kind="channel", channel=channel)


def parse(body: Body, frame: Frame) -> Inbound | None:
    """Return what happened, or None where it concerns nobody (link buttons, edits, forged identifiers)."""
    if "command" in body:
        return _slash(body, frame)
    reader = _READ.get(str(body.get("type")))
    return reader(body, frame) if reader else None


def plain(text: str) -> str:
    """Return a typed text without Slack's markup: links and mentions by their words, entities as characters."""
    return html.unescape(_MARKUP.sub(_label, text))


def _label(found: re.Match[str]) -> str:
    target, label = found.group(1), found.group(2)
    if target[0] in "@#!":
        return ("#" if target[0] == "#" else "@") + (label or target[1:]).lstrip("@#")
    return label or target


def _slash(body: Body, frame: Frame) -> Command:
    name, typed = str(body["command"]).removeprefix("/"), html.unescape(str(body.get("text") or ""))
    text = typed if name == MAIN else f"{name} {typed}"
    found, options = match(text.strip(), frame.commands)
    origin = frame.origin(str(body.get("trigger_id")), body.get("channel_id"))
    return Command(origin=origin, name=found, options=options)


def _shortcut(body: Body, frame: Frame) -> Command:
    found, options = match(str(body.get("callback_id")), frame.commands)
    return Command(origin=frame.origin(str(body.get("trigger_id")), None), name=found, options=options)


def _press(body: Body, frame: Frame) -> Press | None:
    actions: list[Body] = body.get("actions") or [{}]
    action = ActionId.parse(str(actions[0].get("action_id", "")))
    if action is None:
        return None
    origin = frame.origin(str(body.get("trigger_id")), channel_of(body))
    return Press(origin=origin, action=action, values=_values(actions[0]), message=_message(body))


def channel_of(body: Body) -> str | None:
    """Return the channel a press or form belongs to; a modal remembers where it was opened."""
    if "view" in body:
        return Slip.read(body["view"]).channel
    channel = (body.get("channel") or {}).get("id") or (body.get("container") or {}).get("channel_id")
    return str(channel) if channel else None


def _message(body: Body) -> Receipt | None:
    container = body.get("container") or {}
    if not container.get("message_ts"):
        return None
    return Receipt(channel=str(channel_of(body)), message=str(container["message_ts"]))


def _submission(body: Body, frame: Frame) -> Submission | None:
    view = body["view"]
    action = ActionId.parse(str(view.get("callback_id", "")))
    if action is None:
        return None
    slip = Slip.read(view)
    origin = frame.origin(f"{frame.team}:{view.get('id')}:{slip.draft}", slip.channel)
    return Submission(origin=origin, action=action, fields=_fields(view))


def _fields(view: Body) -> dict[str, tuple[str, ...]]:
    state = view.get("state", {}).get("values", {})
    inputs = [block["block_id"] for block in view.get("blocks", ()) if block.get("type") == "input"]
    return {name: _values(next(iter(state[name].values()), {})) for name in inputs if name in state}


def _values(element: Body) -> tuple[str, ...]:
    if "selected_options" in element:
        return tuple(str(each["value"]) for each in element["selected_options"] or ())
    if "selected_users" in element:
        return tuple(f"{ACCOUNT_PREFIX}{each}" for each in element["selected_users"] or ())
    if element.get("selected_conversation"):
        return (f"{CHANNEL_PREFIX}{element['selected_conversation']}",)
    if element.get("type") == "button":
        return ()
    option = element.get("selected_option")
    value = option["value"] if option else _first(element, ("value", "selected_time", "selected_date"))
    return (str(value),) if value else ()


def _first(element: Body, names: Iterable[str]) -> Any:
    return next((element[name] for name in names if element.get(name)), None)


def _lookup(body: Body, frame: Frame) -> Lookup | None:
    # A menu's own action is its action id, so what looks its entries up stands in the block's id.
    action = ActionId.parse(str(body.get("block_id", ""))) or ActionId.parse(str(body.get("action_id", "")))
    if action is None:
        return None
    origin = frame.origin(f"{frame.team}:{body.get('action_ts')}", channel_of(body))
    return Lookup(origin=origin, action=action, query=html.unescape(str(body.get("value") or "")))


def _event(body: Body, frame: Frame) -> Inbound | None:
    event = body.get("event") or {}
    reader = _EVENTS.get(str(event.get("type")))
    return reader(body, event, frame) if reader else None


def _opened(body: Body, event: Body, frame: Frame) -> Opened | None:
    return Opened(origin=frame.origin(str(body.get("event_id")), None)) if event.get("tab") == "home" else None


def _typed(body: Body, event: Body, frame: Frame) -> Typed | None:
    theirs = event.get("subtype") in WRITTEN and not event.get("bot_id") and event.get("user") == frame.user
    text = plain(str(event.get("text") or "")).strip()
    if event.get("channel_type") != "im" or not theirs or not text:
        return None
    # One gesture has been seen to arrive as two events with one client_msg_id.
    key = event.get("client_msg_id") or body.get("event_id")
    return Typed(origin=frame.origin(str(key), event.get("channel")), text=text)


def _profile(body: Body, event: Body, frame: Frame) -> Inbound:
    origin = frame.origin(str(body.get("event_id")), None)
    return Left(origin=origin) if frame.profile.gone else ProfileChanged(origin=origin)


def _uninstalled(body: Body, event: Body, frame: Frame) -> Left:
    return Left(origin=frame.origin(str(body.get("event_id")), None), everyone=True)


def _revoked(body: Body, event: Body, frame: Frame) -> Left | None:
    return _uninstalled(body, event, frame) if (event.get("tokens") or {}).get("bot") else None


_READ: dict[str, Callable[[Body, Frame], Inbound | None]] = {
    "shortcut": _shortcut,
    "block_actions": _press,
    "view_submission": _submission,
    "block_suggestion": _lookup,
    "event_callback": _event,
}

_EVENTS: dict[str, Callable[[Body, Body, Frame], Inbound | None]] = {
    "app_home_opened": _opened,
    "message": _typed,
    "user_change": _profile,
    "app_uninstalled": _uninstalled,
    "tokens_revoked": _revoked,
}
