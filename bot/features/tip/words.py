"""How a practice looks: whole, a step at a time, or as one calm picture to breathe with; and how one is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

from bot.feature import HELP_NOW, Caller
from bot.helped import HELPED, NOT_NOW, REFUSED, Known, Tally
from bot.library import Breath, Tip
from bot.messages import (
    ActionId,
    Attachment,
    Button,
    Buttons,
    Heading,
    Message,
    Part,
    Picture,
    Quote,
    Rule,
    Text,
)

from .choice import Choice

NAME = "tip"
TOLD = {HELPED: "tip-helped-button", NOT_NOW: "tip-not-now-button", REFUSED: "tip-not-for-me-button"}
BEST = 5
"""So many practices are named as those that helped most."""


def action(name: str, tip: str, category: str = "") -> ActionId:
    """Name a button of this feature: the practice it is about, and the category that was asked for."""
    return ActionId(feature=NAME, action=name, ref=f"{category}.{tip}")


def tip_message(caller: Caller, tip: Tip, category: str, why: Sequence[Part] = ()) -> Message:
    """Write a practice: why it, its steps, when not to use it, what it rests on."""
    voice = caller.voice
    steps = "\n".join(f"{number}. {step}" for number, step in enumerate(tip.steps, 1))
    parts: list[Part] = [
        Heading(text=tip.title),
        voice.quiet("tip-minutes", minutes=tip.minutes, category=voice.label(f"tip-{tip.category}-option")),
        *why,
        Text(words=(steps,)),
        Text(words=(tip.avoid_when,), quiet=True),
        voice.quiet("tip-evidence", note=tip.evidence.note, reference=tip.evidence.reference),
        _told_row(caller, tip, category),
    ]
    guides = _guides(caller, tip, category)
    return Message(parts=(*parts, *guides), summary=voice.label("tip-title"))


def _told_row(caller: Caller, tip: Tip, category: str) -> Buttons:
    voice = caller.voice
    another = Button(label=voice.label("tip-another-button"), action=action("another", tip.id, category))
    told = (
        Button(label=voice.label(key), action=action(name, tip.id, category), style=_style(name))
        for name, key in TOLD.items()
    )
    return Buttons(buttons=(another, *told, _help(caller)))


def _style(outcome: str) -> Literal["primary", "plain"]:
    return "primary" if outcome == HELPED else "plain"


def _help(caller: Caller) -> Button:
    return Button(label=caller.voice.label("help-now-button"), action=HELP_NOW)


def _guides(caller: Caller, tip: Tip, category: str) -> list[Part]:
    """Offer to be guided, where the practice has a guide, and to see how practices are chosen."""
    row = []
    if tip.breath:
        row.append(Button(label=caller.voice.label("tip-breathe-button"), action=action("breathe", tip.id, category)))
    if tip.guided:
        row.append(Button(label=caller.voice.label("tip-guided-button"), action=guided_action(tip, 0, "guide")))
    if caller.member is not None:
        row.append(Button(label=caller.voice.label("tip-how-button"), action=action("how", "")))
    return [Buttons(buttons=tuple(row))] if row else []


def why(caller: Caller, choice: Choice, tally: Tally) -> tuple[Part, ...]:
    """Say why a practice comes up, in one quiet line, where there is a reason to tell."""
    if choice.reason == "helped" and tally.tried > 1:
        return (caller.voice.quiet("tip-why-helped", helped=tally.helped, tried=tally.tried),)
    if choice.reason:
        return (caller.voice.quiet(f"tip-why-{choice.reason.replace('helped', 'helped-once')}"),)
    return ()


def guided_action(tip: Tip, step: int, name: str = "step") -> ActionId:
    """Name the button that shows one step of a practice; the step stands where a category does."""
    return ActionId(feature=NAME, action=name, ref=f"{step}.{tip.id}")


def guided_message(caller: Caller, tip: Tip, step: int) -> Message:
    """Write one step of a practice, with the way on at one's own pace."""
    voice, last = caller.voice, step + 1 == len(tip.steps)
    row = []
    if step:
        row.append(Button(label=voice.label("tip-step-back-button"), action=guided_action(tip, step - 1)))
    if not last:
        on = voice.label("tip-step-on-button")
        row.append(Button(label=on, action=guided_action(tip, step + 1), style="primary"))
    parts: list[Part] = [
        Heading(text=tip.title),
        voice.quiet("tip-step", number=step + 1, count=len(tip.steps)),
        Quote(text=tip.steps[step]),
        Buttons(buttons=tuple(row) if last else (*row, _help(caller))),
    ]
    if last:
        parts += [voice.text("tip-step-done"), _told_row(caller, tip, "")]
    return Message(parts=tuple(parts), summary=voice.label("tip-title"))


