"""/forget: one question, which says what goes and what stays for how long; then everything is erased."""

from __future__ import annotations

from bot import erasing
from bot.feature import Caller, Context
from bot.messages import Answer, Button, Buttons, Command, CommandRef, Message, Part, Press, Reply, Update

from .mine import action, nothing, takes_away, whose


async def ask(ctx: Context, caller: Caller, event: Command | Press) -> Answer:
    """Ask once. The yes names whom it is about, so that an old button never erases who began anew."""
    member_id = await whose(ctx, caller)
    if member_id is None:
        return nothing(caller)
    message = _question(caller, member_id.hex)
    return Update(message=message) if isinstance(event, Press) else Reply(message=message)


def _question(caller: Caller, member: str) -> Message:
    voice = caller.voice
    keys = ("forget-goes", "forget-stays", "forget-platform", "forget-leaving")
    parts: list[Part] = [voice.text("forget-ask"), *(voice.text(each) for each in keys)]
    copy = "files" if takes_away(caller) else "page"
    row = (
        Button(label=voice.label("forget-no-button"), action=action("keep_all"), style="primary"),
        Button(label=voice.label("forget-copy-button"), action=action(copy)),
        Button(label=voice.label("forget-yes-button"), action=action("erase", member), style="danger"),
    )
    return Message(parts=(*parts, Buttons(buttons=row)), summary=voice.label("forget-title"))


async def erase(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Erase whoever asks. Pressed twice, there is nothing any more."""
    member_id = await whose(ctx, caller)
    if member_id is None:
        return Update(message=nothing(caller).message)
    if event.action.ref != member_id.hex:
        return Update(message=_question(caller, member_id.hex))
    whole = await erasing.forget(ctx.store, ctx.seal, ctx.clock, member_id)
    key = "forget-done" if whole else "forget-begun"
    said = caller.voice.text(key, start=CommandRef("start"))
    return Update(message=Message(parts=(said,), summary=caller.voice.label("forget-title")))


async def keep_all(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Leave everything as it is."""
    return Update(message=caller.says("forget-kept", "forget-title"))
