"""/journey: a guided series, a step a day in place of the question, at one's own pace; nothing is lost by waiting.

Which step comes is planned with the daily question (see `daily_prompt.plan`), so that there is one message a day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot import agenda
from bot.feature import Caller, Context, Feature, Route
from bot.library import Library
from bot.messages import Button, Buttons, Message, Part
from bot.model import Delivery, Receipt, Way
from bot.platform import CommandSpec, Skip
from bot.store import Tx, enrolments, members

from . import way, words
from .words import NAME, Place, action


async def _render(ctx: Context, batch: Sequence[Delivery]) -> Sequence[Message | Skip]:
    """Write steps in their members' languages, open or discreet; one that was done meanwhile is not asked."""
    ids = [each.member_id for each in batch if each.member_id]
    async with ctx.store.read() as tx:
        voices = await members.voices(tx, ids)
        going = await enrolments.going(tx, ids)
        zones = {member_id: zone for member_id, (_, _, zone) in voices.items()}
        unasked = await agenda.at_night(tx, batch, zones, ctx.clock.now())
    written: list[Message | Skip] = []
    for each in batch:
        known = voices.get(each.member_id) if each.member_id else None
        if known is None:
            written.append(Skip("member_gone"))
            continue
        locale, discreet, _ = known
        voice, place = ctx.library.voice(locale), Place.parse(each.content)
        found, enrolment = place.found(voice), going.get(each.member_id) if each.member_id else None
        if each.id in unasked or found is None:
            written.append(Skip("night" if found else "content_gone"))
        elif enrolment is None or enrolment.journey != place.journey or enrolment.step != found[1]:
            written.append(Skip("step_done"))
        else:
            written.append(words.neutral_message(voice, place) if discreet else words.step_message(voice, *found))
    return written


async def _settled(ctx: Context, tx: Tx, sent: Sequence[tuple[Delivery, Receipt]]) -> None:
    """Note which step came, so that it waits for its member instead of coming again."""
    for each, _ in sent:
        place = Place.parse(each.content)
        found = place.found(ctx.library.voice("en"))
        if each.member_id and found:
            await enrolments.came(tx, each.member_id, place.journey, found[1], date.fromisoformat(each.occasion))


async def _home(ctx: Context, caller: Caller) -> tuple[Part, ...]:
    if caller.member is None or not caller.voice.journeys:
        return ()
    async with ctx.store.read() as tx:
        going = (await enrolments.going(tx, [caller.member.id])).get(caller.member.id)
    row = [Button(label=caller.voice.label("journey-title"), action=action("all"))]
    if going and going.state is Way.GOING and going.journey in caller.voice.journeys:
        label = caller.voice.label("journey-now-button")
        row.insert(0, Button(label=label, action=action("now", Place(going.journey)), style="primary"))
    return (Buttons(buttons=tuple(row)),)


def _commands(library: Library) -> tuple[CommandSpec, ...]:
    return (CommandSpec(name=NAME, summary=library.all_labels("journey-command-summary")),)


FEATURE = Feature(
    name=NAME,
    commands=_commands,
    on_command={NAME: Route(handle=way.show)},
    on_press={
        "all": Route(handle=way.show),
        "card": Route(handle=way.card),
        "start": Route(handle=way.start),
        "again": Route(handle=way.start),
        "now": Route(handle=way.now),
        "open": Route(handle=way.opened),
        "answer": Route(handle=way.answer),
        "skip": Route(handle=way.skip),
        **{each: Route(handle=way.change) for each in ("pause", "resume", "stop", "every_day", "every_other")},
        "reread": Route(handle=way.reread),
        "look": Route(handle=way.look),
    },
    on_submit={"save": Route(handle=way.save, words=("text",))},
    home=_home,
    renders={agenda.STEP: _render},
    settled={agenda.STEP: _settled},
)
