"""The bodies Slack sends for what a member does."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from adapters.slack.commands import DIRECT, MAIN
from bot.messages import ActionId

from .loopback import BOT, CHANNEL, TEAM, Loopback, Posted

MEMBER = "UNOOR"


class Payloads:
    """Writes bodies as `MEMBER`, with addresses of the loopback Slack in them."""

    slack: Loopback

    def slash(self, name: str, text: str = "", *, event: str = "t1", channel: str = CHANNEL) -> dict[str, Any]:
        """Return the body of a slash command."""
        own = name in DIRECT
        return {
            "command": f"/{name if own else MAIN}",
            "text": text if own else f"{name} {text}".strip(),
            "team_id": TEAM,
            "user_id": MEMBER,
            "channel_id": channel,
            "trigger_id": event,
            "response_url": self.slack.response_url(event),
        }

    def pressing(
        self, action: ActionId | str, values: Sequence[str] = (), *, event: str = "t1", **body: Any
    ) -> dict[str, Any]:
        """Return the body of a press, on a message in the DM where nothing else is said."""
        chosen = [{"value": value} for value in values]
        element: dict[str, Any] = {"type": "button", "action_id": str(action)}
        if len(chosen) == 1:
            element |= {"type": "static_select", "selected_option": chosen[0]}
        elif chosen:
            element |= {"type": "multi_static_select", "selected_options": chosen}
        return {"actions": [element], **self._interaction("block_actions", event), **(body or self._in_message(event))}

    def submitting(
        self, action: ActionId, fields: Mapping[str, Sequence[str]], *, view_id: str, **view: Any
    ) -> dict[str, Any]:
        """Return the body of a form that is sent."""
        values = {name: {"value": _given(given)} for name, given in fields.items()}
        shown = {
            "id": view_id,
            "type": "modal",
            "hash": "1.abc",
            "callback_id": str(action),
            "private_metadata": json.dumps({"draft": "d1", "channel": CHANNEL}),
            "blocks": [{"type": "input", "block_id": name} for name in fields],
            "state": {"values": values},
        }
        return {"view": shown | view, **self._interaction("view_submission", f"t-{view_id}")}

    def event(self, kind: str, *, event_id: str = "Ev1", **event: Any) -> dict[str, Any]:
        """Return the body of an event."""
        return {
            "type": "event_callback",
            "team_id": TEAM,
            "event_id": event_id,
            "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True}],
            "event": {"type": kind, "user": MEMBER, **event},
        }

    def _interaction(self, kind: str, event: str) -> dict[str, Any]:
        return {"type": kind, "team": {"id": TEAM}, "user": {"id": MEMBER, "team_id": TEAM}, "trigger_id": event}

    def _in_message(self, event: str) -> dict[str, Any]:
        channel = self.slack.direct(MEMBER)
        seed = Posted(channel, self.slack.next_ts(), {"seed": True, "blocks": []})
        self.slack.posted.append(seed)
        return {
            "channel": {"id": channel},
            "container": {"type": "message", "message_ts": seed.ts, "channel_id": channel, "is_ephemeral": False},
            "response_url": self.slack.response_url(event),
        }


def _given(values: Sequence[str]) -> dict[str, Any]:
    if len(values) == 1:
        return {"type": "plain_text_input", "value": values[0]}
    return {"type": "checkboxes", "selected_options": [{"value": value} for value in values]}
