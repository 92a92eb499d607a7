"""A feature that leaks what it is given, in one way or another: whoever looks for words has to find them."""

from __future__ import annotations

import base64
import logging
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias
from urllib.parse import quote
from uuid import uuid4

from bot.feature import Caller, Context, Feature, Need, Route
from bot.library import Library
from bot.messages import (
    ActionId,
    Answer,
    Button,
    Buttons,
    Form,
    Message,
    Part,
    Quote,
    Reply,
    Submission,
    Text,
    TextField,
)
from bot.metrics import Metrics
from bot.model import Delivery, Priority, Target
from bot.platform import CommandSpec
from bot.store import deliveries, inbox

NAME = "leaky"
FORM = Form(
    action=ActionId(feature=NAME, action="save"),
    title="Leaky",
    fields=(TextField(id="note", label="Note"),),
    submit="Save",
)

Leak: TypeAlias = Callable[[Context, Caller, str], Awaitable[Answer | None]]


def said(text: str, *more: Button, summary: str = "Thanks", private: bool = True) -> Reply:
    parts: list[Part] = [Text(words=(text,))]
    parts += [Buttons(buttons=more)] if more else []
    return Reply(message=Message(parts=tuple(parts), summary=summary), private=private)


async def logged(ctx: Context, caller: Caller, note: str) -> None:
    logging.getLogger(f"bot.features.{NAME}").debug("somebody wrote %s", note)


async def named_by_a_logger(ctx: Context, caller: Caller, note: str) -> None:
    logging.getLogger("bot.features").debug("it is noted", extra={"note": note})


async def kept_plainly(ctx: Context, caller: Caller, note: str) -> None:
    async with ctx.store.begin() as tx:
        await inbox.take(tx, caller.origin.event + note[:100], caller.now)


async def kept_in_base64(ctx: Context, caller: Caller, note: str) -> None:
    async with ctx.store.begin() as tx:
        key = base64.b64encode(f"{caller.origin.event}{note[:60]}".encode()).decode()
        await inbox.take(tx, key, caller.now)


async def planned(ctx: Context, caller: Caller, note: str) -> None:
    place = Target(platform="rehearsal", scope="", kind="channel", channel="general")
    planned = Delivery(
        id=uuid4(),
        kind=NAME,
        recipient="nobody",
        occasion=note[:100],
        target=place,
        due_at=caller.now + timedelta(days=300),
        expires_at=caller.now + timedelta(days=301),
        priority=Priority.ANSWER,
    )
    async with ctx.store.begin() as tx:
        await deliveries.plan(tx, [planned])


async def left_in_a_file(ctx: Context, caller: Caller, note: str) -> None:
    with tempfile.NamedTemporaryFile("wb", delete=False) as file:
        file.write(note.encode("utf-16-le"))


async def left_in_a_files_name(ctx: Context, caller: Caller, note: str) -> None:
    (Path(tempfile.gettempdir()) / quote(note[:60], safe="")).touch()


async def said_to_everybody(ctx: Context, caller: Caller, note: str) -> Answer:
    return said(note, private=False)


async def said_apart_to_everybody(ctx: Context, caller: Caller, note: str) -> Answer:
    return Reply(message=Message(parts=(Quote(text=note),), summary="Thanks"), private=False)


async def said_in_a_notification(ctx: Context, caller: Caller, note: str) -> Answer:
    return said("Thanks.", summary=note)


async def put_into_a_button(ctx: Context, caller: Caller, note: str) -> Answer:
    return said("Thanks.", Button(label="Again", action=ActionId(feature=NAME, action="save", ref=note)))


async def put_into_a_link(ctx: Context, caller: Caller, note: str) -> Answer:
    return said("Thanks.", Button(label="More", url=f"https://example.org/?q={quote(note)}"))


def counted(metrics: Metrics) -> Leak:
    async def count(ctx: Context, caller: Caller, note: str) -> None:
        metrics.events.labels(NAME, "Submission", note).inc()

    return count


LEAKS: Mapping[str, Leak] = {
    each.__name__: each
    for each in (
        logged, named_by_a_logger, kept_plainly, kept_in_base64, planned, left_in_a_file, left_in_a_files_name,
        said_to_everybody, said_apart_to_everybody, said_in_a_notification, put_into_a_button, put_into_a_link,
    )
}  # fmt: skip


def leaky(leak: Leak) -> Feature:
    """Return a feature with one form, whose note goes astray by `leak`."""

    async def opens(ctx: Context, caller: Caller, event: object) -> Answer:
        return FORM

    async def saves(ctx: Context, caller: Caller, event: Submission) -> Answer:
        return await leak(ctx, caller, event.one("note")) or said("Thanks.")

    return Feature(
        name=NAME,
        commands=_commands,
        on_command={NAME: Route(handle=opens, needs=Need.NOTHING)},
        on_submit={"save": Route(handle=saves, needs=Need.NOTHING, words=("note",))},
    )


def _commands(library: Library) -> tuple[CommandSpec, ...]:
    return (CommandSpec(name=NAME, summary={"en": "Leaks"}),)
