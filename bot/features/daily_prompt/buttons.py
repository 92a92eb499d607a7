"""The buttons of a prompt: open, reflect, another, not this theme."""

from __future__ import annotations

from uuid import NAMESPACE_URL, UUID, uuid5

from bot import agenda
from bot.feature import Caller, Context
from bot.library import Prompt
from bot.messages import ActionId, Answer, Button, Buttons, Invalid, Message, Press, Quote, Reply, Submission, Update
from bot.model import Reflection
from bot.recurrence import local_date
from bot.store import Tx, deliveries, entries, inbox, members, seen

from .bending import Asked
from .choice import KIND, owner, pick, tastes, todays
from .shown import ANSWER_LONGEST, Ref, action, help_button, prompt_message, reflect_form


def _prompt(caller: Caller, ref: Ref) -> Prompt | None:
    return caller.voice.prompts.get(ref.prompt)


async def today(ctx: Context, caller: Caller, event: object) -> Answer:
    """Show today's prompt on the spot, in private, so that a member with closed DMs loses nothing."""
    message = await todays_message(ctx, caller)
    return Reply(message=message)


async def todays_message(ctx: Context, caller: Caller) -> Message:
    """Write today's prompt: the one already on its way, else the one the planner would choose."""
    member = caller.own
    occasion = str(local_date(caller.now, member.zone))
    async with ctx.store.read() as tx:
        prompt = await _planned(tx, caller, occasion) or await _wanted(tx, caller)
        prompt = prompt or await todays(ctx, tx, caller.voice, member.id, occasion)
    if prompt is None:
        return nothing_left(caller)
    return prompt_message(caller.voice, prompt, "")


async def _planned(tx: Tx, caller: Caller, occasion: str) -> Prompt | None:
    planned = await deliveries.find(tx, KIND, owner(caller.own.id), occasion)
    return caller.voice.prompts.get(Asked.parse(planned.content).prompt) if planned else None


async def _wanted(tx: Tx, caller: Caller) -> Prompt | None:
    """Return the question that was put off until the next time."""
    schedule = await agenda.of(tx, caller.own.id)
    return caller.voice.prompts.get(schedule.detail or "") if schedule else None


def nothing_left(caller: Caller) -> Message:
    """Say that every theme has been set aside, and where to bring one back."""
    rhythm = Button(
        label=caller.voice.label("daily-themes-button"),
        action=ActionId(feature="rhythm", action="form"),
        style="primary",
    )
    return Message(
        parts=(caller.voice.text("daily-nothing-left"), Buttons(buttons=(rhythm, help_button(caller.voice, "")))),
        summary=caller.voice.label("daily-summary"),
    )


