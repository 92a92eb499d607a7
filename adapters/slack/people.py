"""What Slack knows of a person: locale, time zone, and whether they run the workspace. Held in memory only."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.clock import Clock
from bot.errors import SendError

from .api import Api
from .errors import translated
from .installations import Installations

CAPACITY = 10_000
KEEP = timedelta(minutes=30).total_seconds()
"""Short, since a change of profile is told to one process of several."""

KEEP_RIGHTS = timedelta(minutes=1).total_seconds()
PATIENCE = 0.3
"""How long the answer to a member may wait for their profile, in seconds."""

Person = tuple[str, str]
"""Workspace and user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A person's language and zone as Slack has them; `manages` for owners and admins of the workspace."""

    locale: str = "en"
    zone: str | None = None
    manages: bool = False
    gone: bool = False


UNKNOWN = Profile()


def read_profile(user: Mapping[str, Any]) -> Profile:
    """Read Slack's user object. A zone can be missing for guests of Slack Connect, a locale always."""
    return Profile(
        locale=str(user.get("locale") or "en"),
        zone=user.get("tz") or None,
        manages=any(user.get(right) for right in ("is_admin", "is_owner", "is_primary_owner")),
        gone=bool(user.get("deleted")),
    )


class People:
    """A bounded, expiring memory of profiles, filled from users.info."""

    def __init__(self, api: Api, installations: Installations, clock: Clock) -> None:
        """Ask `api`, with the token of the person's workspace, and let `clock` say what is stale."""
        self._api, self._installations, self._clock = api, installations, clock
        self._known: OrderedDict[Person, tuple[float, Profile]] = OrderedDict()
        self._asking: dict[Person, asyncio.Task[Profile | None]] = {}

    async def profile(self, person: Person) -> Profile:
        """Return what is known within `PATIENCE`; a profile that came too late is there the next time."""
        known = self._fresh(person, KEEP)
        if known is None:
            await asyncio.wait({self.prefetch(person)}, timeout=PATIENCE)
            known = self._fresh(person, KEEP)
        return known or UNKNOWN

    async def manages(self, person: Person) -> bool:
        """Whether the person runs the workspace, at most a minute old; False while Slack does not say."""
        known = self._fresh(person, KEEP_RIGHTS) or await self.prefetch(person)
        return known is not None and known.manages and not known.gone

    def prefetch(self, person: Person) -> asyncio.Task[Profile | None]:
        """Begin to ask for a profile, once at a time, and return the asking."""
        task = self._asking.get(person)
        if task is None:
            task = asyncio.get_running_loop().create_task(self._ask(person))
            self._asking[person] = task
            task.add_done_callback(lambda _: self._asking.pop(person, None))
        return task

    def learn(self, person: Person, profile: Profile) -> None:
        """Keep a profile."""
        self._known.pop(person, None)
        self._known[person] = (self._clock.monotonic(), profile)
        if len(self._known) > CAPACITY:
            self._known.popitem(last=False)

    async def close(self) -> None:
        """Stop asking."""
        asking = list(self._asking.values())
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)

    def _fresh(self, person: Person, seconds: float) -> Profile | None:
        at, profile = self._known.get(person, (0.0, None))
        return profile if profile is not None and self._clock.monotonic() - at <= seconds else None

    async def _ask(self, person: Person) -> Profile | None:
        team, user = person
        try:
            installation = await self._installations.of(team)
            if installation is None:
                return None
            with translated(direct=True, lane=False):
                answer = await self._api.web.users_info(user=user, include_locale=True, token=installation.token)
        except SendError:
            return None
        profile = read_profile(answer.get("user") or {})
        self.learn(person, profile)
        return profile
