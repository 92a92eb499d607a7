"""How one's own entries look: a page of them, and one of them whole."""

from __future__ import annotations

from collections.abc import Sequence

from bot import checkins
from bot.feature import HELP_NOW, Caller
from bot.messages import (
    ActionId,
    Button,
    Buttons,
    Form,
    Heading,
    Menu,
    Message,
    Option,
    Part,
    Quote,
    Text,
    TextField,
)
from bot.recurrence import zone

from .kept import Kept, Place, choices

NAME = "entries"
EACH_PAGE = 6
EXCERPT = 90
TEXT_LONGEST = 3000
LABEL = 75


def action(name: str, ref: Place | str = "") -> ActionId:
    """Name a button of this feature."""
    return ActionId(feature=NAME, action=name, ref=str(ref))


def _button(caller: Caller, name: str, action_id: ActionId, *, primary: bool = False) -> Button:
    label = caller.voice.label(f"entries-{name}-button")
    return Button(label=label, action=action_id, style="primary" if primary else "plain")


def _help(caller: Caller) -> Button:
    return Button(label=caller.voice.label("help-now-button"), action=HELP_NOW)


def said(caller: Caller, key: str, *buttons: Button, **values: str | int) -> Message:
    """Write one sentence with buttons."""
    parts = (caller.voice.text(key, **values), Buttons(buttons=(*buttons, _help(caller))))
    return Message(parts=parts, summary=caller.voice.label("entries-title"))


def all_button(caller: Caller) -> Button:
    """Return the button that leads to all entries."""
    return _button(caller, "all", action("page", Place()))


def when(caller: Caller, kept: Kept) -> str:
    """Say when an entry was made, by the clock of the member."""
    return f"{caller.voice.day(kept.day)}, {caller.voice.time(kept.at.astimezone(zone(caller.own.zone)).time())}"


def _kind(caller: Caller, kept: Kept) -> str:
    return caller.voice.label(f"entries-kind-{kept.kind.replace('_', '-')}")


def _line(caller: Caller, kept: Kept) -> str:
    """Tell an entry in one line: its kind, how it was, and how its words begin."""
    if kept.told is None:
        return f"{_kind(caller, kept)} · {caller.voice.label('entries-unreadable')}"
    ticked = checkins.ticked(caller.voice, checkins.read(kept.told))[:2] if kept.kind == checkins.KIND else []
    words = " ".join(kept.words.split())
    begun = words if len(words) <= EXCERPT else f"{words[:EXCERPT].rsplit(' ', 1)[0]} …"
    return " · ".join(each for each in (_kind(caller, kept), *ticked, begun) if each)


def listing(caller: Caller, found: Sequence[Kept], place: Place, *, narrowed: str) -> Message:
    """Write one page of entries, with the ways to turn it, to narrow it and to open one."""
    voice = caller.voice
    last = max(1, -(-len(found) // EACH_PAGE))
    number = min(max(1, place.page), last)
    here = found[(number - 1) * EACH_PAGE : number * EACH_PAGE]
    parts: list[Part] = [Heading(text=voice.label("entries-title"))]
    if narrowed:
        parts.append(voice.quiet("entries-narrowed", what=narrowed))
    for each in here:
        parts.append(Text(words=(when(caller, each),), quiet=True))
        parts.append(Text(words=(_line(caller, each),)))
    if not here:
        parts.append(voice.text("entries-none"))
    else:
        options = tuple(Option(value=each.id.hex, label=_option(caller, each)) for each in here)
        placeholder = voice.label("entries-open-placeholder")
        parts.append(Menu(action=action("open", Place(number, place.only)), placeholder=placeholder, options=options))
    return Message(
        parts=(*parts, Buttons(buttons=_turning(caller, number, last, place.only))),
        summary=voice.label("entries-title"),
    )


def _option(caller: Caller, kept: Kept) -> str:
    text = f"{caller.voice.short_day(kept.day)} · {_line(caller, kept)}"
    return text if len(text) <= LABEL else f"{text[: LABEL - 2].rstrip()} …"


def _turning(caller: Caller, number: int, last: int, only: str) -> tuple[Button, ...]:
    row = []
    if number > 1:
        row.append(_button(caller, "newer", action("page", Place(number - 1, only))))
    if number < last:
        row.append(_button(caller, "older", action("page", Place(number + 1, only)), primary=True))
    row.append(_button(caller, "choose", action("choose", Place(1, only))))
    return (*row, _help(caller))


def choosing(caller: Caller, found: Sequence[Kept]) -> Message:
    """Offer what the entries can be narrowed to."""
    voice = caller.voice
    menu = Menu(
        action=action("only"), placeholder=voice.label("entries-only-placeholder"), options=choices(caller, found)
    )
    row = Buttons(buttons=(all_button(caller), _help(caller)))
    return Message(parts=(voice.text("entries-only-ask"), menu, row), summary=voice.label("entries-title"))


def whole(caller: Caller, kept: Kept, place: Place, opening: str = "") -> Message:
    """Write an entry whole: what it answers, what was ticked, and the words."""
    voice, parts = caller.voice, list[Part]()
    if opening:
        parts.append(voice.text(opening))
    parts += [Heading(text=_kind(caller, kept)), Text(words=(when(caller, kept),), quiet=True)]
    parts += _asked(caller, kept)
    if kept.words:
        parts.append(Quote(text=kept.words))
    row = [_button(caller, "delete", action("delete", f"{kept.id.hex}.{place}"))]
    if kept.told is not None:
        row.insert(0, _button(caller, "edit", action("edit", f"{kept.id.hex}.{place}")))
    back = _button(caller, "back", action("page", place))
    return Message(parts=(*parts, Buttons(buttons=(*row, back, _help(caller)))), summary=voice.label("entries-title"))


def _asked(caller: Caller, kept: Kept) -> list[Part]:
    voice, told = caller.voice, kept.told
    if told is None:
        return [voice.text("entries-unreadable")]
    if kept.kind == checkins.KIND:
        return [Text(words=("\n".join(checkins.ticked(voice, checkins.read(told))),))]
    question = asked(caller, kept)
    return [Text(words=(question,))] if question else []


def asked(caller: Caller, kept: Kept) -> str:
    """Return the question that an entry answers, empty where it has left the library."""
    told, voice = kept.told or {}, caller.voice
    if kept.kind == "reflection":
        return voice.prompts[told["prompt"]].text if told["prompt"] in voice.prompts else ""
    journey = voice.journeys.get(told.get("journey", ""))
    steps = journey.steps if journey else ()
    return next((each.question for each in steps if each.id == told.get("step")), "")


def form(caller: Caller, kept: Kept, place: Place) -> Form:
    """Open an entry to be changed, with everything in it as it is."""
    voice, ref = caller.voice, f"{kept.id.hex}.{place}"
    if kept.kind == checkins.KIND and kept.told is not None:
        return Form(
            action=action("save", ref),
            title=voice.label("checkin-form-title"),
            fields=checkins.fields(voice, checkins.read(kept.told)),
            submit=voice.label("entries-save-button"),
        )
    question = asked(caller, kept)
    field = TextField(
        id="text",
        label=voice.label("daily-reflect-label"),
        value=kept.words,
        multiline=True,
        required=True,
        longest=TEXT_LONGEST,
    )
    return Form(
        action=action("save_text", ref),
        title=voice.label("daily-reflect-form-title"),
        intro=Text(words=(question,)) if question else None,
        fields=(field,),
        submit=voice.label("entries-save-button"),
    )
