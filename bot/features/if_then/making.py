"""Making, changing and dropping plans, and saying whether one helped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import NAMESPACE_URL, UUID, uuid5

from bot import plans
from bot.feature import Caller, Context
from bot.messages import Answer, Button, Command, Invalid, Press, Reply, Submission, Update
from bot.model import Reaction, Trigger
from bot.plans import KIND, MOST, Plan, action
from bot.recurrence import local_date
from bot.seal import Key
from bot.store import Tx, entries, inbox

from . import words
from .words import OWN_LONGEST


async def _kept(ctx: Context, caller: Caller) -> Sequence[Plan]:
    key = await ctx.seal.opened(caller.own.id)
    async with ctx.store.read() as tx:
        found = await entries.list(tx, caller.own.id, KIND, MOST)
    return [plan for each in found if (plan := plans.read(key, each)) is not None]


async def show(ctx: Context, caller: Caller, event: Command | Press) -> Answer:
    """Show all plans."""
    message = words.overview(caller.voice, await _kept(ctx, caller))
    return Update(message=message) if isinstance(event, Press) and event.action.ref else Reply(message=message)


async def look(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Show one plan."""
    plan = await _named(ctx, caller, event.values[0] if event.values else event.action.ref)
    return Update(message=words.one(caller.voice, plan)) if plan else gone(caller)


