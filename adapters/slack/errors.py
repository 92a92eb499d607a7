"""What Slack's answers mean for a delivery: done, refused, to be repeated later, or unknown."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.errors import Gone, Refused, SendError, Unreachable, Unsure, Wait

_TOKEN = (
    "invalid_auth not_authed account_inactive token_revoked token_expired org_login_required "
    "not_allowed_token_type team_access_not_granted access_denied no_permission missing_scope"
)
_UNKNOWN = "internal_error fatal_error service_unavailable request_timeout"
_PERSON = (
    "user_not_found user_not_visible user_disabled user_deactivated users_not_found cannot_dm_bot "
    "user_is_bot im_not_open channel_not_found is_archived restricted_action not_in_channel"
)
_CHANNEL = (
    "channel_not_found is_archived not_in_channel is_inactive restricted_action restricted_action_read_only_channel "
    "restricted_action_thread_only_channel restricted_action_non_threadable_channel restricted_action_thread_locked "
    "user_not_in_channel message_not_found cant_update_message edit_window_closed"
)

TOKEN_REFUSED = frozenset(_TOKEN.split())
"""The operator has to mend these; nobody's schedule should suffer for them."""

UNKNOWN = frozenset(_UNKNOWN.split())
"""Documented as possibly done in part."""

PERSON = frozenset(_PERSON.split())
"""This person cannot be written to."""

CHANNEL = frozenset(_CHANNEL.split())
"""The channel or message is no more, or closed to us."""

LATER = {"message_limit_exceeded": 3600.0, "messages_tab_disabled": 3600.0, "team_added_to_org": 60.0}
"""Refused now for reasons that pass, or that the operator can mend; in seconds."""

_CODE = re.compile(r"[a-z0-9_]{1,64}")

MEND_SECONDS = 900.0
CONNECT_SECONDS = 15.0
DEFAULT_WAIT = 30.0
RATE_LIMITED = "ratelimited"

NOT_CONNECTED = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
"""No connection was made, so nothing can have been sent. Any later break may have come after the arrival."""


@contextmanager
def translated(*, direct: bool, lane: bool, silent: Callable[[], float] = lambda: DEFAULT_WAIT) -> Iterator[None]:
    """Turn what slack_sdk and aiohttp raise into a SendError.

    `direct` says that the message is for one person; `lane` that a rate limit holds for the workspace's whole lane,
    which it does for posting only: Slack limits every method by itself. `silent` is how long to wait, in seconds, where
    Slack does not say.
    """
    try:
        yield
    except SlackApiError as error:
        raise _refusal(error, direct, lane, silent) from None
    except NOT_CONNECTED as error:
        raise Wait(type(error).__name__, seconds=CONNECT_SECONDS) from None
    except (aiohttp.ClientError, SlackClientError, TimeoutError, OSError) as error:
        raise Unsure(type(error).__name__) from None


def code_of(error: SlackApiError) -> str:
    """Return Slack's error code, or the HTTP status where there is none; safe to log, since nothing else passes."""
    response = error.response
    code = response.get("error") if hasattr(response, "get") else None
    return code if isinstance(code, str) and _CODE.fullmatch(code) else f"http_{_status(error)}"


def _status(error: SlackApiError) -> int:
    response = error.response
    status: int = getattr(response, "status_code", None) or getattr(response, "status", None) or 0
    return status


def _refusal(error: SlackApiError, direct: bool, lane: bool, silent: Callable[[], float]) -> SendError:
    code, status = code_of(error), _status(error)
    if status == 429 or code in (RATE_LIMITED, "rate_limited"):
        told = _retry_after(error)
        return Wait(RATE_LIMITED, seconds=silent() if told is None else told, lane=lane)
    if status >= 500 or code in UNKNOWN or code.startswith("http_"):
        return Unsure(code)
    if code in TOKEN_REFUSED:
        return Wait(code, seconds=MEND_SECONDS)
    if code in LATER:
        return Wait(code, seconds=LATER[code], lane=False)
    if code in (PERSON if direct else CHANNEL):
        return Unreachable(code) if direct else Gone(code)
    return Refused(code)


def _retry_after(error: SlackApiError) -> float | None:
    """Return the wait that Slack told, a second at least, or None where it told none that can be read."""
    headers = getattr(error.response, "headers", None) or {}
    try:
        seconds = float(headers.get("Retry-After", "nan"))
    except ValueError:
        return None
    return max(1.0, seconds) if math.isfinite(seconds) else None
