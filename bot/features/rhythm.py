"""/rhythm: hour, days, time zone, discretion and themes; /pause: rest until a date."""

from __future__ import annotations

from datetime import date, timedelta

from bot import agenda, zones
from bot.feature import ZONES, Caller, Context, Feature, Route
from bot.library import Library
from bot.messages import (
    ActionId,
    Answer,
    Button,
    Buttons,
    ChoiceField,
    Command,
    CommandRef,
    Field,
    Form,
    Invalid,
    Menu,
    Message,
    Option,
    Part,
    Press,
    Reply,
    SearchField,
    Submission,
    Text,
    TimeField,
    Update,
)
from bot.model import Schedule
from bot.platform import CommandSpec, OptionSpec
from bot.recurrence import local_date, parse_date, parse_time
from bot.store import Tx, members

NAME = "rhythm"
LONGEST_PAUSE = timedelta(days=366)
RESTS = {"days": 3, "week": 7, "fortnight": 14, "month": 30}
DAYS = range(7)


async def form(ctx: Context, caller: Caller, event: object) -> Answer:
    """Open the form with today's settings in it."""
    async with ctx.store.read() as tx:
        schedule = await agenda.of(tx, caller.own.id)
        muted = (await members.muted(tx, [caller.own.id])).get(caller.own.id, frozenset())
    if schedule is None:
        return Reply(message=caller.says("rhythm-none", "rhythm-title", start=CommandRef("start")))
    return _form(caller, schedule, muted)


def _form(caller: Caller, schedule: Schedule, muted: frozenset[str]) -> Form:
    voice = caller.voice
    return Form(
        action=ActionId(feature=NAME, action="save"),
        title=voice.label("rhythm-form-title"),
        fields=(*_when(caller, schedule), *_how(caller, muted)),
        submit=voice.label("rhythm-save-button"),
    )


def _when(caller: Caller, schedule: Schedule) -> tuple[Field, ...]:
    """Ask for the hour, the days and the zone."""
    voice = caller.voice
    hour = f"{schedule.time_of_day:%H:%M}"
    days = ChoiceField(
        id="days",
        label=voice.label("rhythm-days-label"),
        options=tuple(Option(value=str(day), label=voice.weekday(day)) for day in DAYS),
        chosen=tuple(str(day) for day in DAYS if schedule.days >> day & 1),
        many=True,
        required=True,
    )
    zone = SearchField(
        id="zone",
        label=voice.label("rhythm-zone-label"),
        lookup=ZONES,
        value=schedule.zone,
        value_label=zones.label(schedule.zone, voice.locale, caller.now),
        required=True,
    )
    return TimeField(id="hour", label=voice.label("rhythm-hour-label"), value=hour, required=True), days, zone


def _how(caller: Caller, muted: frozenset[str]) -> tuple[Field, ...]:
    """Ask how the message looks from outside, and which themes are welcome."""
    voice = caller.voice
    discreet = ChoiceField(
        id="discreet",
        label=voice.label("rhythm-discreet-label"),
        options=(
            Option(value="d", label=voice.label("welcome-discreet-option")),
            Option(value="o", label=voice.label("welcome-open-option")),
        ),
        chosen=("d" if caller.own.discreet else "o",),
        required=True,
    )
    themes = ChoiceField(
        id="themes",
        label=voice.label("rhythm-themes-label"),
        hint=voice.label("rhythm-themes-hint"),
        options=tuple(Option(value=each.id, label=each.name) for each in voice.themes.values()),
        chosen=tuple(each for each in voice.themes if each not in muted),
        many=True,
        required=True,
    )
    return discreet, themes


async def save(ctx: Context, caller: Caller, event: Submission) -> Answer:
    """Take the new rhythm over, or say kindly what was not understood."""
    voice = caller.voice
    hour = parse_time(event.one("hour"))
    zone = zones.match(event.one("zone"), caller.origin.locale) or zones.canonical(event.one("zone"))
    days = sum(1 << int(day) for day in set(event.many("days")) if day in map(str, DAYS))
    themes = [each for each in event.many("themes") if each in voice.themes]
    errors = {
        "hour": "" if hour else voice.label("rhythm-hour-unclear"),
        "zone": "" if zone else voice.label("rhythm-zone-unclear"),
        "days": "" if days else voice.label("rhythm-days-none"),
        "themes": "" if themes else voice.label("rhythm-themes-none"),
    }
    errors = {name: said for name, said in errors.items() if said}
    if errors or hour is None:
        return _invalid(caller, errors)
    async with ctx.store.begin() as tx:
        await _themes(tx, caller, frozenset(voice.themes) - set(themes))
        await members.update(tx, caller.own.id, discreet=event.one("discreet") != "o", zone=zone)
        schedule = await agenda.change(tx, caller.own.id, caller.now, time_of_day=hour, days=days, zone=zone)
    return Reply(message=_now(caller, schedule))


