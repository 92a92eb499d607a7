"""The safety notes: one private page of a member, filled in calm times and sealed under their key; kept until deleted.

Five parts in our own words: signs, what helps, people, places, reasons.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID, uuid5

from bot.feature import Caller, Context
from bot.library import Voice
from bot.messages import (
    ActionId,
    Answer,
    Button,
    Buttons,
    Command,
    Form,
    Invalid,
    Message,
    Part,
    Press,
    Quote,
    Reply,
    Submission,
    TextField,
    Update,
)
from bot.offer import Mark, practice
from bot.recurrence import local_date
from bot.store import entries, inbox

from .answer import NAME
from .known import spoken
from .onward import now_button

KIND = "safety_notes"
TABLE = "entries"
PARTS = ("signs", "helps", "people", "places", "reasons")
PART_LONGEST = 600


def _id(member: UUID) -> UUID:
    """Return the id of a member's only row, so that there is never a second one."""
    return uuid5(member, KIND)


def _action(name: str, voice: Voice) -> ActionId:
    return ActionId(feature=NAME, action=name, ref=str(Mark(language=voice.locale)))


def _voice(ctx: Context, caller: Caller, event: Command | Press | Submission) -> Voice:
    """Return the language of the page: the one in which the button was offered."""
    wanted = None if isinstance(event, Command) else Mark.parse(event.action.ref).language
    return spoken(ctx, caller, wanted)


async def _read(ctx: Context, caller: Caller) -> Mapping[str, str]:
    member = caller.own.id
    async with ctx.store.read() as tx:
        kept = await entries.get(tx, member, _id(member))
    if kept is None:
        return {}
    told = (await ctx.seal.opened(member)).open_json(TABLE, kept.id, kept.sealed)
    return {part: told[part] for part in PARTS if told.get(part)}


async def show(ctx: Context, caller: Caller, event: Command | Press) -> Answer:
    """Show the page, or what it is for while there is none."""
    voice = _voice(ctx, caller, event)
    return Reply(message=_page(voice, await _read(ctx, caller)))


def _page(voice: Voice, told: Mapping[str, str]) -> Message:
    parts: list[Part] = []
    for part in (each for each in PARTS if each in told):
        parts += [voice.text(f"safety-notes-{part}-label"), Quote(text=told[part])]
    key = "safety-notes-edit-button" if told else "safety-notes-begin-button"
    row = [
        Button(label=voice.label(key), action=_action("notes_form", voice), style="plain" if told else "primary"),
        *([_delete_button(voice)] if told else ()),
        Button(label=voice.label("safety-practice-button"), action=practice(voice)),
        now_button(voice),
    ]
    parts = [*(parts or [voice.text("safety-notes-intro")]), voice.quiet("safety-notes-private")]
    return Message(parts=(*parts, Buttons(buttons=tuple(row))), summary=voice.label("safety-notes-title"))


def _delete_button(voice: Voice) -> Button:
    label = voice.label("safety-notes-delete-button")
    return Button(label=label, action=_action("notes_delete", voice), style="danger")


async def form(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Open the page for writing, with what stands in it."""
    voice, told = _voice(ctx, caller, event), await _read(ctx, caller)
    fields = tuple(
        TextField(
            id=part,
            label=voice.label(f"safety-notes-{part}-label"),
            hint=voice.label(f"safety-notes-{part}-hint"),
            value=told.get(part, ""),
            multiline=True,
            longest=PART_LONGEST,
        )
        for part in PARTS
    )
    return Form(
        action=_action("notes_save", voice),
        title=voice.label("safety-notes-form-title"),
        fields=fields,
        submit=voice.label("safety-notes-save-button"),
    )


async def save(ctx: Context, caller: Caller, event: Submission) -> Answer:
    """Seal and keep the page in place of the one before, and show it; an empty page is the same as none."""
    voice = _voice(ctx, caller, event)
    told = {part: text for part in PARTS if (text := event.one(part).strip())}
    long = [part for part, text in told.items() if len(text) > PART_LONGEST]
    if long:
        return _not_kept(voice, long[0], tuple(told.values()))
    if not told:
        return await _emptied(ctx, caller, voice)
    await _keep(ctx, caller, told)
    return Reply(message=_page(voice, told))


async def _keep(ctx: Context, caller: Caller, told: Mapping[str, str]) -> None:
    member, entry = caller.own, _id(caller.own.id)
    key = await ctx.seal.opened(member.id)
    sealed = key.seal_json(TABLE, entry, dict(told))
    async with ctx.store.begin() as tx:
        if not (await inbox.take(tx, caller.origin.event, caller.now, entry.hex)).first:
            return
        if await entries.get(tx, member.id, entry):
            await entries.replace(tx, member.id, entry, sealed, key.version)
        else:
            day = local_date(caller.now, member.zone)
            await entries.add(tx, entry, member.id, KIND, day, caller.now, sealed, key.version)


async def _emptied(ctx: Context, caller: Caller, voice: Voice) -> Answer:
    """Leave the page as it is when it is sent empty; deleting has a button of its own."""
    page = _page(voice, await _read(ctx, caller))
    said = voice.text("safety-notes-empty")
    return Reply(message=Message(parts=(said, *page.parts), summary=page.summary))


def _not_kept(voice: Voice, part: str, words: tuple[str, ...]) -> Invalid:
    again = Button(label=voice.label("safety-notes-edit-button"), action=_action("notes_form", voice))
    said = voice.text("safety-notes-long", longest=PART_LONGEST)
    row = Buttons(buttons=(again, now_button(voice)))
    return Invalid(
        errors={part: voice.label("safety-notes-long", longest=PART_LONGEST)},
        message=Message(parts=(said, row), summary=voice.label("safety-notes-title")),
        words=words,
    )


async def ask_to_delete(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Ask once, since the page cannot be brought back."""
    voice = _voice(ctx, caller, event)
    row = Buttons(
        buttons=(
            Button(
                label=voice.label("safety-notes-delete-yes-button"), action=_action("notes_gone", voice), style="danger"
            ),
            Button(label=voice.label("safety-notes-delete-no-button"), action=_action("notes_stay", voice)),
        )
    )
    parts = (voice.text("safety-notes-delete-ask"), row)
    return Update(message=Message(parts=parts, summary=voice.label("safety-notes-title")))


async def stay(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Show the page again where the question stood."""
    return Update(message=_page(_voice(ctx, caller, event), await _read(ctx, caller)))


async def delete(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Delete the page; harmless where there is none."""
    voice = _voice(ctx, caller, event)
    async with ctx.store.begin() as tx:
        await entries.delete(tx, caller.own.id, _id(caller.own.id))
    begin = Button(label=voice.label("safety-notes-begin-button"), action=_action("notes_form", voice))
    parts = (voice.text("safety-notes-deleted"), Buttons(buttons=(begin, now_button(voice))))
    return Update(message=Message(parts=parts, summary=voice.label("safety-notes-title")))
