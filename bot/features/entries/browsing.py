"""Turn the pages of one's entries, narrow them, and open one."""

from __future__ import annotations

from bot.feature import Caller, Context
from bot.messages import Answer, Command, Message, Press, Reply, Update

from . import words
from .kept import Place, choices, chosen, every, one


async def show(ctx: Context, caller: Caller, event: Command | Press) -> Answer:
    """Show the newest entries, as an answer of its own."""
    return Reply(message=await listed(ctx, caller, Place()))


async def page(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Turn to another page, in the place of this one."""
    return Update(message=await listed(ctx, caller, Place.parse(event.action.ref)))


async def listed(ctx: Context, caller: Caller, place: Place) -> Message:
    """Write a page; a choice that names nothing any more is all entries."""
    found = await every(ctx, caller)
    named = {each.value: each.label for each in choices(caller, found)}
    only = place.only if place.only in named else ""
    narrowed = named.get(only, "") if only != "a" else ""
    return words.listing(caller, chosen(caller, found, only), Place(place.page, only), narrowed=narrowed)


async def choose(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Offer what to narrow the entries to."""
    return Update(message=words.choosing(caller, await every(ctx, caller)))


async def only(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Show only what was chosen."""
    return Update(message=await listed(ctx, caller, Place(1, event.values[0] if event.values else "")))


async def opened(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Show one entry whole."""
    kept = await one(ctx, caller, event.values[0] if event.values else "")
    if kept is None:
        return Reply(message=words.said(caller, "entries-gone", words.all_button(caller)))
    return Update(message=words.whole(caller, kept, Place.parse(event.action.ref)))
