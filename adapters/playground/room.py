"""The community in memory: its places, who may see them, what was posted there, and what each person has read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from typing import Any
from uuid import uuid4

from bot.messages import Attachment
from bot.model import Target

from .settings import Channel, Person, Settings

NAME = "playground"
SCOPE = "demo"
DIRECT = "dm-"
THREAD = "thread-"
LONGEST_PLACE = 200
"""So many posts a place remembers; older ones fade, so that a page stays light however long the demo runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One message in a place.

    `body` is what the page draws. `sent` is the part of it that outlives a restart, None for what must not (a private
    answer, a person's own words). `viewer` is who alone sees it, `thread` whether it opened one, `files` its pictures
    and attachments by token.
    """

    id: str
    place: str
    author: str
    at: datetime
    body: Mapping[str, Any] = field(repr=False)
    order: int = 0
    key: str | None = None
    sent: Mapping[str, Any] | None = field(default=None, repr=False)
    viewer: str | None = None
    thread: bool = False
    files: Mapping[str, Attachment] = field(default_factory=dict, repr=False)


def direct_place(person: str) -> str:
    """Return the id of a person's DM with the bot."""
    return f"{DIRECT}{person}"


def thread_place(post: str) -> str:
    """Return the id of the thread that a post opened."""
    return f"{THREAD}{post}"


class Room:
    """Everything the people of the sample community can see, and nothing that needs I/O."""

    def __init__(self, settings: Settings) -> None:
        """Begin with empty places."""
        self.settings = settings
        self.posts: dict[str, Post] = {}
        self._orders = count(1)
        self._read: dict[tuple[str, str], int] = {}

    # --- places

    def root(self, place: str) -> str:
        """Return the channel or DM a place belongs to; a thread belongs to the one its first post stands in."""
        opener = self.opener(place)
        return opener.place if opener else place

    def opener(self, place: str) -> Post | None:
        """Return the post that opened a thread."""
        post = self.posts.get(place.removeprefix(THREAD)) if place.startswith(THREAD) else None
        return post if post and post.thread else None

    def knows(self, place: str) -> bool:
        """Whether there is such a place."""
        root = self.root(place)
        return self.settings.channel(root) is not None or self.settings.person(root.removeprefix(DIRECT)) is not None

    def sees(self, person: Person, place: str) -> bool:
        """Whether a person may look into a place."""
        root = self.root(place)
        channel = self.settings.channel(root)
        if channel is None:
            return root == direct_place(person.id)
        return person.moderator or not channel.private

    def channels(self, person: Person) -> Iterator[Channel]:
        """Return the channels and forums a person sees, in the settings' order."""
        return (each for each in self.settings.channels if self.sees(person, each.id))

    def target(self, place: str) -> Target:
        """Return a place as the core knows it."""
        channel = self.settings.channel(place)
        if channel is not None:
            return Target(platform=NAME, scope=SCOPE, kind=channel.kind, channel=place)
        if place.startswith(DIRECT):
            account = place.removeprefix(DIRECT)
            return Target(platform=NAME, scope=SCOPE, kind="direct", channel=place, account=account)
        return Target(platform=NAME, scope=SCOPE, kind="channel", channel=place)

    # --- posts

    def add(self, post: Post) -> Post:
        """Put a post into its place, or in place of the one with its id, and return it with its order."""
        earlier = self.posts.get(post.id)
        post = replace(post, order=earlier.order if earlier else next(self._orders))
        self.posts[post.id] = post
        if not earlier:
            self._fade(post.place)
        return post

    def visible(self, person: Person, post: Post) -> bool:
        """Whether a person sees a post."""
        return post.viewer in (None, person.id) and self.sees(person, post.place)

    def within(self, place: str) -> list[Post]:
        """Return what stands in a place, oldest first."""
        return [each for each in self.posts.values() if each.place == place]

    def find(self, place: str, key: str) -> Post | None:
        """Return the first post of a place that bears `key`."""
        return next((each for each in self.within(place) if each.key == key), None)

    def file(self, token: str) -> Attachment | None:
        """Return a picture or attachment by its unguessable token."""
        return next((each.files[token] for each in self.posts.values() if token in each.files), None)

    def _fade(self, place: str) -> None:
        for post in self.within(place)[:-LONGEST_PLACE]:
            del self.posts[post.id]
            for answer in self.within(thread_place(post.id)):
                del self.posts[answer.id]

    # --- reading

    def read(self, person: str, place: str) -> None:
        """Remember that a person has seen a place up to now."""
        self._read[person, place] = max((each.order for each in self.within(place)), default=0)

    def read_all(self) -> None:
        """Take everything as seen by everybody; what an earlier run left behind is not news."""
        for place in {each.place for each in self.posts.values()}:
            for person in self.settings.people:
                self.read(person.id, place)

    def is_new(self, person: Person, post: Post) -> bool:
        """Whether a person has not seen a post that is not their own."""
        unseen = post.order > self._read.get((person.id, post.place), 0)
        return unseen and post.author != person.id and self.visible(person, post)

    def unread(self, person: Person, root: str) -> int:
        """Count what is new to a person in a channel or DM, its threads included."""
        return sum(self.root(each.place) == root and self.is_new(person, each) for each in self.posts.values())


def new_id() -> str:
    """Return an id for a post."""
    return uuid4().hex
