"""The way through a journey: begin, do a step, pass one over, rest, read again, stop, begin anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import NAMESPACE_URL, UUID, uuid5

from bot.errors import SealBroken
from bot.feature import Caller, Context
from bot.library import Journey
from bot.messages import Answer, Button, Command, Invalid, Press, Reply, Submission, Update
from bot.model import Enrolment, Way
from bot.recurrence import local_date
from bot.store import Tx, enrolments, entries, inbox

from . import words
from .words import ANSWER_LONGEST, Place, action

KIND = "journey_answer"
ANSWERS_READ = 500


async def show(ctx: Context, caller: Caller, event: Command | Press) -> Answer:
    """Show every journey."""
    async with ctx.store.read() as tx:
        begun = await enrolments.of(tx, caller.own.id)
    message = words.overview(caller.voice, begun)
    return Update(message=message) if isinstance(event, Press) else Reply(message=message)


async def card(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Show one journey: chosen in the menu, or that of the step beneath which it was asked for."""
    chosen = event.values[0] if event.values else Place.parse(event.action.ref).journey
    journey = caller.voice.journeys.get(chosen)
    if journey is None:
        return gone(caller)
    async with ctx.store.read() as tx:
        enrolment = await _of(tx, caller, journey)
    message = words.card(caller.voice, journey, enrolment)
    return Update(message=message) if event.values else Reply(message=message)


