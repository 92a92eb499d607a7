"""What stands in the loopback Discord: people, channels, messages, threads and interactions, as the API writes them."""

from __future__ import annotations

import itertools
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from .checks import walk
from .faults import DiscordError

TOKEN = "bG9vcGJhY2s.loopback.token"
EPOCH = 1_420_070_400_000

ME, MEMBER, OTHER, OWNER = "100000000000000001", "100000000000000002", "100000000000000003", "100000000000000004"
GUILD, CHANNEL, FORUM = "200000000000000001", "200000000000000002", "200000000000000003"
MANAGERS = "200000000000000009"
MANAGE_GUILD = 1 << 5
EVERYTHING = (1 << 50) - 1

TEXT_TYPE, DIRECT_TYPE, PUBLIC_THREAD, FORUM_TYPE = 0, 1, 11, 15
EPHEMERAL = 1 << 6

Json = dict[str, Any]


@dataclass
class Posted:
    """A message of ours. `private` when only the one who asked sees it."""

    channel: str
    id: str
    body: Json
    private: bool = False
    author: str = ME
    revisions: int = 0

    def json(self) -> Json:
        """Write it as the API does; every component has an id of its own there."""
        stamp = datetime.now(UTC).isoformat()
        content = self.body.get("content") or ""
        return {
            "id": self.id,
            "channel_id": self.channel,
            "type": 0,
            "content": content,
            "author": user(self.author),
            "timestamp": stamp,
            "edited_timestamp": stamp if self.revisions else None,
            "tts": False,
            "mention_everyone": False,
            "pinned": False,
            "flags": self.body.get("flags", 0),
            "components": _numbered(self.body.get("components") or []),
            **{name: [] for name in ("mentions", "mention_roles", "attachments", "embeds")},
        }


@dataclass
class Interaction:
    """What somebody did, and what was said to it."""

    id: str
    token: str
    channel: str
    message: Posted | None = None
    first: Json | None = None
    original: Posted | None = None
    said: list[Posted] = field(default_factory=list)
    form: Json | None = None
    choices: list[Json] | None = None