async def _themes(tx: Tx, caller: Caller, muted: frozenset[str]) -> None:
    before = (await members.muted(tx, [caller.own.id])).get(caller.own.id, frozenset())
    for theme in muted - before:
        await members.mute(tx, caller.own.id, theme)
    for theme in before - muted:
        await members.unmute(tx, caller.own.id, theme)


def _invalid(caller: Caller, errors: dict[str, str]) -> Invalid:
    parts: list[Part] = [caller.voice.text("rhythm-unclear"), *(Text(words=(said,)) for said in errors.values())]
    again = Button(label=caller.voice.label("rhythm-again-button"), action=ActionId(feature=NAME, action="form"))
    parts.append(Buttons(buttons=(again,)))
    return Invalid(errors=errors, message=Message(parts=tuple(parts), summary=caller.voice.label("rhythm-title")))


def _now(caller: Caller, schedule: Schedule | None) -> Message:
    """Say when the next question comes."""
    voice = caller.voice
    if schedule is None or schedule.next_due_at is None:
        return Message(
            parts=(voice.text("rhythm-resting", start=CommandRef("start")),), summary=voice.label("rhythm-title")
        )
    moment = voice.moment(schedule.next_due_at, schedule.zone)
    evening = Button(label=voice.label("checkin-evening-button"), action=ActionId(feature="checkin", action="evening"))
    said = voice.text("rhythm-next", moment=moment)
    return Message(parts=(said, Buttons(buttons=(evening,))), summary=voice.label("rhythm-title"))


async def pause(ctx: Context, caller: Caller, event: Command) -> Answer:
    """Rest until the typed date, or offer some lengths of time."""
    typed = event.options.get("until", "").strip()
    today = local_date(caller.now, caller.own.zone)
    if not typed:
        return Reply(message=_pause_menu(caller))
    until = parse_date(typed, today)
    if until is None:
        return Reply(message=caller.says("pause-unclear", "rhythm-title"))
    if not today < until <= today + LONGEST_PAUSE:
        return Reply(message=caller.says("pause-range", "rhythm-title", latest=caller.voice.day(today + LONGEST_PAUSE)))
    return Reply(message=await _rest(ctx, caller, until))


def _pause_menu(caller: Caller) -> Message:
    voice = caller.voice
    options = tuple(Option(value=each, label=voice.label(f"pause-{each}-option")) for each in (*RESTS, "end"))
    menu = Menu(
        action=ActionId(feature=NAME, action="pause"), placeholder=voice.label("pause-placeholder"), options=options
    )
    return Message(parts=(voice.text("pause-ask"), menu), summary=voice.label("rhythm-title"))


async def pause_chosen(ctx: Context, caller: Caller, event: Press) -> Answer:
    """Rest as long as chosen, or end the rest."""
    choice = event.values[0] if event.values else ""
    today = local_date(caller.now, caller.own.zone)
    until = today + timedelta(days=RESTS[choice]) if choice in RESTS else None
    return Update(message=await _rest(ctx, caller, until))


async def _rest(ctx: Context, caller: Caller, until: date | None) -> Message:
    async with ctx.store.begin() as tx:
        schedule = await agenda.pause(tx, caller.own.id, until, caller.now)
    return _now(caller, schedule)


def _commands(library: Library) -> tuple[CommandSpec, ...]:
    until = OptionSpec(name="until", summary=library.all_labels("pause-until-summary"))
    return (
        CommandSpec(name="rhythm", summary=library.all_labels("rhythm-summary")),
        CommandSpec(name="pause", summary=library.all_labels("pause-summary"), options=(until,)),
    )


FEATURE = Feature(
    name=NAME,
    commands=_commands,
    on_command={"rhythm": Route(handle=form), "pause": Route(handle=pause)},
    on_press={"form": Route(handle=form), "pause": Route(handle=pause_chosen)},
    on_submit={"save": Route(handle=save)},
)
