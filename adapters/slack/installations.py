"""Which workspace we act for, and with which token: from the settings for one, from the shelf for several.

No request asks Slack's auth.test: its failure would lose the event, since Bolt then answers 200 (measured).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from slack_bolt.authorization import AuthorizeResult

from bot.platform import Shelf

KEY = "installation"
FILES = "files:write"
"""The scope with which files can be laid into a DM; an app may go without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """The app in one workspace. `installer` is who added it, where that is known; `scopes` what it may, by commas."""

    team: str
    token: str = field(repr=False)
    bot_user: str = ""
    bot_id: str = ""
    installer: str = ""
    scopes: str = ""


class Installations:
    """Finds the installation of a workspace; raises StoreUnavailable where the shelf is out of reach."""

    def __init__(self, shelf: Shelf) -> None:
        """Look on `shelf` for workspaces other than the one of the settings."""
        self._shelf = shelf
        self.own: Installation | None = None

    async def of(self, team: str | None) -> Installation | None:
        """Return the installation of `team`, or None where the app is not there."""
        if self.own is not None and team in (None, self.own.team):
            return self.own
        kept = await self._shelf.get(team, KEY) if team else None
        if team is None or kept is None or "token" not in kept:
            return None
        return Installation(team=team, **{name: str(kept.get(name, "")) for name in _KEPT})

    async def installer(self, team: str) -> str:
        """Return who added the app to `team`; empty where that is not known."""
        kept = await self._shelf.get(team, KEY)
        return str(kept.get("installer", "")) if kept else ""


_KEPT = ("token", "bot_user", "bot_id", "installer", "scopes")


def may_upload(authorised: AuthorizeResult | None) -> bool:
    """Return whether the app may lay files into DMs, in the workspace of a request."""
    scopes = authorised.bot_scopes if authorised else None
    return FILES in (scopes or ())


def authorise(installations: Installations) -> Callable[..., Awaitable[Any]]:
    """Return the function with which Bolt finds the token for a request (None: not ours), without a call to Slack."""

    async def find(team_id: str | None, user_id: str | None) -> AuthorizeResult | None:
        found = await installations.of(team_id)
        if found is None:
            return None
        return AuthorizeResult(
            enterprise_id=None,
            team_id=found.team,
            bot_user_id=found.bot_user,
            bot_id=found.bot_id,
            bot_token=found.token,
            user_id=user_id,
            bot_scopes=found.scopes,
        )

    return find
