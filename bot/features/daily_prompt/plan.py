"""The daily prompt on its way: what falls due for a batch of members, how it is written, what is noted once sent."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import TypeAlias
from uuid import UUID

from bot import agenda
from bot.feature import Context
from bot.library import Voice
from bot.messages import Message
from bot.model import CONSENT_VERSION, Account, Delivery, Enrolment, Receipt, Schedule, Target
from bot.platform import Skip
from bot.recurrence import NIGHT, fresh_until, local_date
from bot.store import Tx, accounts, enrolments, entries, members, schedules, seen

from .bending import LAST, Asked, opening
from .choice import KIND, Taste, pick, tastes
from .shown import bent_message, neutral_message, prompt_message

Voices: TypeAlias = Mapping[UUID, tuple[str, bool, str]]

AT_ONCE = 100
"""Questions chosen or written at once before others may run: whoever presses a button does not wait for a tick."""

ANSWERS = ("reflection", "journey_answer")
"""The kinds of entry that answer what a slot would ask."""

FRESHNESS = timedelta(hours=3)
"""How late a prompt may be; never into quiet hours (see `recurrence.fresh_until`)."""


async def plan(ctx: Context, tx: Tx, due: Sequence[Schedule]) -> Sequence[Delivery]:
    """Choose a prompt for every member whose hour has come."""
    owners = [each.member_id for each in due if each.member_id]
    ways = await accounts.ways(tx, owners)
    taste = await tastes(tx, owners)
    done = await _done(tx, due, ways)
    on_their_way = await enrolments.going(tx, owners)
    fresh = cache(lambda due_at, zone: fresh_until(due_at, zone, FRESHNESS, NIGHT))  # many share hour and zone
    planned: list[Delivery] = []
    for schedule in due:
        way = ways.get(schedule.member_id) if schedule.member_id else None
        if way is None or schedule.member_id is None or schedule.next_due_at is None:
            continue
        if len(planned) % AT_ONCE == 0:
            await asyncio.sleep(0)
        said = opening(schedule, way)
        if said is None or (schedule.member_id, schedule.last_date) in done:
            continue
        occasion, expires_at = str(schedule.last_date), fresh(schedule.next_due_at, way.zone)
        due_at, kind, content = schedule.next_due_at, KIND, ""
        if way.consent_version < CONSENT_VERSION:  # asked again in place of a question, until there is an answer
            kind, occasion = agenda.RENEWAL, f"{CONSENT_VERSION}:{occasion}"
        elif step := _step(voice := ctx.library.voice(way.locale), schedule, on_their_way.get(schedule.member_id)):
            kind, content = agenda.STEP, step
        else:
            content = _content(voice, schedule, taste[schedule.member_id], occasion, said)
        if content or kind == agenda.RENEWAL:
            planned.append(agenda.bring(kind, schedule.member_id, way, content, occasion, due_at, expires_at))
    await schedules.forget_detail(tx, [each.id for each in due if each.detail])
    return planned


def _step(voice: Voice, schedule: Schedule, enrolment: Enrolment | None) -> str | None:
    """Return the step of a journey that comes in place of a question; one that was put off until now goes first."""
    if enrolment is None or schedule.last_date is None or schedule.detail in voice.prompts:
        return None
    journey = voice.journeys.get(enrolment.journey)
    if journey is None or enrolment.step >= len(journey.steps) or not enrolment.due(schedule.last_date):
        return None
    return f"{journey.id}.{journey.steps[enrolment.step].id}"


def _content(voice: Voice, schedule: Schedule, taste: Taste, occasion: str, said: str) -> str:
    """Return what was put off until now, else what fits the member, with what is said above it; empty for none."""
    if schedule.detail and schedule.detail in voice.prompts:
        return schedule.detail
    chosen = pick(voice, taste, f"{schedule.member_id.hex if schedule.member_id else ''}{occasion}")
    return str(Asked(chosen.id, said)) if chosen else ""


async def _done(tx: Tx, due: Sequence[Schedule], ways: Mapping[UUID, accounts.Way]) -> frozenset[tuple[UUID, date]]:
    """Return which members have answered a question of their own accord on the very date that falls due."""
    day = cache(local_date)
    seen = {member_id: day(way.seen_at, way.zone) for member_id, way in ways.items()}
    dates = ((each.member_id, each.last_date) for each in due)
    here = [(owner, date) for owner, date in dates if owner and date and seen.get(owner) == date]
    return await entries.made_on(tx, here, ANSWERS) if here else frozenset()


def direct_target(account: Account) -> Target:
    """Return the DM of an account."""
    ref = account.ref
    return Target(platform=ref.platform, scope=ref.scope, kind="direct", channel=account.direct_channel, account=ref.id)


async def render(ctx: Context, batch: Sequence[Delivery]) -> Sequence[Message | Skip]:
    """Write prompts in their members' languages, open or discreet; all members are read at once."""
    async with ctx.store.read() as tx:
        voices = await members.voices(tx, [each.member_id for each in batch if each.member_id])
        zones = {member_id: zone for member_id, (_, _, zone) in voices.items()}
        unasked = await agenda.at_night(tx, batch, zones, ctx.clock.now())
    written: list[Message | Skip] = []
    for each in batch:
        if len(written) % AT_ONCE == 0:
            await asyncio.sleep(0)
        written.append(Skip("night") if each.id in unasked else _written(ctx, each, voices))
    return written


def _written(ctx: Context, delivery: Delivery, voices: Voices) -> Message | Skip:
    known = voices.get(delivery.member_id) if delivery.member_id else None
    if known is None:
        return Skip("member_gone")
    locale, discreet, _ = known
    voice = ctx.library.voice(locale)
    asked = Asked.parse(delivery.content)
    prompt = voice.prompts.get(asked.prompt)
    if prompt is None:
        return Skip("content_gone")
    write = neutral_message if discreet else prompt_message
    return bent_message(voice, write(voice, prompt, delivery.key), asked.opening)


async def settled(ctx: Context, tx: Tx, sent: Sequence[tuple[Delivery, Receipt]]) -> None:
    """Note what was seen, so that it does not come back before all others have been; after the last, let it rest."""
    brought = [(each, Asked.parse(each.content)) for each, _ in sent]
    await seen.mark(tx, [(each.recipient, KIND, asked.prompt) for each, asked in brought])
    for each, asked in brought:
        if asked.opening == LAST and each.member_id:
            await agenda.rest(tx, each.member_id, agenda.SILENCE, unless_seen_after=each.due_at)
