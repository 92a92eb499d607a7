"""How journeys look: the list of them, the card of one, a step, and the look back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.feature import HELP_NOW
from bot.library import Journey, Step, Voice
from bot.messages import ActionId, Button, Buttons, Form, Heading, Menu, Message, Option, Part, Quote, Text, TextField
from bot.model import Enrolment, Way

NAME = "journey"
ANSWER_LONGEST = 1500
PAGE_LONGEST = 2400
"""Characters of one page of the look back; an answer of the longest kind fits beneath its question."""

KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Place:
    """A step of a journey, as a button carries it; `step` is the step's id, empty for the journey as a whole."""

    journey: str
    step: str = ""

    def __str__(self) -> str:
        """Write it as the opaque part of a button's identifier, and as the content of a delivery."""
        return f"{self.journey}.{self.step}"

    @classmethod
    def parse(cls, text: str) -> Place:
        """Read what `__str__` wrote; anything else becomes a place that no journey has."""
        journey, _, step = text.partition(".")
        return cls(journey, step)

    def found(self, voice: Voice) -> tuple[Journey, int] | None:
        """Return the journey and the number of the step, from 0; None where the library has none of them."""
        journey = voice.journeys.get(self.journey)
        numbers = {each.id: number for number, each in enumerate(journey.steps)} if journey else {}
        return (journey, numbers[self.step]) if journey and self.step in numbers else None


def action(name: str, place: Place | str = "") -> ActionId:
    """Name a button of this feature."""
    return ActionId(feature=NAME, action=name, ref=str(place))


def _button(voice: Voice, name: str, place: Place | str = "", *, primary: bool = False) -> Button:
    label = voice.label(f"journey-{name.replace('_', '-')}-button")
    return Button(label=label, action=action(name, place), style="primary" if primary else "plain")


def _help(voice: Voice) -> Button:
    return Button(label=voice.label("help-now-button"), action=HELP_NOW)


def said(voice: Voice, key: str, *buttons: Button, **values: str | int) -> Message:
    """Write one sentence with some ways on."""
    row = (*buttons, _help(voice))
    return Message(parts=(voice.text(key, **values), Buttons(buttons=row)), summary=voice.label("journey-title"))


def overview(voice: Voice, enrolments: Sequence[Enrolment]) -> Message:
    """Write what journeys there are, each with what it is and where one is on it."""
    begun = {each.journey: each for each in enrolments}
    parts: list[Part] = [voice.text("journey-what")]
    for journey in voice.journeys.values():
        parts += [Heading(text=journey.title), Text(words=(journey.about,)), _standing(voice, journey, begun)]
    options = tuple(Option(value=each.id, label=each.title) for each in voice.journeys.values())
    parts.append(Menu(action=action("card"), placeholder=voice.label("journey-choose-placeholder"), options=options))
    return Message(parts=tuple(parts), summary=voice.label("journey-title"))


def _standing(voice: Voice, journey: Journey, begun: Mapping[str, Enrolment]) -> Text:
    """Say where somebody is on a journey; of one that was never begun, how long it is."""
    enrolment = begun.get(journey.id)
    if enrolment is None:
        return voice.quiet("journey-standing-new", count=len(journey.steps))
    number = min(enrolment.step + 1, len(journey.steps))
    return voice.quiet(f"journey-standing-{enrolment.state}", number=number, count=len(journey.steps))


def card(voice: Voice, journey: Journey, enrolment: Enrolment | None, opening: Text | None = None) -> Message:
    """Write one journey with everything that can be done about it."""
    begun = {journey.id: enrolment} if enrolment else {}
    parts: list[Part] = [opening] if opening else []
    parts += [Heading(text=journey.title), Text(words=(journey.about,)), _standing(voice, journey, begun)]
    behind = _behind(journey, enrolment)
    if behind:
        parts.append(_reread(voice, journey, behind))
    parts.append(Buttons(buttons=tuple(_ways(voice, journey, enrolment))))
    return Message(parts=tuple(parts), summary=voice.label("journey-title"))


def _behind(journey: Journey, enrolment: Enrolment | None) -> Sequence[Step]:
    return journey.steps[: enrolment.step] if enrolment else ()


def _reread(voice: Voice, journey: Journey, behind: Sequence[Step]) -> Menu:
    options = tuple(
        Option(value=each.id, label=voice.label("journey-step-option", number=number, title=each.title))
        for number, each in enumerate(behind, 1)
    )
    place = Place(journey.id)
    return Menu(
        action=action("reread", place), placeholder=voice.label("journey-reread-placeholder"), options=options[-25:]
    )


def _ways(voice: Voice, journey: Journey, enrolment: Enrolment | None) -> Iterator[Button]:
    """Yield what can be done, at most four ways, and the list of all journeys."""
    place = Place(journey.id)
    if enrolment is None:
        yield _button(voice, "start", place, primary=True)
    elif enrolment.state is Way.DONE:
        yield _button(voice, "look", f"{journey.id}.1", primary=True)
        yield _button(voice, "again", place)
    elif enrolment.state is Way.GOING:
        yield _button(voice, "now", place, primary=True)
        yield _button(voice, "every_other" if enrolment.every == 1 else "every_day", place)
        yield _button(voice, "pause", place)
        yield _button(voice, "stop", place)
    else:
        yield _button(voice, "resume", place, primary=True)
        yield _button(voice, "again", place)
    yield _button(voice, "all")


