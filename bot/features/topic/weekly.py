"""The weekly appointment: the day before, a card before the moderators; only what one of them approves is posted.

The schedule's slot is the moment the card appears, one day before the opening.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from uuid import uuid4

from bot.feature import Caller, Context
from bot.messages import (
    Answer,
    Button,
    Buttons,
    ChoiceField,
    Command,
    CommandRef,
    Form,
    Invalid,
    Message,
    Option,
    Part,
    Press,
    Reply,
    Submission,
    Text,
    TimeField,
)
from bot.model import Community, Schedule, Target
from bot.planner import next_due
from bot.recurrence import Rhythm, instant, local_date, nearest, parse_time
from bot.store import schedules

from .posting import action, home
from .timing import place_fields, target_of

WEEKLY = "weekly_topic"
DAY = timedelta(days=1)


async def weekly(ctx: Context, caller: Caller, event: Command | Press) -> Answer:
    """Open the form of the appointment; a moderators' channel is needed first, since the card appears there."""
    community = caller.community
    if community is None or not community.moderators_channel:
        return Reply(message=_needs_channel(caller))
    async with ctx.store.read() as tx:
        schedule = await schedules.get(tx, WEEKLY, community.id)
    return _form(caller, schedule)


def _needs_channel(caller: Caller) -> Message:
    text = caller.voice.text("topic-weekly-needs-channel", community=CommandRef("community"))
    return Message(parts=(text,), summary=caller.voice.label("topic-title"))


def _form(caller: Caller, schedule: Schedule | None) -> Form:
    voice = caller.voice
    target = place(schedule) if schedule else None
    weekday = _opening_weekday(schedule.days) if schedule else 2
    days = tuple(Option(value=str(day), label=voice.weekday(day)) for day in range(7))
    never = Option(value="none", label=voice.label("topic-weekly-none-option"))
    return Form(
        action=action("set_weekly"),
        title=voice.label("topic-weekly-form-title"),
        intro=voice.text("topic-weekly-about"),
        fields=(
            ChoiceField(
                id="day",
                label=voice.label("topic-weekly-day-label"),
                options=(*days, never),
                chosen=(str(weekday),),
                required=True,
            ),
            TimeField(
                id="time",
                label=voice.label("topic-time-label"),
                value=f"{schedule.time_of_day:%H:%M}" if schedule else "18:00",
                required=True,
            ),
            *place_fields(caller, target),
        ),
        submit=voice.label("topic-weekly-save-button"),
    )


def _opening_weekday(card_days: int) -> int:
    """Return the weekday of the opening, which is the day after the card's."""
    return card_days.bit_length() % 7


def place(schedule: Schedule) -> Target:
    """Read the place of the openings from what the schedule keeps: `platform|scope|kind|channel|thread`."""
    platform, scope, kind, channel, thread = (schedule.detail or "||channel||").split("|")
    return Target(
        platform=platform,
        scope=scope,
        kind="forum" if kind == "forum" else "channel",
        channel=channel,
        thread=thread == "thread",
    )


def _written(target: Target) -> str:
    return "|".join(
        (target.platform, target.scope, target.kind, target.channel or "", "thread" if target.thread else "plain")
    )


async def set_weekly(ctx: Context, caller: Caller, event: Submission) -> Answer:
    """Take the appointment over, or end it."""
    community = await home(ctx, caller)
    if event.one("day") == "none":
        async with ctx.store.begin() as tx:
            await schedules.drop(tx, WEEKLY, community.id)
        return Reply(message=caller.says("topic-weekly-ended", "topic-title"))
    at = parse_time(event.one("time"))
    target = target_of(caller, event.one("channel"), event.one("place"))
    day = event.one("day")
    if at is None or target is None or day not in map(str, range(7)):
        return _invalid(caller, at, target)
    schedule = _schedule(community, int(day), at, target)
    async with ctx.store.begin() as tx:
        earlier = await schedules.get(tx, WEEKLY, community.id)
        if earlier:  # a date that has had its card gets no second one
            schedule = replace(schedule, id=earlier.id, last_date=earlier.last_date)
        due = next_due(schedule, caller.now)
        await schedules.put(tx, replace(schedule, next_due_at=due))
    first = caller.voice.moment(_first_opening(schedule, due or caller.now), community.zone)
    return Reply(message=caller.says("topic-weekly-set", "topic-title", first=first))


def _first_opening(schedule: Schedule, card: datetime) -> datetime:
    rhythm = Rhythm(time_of_day=schedule.time_of_day, days=schedule.days, zone=schedule.zone)
    slot = nearest(rhythm, card)
    return opening(replace(schedule, last_date=slot.local_date if slot else local_date(card, schedule.zone)), card)


def _schedule(community: Community, day: int, at: time, target: Target) -> Schedule:
    return Schedule(
        id=uuid4(),
        kind=WEEKLY,
        member_id=None,
        community_id=community.id,
        time_of_day=at,
        days=1 << (day - 1) % 7,
        zone=community.zone,
        next_due_at=None,
        last_date=None,
        paused_until=None,
        resting=None,
        detail=_written(target),
    )


def _invalid(caller: Caller, at: time | None, target: Target | None) -> Invalid:
    voice = caller.voice
    errors = {}
    if at is None:
        errors["time"] = voice.label("topic-time-unclear")
    if target is None:
        errors["channel"] = voice.label("topic-channel-needed")
    parts: list[Part] = [voice.text("topic-not-planned"), *(Text(words=(each,)) for each in errors.values())]
    parts.append(Buttons(buttons=(Button(label=voice.label("topic-weekly-button"), action=action("weekly")),)))
    return Invalid(
        errors=errors or {"day": voice.label("topic-not-planned")},
        message=Message(parts=tuple(parts), summary=voice.label("topic-title")),
    )


def opening(schedule: Schedule, slot: datetime) -> datetime:
    """Return the same wall-clock time one day after the card's, whatever the clocks do in between."""
    if schedule.last_date is None:
        return slot + DAY
    return instant(schedule.last_date + DAY, schedule.time_of_day, schedule.zone) or slot + DAY
