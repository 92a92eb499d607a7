"""*Later* and *Less often or stop*: one press opens a private menu, a choice there does it."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot import agenda
from bot.feature import Caller, Context
from bot.messages import Answer, CommandRef, Menu, Message, Option, Press, Reply, Text, Update
from bot.model import Delivery, Priority, delivery_id
from bot.recurrence import Quiet, evening, fresh_until, in_quiet, local_date
from bot.store import Tx, deliveries, inbox

from .buttons import gone
from .choice import KIND, owner
from .plan import FRESHNESS, direct_target
from .shown import Ref, action

HOUR = timedelta(hours=1)
THREE_DAYS = 0b0010101
ONE_DAY = 0b0000001


def _moments(caller: Caller) -> dict[str, datetime]:
    """Return when *Later* can be today, leaving out what would fall into quiet hours."""
    zone = caller.own.zone
    moments = {"evening": evening(caller.now, zone)}
    in_an_hour = caller.now + HOUR
    moments["hour"] = None if in_quiet(in_an_hour, zone, Quiet()) else in_an_hour
    return {name: moments[name] for name in ("hour", "evening") if moments[name]}  # type: ignore[misc]


def _menu(caller: Caller, name: str, ref: Ref, choices: list[str]) -> Menu:
    options = tuple(Option(value=each, label=caller.voice.label(f"daily-{each}-option")) for each in choices)
    return Menu(action=action(name, ref), placeholder=caller.voice.label("daily-choose-placeholder"), options=options)


async def later(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Offer other moments for this question."""
    ref = Ref.parse(event.action.ref)
    if ref.prompt not in caller.voice.prompts:
        return gone(caller)
    menu = _menu(caller, "at", ref, [*_moments(caller), "tomorrow"])
    parts = (caller.voice.text("daily-later-ask"), menu)
    return Reply(message=Message(parts=parts, summary=caller.voice.label("daily-later-button")))


async def less(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Offer to stop, to have fewer questions, a rest, or this one later."""
    ref = Ref.parse(event.action.ref)
    choices = ["stop", "thrice", "weekly", "rest"]
    if ref.prompt in caller.voice.prompts:
        choices += [*_moments(caller), "tomorrow"]
    else:
        ref = Ref(ref.key, "")
    parts = (caller.voice.text("daily-less-ask"), _menu(caller, "ease", ref, choices))
    return Reply(message=Message(parts=parts, summary=caller.voice.label("daily-less-button")))


async def at(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Bring this question back at the chosen moment."""
    ref = Ref.parse(event.action.ref)
    choice = event.values[0] if event.values else "tomorrow"
    if ref.prompt not in caller.voice.prompts:
        return gone(caller)
    async with ctx.store.begin() as tx:
        if choice == "tomorrow":
            await agenda.choose_next(tx, caller.own.id, ref.prompt)
            return _done(caller, caller.voice.text("daily-at-tomorrow"))
        moment = _moments(caller).get(choice)
        if moment is None:
            return _done(caller, caller.voice.text("daily-at-none"))
        if (await inbox.take(tx, event.origin.event, caller.now)).first:
            again = _again(caller, ref, moment)
            if not await deliveries.replan(tx, again):  # it came back once already, and may again
                await deliveries.plan(tx, [_again(caller, ref, moment, event.origin.event)])
    said = caller.voice.text("daily-at-moment", moment=caller.voice.moment(moment, caller.own.zone))
    return _done(caller, said)


def _again(caller: Caller, ref: Ref, moment: datetime, before: str = "") -> Delivery:
    member, account = caller.own, caller.account
    if account is None:
        raise LookupError("a member who presses a button has an account")
    before = before or ref.key or f"today-{local_date(caller.now, member.zone)}"
    recipient, occasion = owner(member.id), f"after:{before}"
    return Delivery(
        id=delivery_id(KIND, recipient, occasion, moment),
        kind=KIND,
        recipient=recipient,
        occasion=occasion,
        target=direct_target(account),
        due_at=moment,
        expires_at=fresh_until(moment, member.zone, FRESHNESS, Quiet()),
        priority=Priority.PROMPT,
        member_id=member.id,
        community_id=account.community_id,
        content=ref.prompt,
    )


async def ease(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Do what was chosen under *Less often or stop*."""
    choice = event.values[0] if event.values else ""
    if choice not in ("stop", "thrice", "weekly", "rest"):
        return await at(ctx, caller, event)
    async with ctx.store.begin() as tx:
        said = await _ease(tx, caller, choice)
    return _done(caller, said)


async def _ease(tx: Tx, caller: Caller, choice: str) -> Text:
    member, voice = caller.own, caller.voice
    if choice == "stop":
        await agenda.stop(tx, member.id)
        return voice.text("daily-stopped", start=CommandRef("start"))
    if choice == "rest":
        until = local_date(caller.now, member.zone) + timedelta(days=7)
        await agenda.pause(tx, member.id, until, caller.now)
        return voice.text("daily-resting", until=voice.day(until), pause=CommandRef("pause"))
    await agenda.change(tx, member.id, caller.now, days=_days(choice, caller))
    return voice.text(f"daily-{choice}-done", rhythm=CommandRef("rhythm"))


def _days(choice: str, caller: Caller) -> int:
    """Monday, Wednesday and Friday; or the weekday of today, once a week."""
    if choice == "thrice":
        return THREE_DAYS
    return ONE_DAY << local_date(caller.now, caller.own.zone).weekday()


def _done(caller: Caller, said: Text) -> Update:
    return Update(message=Message(parts=(said,), summary=caller.voice.label("daily-summary")))
