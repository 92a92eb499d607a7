"""Between a gesture and what the page shows for it: ask the core, put its answer where it belongs."""

from __future__ import annotations

from dataclasses import replace
from uuid import NAMESPACE_URL, uuid5

from bot.clock import Clock
from bot.messages import Answer, Choices, Form, Inbound, Invalid, Message, Page, Reply, Submission, Update
from bot.platform import Core

from . import render
from .archive import Archive
from .parse import Gesture, Malformed, parse, word
from .render import Json
from .room import DIRECT, Post, Room
from .settings import BOT
from .streams import Streams

NOTHING: Json = {"kind": "nothing"}


class Answering:
    """Answers what people do in the room."""

    def __init__(self, *, room: Room, core: Core, clock: Clock, archive: Archive, streams: Streams) -> None:
        """Answer with `core`, into `room`."""
        self._room, self._core, self._clock = room, core, clock
        self._archive, self._streams = archive, streams

    async def answer(self, gesture: Gesture) -> Json:
        """Let the core answer a gesture and return what the page shows at once. Raises Malformed, StoreUnavailable."""
        event = parse(gesture)
        if gesture.kind == "say":
            self._say(gesture)
            if gesture.place.kind != "direct":
                return NOTHING
        return await self._show(gesture, event, await self._core.handle(event))

    def put(self, post: Post) -> Post:
        """Put a post into the room and tell the open pages, with the post that opened its thread, which counts it."""
        post = self._room.add(post)
        self._streams.publish(post)
        opener = self._room.opener(post.place)
        if opener is not None:
            self._streams.publish(opener)
        return post

    def _say(self, gesture: Gesture) -> None:
        """Show what a person typed to those who are there; a first line in a forum opens a thread."""
        text = word(gesture.body, "text").strip()
        if not text:
            raise Malformed("text")
        forum = gesture.place.kind == "forum"
        body = render.said(text) | ({"title": text[:100]} if forum else {})
        author, place = gesture.person.id, gesture.place.channel or ""
        self.put(
            Post(id=_own(gesture, "said"), place=place, author=author, at=self._clock.now(), body=body, thread=forum)
        )

    async def _show(self, gesture: Gesture, event: Inbound, answer: Answer | None) -> Json:
        match answer:
            case None:
                return NOTHING
            case Form():
                return {"kind": "form", "form": render.form(answer)}
            case Choices():
                return {"kind": "choices", "options": render.options(answer.options)}
            case Invalid() if isinstance(event, Submission):
                shown = render.message(answer.message).body
                return {"kind": "invalid", "errors": dict(answer.errors), "message": shown}
            case Update():
                return await self._update(gesture, answer.message)
        message = Message(parts=answer.parts, summary="") if isinstance(answer, Page) else answer.message
        return await self._reply(gesture, message, private=not isinstance(answer, Reply) or answer.private)

    async def _reply(self, gesture: Gesture, message: Message, *, private: bool) -> Json:
        """Show an answer where it was asked for; the same event, repeated, has the same answer and not a second one."""
        shown = render.message(message)
        post = self.put(
            Post(
                id=_own(gesture, "answer"),
                place=gesture.place.channel or "",
                author=BOT,
                at=self._clock.now(),
                body=shown.body,
                files=shown.files,
                sent=None if private else shown.body,
                viewer=gesture.person.id if private else None,
            )
        )
        if not private:
            await self._archive.keep(self._room.root(post.place))
        return {"kind": "post", "post": post.id}

    async def _update(self, gesture: Gesture, message: Message) -> Json:
        """Replace the message the button stood in; where there is none, answer privately."""
        post = self._room.posts.get(gesture.message or "")
        if post is None or post.author != BOT or not self._room.visible(gesture.person, post):
            return await self._reply(gesture, message, private=True)
        shown = render.message(message)
        lasting = post.viewer is None and not post.place.startswith(DIRECT)
        # In a DM a replaced message may show the member's own words, which do not outlive a restart in the clear.
        self.put(replace(post, body=shown.body, files=shown.files, sent=shown.body if lasting else post.sent))
        if lasting:
            await self._archive.keep(self._room.root(post.place))
        return {"kind": "post", "post": post.id}


def _own(gesture: Gesture, what: str) -> str:
    """Return the id of the one post that this gesture makes, however often it is repeated."""
    return uuid5(NAMESPACE_URL, f"{gesture.event}:{what}").hex
