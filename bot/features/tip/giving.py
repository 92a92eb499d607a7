"""Give a practice, guide through it, and keep what a member said of it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from uuid import NAMESPACE_URL, uuid5

from bot import helped
from bot.feature import HELP_NOW, Caller, Context
from bot.helped import Known
from bot.messages import (
    ActionId,
    Answer,
    Button,
    Buttons,
    Choices,
    Command,
    CommandRef,
    Lookup,
    Message,
    Option,
    Press,
    Reply,
    Update,
)
from bot.recurrence import local_date
from bot.store import entries, inbox, members, seen

from .choice import Choice, choose
from .words import NAME, action, breath_message, guided_message, how_message, tip_message, why

QUIET = ("breathing", "grounding")


def categories(caller: Caller) -> tuple[Option, ...]:
    """Return the categories there are, in the order of the file."""
    found = dict.fromkeys(tip.category for tip in caller.voice.tips.values())
    return tuple(Option(value=each, label=caller.voice.label(f"tip-{each}-option")) for each in found)


def _ref(caller: Caller, given: ActionId) -> tuple[str, str]:
    """Read what `action` wrote; what is not in the library is left empty, so that nothing forged travels on."""
    category, _, tip = given.ref.partition(".")
    tips = caller.voice.tips
    known = category in {each.category for each in tips.values()}
    return category if known else "", tip if tip in tips else ""


async def give(ctx: Context, caller: Caller, event: Command) -> Answer:
    """Give a tip, of the category that was asked for, if any."""
    category = _category(caller, event.options.get("category", ""))
    return Reply(message=await _give(ctx, caller, category, ""))


def _category(caller: Caller, typed: str) -> str:
    wanted = typed.strip().casefold()
    for option in categories(caller):
        if wanted and wanted in (option.value, option.label.casefold()):
            return option.value
    return ""


async def another(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Give another tip where the first stood; from elsewhere (no tip named) as a private answer of its own."""
    category, before = _ref(caller, event.action)
    message = await _give(ctx, caller, category, before)
    return Update(message=message) if event.action.ref else Reply(message=message)


async def show(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Show the tip that a button names, as an answer of its own; one that has left the library is another one."""
    category, name = _ref(caller, event.action)
    if name not in caller.voice.tips:
        return Reply(message=await _give(ctx, caller, category, ""))
    return Reply(message=tip_message(caller, caller.voice.tips[name], category))


async def quiet(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Give a quiet practice from memory, for anyone and even with the store out of reach."""
    fits = [tip for tip in caller.voice.tips.values() if tip.category in QUIET]
    tip = random.Random(event.origin.event).choice(fits)  # noqa: S311  a choice of words, not a secret
    return Reply(message=tip_message(caller, tip, tip.category))


async def _give(ctx: Context, caller: Caller, category: str, before: str) -> Message:
    member, event = caller.own, caller.origin.event
    owner = f"member:{member.id.hex}"
    key = await ctx.seal.opened(member.id)
    async with ctx.store.begin() as tx:
        taken = await inbox.take(tx, event, caller.now)
        known = await helped.of(tx, key, member.id)
        shown = (await seen.seen(tx, [owner], NAME)).get(owner, ())
        learned = not await members.tips_by_chance(tx, member.id)
        tip, _, reason = taken.outcome.partition(".")
        choice = Choice(tip, reason) if tip in caller.voice.tips else None  # type: ignore[arg-type]
        choice = choice or _choose(caller, category, before, known, shown, learned=learned)
        if taken.first:
            await inbox.note(tx, event, f"{choice.tip}.{choice.reason}")
            await seen.mark(tx, [(owner, NAME, choice.tip)])
    reason_told = why(caller, choice, known.of(choice.tip))
    return tip_message(caller, caller.voice.tips[choice.tip], category, reason_told)


def _choose(caller: Caller, category: str, before: str, known: Known, shown: Sequence[str], *, learned: bool) -> Choice:
    """Choose among those asked for; what was refused comes only when nothing else is left."""
    every = list(caller.voice.tips.values())
    tips = [tip for tip in every if category in ("", tip.category)] or every
    fits = [tip for tip in tips if tip.id not in known.refused and tip.id != before]
    fits = fits or [tip for tip in tips if tip.id != before] or tips
    return choose({tip.id: tip.category for tip in fits}, known, shown, caller.origin.event, learned=learned)


async def step(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Show one step of a practice: the first as an answer of its own, the next ones in its place."""
    number, _, name = event.action.ref.partition(".")
    tip = caller.voice.tips.get(name)
    if tip is None or not tip.guided:
        return Update(message=_thanks(caller, "tip-gone", "", ""))
    numbers = {str(each): each for each in range(len(tip.steps))}
    message = guided_message(caller, tip, numbers.get(number, 0))
    return Reply(message=message) if event.action.action == "guide" else Update(message=message)


async def breathe(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Show the picture to breathe with, as an answer of its own, then still or moving again in its place."""
    category, name = _ref(caller, event.action)
    tip = caller.voice.tips.get(name)
    if tip is None:
        return Update(message=_thanks(caller, "tip-gone", category, ""))
    still = event.action.action == "still"
    message = breath_message(caller, tip, ctx.library.pictures, category, still=still)
    return Reply(message=message) if event.action.action == "breathe" else Update(message=message)


async def told(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Keep, sealed, whether a practice helped, did not this time, or was not for the member."""
    category, tip = _ref(caller, event.action)
    if tip not in caller.voice.tips:
        return Update(message=_thanks(caller, "tip-gone", category, tip))
    member, outcome = caller.own, event.action.action
    entry = uuid5(NAMESPACE_URL, event.origin.event)
    key = await ctx.seal.opened(member.id)
    sealed = key.seal_json("entries", entry, {"tip": tip, "outcome": outcome})
    async with ctx.store.begin() as tx:
        if (await inbox.take(tx, event.origin.event, caller.now, entry.hex)).first:
            day = local_date(caller.now, member.zone)
            await entries.add(tx, entry, member.id, helped.KIND, day, caller.now, sealed, key.version)
    return Update(message=_thanks(caller, f"tip-{outcome.replace('_', '-')}", category, tip))


def _thanks(caller: Caller, key: str, category: str, tip: str) -> Message:
    voice = caller.voice
    row = (
        Button(label=voice.label("tip-another-button"), action=action("another", tip, category)),
        Button(label=voice.label("help-now-button"), action=HELP_NOW),
    )
    said = voice.text(key, tip=CommandRef(NAME))
    return Message(parts=(said, Buttons(buttons=row)), summary=voice.label("tip-title"))


async def how(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Explain how practices are chosen and what helped."""
    key = await ctx.seal.opened(caller.own.id)
    async with ctx.store.read() as tx:
        known = await helped.of(tx, key, caller.own.id)
        by_chance = await members.tips_by_chance(tx, caller.own.id)
    return Reply(message=how_message(caller, known, by_chance=by_chance))


async def switch(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Choose by chance alone from now on, or by what helped."""
    by_chance = event.action.action == "chance"
    key = await ctx.seal.opened(caller.own.id)
    async with ctx.store.begin() as tx:
        await members.update(tx, caller.own.id, tips_by_chance=by_chance)
        known = await helped.of(tx, key, caller.own.id)
    return Update(message=how_message(caller, known, by_chance=by_chance))


async def lookup(ctx: Context, caller: Caller, event: Lookup) -> Answer:
    """Complete a category."""
    wanted = event.query.casefold()
    return Choices(options=tuple(o for o in categories(caller) if wanted in o.label.casefold()))