async def start(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Begin a journey, or begin it anew, with its first step on the spot; earlier answers stay."""
    journey = _journey(caller, event)
    if journey is None:
        return gone(caller)
    async with ctx.store.begin() as tx:
        if (await inbox.take(tx, event.origin.event, caller.now)).first:
            today = local_date(caller.now, caller.own.zone)
            begun = Enrolment(member_id=caller.own.id, journey=journey.id, sent=0, last_date=today)
            await enrolments.put(tx, begun)
    return Update(message=words.step_message(caller.voice, journey, 0))


async def now(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Show the step that comes next, whatever the day."""
    journey = _journey(caller, event)
    if journey is None:
        return gone(caller)
    async with ctx.store.begin() as tx:
        enrolment = await _of(tx, caller, journey)
        if enrolment is None or enrolment.step >= len(journey.steps):
            return Update(message=words.card(caller.voice, journey, enrolment))
        await enrolments.came(tx, caller.own.id, journey.id, enrolment.step, local_date(caller.now, caller.own.zone))
    return Update(message=words.step_message(caller.voice, journey, enrolment.step))


async def opened(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Open a discreet step where it stands."""
    found = Place.parse(event.action.ref).found(caller.voice)
    return Update(message=words.step_message(caller.voice, *found)) if found else gone(caller)


async def answer(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Open the private page for an answer."""
    found = Place.parse(event.action.ref).found(caller.voice)
    return words.form(caller.voice, *found) if found else gone(caller)


async def save(ctx: Context, caller: Caller, event: Submission) -> Answer:
    """Seal and keep an answer, and move on where it is that of the next step; the same form sent twice is one."""
    place, text = Place.parse(event.action.ref), event.one("text").strip()
    found = place.found(caller.voice)
    if not text or len(text) > ANSWER_LONGEST or found is None:
        return _not_kept(caller, event, "daily-empty" if not text else "daily-long" if found else "journey-gone")
    journey, number = found
    entry = uuid5(NAMESPACE_URL, event.origin.event)
    key = await ctx.seal.opened(caller.own.id)
    sealed = key.seal_json("entries", entry, {"journey": place.journey, "step": place.step, "text": text})
    async with ctx.store.begin() as tx:
        if (await inbox.take(tx, event.origin.event, caller.now, entry.hex)).first:
            day = local_date(caller.now, caller.own.zone)
            await entries.add(tx, entry, caller.own.id, KIND, day, caller.now, sealed, key.version)
            await _past(tx, caller, journey, number)
        enrolment = await _of(tx, caller, journey) or _unbegun(caller, journey)
    return Reply(message=words.kept(caller.voice, journey, text, enrolment))


async def skip(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Pass a step over; it can be read again."""
    found = Place.parse(event.action.ref).found(caller.voice)
    if found is None:
        return gone(caller)
    journey, number = found
    async with ctx.store.begin() as tx:
        if (await inbox.take(tx, event.origin.event, caller.now)).first:
            await _past(tx, caller, journey, number)
        enrolment = await _of(tx, caller, journey) or _unbegun(caller, journey)
    parts = (caller.voice.text("journey-skipped"), *words.onward(caller.voice, journey, enrolment))
    message = words.said(caller.voice, "journey-skipped")
    return Update(message=replace(message, parts=parts))


async def _past(tx: Tx, caller: Caller, journey: Journey, number: int) -> None:
    """Move on where this step is the one that comes next; after the last the journey is done."""
    enrolment = await _of(tx, caller, journey)
    if enrolment is None or enrolment.step != number:
        return
    step = number + 1
    state = Way.DONE if step == len(journey.steps) else enrolment.state
    today = local_date(caller.now, caller.own.zone)
    await enrolments.put(
        tx, replace(enrolment, step=step, state=state, last_date=today, sent=max(enrolment.sent, number))
    )


async def change(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Rest, go on, stop, or have a step every other day: what the button says, and the card with it done."""
    journey = _journey(caller, event)
    changes = {
        "pause": {"state": Way.PAUSED},
        "resume": {"state": Way.GOING},
        "stop": {"state": Way.STOPPED},
        "every_day": {"every": 1},
        "every_other": {"every": 2},
    }[event.action.action]
    if journey is None:
        return gone(caller)
    async with ctx.store.begin() as tx:
        enrolment = await _of(tx, caller, journey)
        if enrolment is not None and enrolment.state is not Way.DONE:
            enrolment = replace(enrolment, **changes)  # type: ignore[arg-type]
            await enrolments.put(tx, enrolment)
    told = caller.voice.text(f"journey-{event.action.action.replace('_', '-')}-done")
    return Update(message=words.card(caller.voice, journey, enrolment, told))


async def reread(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Show an earlier step with one's own answers."""
    place = Place(Place.parse(event.action.ref).journey, event.values[0] if event.values else "")
    found = place.found(caller.voice)
    if found is None:
        return gone(caller)
    journey, number = found
    own = [text for step, text in await _answers(ctx, caller, journey) if step == number]
    return Reply(message=words.reread(caller.voice, journey, number, own))


async def look(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Look back at all of one's answers, a page at a time."""
    place = Place.parse(event.action.ref)
    journey = caller.voice.journeys.get(place.journey)
    if journey is None:
        return gone(caller)
    answers = sorted(await _answers(ctx, caller, journey), key=lambda each: each[0])
    page = int(place.step) if place.step.isdecimal() and len(place.step) < 4 else 1  # noqa: PLR2004
    return Update(message=words.look_back(caller.voice, journey, answers, page))


async def _answers(ctx: Context, caller: Caller, journey: Journey) -> Sequence[tuple[int, str]]:
    """Return one's answers on a journey, oldest first, each with the number of its step."""
    key = await ctx.seal.opened(caller.own.id)
    async with ctx.store.read() as tx:
        kept = await entries.list(tx, caller.own.id, KIND, ANSWERS_READ)
    numbers = {each.id: number for number, each in enumerate(journey.steps)}
    found: list[tuple[int, str]] = []
    for entry in reversed(kept):
        try:
            told = key.open_json("entries", entry.id, entry.sealed)
        except SealBroken:  # one that does not open keeps nobody from the others
            continue
        if told["journey"] == journey.id and told["step"] in numbers:
            found.append((numbers[told["step"]], told["text"]))
    return found


async def _of(tx: Tx, caller: Caller, journey: Journey) -> Enrolment | None:
    return next((each for each in await enrolments.of(tx, caller.own.id) if each.journey == journey.id), None)


def _unbegun(caller: Caller, journey: Journey) -> Enrolment:
    return Enrolment(member_id=UUID(int=0), journey=journey.id, state=Way.STOPPED)


def _journey(caller: Caller, event: Press) -> Journey | None:
    return caller.voice.journeys.get(Place.parse(event.action.ref).journey)


def gone(caller: Caller) -> Reply:
    """Say that this journey or step is no longer in the library."""
    every = Button(label=caller.voice.label("journey-all-button"), action=action("all"))
    return Reply(message=words.said(caller.voice, "journey-gone", every))


def _not_kept(caller: Caller, event: Submission, key: str) -> Invalid:
    """Say why an answer was not kept and hand its words back."""
    again = Button(
        label=caller.voice.label("journey-answer-button"), action=action("answer", Place.parse(event.action.ref))
    )
    return Invalid(
        errors={"text": caller.voice.label(key, longest=ANSWER_LONGEST)},
        message=words.said(caller.voice, key, again, longest=ANSWER_LONGEST),
        words=tuple(each for each in event.many("text") if each.strip()),
    )
