"""What one person sees, as the JSON the page draws: places, posts, unread marks, commands, the words around them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.clock import Clock
from bot.platform import Core

from .moves import movable
from .render import Json, commands
from .room import Post, Room, direct_place, thread_place
from .settings import BOT, Channel, Person

CHROME = (
    "title", "skip", "menu", "close", "you", "moderator", "channels", "direct", "bot", "badge", "rehearsal", "unread",
    "new", "private", "messages", "message-box", "write", "write-direct", "write-forum", "write-thread", "send",
    "suggestions", "no-suggestions", "required", "clock", "hour", "morning", "week", "moving", "thread-by",
    "thread-close", "empty", "empty-direct", "empty-forum", "about-channel", "about-forum", "about-private",
    "about-direct", "needed", "optional", "cancel", "done", "choose", "nothing-found", "failed", "offline", "today",
    "yesterday", "kind-channel", "kind-forum", "kind-thread", "opens-elsewhere",
)  # fmt: skip
"""The words of the page itself; they stand in `content/<locale>/strings/playground.ftl`, after `playground-`."""

HOLES = {"name": "{name}", "count": "{count}", "option": "{option}"}
"""What the page fills in itself is left open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What `person` sees in `locale`."""

    room: Room
    core: Core
    clock: Clock
    person: Person
    locale: str

    def say(self, key: str, **values: str | int) -> str:
        """Return a word of the page."""
        return self.core.say(self.locale, key, **values)

    def state(self) -> Json:
        """Return everything the page needs to begin."""
        settings = self.room.settings
        seen = [each for each in self.room.posts.values() if self.room.visible(self.person, each)]
        return {
            "you": self.person.id,
            "locale": self.locale,
            "words": {key: self.say(f"playground-{key}", **HOLES) for key in CHROME},
            "commands": commands(self.core.commands, self.locale),
            "zone": self.person.zone or settings.zone,
            "posts": [self.post(each) for each in seen],
            **self.places(),
            **self.hour(),
        }

    def hour(self) -> Json:
        """Return the app's time."""
        return {"now": self.clock.now().isoformat(), "movable": movable(self.clock) is not None}

    def places(self) -> Json:
        """Return people and places with their unread marks."""
        people = [self._person(each) for each in self.room.settings.people]
        places = [self._channel(each) for each in self.room.channels(self.person)]
        return {"people": people, "places": [*places, self._direct()]}

    def post(self, post: Post) -> Json:
        """Return one post."""
        person = self.room.settings.person(post.author)
        answers = [each for each in self.room.within(thread_place(post.id)) if self.room.visible(self.person, each)]
        thread: Json | None = None
        if post.thread:
            new = any(self.room.is_new(self.person, each) for each in answers)
            label = self.say("playground-answers", count=len(answers))
            thread = {"place": thread_place(post.id), "count": len(answers), "label": label, "unread": new}
        return {
            **post.body,
            "id": post.id,
            "place": post.place,
            "order": post.order,
            "at": post.at.isoformat(),
            "author": post.author,
            "name": person.name if person else self.say("playground-bot"),
            "bot": post.author == BOT,
            "private": post.viewer is not None,
            "thread": thread,
            "new": self.room.is_new(self.person, post),
        }

    def _person(self, person: Person) -> Json:
        unread = self.room.unread(person, direct_place(person.id))
        return {"id": person.id, "name": person.name, "moderator": person.moderator, "unread": unread}

    def _channel(self, channel: Channel) -> Json:
        unread = self.room.unread(self.person, channel.id)
        kind = "private" if channel.private else channel.kind
        return {"id": channel.id, "kind": channel.kind, "name": channel.id, "about": kind, "unread": unread}

    def _direct(self) -> Json:
        place = direct_place(self.person.id)
        name, unread = self.say("playground-bot"), self.room.unread(self.person, place)
        return {"id": place, "kind": "direct", "name": name, "about": "direct", "unread": unread}