async def new(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Offer the moments."""
    return Reply(message=words.choose_when(caller.voice))


async def for_this(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Offer the moments that fit a trigger and a reaction that came back."""
    trigger, reaction = _codes(event.action.ref)
    return Reply(message=words.choose_when(caller.voice, trigger, reaction))


def _codes(ref: str) -> tuple[str, str]:
    """Read a trigger and a reaction; what is none of these is left out, so that nothing forged travels on."""
    trigger, _, reaction = ref.partition(".")
    return (trigger, reaction) if trigger in set(Trigger) and reaction in set(Reaction) else ("", "")


async def change(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Offer a plan's two parts anew; in one's own words where it is made of these."""
    plan = await _named(ctx, caller, event.action.ref)
    if plan is None:
        return gone(caller)
    if plan.own_when or plan.own_then:
        return _form(caller, plan)
    when = caller.voice.ifs.get(plan.when)
    choose = words.choose_then(caller.voice, when, plan.id.hex) if when else None
    return Reply(message=choose or words.choose_when(caller.voice, plan=plan.id.hex))


def _form(caller: Caller, plan: Plan) -> Answer:
    voice = caller.voice
    when = plan.own_when or (voice.ifs[plan.when].text if plan.when in voice.ifs else "")
    then = plan.own_then or (voice.thens[plan.then].text if plan.then in voice.thens else "")
    return words.own_form(voice, plan.id.hex, when, then, plan.trigger, plan.reactions)


async def when(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Take the moment, and offer what to do instead."""
    chosen = caller.voice.ifs.get(event.values[0]) if event.values else None
    if chosen is None:
        return gone(caller)
    return Update(message=words.choose_then(caller.voice, chosen, _id_text(event.action.ref)))


def _id_text(text: str) -> str:
    try:
        return UUID(hex=text).hex
    except ValueError:
        return ""


async def then(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Keep the plan that the two menus make."""
    plan_id, _, name = event.action.ref.partition(".")
    chosen, moment = event.values[0] if event.values else "", caller.voice.ifs.get(name)
    if moment is None or chosen not in caller.voice.thens:
        return gone(caller)
    made = Plan(
        id=uuid5(NAMESPACE_URL, event.origin.event),
        trigger=Trigger(moment.trigger),
        reactions=tuple(Reaction(each) for each in moment.reactions),
        when=moment.id,
        then=chosen,
    )
    return Update(message=words.one(caller.voice, await _keep(ctx, caller, made, _id_text(plan_id)), "plan-kept"))


async def own(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Open the form for one's own words, with what is known already in it."""
    plan, _, rest = event.action.ref.partition(".")
    name, _, codes = rest.partition(".")
    trigger, reaction = _codes(codes)
    moment = caller.voice.ifs.get(name)
    if moment:
        return words.own_form(caller.voice, _id_text(plan), moment.text, "", moment.trigger, moment.reactions)
    return words.own_form(caller.voice, _id_text(plan), "", "", trigger, (reaction,) if reaction else ())


async def save(ctx: Context, caller: Caller, event: Submission) -> Answer:
    """Keep a plan in one's own words."""
    own_when, own_then = event.one("when").strip(), event.one("then").strip()
    trigger = event.one("trigger")
    reactions = tuple(Reaction(each) for each in event.many("reactions") if each in set(Reaction))
    missing = {"when": not own_when, "then": not own_then, "trigger": trigger not in set(Trigger)}
    missing["reactions"] = not reactions
    lacking = next((name for name, lacks in missing.items() if lacks), None)
    if lacking is not None:
        return _not_kept(caller, event, lacking, "plan-missing")
    if max(len(own_when), len(own_then)) > OWN_LONGEST:
        return _not_kept(caller, event, "when" if len(own_when) > OWN_LONGEST else "then", "plan-long")
    made = Plan(
        id=uuid5(NAMESPACE_URL, event.origin.event),
        trigger=Trigger(trigger),
        reactions=reactions,
        own_when=own_when,
        own_then=own_then,
    )
    plan = await _keep(ctx, caller, made, _id_text(event.action.ref))
    return Reply(message=words.one(caller.voice, plan, "plan-kept"))


async def _keep(ctx: Context, caller: Caller, made: Plan, replaced: str) -> Plan:
    """Seal and keep a plan, in the place of the one it changes, which begins anew; the same event twice is one."""
    key = await ctx.seal.opened(caller.own.id)
    async with ctx.store.begin() as tx:
        taken = await inbox.take(tx, caller.origin.event, caller.now, made.id.hex)
        old = await entries.get(tx, caller.own.id, UUID(hex=replaced)) if replaced else None
        if old is not None and old.kind == KIND:
            made = replace(made, id=old.id)
            if taken.first:
                await _write(tx, caller, key, made)
        elif taken.first:
            sealed = key.seal_json("entries", made.id, plans.written(made))
            day = local_date(caller.now, caller.own.zone)
            await entries.add(tx, made.id, caller.own.id, KIND, day, caller.now, sealed, key.version)
    return made


async def _write(tx: Tx, caller: Caller, key: Key, plan: Plan) -> None:
    sealed = key.seal_json("entries", plan.id, plans.written(plan))
    await entries.replace(tx, caller.own.id, plan.id, sealed, key.version)


async def told(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Keep whether a plan helped; one that does not is gently offered for change."""
    key = await ctx.seal.opened(caller.own.id)
    plan_id = _id_text(event.action.ref)
    async with ctx.store.begin() as tx:
        entry = await entries.get(tx, caller.own.id, UUID(hex=plan_id)) if plan_id else None
        plan = plans.read(key, entry) if entry and entry.kind == KIND else None
        if plan is None:
            return gone(caller)
        if (await inbox.take(tx, event.origin.event, caller.now)).first:
            plan = plans.told(plan, event.action.action)
            await _write(tx, caller, key, plan)
    return Reply(message=words.one(caller.voice, plan, f"plan-{event.action.action}-thanks"))


async def drop(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Delete a plan."""
    plan = await _named(ctx, caller, event.action.ref)
    if plan is not None:
        async with ctx.store.begin() as tx:
            await entries.delete(tx, caller.own.id, plan.id)
    return Update(message=words.said(caller.voice, "plan-dropped", words.all_button(caller.voice)))


async def _named(ctx: Context, caller: Caller, text: str) -> Plan | None:
    """Return a plan of one's own; somebody else's is the same as none."""
    plan_id = _id_text(text)
    if not plan_id:
        return None
    async with ctx.store.read() as tx:
        entry = await entries.get(tx, caller.own.id, UUID(hex=plan_id))
    if entry is None or entry.kind != KIND:
        return None
    return plans.read(await ctx.seal.opened(caller.own.id), entry)


def gone(caller: Caller) -> Reply:
    """Say that there is no such plan among one's own."""
    return Reply(message=words.said(caller.voice, "plan-gone", words.all_button(caller.voice)))


def _not_kept(caller: Caller, event: Submission, field: str, key: str) -> Invalid:
    """Say what is missing and hand the words back."""
    again = Button(label=caller.voice.label("plan-new-button"), action=action("new"))
    return Invalid(
        errors={field: caller.voice.label(key, longest=OWN_LONGEST)},
        message=words.said(caller.voice, key, again, longest=OWN_LONGEST),
        words=tuple(each for name in ("when", "then") for each in event.many(name) if each.strip()),
    )