async def open_question(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Open a discreet prompt where it stands."""
    ref = Ref.parse(event.action.ref)
    prompt = _prompt(caller, ref)
    if prompt is None:
        return gone(caller)
    return Update(message=prompt_message(caller.voice, prompt, ref.key))


async def another(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Replace the question by another one where it stands; the first counts as seen."""
    return await _replace(ctx, caller, Ref.parse(event.action.ref), event.origin.event)


async def not_theme(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Set the theme of the shown question aside and show one of another theme."""
    ref = Ref.parse(event.action.ref)
    prompt = _prompt(caller, ref)
    if prompt is None:
        return gone(caller)
    async with ctx.store.begin() as tx:
        muted = (await members.muted(tx, [caller.own.id])).get(caller.own.id, frozenset())
        if set(caller.voice.themes) - muted == {prompt.theme}:
            return Reply(message=last_theme(caller))
        await members.mute(tx, caller.own.id, prompt.theme)
    return await _replace(ctx, caller, ref, event.origin.event)


def last_theme(caller: Caller) -> Message:
    """Say that one theme has to stay."""
    return Message(parts=(caller.voice.text("daily-last-theme"),), summary=caller.voice.label("daily-summary"))


async def _replace(ctx: Context, caller: Caller, ref: Ref, seed: str) -> Answer:
    member_owner = owner(caller.own.id)
    async with ctx.store.begin() as tx:
        taken = await inbox.take(tx, seed, caller.now)
        taste = (await tastes(tx, [caller.own.id]))[caller.own.id]
        prompt = caller.voice.prompts.get(taken.outcome) if not taken.first else None
        prompt = prompt or pick(caller.voice, taste, seed, other_than=ref.prompt)
        if prompt is None:
            return Update(message=nothing_left(caller))
        if taken.first:
            await inbox.note(tx, seed, prompt.id)
            shown = [each for each in (ref.prompt, prompt.id) if each in caller.voice.prompts]
            await seen.mark(tx, [(member_owner, KIND, each) for each in shown])
    return Update(message=prompt_message(caller.voice, prompt, ref.key, after_another=True))


async def reflect(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Open the private page for an answer."""
    ref = Ref.parse(event.action.ref)
    prompt = _prompt(caller, ref)
    return reflect_form(caller.voice, prompt, ref) if prompt else gone(caller)


async def save(ctx: Context, caller: Caller, event: Submission) -> Answer:
    """Seal and keep an answer; the same form sent twice is kept once and answered alike."""
    ref = Ref.parse(event.action.ref)
    reflection = Reflection(prompt=ref.prompt, text=event.one("text").strip())
    if not reflection.text:
        return _not_kept(caller, event, "daily-empty")
    if len(reflection.text) > ANSWER_LONGEST:
        return _not_kept(caller, event, "daily-long")
    entry = uuid5(NAMESPACE_URL, event.origin.event)
    await _keep(ctx, caller, entry, reflection)
    parts = (caller.voice.text("daily-kept"), Quote(text=reflection.text))
    buttons = Buttons(
        buttons=(
            Button(label=caller.voice.label("daily-tip-button"), action=ActionId(feature="tip", action="another")),
            help_button(caller.voice, ""),
        )
    )
    return Reply(message=Message(parts=(*parts, buttons), summary=caller.voice.label("daily-kept-summary")))


def _not_kept(caller: Caller, event: Submission, key: str) -> Invalid:
    """Say why an answer was not kept and hand its words back."""
    voice = caller.voice
    again = Button(label=voice.label("daily-reflect-button"), action=action("reflect", Ref.parse(event.action.ref)))
    parts = (voice.text(key, longest=ANSWER_LONGEST), Buttons(buttons=(again, help_button(voice, ""))))
    return Invalid(
        errors={"text": voice.label(key, longest=ANSWER_LONGEST)},
        message=Message(parts=parts, summary=voice.label("daily-summary")),
        words=tuple(each for each in event.many("text") if each.strip()),
    )


async def _keep(ctx: Context, caller: Caller, entry: UUID, reflection: Reflection) -> None:
    member = caller.own
    key = await ctx.seal.opened(member.id)
    sealed = key.seal_json("entries", entry, {"prompt": reflection.prompt, "text": reflection.text})
    async with ctx.store.begin() as tx:
        taken = await inbox.take(tx, caller.origin.event, caller.now, entry.hex)
        if not taken.first:
            return
        day = local_date(caller.now, member.zone)
        await entries.add(tx, entry, member.id, "reflection", day, caller.now, sealed, key.version)
        if reflection.prompt in caller.voice.prompts:
            await seen.mark(tx, [(owner(member.id), KIND, reflection.prompt)])


def gone(caller: Caller) -> Reply:
    """Say that the question is no longer in the library, and offer today's."""
    button = Button(
        label=caller.voice.label("daily-today-button"), action=ActionId(feature="daily_prompt", action="today")
    )
    message = Message(
        parts=(caller.voice.text("daily-gone"), Buttons(buttons=(button, help_button(caller.voice, "")))),
        summary=caller.voice.label("daily-summary"),
    )
    return Reply(message=message)
