"""/tip: one small practice at a time, chosen among those not yet seen, leaving out what was not for the member."""

from __future__ import annotations

import random
from collections.abc import Sequence
from uuid import NAMESPACE_URL, UUID, uuid5

from bot.feature import HELP_NOW, Caller, Context, Feature, Need, Route
from bot.library import Library, Tip
from bot.messages import (
    ActionId,
    Answer,
    Button,
    Buttons,
    Choices,
    Command,
    CommandRef,
    Heading,
    Lookup,
    Message,
    Option,
    Part,
    Press,
    Reply,
    Text,
    Update,
)
from bot.platform import CommandSpec, OptionSpec
from bot.recurrence import local_date
from bot.seal import Key
from bot.store import Tx, entries, inbox, seen

NAME = "tip"
OUTCOME = "tip_outcome"
QUIET = ("breathing", "grounding")
OUTCOMES_READ = 500


def categories(caller: Caller) -> tuple[Option, ...]:
    """Return the categories there are, in the order of the file."""
    found = dict.fromkeys(tip.category for tip in caller.voice.tips.values())
    return tuple(Option(value=each, label=caller.voice.label(f"tip-{each}-option")) for each in found)


def _action(name: str, tip: str, category: str = "") -> ActionId:
    return ActionId(feature=NAME, action=name, ref=f"{category}.{tip}")


def _ref(caller: Caller, action: ActionId) -> tuple[str, str]:
    """Read what `_action` wrote; what is not in the library is left empty, so that nothing forged travels on."""
    category, _, tip = action.ref.partition(".")
    tips = caller.voice.tips
    known = category in {each.category for each in tips.values()}
    return category if known else "", tip if tip in tips else ""


def tip_message(caller: Caller, tip: Tip, category: str) -> Message:
    """Write a tip: its steps, when not to use it, what it rests on."""
    voice = caller.voice
    steps = "\n".join(f"{number}. {step}" for number, step in enumerate(tip.steps, 1))
    row = (
        Button(label=voice.label("tip-another-button"), action=_action("another", tip.id, category)),
        Button(label=voice.label("tip-helped-button"), action=_action("helped", tip.id, category), style="primary"),
        Button(label=voice.label("tip-not-for-me-button"), action=_action("not_for_me", tip.id, category)),
        Button(label=voice.label("help-now-button"), action=HELP_NOW),
    )
    parts: tuple[Part, ...] = (
        Heading(text=tip.title),
        voice.quiet("tip-minutes", minutes=tip.minutes, category=voice.label(f"tip-{tip.category}-option")),
        Text(words=(steps,)),
        Text(words=(tip.avoid_when,), quiet=True),
        voice.quiet("tip-evidence", note=tip.evidence.note, reference=tip.evidence.reference),
        Buttons(buttons=row),
    )
    return Message(parts=parts, summary=voice.label("tip-title"))


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
        refused = await _refused(tx, key, member.id)
        shown = (await seen.seen(tx, [owner], NAME)).get(owner, ())
        tip = caller.voice.tips.get(taken.outcome)
        tip = tip or _pick(caller, category, before, refused, shown)
        if taken.first:
            await inbox.note(tx, event, tip.id)
            await seen.mark(tx, [(owner, NAME, tip.id)])
    return tip_message(caller, tip, category)


def _pick(caller: Caller, category: str, before: str, refused: frozenset[str], shown: Sequence[str]) -> Tip:
    """Choose one not seen yet, else the one seen longest ago; what was refused only when nothing else is left."""
    every = list(caller.voice.tips.values())
    tips = [tip for tip in every if category in ("", tip.category)] or every
    fits = [tip for tip in tips if tip.id not in refused and tip.id != before]
    fits = fits or [tip for tip in tips if tip.id != before] or tips
    chosen = seen.unseen_first([tip.id for tip in fits], shown, caller.origin.event)
    return caller.voice.tips[chosen or fits[0].id]


async def _refused(tx: Tx, key: Key, member_id: UUID) -> frozenset[str]:
    latest: dict[str, str] = {}
    for entry in reversed(await entries.list(tx, member_id, OUTCOME, OUTCOMES_READ)):
        told = key.open_json("entries", entry.id, entry.sealed)
        latest[told["tip"]] = told["outcome"]
    return frozenset(tip for tip, outcome in latest.items() if outcome == "not_for_me")


async def told(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Keep, sealed, that a tip helped or was not for the member."""
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
            await entries.add(tx, entry, member.id, OUTCOME, day, caller.now, sealed, key.version)
    return Update(message=_thanks(caller, f"tip-{outcome.replace('_', '-')}", category, tip))


def _thanks(caller: Caller, key: str, category: str, tip: str) -> Message:
    voice = caller.voice
    row = (
        Button(label=voice.label("tip-another-button"), action=_action("another", tip, category)),
        Button(label=voice.label("help-now-button"), action=HELP_NOW),
    )
    said = voice.text(key, tip=CommandRef(NAME))
    return Message(parts=(said, Buttons(buttons=row)), summary=voice.label("tip-title"))


async def lookup(ctx: Context, caller: Caller, event: Lookup) -> Answer:
    """Complete a category."""
    wanted = event.query.casefold()
    return Choices(options=tuple(o for o in categories(caller) if wanted in o.label.casefold()))


def _commands(library: Library) -> tuple[CommandSpec, ...]:
    category = OptionSpec(
        name="category",
        summary=library.all_labels("tip-category-summary"),
        lookup=ActionId(feature=NAME, action="category"),
    )
    return (CommandSpec(name=NAME, summary=library.all_labels("tip-summary"), options=(category,)),)


FEATURE = Feature(
    name=NAME,
    commands=_commands,
    on_command={NAME: Route(handle=give)},
    on_press={
        "another": Route(handle=another),
        "show": Route(handle=show),
        "helped": Route(handle=told),
        "not_for_me": Route(handle=told),
        "quiet": Route(handle=quiet, needs=Need.NOTHING, offline=True),
    },
    on_lookup={"category": Route(handle=lookup, needs=Need.NOTHING)},
)