@dataclass
class World:
    """Everything there is."""

    messages: list[Posted] = field(default_factory=list)
    interactions: dict[str, Interaction] = field(default_factory=dict)
    threads: dict[str, Json] = field(default_factory=dict)
    directs: dict[str, str] = field(default_factory=dict)
    commands: list[Json] = field(default_factory=list)
    nonces: dict[str, Posted] = field(default_factory=dict)
    managers: set[str] = field(default_factory=lambda: {OWNER})

    def __post_init__(self) -> None:
        """Number from one."""
        self._count = itertools.count(1)

    def snowflake(self) -> str:
        """Return a fresh id; an old one makes an interaction expired."""
        return str((int(time.time() * 1000) - EPOCH) << 22 | next(self._count) & 0x3FFFFF)

    def post(self, channel: str, body: Json) -> Posted:
        """Post, unless a message with this nonce stands already."""
        if channel not in (CHANNEL, *self.directs.values(), *self.threads):
            raise DiscordError(404, 10003, "Unknown Channel")
        nonce = str(body.get("nonce", ""))
        if nonce and body.get("enforce_nonce") and nonce in self.nonces:
            return self.nonces[nonce]
        posted = Posted(channel, self.snowflake(), body)
        self.messages.append(posted)
        self.nonces |= {nonce: posted} if nonce else {}
        return posted

    def message(self, number: str) -> Posted:
        """Return a message."""
        found = next((each for each in self.messages if each.id == number), None)
        if found is None:
            raise DiscordError(404, 10008, "Unknown Message")
        return found

    def history(self, channel: str, query: Mapping[str, str]) -> list[Json]:
        """Return what stands in a channel, newest first, as many as asked for."""
        found = [each for each in self.messages if each.channel == channel and not each.private]
        limit = int(query.get("limit", 50))
        if "after" in query:
            return [each.json() for each in found if int(each.id) > int(query["after"])][:limit][::-1]
        before = int(query.get("before", 1 << 63))
        return [each.json() for each in found if int(each.id) < before][::-1][:limit]

    def open_direct(self, person: str) -> Json:
        """Return a person's DM with the bot, always the same one."""
        if person not in self.directs:
            self.directs[person] = self.snowflake()
        return self.channel(self.directs[person])

    def open_thread(self, parent: str, number: str, name: str) -> Json:
        """Open a thread on a message."""
        if number in self.threads:
            raise DiscordError(400, 160004, "A thread has already been created for this message")
        self.threads[number] = _thread(parent, number, name)
        return self.threads[number]

    def open_post(self, forum: str, body: Json) -> Json:
        """Open a forum post; its first message has the thread's own id."""
        if forum != FORUM:
            raise DiscordError(404, 10003, "Unknown Channel")
        number = self.snowflake()
        thread = self.open_thread(forum, number, body["name"])
        posted = Posted(number, number, body["message"])
        self.messages.append(posted)
        return {**thread, "message": posted.json()}

    def channel(self, number: str) -> Json:
        """Return a channel, thread or DM."""
        if number in self.threads:
            return self.threads[number]
        known = {each["id"]: each for each in channels()}
        if number in known:
            return {**known[number], "guild_id": GUILD}
        for person, direct in self.directs.items():
            if direct == number:
                return {"id": direct, "type": DIRECT_TYPE, "last_message_id": None, "recipients": [user(person)]}
        raise DiscordError(404, 10003, "Unknown Channel")

    def member(self, person: str) -> Json:
        """Return somebody of the server."""
        return {
            "user": user(person),
            "roles": [MANAGERS] if person in self.managers else [],
            "joined_at": "2026-01-01T00:00:00+00:00",
            "deaf": False,
            "mute": False,
            "flags": 0,
        }

    def guild(self) -> Json:
        """Return the server as GUILD_CREATE does."""
        lists = ("members", "voice_states", "presences", "stage_instances", "guild_scheduled_events", "features")
        return {
            "id": GUILD,
            "name": "A server",
            "owner_id": OWNER,
            "preferred_locale": "en-GB",
            "member_count": 3,
            "large": False,
            "unavailable": False,
            "joined_at": "2026-01-01T00:00:00+00:00",
            "roles": [_role(GUILD, "@everyone", 0), _role(MANAGERS, "managers", MANAGE_GUILD)],
            "channels": channels(),
            "threads": list(self.threads.values()),
            "emojis": [],
            "stickers": [],
            "soundboard_sounds": [],
            "verification_level": 0,
            "default_message_notifications": 1,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "system_channel_flags": 0,
            "afk_timeout": 60,
            "premium_tier": 0,
            "nsfw_level": 0,
            **{name: [] for name in lists},
        }


def user(person: str) -> Json:
    """Return somebody, as part of something else."""
    return {
        "id": person,
        "username": f"person{person[-2:]}",
        "discriminator": "0",
        "global_name": None,
        "avatar": None,
        "bot": person == ME,
        "flags": 0,
    }


def channels() -> list[Json]:
    """Return the server's channels."""
    more = {"position": 0, "permission_overwrites": [], "parent_id": None, "nsfw": False, "topic": None}
    forum: Json = {"available_tags": [], "default_sort_order": None, "default_forum_layout": 0, "flags": 0}
    return [
        {"id": CHANNEL, "type": TEXT_TYPE, "name": "general", **more},
        {"id": FORUM, "type": FORUM_TYPE, "name": "topics", **more, **forum},
    ]


def _thread(parent: str, number: str, name: str) -> Json:
    metadata = {
        "archived": False,
        "auto_archive_duration": 1440,
        "archive_timestamp": "2026-01-01T00:00:00+00:00",
        "locked": False,
    }
    counts = {"message_count": 0, "member_count": 1, "rate_limit_per_user": 0, "total_message_sent": 0}
    return {
        "id": number,
        "type": PUBLIC_THREAD,
        "guild_id": GUILD,
        "parent_id": parent,
        "owner_id": ME,
        "name": name,
        "thread_metadata": metadata,
        **counts,
    }


def _role(number: str, name: str, permissions: int) -> Json:
    flags = {"color": 0, "hoist": False, "position": 0, "managed": False, "mentionable": False, "flags": 0}
    colours = {"primary_color": 0, "secondary_color": None, "tertiary_color": None}
    return {"id": number, "name": name, "permissions": str(permissions), "colors": colours, **flags}


def _numbered(components: Sequence[Json]) -> Sequence[Json]:
    """Give every component without one an id that no other has, as Discord does."""
    taken = {each.get("id") for each in walk(components)}
    free = (number for number in itertools.count(1) if number not in taken)
    for each in walk(components):
        if isinstance(each, dict) and not each.get("id"):
            each["id"] = next(free)
    return components
