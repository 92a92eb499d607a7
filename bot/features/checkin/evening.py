"""An evening reminder to check in: only for those who want one, and only on days without a check-in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time, timedelta

from bot import agenda
from bot.checkins import KIND
from bot.feature import HELP_NOW, Caller, Context
from bot.library import Voice
from bot.messages import ActionId, Answer, Button, Buttons, Menu, Message, Option, Press, Reply, Update
from bot.model import CONSENT_VERSION, Delivery, Schedule
from bot.platform import Skip
from bot.recurrence import NIGHT, fresh_until, local_date
from bot.store import Tx, accounts, entries, members, schedules

HOURS = (18, 19, 20, 21)
NONE = "none"
FRESHNESS = timedelta(hours=1)
IDLE = timedelta(days=7)
"""Nobody who has not been here for so long is reminded."""


async def ask(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Offer the hours of a reminder, or none."""
    voice = caller.voice
    async with ctx.store.read() as tx:
        now = await schedules.get(tx, agenda.NUDGE, caller.own.id)
    hours = tuple(Option(value=str(each), label=voice.time(time(each))) for each in HOURS)
    menu = Menu(
        action=ActionId(feature=KIND, action="remind"),
        placeholder=voice.label("checkin-evening-placeholder"),
        options=(*hours, Option(value=NONE, label=voice.label("checkin-evening-none-option"))),
    )
    said = voice.text("checkin-evening-ask")
    if now is not None:
        said = voice.text("checkin-evening-now", time=voice.time(now.time_of_day))
    return Reply(message=Message(parts=(said, menu), summary=voice.label("checkin-evening-button")))


async def remind(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Remind at the chosen hour from now on, or no longer."""
    voice, chosen = caller.voice, event.values[0] if event.values else NONE
    at = time(int(chosen)) if chosen in map(str, HOURS) else None
    async with ctx.store.begin() as tx:
        await agenda.remind(tx, caller.own, at, caller.now)
    said = voice.text("checkin-evening-set", time=voice.time(at)) if at else voice.text("checkin-evening-off")
    return Update(message=Message(parts=(said,), summary=voice.label("checkin-evening-button")))


async def plan(ctx: Context, tx: Tx, due: Sequence[Schedule]) -> Sequence[Delivery]:
    """Remind those who have not checked in today, and who were here in the last days."""
    ways = await accounts.ways(tx, [each.member_id for each in due if each.member_id])
    days = [(each.member_id, each.last_date) for each in due if each.member_id and each.last_date]
    done = await entries.made_on(tx, days, (KIND,))
    planned: list[Delivery] = []
    for each in due:
        way = ways.get(each.member_id) if each.member_id else None
        if way is None or each.member_id is None or each.next_due_at is None or each.last_date is None:
            continue
        lapsed = way.consent_version < CONSENT_VERSION
        if lapsed or (each.member_id, each.last_date) in done or each.next_due_at - way.seen_at > IDLE:
            continue
        until = fresh_until(each.next_due_at, way.zone, FRESHNESS, NIGHT)
        occasion = str(each.last_date)
        planned.append(agenda.bring(agenda.NUDGE, each.member_id, way, "", occasion, each.next_due_at, until))
    return planned


async def render(ctx: Context, batch: Sequence[Delivery]) -> Sequence[Message | Skip]:
    """Write the reminders; one whose member has checked in meanwhile has nothing to say."""
    now = ctx.clock.now()
    async with ctx.store.read() as tx:
        voices = await members.voices(tx, [each.member_id for each in batch if each.member_id])
        zones = {member_id: zone for member_id, (_, _, zone) in voices.items()}
        unasked = await agenda.at_night(tx, batch, zones, now)
        today = [(member_id, local_date(now, zone)) for member_id, zone in zones.items()]
        done = {member_id for member_id, _ in await entries.made_on(tx, today, (KIND,))}
    written: list[Message | Skip] = []
    for each in batch:
        known = voices.get(each.member_id) if each.member_id else None
        if known is None:
            written.append(Skip("member_gone"))
        elif each.id in unasked or each.member_id in done:
            written.append(Skip("night" if each.id in unasked else "done_today"))
        else:
            written.append(_message(ctx.library.voice(known[0])))
    return written


def _message(voice: Voice) -> Message:
    row = (
        Button(
            label=voice.label("checkin-evening-open-button"),
            action=ActionId(feature=KIND, action="form"),
            style="primary",
        ),
        Button(label=voice.label("checkin-evening-change-button"), action=ActionId(feature=KIND, action="evening")),
        Button(label=voice.label("help-now-button"), action=HELP_NOW),
    )
    return Message(
        parts=(voice.text("checkin-evening"), Buttons(buttons=row)), summary=voice.label("checkin-evening-summary-line")
    )
