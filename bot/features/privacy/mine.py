"""/mydata: everything that is kept about whoever asks, to see and to take along, and for how long it is kept."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from bot import copying, handovers
from bot.feature import Caller, Context
from bot.handovers import Handover
from bot.messages import (
    ActionId,
    Answer,
    Attachment,
    Button,
    Buttons,
    Command,
    CommandRef,
    Menu,
    Message,
    Option,
    Part,
    Press,
    Reply,
    Text,
    Update,
)
from bot.retention import CHOICES
from bot.store import departures, entries, members
from bot.store import files as laid

from . import page

NAME = "privacy"


def action(name: str, ref: str = "") -> ActionId:
    """Name a button of this feature."""
    return ActionId(feature=NAME, action=name, ref=ref)


async def whose(ctx: Context, caller: Caller) -> UUID | None:
    """Return whose rights are asked for: also one who stopped, or has not agreed to what is new.

    Somebody who had left and asks is back; of active members that is noted wherever they appear.
    """
    if caller.account is None:
        return None
    if caller.member is None:
        async with ctx.store.begin() as tx:
            await departures.returned(tx, caller.account.member_id)
    return caller.account.member_id


def nothing(caller: Caller) -> Reply:
    """Say that nothing is kept."""
    return Reply(message=caller.says("privacy-nothing", "privacy-title", start=CommandRef("start")))


async def show(ctx: Context, caller: Caller, event: Command | Press) -> Answer:
    """Say how much there is and for how long it is kept, with the ways to see it; the words come on a press."""
    member_id = await whose(ctx, caller)
    if member_id is None:
        return nothing(caller)
    message = await _card(ctx, caller, member_id)
    return Update(message=message) if isinstance(event, Press) else Reply(message=message)


async def _card(ctx: Context, caller: Caller, member_id: UUID, said: Text | None = None) -> Message:
    voice = caller.voice
    async with ctx.store.read() as tx:
        days = await members.retention(tx, member_id)
        count = await entries.count(tx, member_id)
    lines = (voice.text("privacy-what"), voice.text("privacy-count", count=count))
    kept = said or voice.text("privacy-kept", days=days)
    parts: tuple[Part, ...] = (*lines, kept, _retention(caller, days), _ways(caller))
    return Message(parts=parts, summary=voice.label("privacy-title"))


def _retention(caller: Caller, days: int) -> Menu:
    voice = caller.voice
    return Menu(
        action=action("keep"),
        placeholder=voice.label("privacy-retention-placeholder", days=days),
        options=tuple(
            Option(value=str(each), label=voice.label("privacy-retention-option", days=each)) for each in CHOICES
        ),
    )


def _ways(caller: Caller) -> Buttons:
    voice = caller.voice
    row = [Button(label=voice.label("privacy-look-button"), action=action("page", "1"), style="primary")]
    if takes_away(caller):
        row.append(Button(label=voice.label("privacy-files-button"), action=action("files")))
    row.append(Button(label=voice.label("privacy-erase-button"), action=action("ask"), style="danger"))
    return Buttons(buttons=tuple(row))


async def look(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Show one page of it, in the place of the card."""
    member_id = await whose(ctx, caller)
    if member_id is None:
        return nothing(caller)
    voice = caller.voice
    written = page.pages(page.sections(voice, await copying.copy(ctx.store, ctx.seal, member_id)))
    asked = int(event.action.ref) if event.action.ref.isdecimal() else 1
    number = max(1, min(asked, len(written)))
    place = voice.quiet("privacy-page", number=number, count=len(written))
    parts = (*written[number - 1], place, _turning(caller, number, len(written)))
    return Update(message=Message(parts=parts, summary=voice.label("privacy-title")))


def _turning(caller: Caller, number: int, count: int) -> Buttons:
    voice, row = caller.voice, []
    if number > 1:
        row.append(Button(label=voice.label("privacy-before-button"), action=action("page", str(number - 1))))
    if number < count:
        to = action("page", str(number + 1))
        row.append(Button(label=voice.label("privacy-next-button"), action=to, style="primary"))
    return Buttons(buttons=(*row, Button(label=voice.label("privacy-back-button"), action=action("show"))))


def takes_away(caller: Caller) -> bool:
    """Return whether there is a way to hand files over: in the answer, or in the DM."""
    return caller.origin.files or caller.origin.uploads


async def files(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Hand it over as a page to read and as a file for programs, in private; warn first where they lie in the DM."""
    member_id = await whose(ctx, caller)
    if member_id is None:
        return nothing(caller)
    voice = caller.voice
    if not takes_away(caller):
        return await show(ctx, caller, event)
    if not caller.origin.files:
        yes = Button(label=voice.label("handover-yes-button"), action=action("lay"))
        return Update(message=handovers.warning(voice, (yes,), action("show")))
    message = Message(
        parts=(voice.text("privacy-files"),),
        summary=voice.label("privacy-title"),
        attachments=await _both(ctx, caller, member_id),
    )
    return Reply(message=message)


async def lay(ctx: Context, caller: Caller, event: Press) -> Answer | Handover:
    """Lay both files into the DM."""
    member_id = await whose(ctx, caller)
    if member_id is None or not caller.origin.uploads:
        return await show(ctx, caller, event)
    return handovers.handover(caller.voice, member_id, await _both(ctx, caller, member_id))


async def delete_files(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Delete files in the DM now; only whose they are can."""
    member_id = await whose(ctx, caller)
    gone = 0
    if member_id is not None:
        with suppress(ValueError):
            batch = UUID(event.action.ref)
            async with ctx.store.begin() as tx:
                gone = await laid.part_with_batch(tx, member_id, batch, caller.now)
    return Update(message=caller.says("handover-deleted" if gone else "handover-gone", "handover-title"))


async def _both(ctx: Context, caller: Caller, member_id: UUID) -> tuple[Attachment, Attachment]:
    """Return everything as a page to read, and as a file for programs."""
    voice, copied = caller.voice, await copying.copy(ctx.store, ctx.seal, member_id)
    told = page.markdown(voice, page.sections(voice, copied))
    return (
        Attachment(name="ajar.md", media_type="text/markdown; charset=utf-8", content=told),
        Attachment(name="ajar.json", media_type="application/json", content=copying.as_json(copied)),
    )


async def keep(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Keep what the member writes for as long as chosen, at once; ask first where something would go now."""
    member_id = await whose(ctx, caller)
    if member_id is None:
        return nothing(caller)
    days = _days(event.values[0] if event.values else event.action.ref)
    if days is None:
        return Update(message=await _card(ctx, caller, member_id))
    async with ctx.store.begin() as tx:
        going = await entries.older(tx, member_id, caller.now - timedelta(days=days))
        if going and event.action.action == "keep":
            return Update(message=_ask(caller, days, going))
        await entries.keep_for(tx, member_id, days, caller.now)
    return Update(message=await _card(ctx, caller, member_id, caller.voice.text("privacy-retention-done", days=days)))


def _days(text: str) -> int | None:
    return int(text) if text in map(str, CHOICES) else None


def _ask(caller: Caller, days: int, going: int) -> Message:
    voice = caller.voice
    yes = Button(
        label=voice.label("privacy-retention-yes-button", days=days),
        action=action("keep_yes", str(days)),
        style="danger",
    )
    no = Button(label=voice.label("privacy-retention-no-button"), action=action("show"))
    asked = voice.text("privacy-retention-ask", days=days, count=going)
    return Message(parts=(asked, Buttons(buttons=(yes, no))), summary=voice.label("privacy-title"))