@lru_cache(maxsize=32)
def _file(path: Path) -> bytes:
    return path.read_bytes()


def breath_message(caller: Caller, tip: Tip, pictures: Path, category: str, *, still: bool) -> Message:
    """Write a practice as one picture to breathe with; a still one where movement is too much."""
    voice, breath = caller.voice, tip.breath
    if breath is None:
        return tip_message(caller, tip, category)
    row = [Button(label=voice.label("tip-steps-button"), action=action("show", tip.id, category))]
    if caller.origin.files:
        other = "moving" if still else "still"
        row.insert(0, Button(label=voice.label(f"tip-{other}-button"), action=action(other, tip.id, category)))
    parts: tuple[Part, ...] = (
        Heading(text=tip.title),
        voice.text("tip-breath", inward=breath.inward, outward=breath.outward),
        _breath_shown(caller, breath, pictures, still=still),
        Text(words=(tip.avoid_when,), quiet=True),
        _told_row(caller, tip, category),
        Buttons(buttons=tuple(row)),
    )
    return Message(parts=parts, summary=voice.label("tip-title"))


def _breath_shown(caller: Caller, breath: Breath, pictures: Path, *, still: bool) -> Part:
    """Return the picture, or the counts as a line of signs where answers carry no files."""
    if not caller.origin.files:
        counts = (" ".join(_counts(each)) for each in (breath.inward, breath.outward))
        return Text(words=("\u25b2 {}  \u25bd {}".format(*counts),))
    name = f"{breath.file}.{'png' if still else 'gif'}"
    alt = caller.voice.label("tip-breath-alt", inward=breath.inward, outward=breath.outward)
    kind = "image/png" if still else "image/gif"
    return Picture(attachment=Attachment(name=name, media_type=kind, content=_file(pictures / name), alt=alt))


def _counts(seconds: int) -> list[str]:
    return [str(each) for each in range(1, seconds + 1)]


def how_message(caller: Caller, known: Known, *, by_chance: bool) -> Message:
    """Explain how practices are chosen, name what helped most, and offer the other way of choosing."""
    voice = caller.voice
    tips = [each for each in voice.tips if known.of(each).helped]
    best = sorted(tips, key=lambda each: (-known.of(each).helped, known.of(each).tried))[:BEST]
    lines = [
        voice.label("tip-best", title=voice.tips[each].title, helped=known.of(each).helped, tried=known.of(each).tried)
        for each in best
    ]
    switch = "tip-learn-button" if by_chance else "tip-chance-button"
    row = (
        Button(
            label=voice.label("tip-another-button"), action=ActionId(feature=NAME, action="another"), style="primary"
        ),
        Button(label=voice.label(switch), action=action("learn" if by_chance else "chance", "")),
        _help(caller),
    )
    parts: list[Part] = [voice.text("tip-how-chance" if by_chance else "tip-how-learned")]
    if lines:
        parts += [Rule(), voice.text("tip-what-helped"), Text(words=("\n".join(lines),))]
    return Message(parts=(*parts, Buttons(buttons=row)), summary=voice.label("tip-title"))
