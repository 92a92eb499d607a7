"""How plans look: the list, the two menus of a new one, the form for one's own words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot import plans
from bot.feature import HELP_NOW
from bot.library import If, Then, Voice
from bot.messages import (
    Button,
    Buttons,
    ChoiceField,
    CommandRef,
    Form,
    Menu,
    Message,
    Option,
    Part,
    Quote,
    TextField,
)
from bot.model import Reaction, Trigger
from bot.plans import Plan, action

OWN_LONGEST = 200
SHOWN = 8
"""Plans shown at once; the others are in the menu."""

MENU_HOLDS = 25
THENS = {"self": ("body", "pause", "lean"), "between": ("words", "ask", "ahead"), "care": ("give", "receive")}
"""The three menus of what to do instead, and the groups in each."""


def _help(voice: Voice) -> Button:
    return Button(label=voice.label("help-now-button"), action=HELP_NOW)


def said(voice: Voice, key: str, *buttons: Button, **values: str | int | CommandRef) -> Message:
    """Write one sentence with some ways on."""
    parts = (voice.text(key, **values), Buttons(buttons=(*buttons, _help(voice))))
    return Message(parts=parts, summary=voice.label("plan-title"))


def new_button(voice: Voice, *, primary: bool = True) -> Button:
    """Return the button that begins a plan."""
    return Button(label=voice.label("plan-new-button"), action=action("new"), style="primary" if primary else "plain")


def all_button(voice: Voice) -> Button:
    """Return the button that shows all plans."""
    return Button(label=voice.label("plan-all-button"), action=action("all"))


def overview(voice: Voice, kept: Sequence[Plan]) -> Message:
    """Show one's plans, or what they are for while there is none."""
    parts: list[Part] = [voice.text("plan-list" if kept else "plan-what")]
    parts += [Quote(text=plans.sentence(voice, each)) for each in kept[:SHOWN]]
    if kept:
        options = tuple(
            Option(value=each.id.hex, label=_short(plans.sentence(voice, each))) for each in kept[:MENU_HOLDS]
        )
        parts.append(Menu(action=action("look"), placeholder=voice.label("plan-look-placeholder"), options=options))
    parts.append(Buttons(buttons=(new_button(voice), _help(voice))))
    return Message(parts=tuple(parts), summary=voice.label("plan-title"))


def _short(text: str) -> str:
    longest = 75
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def one(voice: Voice, plan: Plan, opening: str = "") -> Message:
    """Show one plan, how it went, and what can be done about it."""
    parts: list[Part] = [voice.text(opening)] if opening else []
    parts.append(Quote(text=plans.sentence(voice, plan)))
    if plan.outcomes:
        helped = plan.outcomes.count("helped")
        parts.append(voice.quiet("plan-so-far", helped=helped, count=len(plan.outcomes)))
    if plan.doubted:
        parts.append(voice.text("plan-doubted"))
    row = (
        Button(label=voice.label("plan-change-button"), action=action("change", plan.id.hex)),
        Button(label=voice.label("plan-drop-button"), action=action("drop", plan.id.hex)),
        new_button(voice, primary=False),
        all_button(voice),
        _help(voice),
    )
    return Message(parts=(*parts, Buttons(buttons=row)), summary=voice.label("plan-title"))


def choose_when(voice: Voice, trigger: str = "", reaction: str = "", plan: str = "") -> Message:
    """Offer the moments, those that fit a trigger and a reaction alone where these are known."""
    ifs = list(voice.ifs.values())
    if trigger:
        fits = [each for each in ifs if each.trigger == trigger and reaction in each.reactions]
        menus: list[Part] = [_whens(voice, "fits", fits, plan)] if fits else []
    else:
        menus = [
            _whens(voice, name, [each for each in ifs if each.trigger in triggers], plan)
            for name, triggers in (("person", ("person",)), ("around", ("around",)), ("mind", ("mind", "unknown")))
        ]
    own = Button(label=voice.label("plan-own-button"), action=action("own", f"{plan}..{trigger}.{reaction}"))
    row = Buttons(buttons=(own, all_button(voice), _help(voice)))
    return Message(parts=(voice.text("plan-choose-when"), *menus, row), summary=voice.label("plan-title"))


def _whens(voice: Voice, name: str, ifs: Iterable[If], plan: str) -> Menu:
    return Menu(
        action=action(f"when_{name}", plan),
        placeholder=voice.label(f"plan-when-{name}-placeholder"),
        options=tuple(Option(value=each.id, label=each.text) for each in ifs)[:MENU_HOLDS],
    )


def choose_then(voice: Voice, when: If, plan: str = "") -> Message:
    """Offer what to do instead."""
    menus: list[Part] = [_thens(voice, name, when, groups, plan) for name, groups in THENS.items()]
    own = Button(label=voice.label("plan-own-button"), action=action("own", f"{plan}.{when.id}.."))
    opening = (voice.text("plan-choose-then"), Quote(text=voice.label("plan-when", when=when.text)))
    row = Buttons(buttons=(own, all_button(voice), _help(voice)))
    return Message(parts=(*opening, *menus, row), summary=voice.label("plan-title"))


def _thens(voice: Voice, name: str, when: If, groups: Sequence[str], plan: str) -> Menu:
    fits: Iterator[Then] = (each for each in voice.thens.values() if each.group in groups)
    return Menu(
        action=action(f"then_{name}", f"{plan}.{when.id}"),
        placeholder=voice.label(f"plan-then-{name}-placeholder"),
        options=tuple(Option(value=each.id, label=each.text) for each in fits)[:MENU_HOLDS],
    )


def own_form(voice: Voice, plan: str, when: str, then: str, trigger: str, reactions: Sequence[str]) -> Form:
    """Ask for a plan in one's own words, and for the two codes by which it is found again."""
    return Form(
        action=action("save", plan),
        title=voice.label("plan-own-form-title"),
        fields=(
            TextField(
                id="when",
                label=voice.label("plan-own-when-label"),
                hint=voice.label("plan-own-when-hint"),
                value=when,
                required=True,
                longest=OWN_LONGEST,
            ),
            TextField(
                id="then",
                label=voice.label("plan-own-then-label"),
                hint=voice.label("plan-own-then-hint"),
                value=then,
                required=True,
                longest=OWN_LONGEST,
            ),
            ChoiceField(
                id="trigger",
                label=voice.label("checkin-trigger-label"),
                options=tuple(Option(value=t, label=voice.label(f"checkin-trigger-{t}-option")) for t in Trigger),
                chosen=(trigger,) if trigger else (),
                required=True,
            ),
            ChoiceField(
                id="reactions",
                label=voice.label("checkin-reaction-label"),
                options=tuple(Option(value=r, label=voice.label(f"checkin-reaction-{r}-option")) for r in Reaction),
                chosen=tuple(reactions),
                many=True,
                required=True,
            ),
        ),
        submit=voice.label("plan-save-button"),
    )
