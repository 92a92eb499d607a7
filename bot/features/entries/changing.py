"""Change an entry, or delete it after asking once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot import checkins
from bot.feature import Caller, Context
from bot.messages import Answer, Button, Invalid, Press, Reply, Submission, Update
from bot.store import entries

from . import words
from .browsing import listed
from .kept import Kept, Place, one


def gone(caller: Caller) -> Reply:
    """Say that there is no such entry among one's own."""
    return Reply(message=words.said(caller, "entries-gone", words.all_button(caller)))


async def _named(ctx: Context, caller: Caller, event: Press | Submission) -> tuple[Kept | None, Place]:
    name, _, place = event.action.ref.partition(".")
    return await one(ctx, caller, name), Place.parse(place)


async def edit(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Open an entry to be changed."""
    kept, place = await _named(ctx, caller, event)
    return gone(caller) if kept is None or kept.told is None else words.form(caller, kept, place)


async def save_check_in(ctx: Context, caller: Caller, event: Submission) -> Answer:
    """Keep a changed check-in; closer words that the form does not show stay."""
    kept, place = await _named(ctx, caller, event)
    if kept is None or kept.told is None or kept.kind != checkins.KIND:
        return _not_kept(caller, event, "note", "entries-gone")
    new = checkins.understood(event, caller.voice.feelings)
    if new is None:
        return _not_kept(caller, event, "mood", "checkin-mood-needed")
    if len(new.note) > checkins.NOTE_LONGEST:
        return _not_kept(caller, event, "note", "checkin-note-long")
    closer = checkins.closer_ones(caller.voice, checkins.read(kept.told))
    return await _save(ctx, caller, kept, place, checkins.written(replace(new, feelings=(*new.feelings, *closer))))


async def save_text(ctx: Context, caller: Caller, event: Submission) -> Answer:
    """Keep a changed answer."""
    kept, place = await _named(ctx, caller, event)
    text = event.one("text").strip()
    if kept is None or kept.told is None or kept.kind == checkins.KIND:
        return _not_kept(caller, event, "text", "entries-gone")
    if not text or len(text) > words.TEXT_LONGEST:
        return _not_kept(caller, event, "text", "daily-long" if text else "daily-empty")
    return await _save(ctx, caller, kept, place, {"text": text})


async def _save(ctx: Context, caller: Caller, kept: Kept, place: Place, changed: dict[str, Any]) -> Answer:
    told = (kept.told or {}) | changed
    key = await ctx.seal.opened(caller.own.id)
    async with ctx.store.begin() as tx:
        sealed = key.seal_json("entries", kept.id, told)
        await entries.replace(tx, caller.own.id, kept.id, sealed, key.version)
    return Reply(message=words.whole(caller, replace(kept, told=told), place, "entries-saved"))


def _not_kept(caller: Caller, event: Submission, field: str, key: str) -> Invalid:
    """Say what is amiss and hand the words back."""
    longest = checkins.NOTE_LONGEST if field == "note" else words.TEXT_LONGEST
    return Invalid(
        errors={field: caller.voice.label(key, longest=longest)},
        message=words.said(caller, key, words.all_button(caller), longest=longest),
        words=tuple(each for name in ("note", "text") for each in event.many(name) if each.strip()),
    )


async def ask(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Ask once before deleting."""
    kept, place = await _named(ctx, caller, event)
    if kept is None:
        return gone(caller)
    voice = caller.voice
    yes = words.action("erase", f"{kept.id.hex}.{place}")
    row = (
        Button(label=voice.label("entries-erase-button"), action=yes, style="danger"),
        Button(label=voice.label("entries-keep-button"), action=words.action("page", place)),
    )
    return Update(message=words.said(caller, "entries-delete-ask", *row, when=words.when(caller, kept)))


async def erase(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Delete an entry for good."""
    kept, place = await _named(ctx, caller, event)
    if kept is not None:
        async with ctx.store.begin() as tx:
            await entries.delete(tx, caller.own.id, kept.id)
    message = await listed(ctx, caller, place)
    said = caller.voice.text("entries-deleted")
    return Update(message=replace(message, parts=(said, *message.parts)))