def step_message(voice: Voice, journey: Journey, number: int) -> Message:
    """Write a step: what to read, its question, a small practice."""
    step = journey.steps[number]
    place = Place(journey.id, step.id)
    tip = Button(
        label=voice.label("journey-tip-button"), action=ActionId(feature="tip", action="show", ref=f".{step.tips[0]}")
    )
    row = (
        _button(voice, "answer", place, primary=True),
        _button(voice, "skip", place),
        tip,
        _button(voice, "card", place),
        _help(voice),
    )
    return Message(parts=(*_told(voice, journey, number), Buttons(buttons=row)), summary=voice.label("journey-summary"))


def _told(voice: Voice, journey: Journey, number: int) -> tuple[Part, ...]:
    step = journey.steps[number]
    place = voice.quiet("journey-place", title=journey.title, number=number + 1, count=len(journey.steps))
    reading = tuple(Text(words=(each.strip(),)) for each in step.reading.split("\n\n"))
    return (
        Heading(text=step.title),
        place,
        *reading,
        Quote(text=step.question),
        voice.text("journey-practice", practice=step.practice),
    )


def neutral_message(voice: Voice, place: Place) -> Message:
    """Write the line that says nothing to somebody looking over the shoulder."""
    row = (_button(voice, "open", place, primary=True), _button(voice, "card", place), _help(voice))
    parts = (voice.text("journey-ready"), Buttons(buttons=row))
    return Message(parts=parts, summary=voice.label("journey-summary"))


def form(voice: Voice, journey: Journey, number: int) -> Form:
    """Open a private page for one answer, with the question above it."""
    step = journey.steps[number]
    field = TextField(
        id="text",
        label=voice.label("daily-reflect-label"),
        hint=voice.label("daily-reflect-hint"),
        multiline=True,
        required=True,
        longest=ANSWER_LONGEST,
    )
    return Form(
        action=action("save", Place(journey.id, step.id)),
        title=voice.label("daily-reflect-form-title"),
        intro=Text(words=(step.question,)),
        fields=(field,),
        submit=voice.label("daily-save-button"),
    )


def kept(voice: Voice, journey: Journey, answer: str, enrolment: Enrolment) -> Message:
    """Show that an answer is kept, and what comes next."""
    parts: list[Part] = [voice.text("journey-kept"), Quote(text=answer), *onward(voice, journey, enrolment)]
    return Message(parts=tuple(parts), summary=voice.label("journey-title"))


def onward(voice: Voice, journey: Journey, enrolment: Enrolment) -> tuple[Part, ...]:
    """Say what comes after a step: the next one in its time or now, or the end."""
    place = Place(journey.id)
    if enrolment.state is Way.DONE:
        ending = tuple(Text(words=(each.strip(),)) for each in journey.ending.split("\n\n"))
        look = _button(voice, "look", f"{journey.id}.1", primary=True)
        return (*ending, Buttons(buttons=(look, _button(voice, "all"), _help(voice))))
    key = "journey-next" if enrolment.state is Way.GOING else "journey-next-waits"
    ways = (_button(voice, "now", place, primary=True), _button(voice, "card", place), _help(voice))
    return (voice.text(key, every=enrolment.every), Buttons(buttons=ways))


def reread(voice: Voice, journey: Journey, number: int, answers: Sequence[str]) -> Message:
    """Show an earlier step again, with what was answered."""
    place = Place(journey.id, journey.steps[number].id)
    own: list[Part] = [voice.quiet("journey-own")] if answers else []
    own += [Quote(text=each) for each in answers[-2:]]
    row = (_button(voice, "answer", place), _button(voice, "card", Place(journey.id)), _help(voice))
    parts = (*_told(voice, journey, number), *own, Buttons(buttons=row))
    return Message(parts=parts, summary=voice.label("journey-title"))


def look_back(voice: Voice, journey: Journey, answers: Sequence[tuple[int, str]], page: int) -> Message:
    """Show one page of one's own answers, each beneath its question; `answers` name the number of their step."""
    pages = list(_pages(journey, answers))
    page = max(1, min(page, len(pages)))
    shown: tuple[Part, ...] = pages[page - 1] if pages else (voice.text("journey-look-empty"),)
    opening = voice.text("journey-look") if page == 1 and pages else None
    turning = [_button(voice, "look", f"{journey.id}.{page + 1}", primary=True)] if page < len(pages) else []
    if turning:
        turning = [Button(label=voice.label("journey-more-button"), action=turning[0].action, style="primary")]
    row = (*turning, _button(voice, "card", Place(journey.id)), _help(voice))
    parts = (Heading(text=journey.title), *([opening] if opening else []), *shown, Buttons(buttons=row))
    return Message(parts=parts, summary=voice.label("journey-title"))


def _pages(journey: Journey, answers: Sequence[tuple[int, str]]) -> Iterator[tuple[Part, ...]]:
    """Yield as many answers at a time as every platform takes."""
    page: list[Part] = []
    size = 0
    for number, answer in answers:
        step = journey.steps[number]
        more = len(step.question) + len(answer)
        if page and size + more > PAGE_LONGEST:
            yield tuple(page)
            page, size = [], 0
        page += [Text(words=(step.question,), quiet=True), Quote(text=answer)]
        size += more
    if page:
        yield tuple(page)
